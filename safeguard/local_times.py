"""Times on the clocks of the United Kingdom, in the two nights of the year when those are strange.

What happened is kept in UTC and sorted by it; what people said and read is the time on the wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext

LONDON = ZoneInfo("Europe/London")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A moment, as the wall showed it.

    `moment` is in UTC; `offset` is what the wall was ahead of it. `note` is a sentence for the person when the time
    they typed happened twice or never.
    """

    moment: datetime
    offset: timedelta
    typed: str = ""
    note: str = ""

    @property
    def local(self) -> datetime:
        return self.moment.astimezone(LONDON)


def localise(wall: datetime, *, clock: str = "", typed: str = "") -> LocalTime:
    """The moment at which the wall showed `wall`.

    An hour that happens twice is taken as its first time (BST) unless `clock` says "GMT"; an hour that does not exist
    is moved forward by the hour that was left out. Both are noted, and `typed` is kept as it came. Raises ValueError
    when `wall` has a time zone or its year is not between 1900 and 2100.
    """
    if wall.tzinfo is not None:
        raise ValueError("Pass the time on the wall, without a time zone.")
    if not EARLIEST_YEAR <= wall.year <= LATEST_YEAR:
        raise ValueError(f"The year {wall.year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    first, second = (wall.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    if happens_twice(wall):
        chosen = second if second.tzname() == clock else first
        return _local_time(chosen, typed, "" if clock == chosen.tzname() else _twice(first, second))
    moved = first.astimezone(UTC).astimezone(LONDON)
    note = "" if moved.replace(tzinfo=None, fold=0) == wall.replace(fold=0) else _never(wall, moved)
    return _local_time(moved, typed, note)


def happens_twice(wall: datetime) -> bool:
    """Whether the clocks go back over this time, so that it has to be asked which of the two is meant."""
    first, second = (wall.replace(tzinfo=LONDON, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return first > second


def in_words(moment: datetime) -> str:
    """ "25 October 2026, 01:30 GMT": the clock is named only in the hour that happens twice."""
    local = _aware(moment).astimezone(LONDON)
    words = dateformat.format(local, "j F Y, H:i")
    return f"{words} {local.tzname()}" if happens_twice(local.replace(tzinfo=None)) else words


def hours_after(moment: datetime, hours: int) -> datetime:
    """A deadline in elapsed hours, on the wall's clock: weekends count, and a night with 23 or 25 hours is one."""
    return (_aware(moment).astimezone(UTC) + timedelta(hours=hours)).astimezone(LONDON)


def in_quiet_hours(start: time, end: time, moment: datetime) -> bool:
    """Whether the wall shows a time from `start` up to but not including `end`, over midnight if need be.

    The same start and end mean that there are no quiet hours. Raises ValueError for a moment without a time zone.
    """
    now = _aware(moment).astimezone(LONDON).time()
    if start <= end:
        return start <= now < end
    return now >= start or now < end


def _local_time(when: datetime, typed: str, note: str) -> LocalTime:
    return LocalTime(when.astimezone(UTC), when.utcoffset() or timedelta(), typed, note)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment


def _twice(first: datetime, second: datetime) -> str:
    words = {"time": first.strftime("%H:%M"), "first": first.tzname(), "second": second.tzname()}
    sentence = gettext(
        "%(time)s happened twice that night, since the clocks went back. It was taken as the first, %(first)s."
    )
    return sentence % words


def _never(wall: datetime, moved: datetime) -> str:
    words = {"time": wall.strftime("%H:%M"), "moved": moved.strftime("%H:%M")}
    return gettext("There was no %(time)s that night, since the clocks went forward. It is kept as %(moved)s.") % words
