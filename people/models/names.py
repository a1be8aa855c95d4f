"""Names and numbers in the shape in which they are looked up."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_SILENT = dict.fromkeys(map(ord, "'’‘ʼ`´"))  # O'Neill, O’Neill and ONeill are one name


def folded(text: str) -> str:
    """The text without accents, capitals and apostrophes, so that "lukasz" finds "Łukasz" (E-16)."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SILENT).translate(_LETTERS))
    words = "".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ").replace("‐", " ")
    return " ".join(words.split())


def searchable(name: str, known_as: str) -> str:
    """What the search looks into, as long as an index of any database takes."""
    return " / ".join(filter(None, (folded(name), folded(known_as))))[:600]


def digits(phone: str) -> str:
    """A British number without its prefix, spaces and brackets, so that "+44 7700 900123" is "07700 900123"."""
    found = "".join(c for c in unicodedata.normalize("NFKC", phone).replace("(0)", "") if c in "+0123456789")
    for prefix in ("+44", "0044"):
        found = "0" + found.removeprefix(prefix) if found.startswith(prefix) else found
    return found.removeprefix("+")[:30]
