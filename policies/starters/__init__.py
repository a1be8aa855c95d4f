"""Short policies in our own words, for a charity that has none yet: a beginning to think about, not an answer.

Each is a Markdown file that begins with its facts in TOML. Words in braces are filled in for the charity and its
nation; what the law and the authorities are called stands in nations.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from organisations.models import Organisation
from policies.importing.sanitising import sanitise

FOLDER = Path(__file__).parent
ORDER = ("social-media", "safeguarding", "photographs", "code-of-conduct", "complaints", "data-protection")


@dataclass(frozen=True)
class Starter:
    """One starter policy, as it stands in its file."""

    slug: str
    title: str
    summary: str
    classes: Sequence[str]
    scope: str
    protected_people: str
    audience: Sequence[str]
    companions: Sequence[Mapping[str, Any]]
    references: Sequence[Mapping[str, Any]]
    definitions: Sequence[str]  # numbers of the clauses that say what a word means
    markdown: str

    def html_for(self, organisation: Organisation) -> str:
        html = MarkdownIt("commonmark", {"html": False}).render(self.markdown)
        return sanitise(filled(html, {name: escape(words) for name, words in words_for(organisation).items()}))


def starters() -> list[Starter]:
    return [starter(slug) for slug in ORDER]


@cache
def starter(slug: str) -> Starter:
    """Raises KeyError for a slug that no starter has."""
    if slug not in ORDER:
        raise KeyError(slug)
    _before, facts, markdown = (FOLDER / f"{slug}.md").read_text(encoding="utf-8").split("+++\n", 2)
    return Starter(slug=slug, markdown=markdown, **tomllib.loads(facts))


@cache
def nations() -> dict[str, dict[str, Any]]:
    return tomllib.loads((FOLDER / "nations.toml").read_text(encoding="utf-8"))


def words_for(organisation: Organisation) -> dict[str, str]:
    """What stands for each word in braces in this charity's nation."""
    return {
        "charity": organisation.name,
        **{name: str(words) for name, words in nations()[organisation.nation].items()},
    }


def filled(text: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text
