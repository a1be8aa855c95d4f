"""With what a case can be marked, and which policies match its kinds: data of incidents/reference."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from incidents.types import REFERENCE, among

MATERIAL, REFER_NOW, COMPLAINT = "material", "refer_now", "complaint"


@dataclass(frozen=True)
class Tag:
    key: str
    label: str
    group: str
    hint: str = ""
    source: str = ""
    clauses: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Match:
    """A policy that a charity usually has, and the procedures of the kinds that are handled under it."""

    label: str
    words: list[str]
    procedures: list[str]


@cache
def tags() -> dict[str, Tag]:
    """Every tag by its key, in the order of the file."""
    with (REFERENCE / "tags.toml").open("rb") as file:
        return {key: Tag(key=key, **facts) for key, facts in tomllib.load(file).items()}


@cache
def matches() -> list[Match]:
    with (REFERENCE / "matching.toml").open("rb") as file:
        return [Match(**facts) for facts in tomllib.load(file).values()]


def of_group(group: str) -> list[Tag]:
    return [tag for tag in tags().values() if tag.group == group]


def among_group(keys: Iterable[str], group: str) -> list[Tag]:
    """The tags of these keys that belong to the group; a key that the software no longer knows is left out."""
    held = set(keys)
    return [tag for tag in of_group(group) if tag.key in held]


def matching(types: Iterable[str]) -> list[Match]:
    """Under which policies a case of these kinds is handled."""
    procedures = {one.procedure for one in among(types)}
    return [match for match in matches() if procedures & set(match.procedures)]
