"""The number by which agencies know a child, where the law of a nation asks for one (fact 10); as data, with a day.

It is never needed: nothing waits for it, and a number that looks wrong is asked about and kept as it was typed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from incidents.types import REFERENCE

FIGURES = 10
_NUMBER = re.compile(r"(?<![\d-])\d(?:[ -]?\d)+(?![\d-])")


@dataclass(frozen=True)
class Identifier:
    """One kind of number as it is written in the file."""

    key: str
    label: str
    nations: tuple[str, ...]
    hint: str
    source: str
    check: str = ""
    since: date | None = None
    coming: bool = False
    to_confirm: bool = False

    def in_force(self, day: date) -> bool:
        return not self.coming and (self.since is None or self.since <= day)


@cache
def identifiers() -> tuple[Identifier, ...]:
    with (REFERENCE / "identifiers.toml").open("rb") as file:
        found = tomllib.load(file)
    return tuple(Identifier(key=key, **facts | {"nations": tuple(facts["nations"])}) for key, facts in found.items())


def identifier_in(nation: str) -> Identifier | None:
    return next((one for one in identifiers() if nation in one.nations), None)


def doubt(typed: str, nation: str) -> str:
    """A question about what was typed, for the page; empty where it looks right, and where nobody can tell."""
    asked = identifier_in(nation)
    if asked is None or asked.check != "ten_figures" or not typed.strip():
        return ""
    numbers = [re.sub(r"\D", "", number) for number in _NUMBER.findall(typed)]
    if not numbers or any(len(number) != FIGURES for number in numbers):
        return _("Such a number has ten figures as a rule. Read it again; it is kept as you typed it.")
    if not all(map(_is_whole, numbers)):
        return _("The last figure does not fit the others. Read it again; it is kept as you typed it.")
    return ""


def _is_whole(number: str) -> bool:
    """The last of ten figures checks the nine before it: each times its weight from 10 down to 2, modulus 11."""
    total = sum(int(figure) * weight for figure, weight in zip(number, range(FIGURES, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(number[-1])
