"""Where a checker looks, and the words that are never written down about somebody (reference/online_checks.toml)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parent / "reference" / "online_checks.toml"
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@dataclass(frozen=True)
class Protected:
    """A word that tells what a check never keeps: what it is about, and how to write without it."""

    word: str
    about: str
    instead: str


def engines() -> dict[str, str]:
    return dict(_read()["engines"])


def engine_names(keys: Iterable[str]) -> list[str]:
    """As a page shows them; what somebody typed stays as it is."""
    known = engines()
    return [known.get(key, key) for key in keys]


def protected_in(text: str, *, name: str = "") -> Protected | None:
    """The first clear word of this kind, or None. Addresses do not count, nor does the `name` of whom it is about."""
    said = ADDRESS.sub(" ", text)
    for part in sorted(name.split(), key=len, reverse=True):
        said = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", said, flags=re.IGNORECASE)
    found = _words().search(" ".join(_folded(said).split()))
    return _by_word()[found.group(0)] if found else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("’", "'").casefold()


@cache
def _read() -> dict[str, Any]:
    with REFERENCE.open("rb") as file:
        return tomllib.load(file)


@cache
def _by_word() -> dict[str, Protected]:
    groups = _read()["protected"].values()
    return {
        _folded(word): Protected(word, group["about"], group["instead"]) for group in groups for word in group["words"]
    }


@cache
def _words() -> re.Pattern[str]:
    longest_first = sorted(_by_word(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
