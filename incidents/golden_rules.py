"""The rules for sharing information, by edition, and the grounds on which it is shared or not.

They are data in incidents/reference: an edition and a ground have the days between which they hold, and a source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parent / "reference"


@dataclass(frozen=True)
class GoldenRule:
    title: str
    text: str
    clause: str = ""


@dataclass(frozen=True)
class Edition:
    """The rules as they stood from one day to another."""

    key: str
    title: str
    starts: date
    ends: date | None
    source: str
    nations: tuple[str, ...]
    rules: tuple[GoldenRule, ...]
    always: str
    always_source: str
    elsewhere: str

    def note_for(self, nation: str) -> str:
        """What to know about the rules where they were not written for."""
        return "" if nation in self.nations else self.elsewhere

    @property
    def is_superseded(self) -> bool:
        return self.ends is not None


@dataclass(frozen=True)
class Ground:
    """One ground for sharing, or for not sharing. `asks` names what else is to be said with it."""

    key: str
    label: str
    starts: date
    ends: date | None = None
    hint: str = ""
    source: str = ""
    checked: str = ""
    asks: str = ""

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@cache
def editions() -> dict[str, Edition]:
    """Every edition by its key, the oldest first."""
    content = _read("golden_rules.toml")
    shared = {name: content.pop(name) for name in ("always", "always_source", "elsewhere")}
    return {key: _edition(key, facts, shared) for key, facts in content.items()}


def edition_on(day: date) -> Edition:
    """The edition of this day; before the first one, the first."""
    found = [one for one in editions().values() if one.starts <= day]
    return found[-1] if found else next(iter(editions().values()))


@cache
def grounds_for_sharing() -> dict[str, Ground]:
    return _grounds("share")


@cache
def grounds_for_withholding() -> dict[str, Ground]:
    return _grounds("withhold")


def grounds(*, shared: bool) -> dict[str, Ground]:
    return grounds_for_sharing() if shared else grounds_for_withholding()


def in_words(keys: Iterable[str]) -> str:
    """The labels of these grounds; a key that the software no longer knows stands for itself."""
    known = grounds_for_sharing() | grounds_for_withholding()
    return "; ".join(known[key].label if key in known else key for key in keys)


def _edition(key: str, facts: dict[str, Any], shared: dict[str, str]) -> Edition:
    return Edition(
        key=key,
        title=facts["title"],
        starts=facts["from"],
        ends=facts.get("until"),
        source=facts["source"],
        nations=tuple(facts["nations"]),
        rules=tuple(GoldenRule(**rule) for rule in facts["rules"]),
        **shared,
    )


def _grounds(name: str) -> dict[str, Ground]:
    found = {}
    for key, facts in _read("bases.toml")[name].items():
        starts, ends = facts.pop("from"), facts.pop("until", None)
        found[key] = Ground(key=key, starts=starts, ends=ends, **facts)
    return found


def _read(name: str) -> dict[str, Any]:
    with (REFERENCE / name).open("rb") as file:
        return tomllib.load(file)
