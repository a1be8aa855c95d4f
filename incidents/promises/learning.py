"""What was learnt is carried out (WY-77). Counted over the cases that every lead sees, as in `handling`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import Action
from incidents.promises.handling import ANSWERED_BY, open_to_all_leads
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from safeguard.recurrence import add_months


def commitments(*, today: date) -> Iterator[Commitment]:
    counted = Action.objects.filter(
        case__in=open_to_all_leads().filter(shredded_at=None).values("pk"),
        dropped_at=None,
        due_on__gt=add_months(today, -24),
    )
    of, done = counted.count(), counted.exclude(done_at=None).count()
    late = counted.filter(done_at=None, due_on__lt=today).count()
    if late:
        words = ngettext("One action is late.", "%(n)d actions are late.", late) % {"n": late}
        state, reason = State.BROKEN, words
    elif not of:
        state, reason = State.NEW, _("Nothing was decided yet that somebody has to do.")
    elif done == of:
        state, reason = State.KEPT, _("Everything that was decided is done.")
    else:
        state, reason = State.KEPT, _("What is to be done is on its way, and nothing is late.")
    yield Commitment(
        key="incidents.learning",
        title=_("What was learnt from concerns is carried out"),
        state=state,
        reason=reason,
        url=address("incidents:log"),
        answered_by=ANSWERED_BY,
        action=_("See the log"),
        clause="WY-77",
        number=done,
        of=of,
    )
