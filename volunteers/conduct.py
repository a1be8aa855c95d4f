"""How volunteers behave online: the house rules, as data, by topic, and found by the words of a question.

They are the rules that policies of charities have in common. What a charity's own policies say to its volunteers stands
beside them, in the induction pack.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from organisations.models import Settings
from people.models.names import folded

REFERENCE = Path(__file__).parent / "reference" / "conduct.toml"
SHORTEST = 3  # letters of a word that says something
FILLING = frozenset(
    [
        *("may", "can", "could", "should", "allowed", "the", "and", "for", "with", "about", "from"),
        *("what", "when", "who", "how", "any", "one", "some", "somebody", "someone"),
        *("you", "your", "they", "them", "their", "this", "that", "our"),
    ]
)
"""Words that stand in every question, and say nothing of what it is about."""


@dataclass(frozen=True)
class ConductRule:
    """One rule: the question it answers, the shortest answer, and what it says in full."""

    key: str
    topic: str
    title: str
    asks: str
    answer: str
    words: str = ""
    young: str = ""
    also: str = ""
    clauses: tuple[str, ...] = ()
    setting: str = ""
    by_setting: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_decided(self, settings: Settings) -> ConductRule:
        """With the words that follow what the charity decided."""
        if not self.setting:
            return self
        said: dict[str, Any] = dict(self.by_setting[getattr(settings, self.setting)])
        return replace(self, **said)


@dataclass(frozen=True)
class Topic:
    key: str
    title: str
    rules: tuple[ConductRule, ...]


@cache
def _read() -> tuple[dict[str, str], tuple[ConductRule, ...]]:
    with REFERENCE.open("rb") as file:
        facts: dict[str, Any] = tomllib.load(file)
    return facts["topics"], tuple(
        ConductRule(**{**rule, "clauses": tuple(rule.get("clauses", ()))}) for rule in facts["rules"]
    )


def rules(settings: Settings) -> list[ConductRule]:
    """All of them, as this charity decided."""
    return [rule.as_decided(settings) for rule in _read()[1]]


def by_topic(found: Sequence[ConductRule]) -> list[Topic]:
    """In the order of the topics, without those of which nothing was found."""
    topics = [
        Topic(key, title, tuple(rule for rule in found if rule.topic == key)) for key, title in _read()[0].items()
    ]
    return [topic for topic in topics if topic.rules]


def matching(found: Sequence[ConductRule], question: str) -> list[ConductRule]:
    """Those that have words of the question, the most fitting first; all of them where it has no word that counts."""
    words = _words(question) - FILLING
    if not words:
        return list(found)
    counted = [(_score(rule, words), rule) for rule in found]
    return [rule for score, rule in sorted(counted, key=lambda one: -one[0]) if score]


def _score(rule: ConductRule, words: set[str]) -> int:
    """A word of the question or of the title counts twice as much as one of the text."""
    first, rest = _words(f"{rule.asks} {rule.title}"), _words(f"{rule.words} {rule.also}")
    return sum(2 if _stands_in(word, first) else 1 if _stands_in(word, rest) else 0 for word in words)


def _stands_in(word: str, words: set[str]) -> bool:
    """“friends” finds “friend”, and “befriend” nothing else."""
    stem = word[:-1] if len(word) > SHORTEST + 1 and word.endswith("s") else word
    return any(one == word or one.startswith(stem) for one in words)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", folded(text)) if len(word) >= SHORTEST}
