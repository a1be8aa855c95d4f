"""When something happened, as people say it: "25.10.2026 at 01:30", "summer 2019", "when I was about nine".

What was said is kept word for word; beside it stands the narrowest range of days that it certainly means, and the
minute only where it was said exactly. No day is ever made up (E-11).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _

from safeguard import partial_dates
from safeguard.local_times import EARLIEST_YEAR, LATEST_YEAR, LocalTime, in_words, localise

FAR_AHEAD = timedelta(days=366)
LONGEST = 500  # characters that are looked at; all of them are kept


@dataclass(frozen=True, slots=True)
class Happened:
    """`typed` as it came; `first` and `last` bound the days, `at` is the minute in UTC, `note` a sentence to show."""

    typed: str = ""
    first: date | None = None
    last: date | None = None
    at: datetime | None = None
    offset_minutes: int | None = None
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """For the fields of cases' reports and entries, which are all called the same."""
        return {
            "happened_from": self.first,
            "happened_until": self.last,
            "happened_at": self.at,
            "offset_minutes": self.offset_minutes,
        }


def moment(day: date, wall: time, *, typed: str = "") -> Happened:
    """The minute on the wall. "GMT" in what was typed means the second of an hour that happens twice (E-5, E-6)."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return Happened(typed, day, day)
    clock = "GMT" if re.search(r"\bgmt\b", typed, re.IGNORECASE) else ""
    clock = clock or ("BST" if re.search(r"\bbst\b", typed, re.IGNORECASE) else "")
    found: LocalTime = localise(datetime.combine(day, wall), clock=clock, typed=typed)
    minutes = round(found.offset.total_seconds() / 60)
    return Happened(typed, day, day, found.moment, minutes, found.note)


def read(
    words: str, *, today: date, day: date | None = None, wall: time | None = None, born: date | None = None
) -> Happened:
    """What `words` say, with a day and a time that were given apart from them.

    Every text is answered and none raises: what cannot be read has no days. `born` is the birthday of whoever speaks,
    for "when I was nine"; without it an age says no year.
    """
    typed = words.strip()
    plain = " ".join(typed[:LONGEST].casefold().replace("’", "'").split())
    about, rest = _about(plain)
    spoken, rest = _time(rest)
    wall = wall or (None if about else spoken)
    range_ = (day, day) if day else _days(rest, today, born) or _days(_without_clock(rest), today, born)
    if range_ is None:
        return Happened(typed)
    first, last = range_
    if first == last and wall is not None:
        return moment(first, wall, typed=typed)
    return Happened(typed, first, last)


def offered(words: str, *, today: date) -> list[date]:
    """The days that `words` may mean where they say none for certain, the likeliest first: to be asked about, never
    written down unasked. `today` is the day on which they were said.

    A name of a weekday is the last such day; "last Saturday" may as well be the one before it.
    """
    if read(words, today=today).first is not None:
        return []
    plain = " ".join(words[:LONGEST].casefold().replace("’", "'").split())
    for said_so, days in _NEAR.items():
        if re.search(rf"\b{said_so}\b", plain):
            return [today - timedelta(days=days)]
    found = []
    for last, name in re.findall(rf"\b(last )?({'|'.join(_WEEKDAYS)})\b", plain):
        day = today - timedelta(days=(today.weekday() - _WEEKDAYS.index(name)) % 7)
        if last and day == today:
            day -= timedelta(days=7)
        found += [day, day - timedelta(days=7)] if last or day == today else [day]
    return list(dict.fromkeys(found))


def said(row: Any) -> str:
    """How a row with these columns puts it: the minute, the day, or the range of days; empty where nothing is known."""
    if row.happened_at is not None:
        return in_words(row.happened_at)
    first, last = row.happened_from, row.happened_until
    if first is None and last is None:
        return ""
    if first == last:
        return _day(first)
    if first is None or last is None:
        return _("before %(day)s") % {"day": _day(last)} if last else _("after %(day)s") % {"day": _day(first)}
    return _("between %(first)s and %(last)s") % {"first": _day(first), "last": _day(last)}


def note_on(row: Any, words: str) -> str:
    """The sentence about an hour that was strange, for a row that keeps none: what was typed is read again.

    `words` may end with a day and a time in brackets, as the form for raising writes what was given apart.
    """
    if row.happened_at is None:
        return ""
    apart = re.search(r"\((?P<day>[^()]+)\) \((?P<time>[^()]+)\)$", words)
    days = _written(apart["day"].casefold(), row.received_at.date()) if apart else None
    if apart and days and days[0] == days[1]:
        try:
            found = moment(days[0], time.fromisoformat(apart["time"].strip()).replace(tzinfo=None), typed=words)
        except ValueError:
            return ""
    else:
        found = read(words, today=timezone.localdate(row.received_at))
    return found.note if found.at == row.happened_at else ""


def is_strange(found: Happened, *, today: date) -> bool:
    """A day that nobody can have meant, but for a slip: long before anybody here was born, or far ahead."""
    if found.first is None or found.last is None:
        return False
    return found.first.year < EARLIEST_YEAR or found.first > today + FAR_AHEAD


def _day(day: date) -> str:
    return formatted(day, "j F Y")


def as_of(offset_minutes: int, at: datetime) -> datetime:
    """The wall's own time, from what was stored."""
    return (at.astimezone(UTC) + timedelta(minutes=offset_minutes)).replace(tzinfo=None)


