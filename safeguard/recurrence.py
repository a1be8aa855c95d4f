"""When something comes round again, and when it falls due.

Months are counted from the day it all began, never from the last time, so that the 29th of February and the 31st of a
month come back whenever the calendar has them.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from safeguard.partial_dates import PartialDate
from safeguard.working_days import Calendar


def add_months(anchor: date, months: int) -> date:
    """The anchor's day, `months` later; the last day of the month where it has no such day.

    31 August and 6 months are 28 or 29 February. Always start from the anchor: added to its own answer, the 31st would
    stay the 28th for ever. Raises ValueError outside the years that a date can have.
    """
    years, month = divmod(anchor.month - 1 + months, 12)
    year = anchor.year + years
    first = date(year, month + 1, 1)
    return first.replace(day=min(anchor.day, monthrange(year, month + 1)[1]))


def next_occurrence(anchor: date, every_months: int, after: date) -> date:
    """The first of anchor + 1, 2, 3 … intervals that is later than `after`; the anchor itself is no occurrence.

    Raises ValueError when the interval is not at least one month.
    """
    if every_months < 1:
        raise ValueError("An interval is at least one month.")
    elapsed = (after.year - anchor.year) * 12 + after.month - anchor.month
    times = max(1, elapsed // every_months)
    while (found := add_months(anchor, times * every_months)) <= after:
        times += 1
    return found


def later(when: PartialDate, months: int) -> PartialDate:
    """`months` after a partial date, no more precise than it needs to be: May 2023 and 12 months are May 2024.

    A year moved by part of a year becomes the last month that it can mean: 2020 and 6 months are June 2021. Raises
    ValueError when the year leaves the bounds of PartialDate.
    """
    if when.month is None and months % 12 == 0:
        return PartialDate(when.year + months // 12)
    moved = add_months(when.latest, months)
    return PartialDate(moved.year, moved.month, None if when.day is None else moved.day)


def due_day(when: PartialDate) -> date:
    """The day on which something due "May 2024" or "2024" is due: the last one; it is overdue from the day after."""
    return when.latest


def months_to_answer(received: date, months: int, calendar: Calendar) -> date:
    """The last day for an answer due within calendar months of receipt, as the ICO counts a subject access request.

    The same day of the later month, or its last day, moved to the next working day: received 31 January 2027, due
    Monday 1 March 2027.
    """
    return calendar.next_working_day(add_months(received, months))


def days_to_answer(received: date, days: int, calendar: Calendar) -> date:
    """The last day for an answer due within days counted from the day after receipt, moved to the next working day.

    As the ICO counts the acknowledgement of a data-protection complaint: received 19 November 2026, 30 days, due Monday
    21 December 2026.
    """
    return calendar.next_working_day(received + timedelta(days=days))
