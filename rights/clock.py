"""When a request about data is due.

One calendar month from receipt, moved to the next working day of the nation (UK GDPR article 12(3); fact 55, E-10).
While somebody has been asked who they are, the month has not begun: it begins with the day on which the answer came.
The days that pass while they have been asked what exactly they want do not count (Data (Use and Access) Act 2025;
fact 56). Up to two months more where it is complex, told within the first month. A complaint is acknowledged within
thirty days from the day after receipt (Data Protection Act 2018, section 164A; fact 59).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from organisations.models import Organisation
from rights.models import DataRequest, Pause, PauseReason
from safeguard.recurrence import add_months, days_to_answer
from safeguard.working_days import calendar_for

ACKNOWLEDGE_DAYS = 30


def due_on(
    request: DataRequest, pauses: Iterable[Pause], organisation: Organisation, *, extra: int | None = None
) -> date:
    """The last day for the answer, as things stand: a pause that is still open counts up to the day it began."""
    begins, stood = request.received_on, 0
    for pause in pauses:
        if pause.until_on is None:
            continue
        if pause.reason == PauseReason.IDENTITY:
            begins = max(begins, pause.until_on)
        else:
            stood += (pause.until_on - pause.from_on).days
    months = 1 + (request.extra_months if extra is None else extra)
    last = add_months(begins, months) + timedelta(days=stood)
    return calendar_for(organisation.nation).next_working_day(last)


def acknowledge_by(received_on: date, organisation: Organisation) -> date:
    return days_to_answer(received_on, ACKNOWLEDGE_DAYS, calendar_for(organisation.nation))