# --- Reading ---------------------------------------------------------------------------------------------------------

_ABOUT = re.compile(
    r"\b(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|maybe|perhaps|i think|or so|ish)\b|~|\?"
)
_TIME = re.compile(
    r"(?:\b(?:at|from)\s+)?(?:"
    r"(?<![\d./])\b(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?![.\d])\s*(?P<half>am|pm)?"
    r"|\b(?P<hour12>1[0-2]|0?[1-9])\s*(?P<half12>am|pm)"
    r"|\b(?P<word>noon|midday|midnight))\b(?:\s*(?:gmt|bst|o'clock))?"
)
_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|0?[1-9]"
_DAY_FOLLOWS = r"(?=\s+(?:yesterday|today|on|last|this|in the|the day)\b|\s+\w+day\b|$)"
_CLOCK = re.compile(  # the time of the clock in words: it says no minute, since nobody says of which half of the day
    r"\b(?:(?:at|by|just|shortly|soon|after|before|nearly|almost|some time|sometime)\s+)*(?:"
    rf"(?:half|quarter|five|ten|twenty|twenty[- ]five)(?: past| to)\s+(?:{_HOURS})|half\s+(?:{_HOURS})"
    rf"|(?:{_HOURS})\s*o'clock"
    rf"|(?<=at )(?:{_HOURS}){_DAY_FOLLOWS}"
    r")\b(?:\s*o'clock)?"
)
_PART_OF_DAY = re.compile(
    r"\b(?:(?:early |late )?in the (?:early |late )?(?:morning|afternoon|evening)"
    r"|at night|at (?:lunch|tea|dinner|bed) ?time)\b"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {
    "day before yesterday": 2,
    "yesterday": 1,
    "last night": 1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
}
"""How many days ago, by the words for it."""
_YEAR = r"(?P<year>19\d\d|20\d\d)"
_SEASONS = {  # first month and the months that it may last, widely
    "spring": (3, 3),
    "summer": (6, 4),  # the school holidays run into September
    "autumn": (9, 3),
    "winter": (12, 3),
    "easter": (3, 2),
    "christmas": (12, 1),
}
_NAMES = "|".join(_SEASONS)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
            *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
        ],
        start=1,
    )
}


def _about(plain: str) -> tuple[bool, str]:
    rest = " ".join(_ABOUT.sub(" ", plain).split())
    return rest != plain, rest


def _time(plain: str) -> tuple[time | None, str]:
    found = _TIME.search(plain)
    if found is None:
        return None, plain
    parts = found.groupdict()
    if parts["word"]:
        wall = time(0) if parts["word"] == "midnight" else time(12)
    else:
        hour = int(parts["hour"] or parts["hour12"])
        half = parts["half"] or parts["half12"]
        if half and hour > 12:
            half = None
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        wall = time(hour, int(parts["minute"] or 0))
    rest = plain[: found.start()] + " " + plain[found.end() :]
    return wall, " ".join(rest.replace(" on ", " ").strip(" ,.").split())


def _without_clock(plain: str) -> str:
    """ "half past six yesterday" is yesterday."""
    rest = _PART_OF_DAY.sub(" ", _CLOCK.sub(" ", plain))
    return " ".join(rest.split()).removeprefix("on ").removesuffix(" on").removesuffix(" at")


