"""Leaving out the names of people, everywhere at once: text, headings, bookmarks and the title of the file (E-81)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

from django.utils.translation import gettext as _

from people.models import Person

_TAGS = re.compile(r"(<[^>]*>)")
_ADDRESS = re.compile(r"(?:mailto:)?[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
Patterns = Sequence[re.Pattern[str]]
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def without_names(html: str, names: Iterable[str]) -> str:
    """The document with every whole name and every e-mail address replaced by a note that something was left out.

    A name of one word is looked for as it is written, since "Will" and "May" are words as well.
    """
    everything = unescape(html)
    folded = plain(everything).casefold()
    known = {plain(name) for name in names} - {""}
    several = [spelling(name) for name in longest_first(known) if " " in name and name.casefold() in folded]
    single = [
        spelling(name) for name in longest_first(known) if " " not in name and len(name) > 1 and name in everything
    ]
    patterns = [re.compile("|".join(several), re.IGNORECASE)] if several else []
    patterns += [re.compile("|".join(single))] if single else []
    return "".join(
        _tag(piece, patterns) if piece[:1] == "<" else _words(piece, patterns) for piece in _TAGS.split(html)
    )


def longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


def plain(text: str) -> str:
    return " ".join(text.translate(_APOSTROPHES).split())


def spelling(name: str) -> str:
    """The name as a pattern: any white space between its words, any apostrophe, and no letter before or after it."""
    words = [re.escape(word).replace("'", "['’‘ʼ`´]") for word in name.split()]
    joined = r"\s+".join(words)
    return rf"(?<!\w){joined}(?!\w)"


def _words(text: str, patterns: Patterns) -> str:
    return escape(_left_out(unescape(text), patterns), quote=False)


def _left_out(text: str, patterns: Patterns) -> str:
    text = _ADDRESS.sub(_("[address left out]"), text)
    for pattern in patterns:
        text = pattern.sub(_("[name left out]"), text)
    return text


def _tag(tag: str, patterns: Patterns) -> str:
    """The values of attributes are shown as well: running titles, alternative texts, addresses of mails."""
    return re.sub(r'="([^"]*)"', lambda found: f'="{escape(_left_out(unescape(found[1]), patterns))}"', tag)


def known_names() -> set[str]:
    """Everybody whom the charity knows: full names, and the names by which they go where those have several words."""
    found: set[str] = set()
    for name, known_as in Person.objects.values_list("name", "known_as").iterator():
        found |= {name, known_as} if " " in known_as else {name}
    return found
