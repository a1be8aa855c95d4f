"""The working days of a nation of the United Kingdom.

Bank holidays are those of the Banking and Financial Dealings Act 1971 and of proclamations under it, which GOV.UK
publishes in three calendars (England and Wales, Scotland, Northern Ireland). They come from the `holidays` package,
whose version is pinned, and need no network. A holiday that the package does not know yet is passed as `extra`, one
that was moved as `removed`. The package knows the years up to 2100; beyond them only weekends are left.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, timedelta

import holidays
from django.utils import dates
from django.utils.translation import gettext

_SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """A nation's working days: Monday to Friday without its bank holidays."""

    nation: str
    extra: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return not self.closed_because(day)

    def closed_because(self, day: date) -> str:
        """Why nobody can be expected at work: the name of the holiday or of the day of the weekend; else empty."""
        if day in self.extra:
            return gettext("extra bank holiday")
        holiday = _bank_holidays(self.nation, day.year).get(day, "")
        if holiday and day not in self.removed:
            return holiday
        return str(dates.WEEKDAYS[day.weekday()]) if day.weekday() >= _SATURDAY else ""

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The day on which `count` working days after `day` are over; `day` does not count, whatever it is.

        One working day from Good Friday evening is Tuesday in England. With 0, the next working day. Raises ValueError
        for a negative count.
        """
        if count < 0:
            raise ValueError("Working days are counted forwards.")
        if count == 0:
            return self.next_working_day(day)
        for _step in range(count):
            day = self.next_working_day(day + timedelta(days=1))
        return day


def calendar_for(
    nation: str, *, extra: frozenset[date] = frozenset(), removed: frozenset[date] = frozenset()
) -> Calendar:
    """The calendar of "england", "wales", "scotland" or "northern-ireland". Raises ValueError for another nation.

    `extra` are bank holidays to add, `removed` bank holidays to take out; a weekend stays one.
    """
    if nation not in _SUBDIVISIONS:
        raise ValueError(f"{nation!r} is not one of {', '.join(_SUBDIVISIONS)}.")
    return Calendar(str(nation), frozenset(extra), frozenset(removed))


@functools.cache
def _bank_holidays(nation: str, year: int) -> dict[date, str]:
    found = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year, expand=False)
    return {day: name.replace("(observed)", "(substitute day)") for day, name in found.items()}  # as GOV.UK says it
