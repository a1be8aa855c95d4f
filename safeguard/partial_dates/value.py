"""A date that knows its precision."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import total_ordering

from django.utils import dateformat

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
LONGEST_TYPED = 100  # characters; no way of writing one date needs more

_ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_FORMATS = {"year": "Y", "month": "F Y", "day": "j F Y"}


class Precision(StrEnum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year or a day, with the text as it was typed.

    Two dates are equal when they say the same with the same precision, whatever was typed: "May 20" and "May 2020" are
    one date, but May 2020 is not 1 May 2020. They sort by their earliest day, the less precise first, which is also the
    order of the column. Raises ValueError for a day that does not exist and for years outside 1900 to 2100.
    """

    year: int
    month: int | None = None
    day: int | None = None
    typed: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError(f"The year {self.year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}.")
        if self.month is None and self.day is not None:
            raise ValueError("A day needs its month.")
        if len(self.typed) > LONGEST_TYPED:
            raise ValueError(f"The text of a date is at most {LONGEST_TYPED} characters.")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def from_date(cls, day: date, typed: str = "") -> PartialDate:
        return cls(day.year, day.month, day.day, typed)

    @classmethod
    def from_iso(cls, iso: str, typed: str = "") -> PartialDate:
        """From "2020", "2020-05" or "2020-05-17". Raises ValueError for anything else."""
        match = _ISO.fullmatch(iso)
        if match is None:
            raise ValueError(f"{iso!r} is not a year, a month or a day in ISO 8601.")
        year, month, day = (None if part is None else int(part) for part in match.groups())
        return cls(year or 0, month, day, typed)

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        return self.earliest.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    def __str__(self) -> str:
        """In words and in the reader's language: "2020", "May 2020", "17 June 2020"."""
        return dateformat.format(self.earliest, _FORMATS[self.precision])

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.iso < other.iso
