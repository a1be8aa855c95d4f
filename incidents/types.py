"""The kinds of concern, from incidents/reference/types.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

REFERENCE = Path(__file__).parent / "reference"

GROUPS = {
    "harm": _("Harm to somebody"),
    "online": _("Something online"),
    "us": _("Somebody who works with us"),
    "complaint": _("A complaint, or something about data"),
    "other": _("Something else"),
}


@dataclass(frozen=True)
class IncidentType:
    key: str
    label: str
    group: str
    procedure: str
    hint: str = ""
    images: bool = False  # no file is ever taken (WY-108)
    online: bool = False
    sexual: bool = False  # kept for the long period (fact 69)
    worker: bool = False  # the four tests are asked
    clauses: list[str] = field(default_factory=list)


@cache
def types() -> dict[str, IncidentType]:
    """Every kind by its key, in the order of the file."""
    with (REFERENCE / "types.toml").open("rb") as file:
        return {key: IncidentType(key=key, **facts) for key, facts in tomllib.load(file).items()}


def among(keys: Iterable[str]) -> list[IncidentType]:
    """The kinds of these keys; a key that the software no longer knows is left out."""
    return [types()[key] for key in keys if key in types()]


def takes_no_files(keys: Iterable[str]) -> bool:
    return any(one.images for one in among(keys))


def in_words(keys: Iterable[str]) -> str:
    return ", ".join(one.label for one in among(keys))
