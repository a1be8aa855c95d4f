"""The promise that what is promised "regularly" is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duties.standing import standings
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State


def commitments(*, today: date) -> Iterator[Commitment]:
    every = standings(today=today)
    late = [standing for standing in every if standing.is_late(today) and not standing.duty.by_everybody]
    if not every:
        state, reason = State.NEW, _("No regular task is set up yet.")
    elif late:
        state = State.BROKEN
        reason = ngettext("%(n)s regular check is late.", "%(n)s regular checks are late.", len(late))
        reason %= {"n": len(late)}
    else:
        state, reason = State.KEPT, _("No regular check is late.")
    yield Commitment(
        key="duties.done",
        title=_("What we do regularly is done"),
        state=state,
        reason=reason,
        url=address("duties:list"),
        answered_by=TRUSTEES | {Role.LEAD},
        action=_("See the regular tasks"),
        number=len(late),
        of=len(every),
    )
