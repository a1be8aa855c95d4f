"""Criminal-record checks by nation and day, from volunteers/reference/vetting.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from safeguard.recurrence import add_months

REFERENCE = Path(__file__).parent / "reference" / "vetting.toml"


@dataclass(frozen=True)
class Dated:
    """Something that the law says from a day on, perhaps until one, in some of the nations."""

    key: str
    nations: tuple[str, ...]
    source: str
    starts: date
    ends: date | None = None
    checked: str = ""  # what nobody has compared with its source yet

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, kw_only=True)
class Kind(Dated):
    """A kind of check. `covers` are the kinds that it contains, `workforce` is whose barred list it looks at."""

    label: str
    regulated: bool = False
    workforce: str = ""  # children, adults or both
    covers: tuple[str, ...] = ()
    renew_months: int = 36  # what we suggest; the charity chooses
    update_service: str = ""
    compulsory_from: date | None = None
    lapses_years: int | None = None  # by law
    lapses_from: date | None = None
    note: str = ""

    def serves_as(self, key: str) -> bool:
        return key == self.key or key in self.covers

    def lapses_on(self, issued_on: date) -> date | None:
        """The day on which it runs out by law: only where the law says so, and for what was issued since it does."""
        if self.lapses_years is None or self.lapses_from is None or issued_on < self.lapses_from:
            return None
        return add_months(issued_on, 12 * self.lapses_years)


@dataclass(frozen=True, kw_only=True)
class Note(Dated):
    """What is said beside the log."""

    title: str
    text: str
    copy_months: int = 0


@cache
def all_kinds() -> dict[str, Kind]:
    return {key: Kind(key=key, **_dated(facts)) for key, facts in _content()["kinds"].items()}


@cache
def all_notes() -> dict[str, Note]:
    return {key: Note(key=key, **_dated(facts)) for key, facts in _content()["notes"].items()}


def kinds(nation: str, day: date | None = None) -> list[tuple[str, str]]:
    """The choices of a form: the checks of this nation that can be asked for, on a day where one is named."""
    return [(one.key, one.label) for one in kinds_of(nation, day)]


def kinds_of(nation: str, day: date | None = None) -> list[Kind]:
    return [one for one in all_kinds().values() if nation in one.nations and (day is None or one.holds_on(day))]


def notes(nation: str, day: date) -> list[Note]:
    return [one for one in all_notes().values() if nation in one.nations and one.holds_on(day)]


def label_of(key: str) -> str:
    """What a kind is called; a key that is no longer known stands for itself."""
    kind = all_kinds().get(key)
    return kind.label if kind else key


def serving_as(key: str) -> frozenset[str]:
    """The kinds that answer where this one is asked for."""
    return frozenset({key}) | {one.key for one in all_kinds().values() if one.serves_as(key)}


def is_regulated(key: str) -> bool:
    kind = all_kinds().get(key)
    return kind is not None and kind.regulated


def contradicts(key: str, workforce: str) -> bool:
    """Whether no certificate of this kind is for that work: the children's barred list is not for work with adults."""
    kind = all_kinds().get(key)
    if kind is None or not kind.workforce:
        return False
    return workforce == "other" or {kind.workforce, workforce} == {"children", "adults"}


def for_other_work(key: str, *, is_strict: bool) -> frozenset[str]:
    """The work for which a certificate does not count where this kind is asked for; strictly, in regulated work."""
    kind = all_kinds().get(key)
    if kind is not None and kind.workforce:
        return frozenset({"children", "adults", "other"} - {kind.workforce})
    return frozenset({"other"} if is_strict or is_regulated(key) else ())


def copy_months() -> int:
    """For how long a copy on paper may be kept after the decision (fact 31)."""
    return all_notes()["copies"].copy_months


@cache
def _content() -> dict[str, Any]:
    with REFERENCE.open("rb") as file:
        return tomllib.load(file)


def _dated(facts: dict[str, Any]) -> dict[str, Any]:
    """The words of the file in the names of the classes."""
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}
    given["starts"] = given.pop("from")
    given["ends"] = given.pop("until", None)
    return given
