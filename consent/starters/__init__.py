"""Sets of questions to begin with, in our own words, as data: one file for each set."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Words:
    language: str
    text: str
    explanation: str
    withdrawal: str


@dataclass(frozen=True)
class StarterQuestion:
    """`named` asks for the receiver's name, which then stands in the place of "{name}"; empty where none is needed."""

    key: str
    title: str
    means: str
    channel: str
    what_for: str
    words: tuple[Words, ...]  # English first
    named: str = ""
    refresh_months: int | None = None


@dataclass(frozen=True)
class StarterSet:
    key: str
    title: str
    summary: str
    questions: tuple[StarterQuestion, ...]


@cache
def starter_sets() -> tuple[StarterSet, ...]:
    found = [(tomllib.loads(path.read_text(encoding="utf-8")), path.stem) for path in FOLDER.glob("*.toml")]
    return tuple(_set(data, key) for data, key in sorted(found, key=lambda pair: pair[0]["order"]))


def starter_set(key: str) -> StarterSet:
    """Raises LookupError for a set that does not exist."""
    for found in starter_sets():
        if found.key == key:
            return found
    raise LookupError(f"There is no set of questions called “{key}”.")


def _set(data: dict[str, Any], key: str) -> StarterSet:
    questions = tuple(_question(row, data["withdrawal"]) for row in data["question"])
    return StarterSet(key, data["title"], data["summary"], questions)


def _question(row: dict[str, Any], withdrawal: dict[str, str]) -> StarterQuestion:
    words = tuple(
        Words(language, row[language]["text"], row[language]["explanation"], sentence)
        for language, sentence in withdrawal.items()
        if language in row
    )
    return StarterQuestion(
        row["key"],
        row["title"],
        row["means"],
        row["channel"],
        row["what_for"],
        words,
        row.get("named", ""),
        row.get("refresh_months"),
    )