def _days(plain: str, today: date, born: date | None) -> tuple[date, date] | None:
    text = re.sub(r"^(?:on|in|during|the|it was|sometime|some time)\s+", "", plain).strip(" ,.")
    text = re.sub(r"^(?:on|in|the)\s+", "", text)
    if not text:
        return None
    for reader in (_near, _written, _between, _season, _decade):
        if found := reader(text, today):
            return found
    return _age(text, born)


def _near(text: str, today: date) -> tuple[date, date] | None:
    """Days that are counted from today."""
    back = _NEAR | {"just now": 0, "an hour ago": 0}
    for words, days in back.items():
        if text == words or text.startswith((words + " ", words + ",")):
            day = today - timedelta(days=days)
            return (day, today) if words in ("last night", "an hour ago") else (day, day)
    if found := re.fullmatch(r"(?P<number>\d{1,3}) (?P<unit>day|week)s? ago", text):
        days = int(found["number"]) * (7 if found["unit"] == "week" else 1)
        day = today - timedelta(days=days)
        wide = timedelta(days=6 if found["unit"] == "week" else 0)
        return day - wide, min(today, day + wide)
    if text in ("last week", "this week"):
        monday = today - timedelta(days=today.weekday())
        return (monday - timedelta(days=7), monday - timedelta(days=1)) if text == "last week" else (monday, today)
    if text in ("last year", "this year"):
        year = today.year - (text == "last year")
        return date(year, 1, 1), date(year, 12, 31)
    return None


def _written(text: str, today: date) -> tuple[date, date] | None:
    """A day, a month or a year that can be read in one way only."""
    if re.search(r"\d", text) is None:
        return None
    reading = partial_dates.read(re.sub(r"^(?:early|late|mid|the end of|the beginning of)[ -]", "", text))
    if reading.value is None or not reading.is_certain:
        return None
    return reading.value.earliest, reading.value.latest


def _between(text: str, today: date) -> tuple[date, date] | None:
    found = re.fullmatch(r"(?:between |from )?(?P<one>.+?) (?:and|to|until|till|or) (?P<other>.+)", text)
    found = found or re.fullmatch(r"(?P<one>(?:19|20)\d\d)\s?[-–/]\s?(?P<other>(?:19|20)\d\d)", text)
    if found is None:
        return None
    ends = [_one(found[name].strip(), today) for name in ("one", "other")]
    if ends[0] is None or ends[1] is None or ends[0][0] > ends[1][1]:
        return None
    return ends[0][0], ends[1][1]


def _one(text: str, today: date) -> tuple[date, date] | None:
    return _near(text, today) or _written(text, today) or _season(text, today)


def _season(text: str, today: date) -> tuple[date, date] | None:
    found = re.fullmatch(
        rf"(?:early |late |the )?(?P<season>{_NAMES})(?: holidays?| term)?(?: of| in)? {_YEAR}(?:/\d\d)?", text
    )
    if found is not None:
        year = int(found["year"])
    elif found := re.fullmatch(rf"last (?P<season>{_NAMES})(?: holidays?)?", text):
        year = today.year
        while _span(found["season"], year)[0] >= today:
            year -= 1
    else:
        return None
    return _span(found["season"], year)


def _span(season: str, year: int) -> tuple[date, date]:
    month, months = _SEASONS[season]
    after = month + months
    end = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)
    if season == "winter":  # "winter 2019" may begin the year or end it
        return date(year, 1, 1), end
    if season == "christmas":
        return date(year, 12, 1), date(year + 1, 1, 6)
    return date(year, month, 1), end


def _decade(text: str, today: date) -> tuple[date, date] | None:
    found = re.fullmatch(r"(?P<part>early|mid|late)?[ -]?(?:the )?(?P<decade>19\d|20\d)0'?s", text)
    if found is None:
        return None
    year = int(found["decade"]) * 10
    first, last = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}.get(found["part"] or "", (0, 9))
    return date(year + first, 1, 1), date(year + last, 12, 31)


def _age(text: str, born: date | None) -> tuple[date, date] | None:
    """ "When I was nine" is a year on either side of it, and only where the birthday is known."""
    found = re.search(r"\bwhen i was (?P<age>\d{1,2}|[a-z]+)\b", text)
    if found is None or born is None:
        return None
    age = int(found["age"]) if found["age"].isdigit() else _NUMBERS.get(found["age"])
    if age is None:
        return None
    return date(born.year + age - 1, 1, 1), date(born.year + age + 2, 12, 31)
