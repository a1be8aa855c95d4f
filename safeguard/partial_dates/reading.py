"""Reading a date the way people in Britain write it: the day first, the month often alone, the year often short.

Libraries read "May 20" as the 20th of this year's May and turn "12/25/2020" round without a word. A policy's dates are
evidence, so this grammar is our own: it never adds a day, a month or a year that is not written, and where a text can
be read two ways it proposes one reading and asks.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import dates
from django.utils.translation import get_language, gettext, override

from safeguard.partial_dates.value import EARLIEST_YEAR, LATEST_YEAR, LONGEST_TYPED, PartialDate

PIVOT = 70
"""Two figures below this are of the 2000s, from it on of the 1900s: "69" is 2069 and "70" is 1970."""

_SHORT_MONTHS = {"sept": 9}  # beside the first three letters
_SHORT_WEEKDAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way of reading a text. Without a value, more has to be written before it is a date."""

    text: str
    value: PartialDate | None = None

    @property
    def key(self) -> str:
        """What a form sends back when this reading is chosen."""
        return self.value.iso if self.value else "unfinished"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says.

    `value` is the reading proposed, None when there is none. `question` is a sentence for the person: which reading is
    meant or, without a value, what to do; it is empty for a blank text and for a text that can be read in one way only.
    """

    value: PartialDate | None
    typed: str
    alternatives: tuple[Alternative, ...] = ()
    question: str = ""

    @property
    def is_certain(self) -> bool:
        return self.value is not None and not self.question

    @property
    def choices(self) -> tuple[Alternative, ...]:
        """Every way of reading the text, the one proposed first."""
        proposed = () if self.value is None else (Alternative(str(self.value), self.value),)
        return proposed + self.alternatives

    def choose(self, key: str) -> Alternative | None:
        return next((choice for choice in self.choices if choice.key == key), None)


def read(text: str, *, pivot: int = PIVOT) -> Reading:
    """Read `text` as one date; every text is answered, none raises.

    `pivot` decides the century of a year in two figures: for a date of birth pass one more than this year's last two.
    """
    typed = " ".join(text.split())
    if not typed:
        return Reading(None, "")
    if len(typed) > LONGEST_TYPED:
        return Reading(None, typed, question=gettext("This is too long for a date. Write the date alone."))
    plain = _plain(typed)
    for shape, reader in _SHAPES:
        match = shape.fullmatch(plain)
        reading = reader(match, typed, pivot) if match else None
        if reading:
            return reading
    return _unread(typed)


# --- The shapes of a date ------------------------------------------------------------------------------------------

_WORD = r"[^\W\d_]+"
_WEEKDAY = rf"(?:(?P<weekday>(?!the\b){_WORD})\.?,? )?(?:the )?"
_DAY = r"(?P<day>[0-9]{1,2})(?P<ordinal>st|nd|rd|th)?"
_MONTH = r"(?P<month>[0-9]{1,2})"
_NAME = rf"(?P<name>(?!the\b){_WORD})\.?"
_YEAR = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
_FULL_YEAR = r"(?P<year>[0-9]{4})"
_BETWEEN = r"(?: ?[./-] ?| )"
_MAYBE = r"(?: ?[./-] ?| ?)"  # between figures and letters there may be nothing
_BEFORE_YEAR = r"(?: ?[./,-] ?| ?)"


def _complete(match: re.Match[str], typed: str, pivot: int) -> Reading | None:
    """A text that says all that it means to say: a day, a month or a year."""
    parts = match.groupdict()
    month, day, weekday = _month(parts), parts.get("day"), parts.get("weekday")
    if (month is None and "name" in parts) or not _is_weekday(weekday):
        return None
    reading = _dated(typed, _year(parts["year"], pivot), month, None if day is None else int(day))
    if weekday and reading.value:
        return _with_weekday(reading, reading.value, weekday)
    return reading


def _figures(match: re.Match[str], typed: str, pivot: int) -> Reading | None:
    """17.6.20: the day first, unless only the American order makes a date; then that is asked about."""
    day, month = int(match["day"]), int(match["month"])
    if month <= 12 or not 1 <= day <= 12 or not _is_weekday(match["weekday"]):
        return _complete(match, typed, pivot)
    turned = _dated(typed, _year(match["year"], pivot), day, month)
    if turned.value is None:
        return turned
    words = {"typed": typed, "month": month, "date": turned.value}
    question = gettext("“%(typed)s” has no month %(month)s. Is %(date)s meant?") % words
    return Reading(turned.value, typed, question=question)


def _month_and_figures(match: re.Match[str], typed: str, pivot: int) -> Reading | None:
    """May 20: proposed as a month of a year, since the day would have no year; asked about."""
    month = _month(match.groupdict())
    if month is None:
        return None
    figures = match["day"]
    if len(figures) == 1 or match["ordinal"]:
        return _without_year(typed, int(figures), month)
    return _month_and_short_year(typed, month, figures, pivot)


def _two_figures(match: re.Match[str], typed: str, pivot: int) -> Reading | None:
    """05/20 is a month and a year, or a day in the American order; 17/6 is a day without its year."""
    first, second = int(match["day"]), int(match["month"])
    if second > 12 and 1 <= first <= 12 and "." not in match.string:
        return _month_and_short_year(typed, first, match["month"], pivot)
    return _without_year(typed, first, second) if 1 <= second <= 12 else None


def _day_and_month(match: re.Match[str], typed: str, pivot: int) -> Reading | None:
    month = _month(match.groupdict())
    return None if month is None else _without_year(typed, int(match["day"]), month)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, int], Reading | None]], ...] = tuple(
    (re.compile(shape), reader)
    for shape, reader in (
        (rf"{_WEEKDAY}{_DAY}{_MAYBE}(?:day )?(?:of )?{_NAME}{_BEFORE_YEAR}{_YEAR}", _complete),  # 17th of June, 2020
        (rf"{_WEEKDAY}{_NAME}{_MAYBE}(?:the )?{_DAY}(?: ?, ?|{_BETWEEN}(?=[0-9]{{4}}|')){_YEAR}", _complete),
        (rf"{_FULL_YEAR}{_MAYBE}{_NAME}{_MAYBE}{_DAY}", _complete),  # 2020 June 17
        (rf"{_NAME}{_BEFORE_YEAR}(?:of )?(?P<year>[0-9]{{4}}|'[0-9]{{2}})", _complete),  # Sept 2020, May '20
        (rf"{_FULL_YEAR}{_MAYBE}{_NAME}", _complete),  # 2020 May
        (rf"{_FULL_YEAR}{_BETWEEN}{_MONTH}{_BETWEEN}(?P<day>[0-9]{{1,2}})", _complete),  # 2020-05-01
        (rf"{_WEEKDAY}{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}", _figures),  # 17.6.20
        (rf"{_MONTH}{_BETWEEN}{_FULL_YEAR}", _complete),  # 05/2020
        (rf"{_FULL_YEAR}{_BETWEEN}(?P<month>0?[1-9]|1[0-2])", _complete),  # 2020-05, but not 2019/20
        (_FULL_YEAR, _complete),
        (rf"{_NAME}{_BEFORE_YEAR}(?:the )?{_DAY}", _month_and_figures),  # May 20
        (rf"{_WEEKDAY}{_DAY}{_MAYBE}(?:of )?{_NAME}", _day_and_month),  # 20 May
        (r"(?P<day>[0-9]{1,2}) ?[./-] ?(?P<month>[0-9]{1,2})", _two_figures),  # 05/20
    )
)


# --- What a reading says -------------------------------------------------------------------------------------------


def _dated(typed: str, year: int, month: int | None, day: int | None) -> Reading:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        bounds = {"year": year, "first": EARLIEST_YEAR, "last": LATEST_YEAR}
        question = gettext("Check the year: %(year)s is not between %(first)s and %(last)s.") % bounds
        return Reading(None, typed, question=question)
    if month is not None and not 1 <= month <= 12:
        question = gettext("There is no month %(month)s. Check the month.") % {"month": month}
        return Reading(None, typed, question=question)
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return Reading(None, typed, question=_no_such_day(f"{day} {dates.MONTHS[month]} {year}"))
    return Reading(PartialDate(year, month, day, typed), typed)


def _month_and_short_year(typed: str, month: int, figures: str, pivot: int) -> Reading:
    value = PartialDate(_year(figures, pivot), month, typed=typed)
    if int(figures) > 31:
        return Reading(value, typed)
    if not _day_exists(int(figures), month):
        question = gettext("Is %(date)s meant by “%(typed)s”?") % {"date": value, "typed": typed}
        return Reading(value, typed, question=question)
    day = gettext("%(day)s in a year that is not written") % {"day": f"{int(figures)} {dates.MONTHS[month]}"}
    words = {"typed": typed, "first": value, "second": day}
    question = gettext("“%(typed)s” can be read two ways: %(first)s, or %(second)s. Which is meant?") % words
    return Reading(value, typed, (Alternative(day),), question)


def _without_year(typed: str, day: int, month: int) -> Reading:
    words = f"{day} {dates.MONTHS[month]}"
    if not _day_exists(day, month):
        return Reading(None, typed, question=_no_such_day(words))
    return Reading(None, typed, question=gettext("Write the year too, after %(day)s.") % {"day": words})


def _with_weekday(reading: Reading, value: PartialDate, weekday: str) -> Reading:
    written, true = _weekday_names(get_language())[weekday], value.earliest.weekday()
    if written == true:
        return reading
    words = {"date": value, "true": dates.WEEKDAYS[true], "written": dates.WEEKDAYS[written]}
    question = gettext("%(date)s is a %(true)s, not a %(written)s. Is the date right?") % words
    return Reading(value, reading.typed, question=question)


def _no_such_day(day: str) -> str:
    return gettext("There is no %(day)s. Check the day.") % {"day": day}


def _unread(typed: str) -> Reading:
    question = gettext(
        "“%(typed)s” could not be read as a date. Write a day, month and year (17 June 2020), a month and year (June "
        "2020) or a year (2020)."
    )
    return Reading(None, typed, question=question % {"typed": typed})


# --- Words and figures ---------------------------------------------------------------------------------------------

_SAME_MARKS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("‘’ʼ`", "'"))


def _plain(typed: str) -> str:
    """Small letters, plain hyphens and apostrophes, one space, no full stop at the end."""
    plain = unicodedata.normalize("NFKC", typed).lower().translate(_SAME_MARKS)
    return " ".join(plain.split()).rstrip(".,; ")


def _year(figures: str, pivot: int) -> int:
    year = int(figures.lstrip("'"))
    if len(figures) == 4:
        return year
    return year + (2000 if year < pivot else 1900)


def _month(parts: dict[str, str | None]) -> int | None:
    name, figures = parts.get("name"), parts.get("month")
    if name:
        return _month_names(get_language()).get(name)
    return int(figures) if figures else None


def _is_weekday(word: str | None) -> bool:
    """Whether the word before a date may stand there: a weekday or nothing, but not "circa"."""
    return not word or word in _weekday_names(get_language())


def _day_exists(day: int, month: int) -> bool:
    """Whether a month ever has that day: 29 February counts, since the year is not known."""
    return 1 <= day <= monthrange(2000, month)[1]


@functools.cache
def _month_names(language: str | None) -> dict[str, int]:
    """English names always, and those of `language`, the active one: what `str()` writes can be read again."""
    return _names(language, (dates.MONTHS, dates.MONTHS_3)) | _SHORT_MONTHS


@functools.cache
def _weekday_names(language: str | None) -> dict[str, int]:
    return _names(language, (dates.WEEKDAYS, dates.WEEKDAYS_ABBR)) | _SHORT_WEEKDAYS


def _names(language: str | None, lists: Iterable[Mapping[int, Any]]) -> dict[str, int]:
    names = {}
    for tongue in (language, "en"):
        with override(tongue):
            names.update({str(name).lower().rstrip("."): n for words in lists for n, name in words.items()})
    return names
