"""Whom a charity may have to tell, by nation and day, from incidents/reference/regulators.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference" / "regulators.toml"


@dataclass(frozen=True)
class Regulator:
    key: str
    name: str
    group: str  # "charity", "data" or "barring"
    nations: tuple[str, ...]
    asks: str
    source: str
    starts: date
    ends: date | None = None
    checked: str = ""
    answer_months: int = 0

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@cache
def all_regulators() -> dict[str, Regulator]:
    with REFERENCE.open("rb") as file:
        content = tomllib.load(file)
    found = {}
    for key, facts in content.items():
        starts, ends, nations = facts.pop("from"), facts.pop("until", None), tuple(facts.pop("nations"))
        found[key] = Regulator(key=key, starts=starts, ends=ends, nations=nations, **facts)
    return found


def regulators(nation: str, day: date, groups: Iterable[str] = ("charity", "data", "barring")) -> list[Regulator]:
    """Those that a charity of this nation may have to tell on this day."""
    wanted = tuple(groups)
    return [
        one for one in all_regulators().values() if one.group in wanted and nation in one.nations and one.holds_on(day)
    ]


def for_data(day: date) -> Regulator:
    """Who watches over personal data; the same in all nations."""
    return next(one for one in all_regulators().values() if one.group == "data" and one.holds_on(day))
