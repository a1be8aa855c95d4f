"""Everybody who works here stands in the central record, and nothing is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from volunteers.services.record_count import counted

ANSWERED_BY = TRUSTEES | {Role.LEAD, Role.COORDINATOR}


def commitments(*, today: date) -> Iterator[Commitment]:
    """A check that is missing weighs more than the rest: it may be one without which nobody may start (fact 34)."""
    count = counted(today)
    number, of = (count.people - count.with_gaps, count.people) if count and count.people else (None, None)
    if count is None:
        state, reason = State.NEW, _("So many people work here that the worker counts them: look again in a while.")
    elif not count.people:
        state, reason = State.NEW, _("Nobody volunteers or works here yet.")
    elif not count.with_gaps:
        state, reason = State.KEPT, _("Nothing is missing of anybody who volunteers or works here.")
    elif count.unchecked:
        state = State.BROKEN
        reason = ngettext(
            "One person lacks a criminal-record check, or it is to be renewed.",
            "%(n)s people lack a criminal-record check, or it is to be renewed.",
            count.unchecked,
        ) % {"n": count.unchecked}
    elif not count.is_begun:
        state, reason = State.NEW, _("Nothing is noted yet of those who volunteer or work here.")
    else:
        state = State.AT_RISK
        reason = ngettext(
            "Something is missing of one person.", "Something is missing of %(n)s people.", count.with_gaps
        ) % {"n": count.with_gaps}
    yield Commitment(
        key="volunteers.record",
        title=_("Everybody who works here stands in the central record without a gap"),
        state=state,
        reason=reason,
        url=address("volunteers:record", gap="any"),
        answered_by=ANSWERED_BY,
        action=_("See what is missing"),
        clause="BC-2",
        number=number,
        of=of,
    )
