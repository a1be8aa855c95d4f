"""What is awaited on record in cases comes in time: answers, chats, risks to look at again, losses of data.

Counted over the cases that every lead and deputy sees, and no others, as the other lights are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import Record
from incidents.promises.handling import ANSWERED_BY, open_to_all_leads
from safeguard.addresses import address
from safeguard.commitments import Commitment, State


def commitments(*, today: date) -> Iterator[Commitment]:
    waiting = Record.objects.open().filter(case__in=open_to_all_leads().unfinished(), due_on__isnull=False)
    number, late = waiting.count(), waiting.filter(due_on__lt=today).count()
    if late:
        words = ngettext("One thing that is awaited is late.", "%(n)s things that are awaited are late.", late)
        state, reason = State.BROKEN, words % {"n": late}
    elif number:
        words = ngettext("One thing is awaited, and it is in time.", "%(n)s things are awaited, all in time.", number)
        state, reason = State.KEPT, words % {"n": number}
    else:
        state, reason = State.NEW, _("Nothing is awaited.")
    yield Commitment(
        key="incidents.records",
        title=_("What is awaited in a case comes in time"),
        state=state,
        reason=reason,
        url=address("incidents:log"),
        answered_by=ANSWERED_BY,
        action=_("Open the log"),
        number=late,
        of=number,
    )
