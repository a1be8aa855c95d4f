"""How old somebody is on a day, where it is known."""

from __future__ import annotations

from datetime import date

from people.models import Person
from safeguard.recurrence import add_months

MAJORITY = 18  # years: until then somebody is protected as a child
EARLIEST = date(1910, 1, 1)
"""Whoever was born before this is very old, or somebody's finger slipped (E-12)."""


def age_on(born: date, day: date) -> int:
    """Full years on that day. Who was born on 29 February has a birthday on 1 March in other years (E-27)."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)


def birthday(born: date, years: int) -> date:
    """The day on which somebody becomes so many years old."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def age_of(person: Person, day: date) -> int | None:
    """None where the date of birth is not known or cannot be right: no rule about ages guesses (E-12, E-28)."""
    born = person.date_of_birth
    return age_on(born, day) if born is not None and born <= day else None


def is_minor(born: date | None, day: date) -> bool:
    """Whether somebody is under 18 on that day; False where the date of birth is not known or cannot be right."""
    return born is not None and born <= day and age_on(born, day) < MAJORITY


def latest_birth_of(years: int, day: date) -> date:
    """Who was born on this day or earlier is at least so many years old on `day`."""
    return add_months(day, -12 * years)
