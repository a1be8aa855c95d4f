"""No picture comes into this room: not as a file where none is taken, and not hidden in a text (WY-108, E-56).

A picture that is pasted arrives as text: an address that begins with "data:", a tag, or a long run of letters in which
a file is written. What is found is not kept; nobody is shown it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSED = _(
    "Pictures and files are never put here. Nothing was kept. Do not save, copy, print or send it, and do not show "
    "it to anybody: leave it where it is. If it may be an indecent image of a child, call the police and write here "
    "what you were told, in words only. An image of a child that is online can be reported to the Internet Watch "
    "Foundation; a young person can have their own image taken down with Report Remove, run by Childline."
)

HIDDEN = re.compile(
    r"""
    data: \s* (?:image|video|audio|application|text/html|font|;\s*base64) [^\s]{0,80},   # a file written as an address
    | data: [\w/+.;=-]{0,80} ; \s* base64 \s* ,
    | < \s* (?:img|image|picture|video|svg|object|embed|iframe|source) \b                # a tag that shows one
    | < \s* input [^>]{0,200} type \s* = \s* ["']? image
    | !\[ [^\]]{0,200} \] \( \s* data:                                                   # the same in Markdown
    | blob:https?:// | (?<![a-z]) cid:[\w.-]+@                                           # pasted from a page or a mail
    | \{\\rtf | \\pict\b                                                                 # rich text with a picture
    | (?:/9j/4|iVBORw0KGgo|R0lGODl|UklGR|AAAA[\w+/]{4}ZnR5c|JVBERi0|UEsDBB)[A-Za-z0-9+/=\s]{60,}  # how files begin
    """,
    re.IGNORECASE | re.VERBOSE,
)
RUN = re.compile(r"(?:[A-Za-z0-9+/_-]{40,100}\s*\r?\n\s*){6,}|[A-Za-z0-9+/]{600,}={0,2}")  # a file as lines of letters
SHORT_RUN = re.compile(  # the same in short lines, quoted ones too: nothing but lines without a space
    r"^(?:[> \t]{0,20}[A-Za-z0-9+/_-]{20,}={0,2}[ \t]{0,20}(?:(?:\r?\n){1,3}|\Z)){6,}", re.MULTILINE
)
UUENCODED = re.compile(
    r"^[> \t]{0,20}begin(?:-base64)?[ \t]\d{3,4}[ \t].*?(?:^[> \t]{0,20}(?:end|====)\s*?$|\Z)", re.MULTILINE | re.DOTALL
)
KINDS_OF_LETTERS = 12  # different ones in such lines, figures among them; a ruled line has one, a word fewer
LEFTOVER = re.compile(r"!\[[^\]]*\]\([^)]*\)|data:\S*|<[^>]*>?|blob:\S+|cid:\S+|[A-Za-z0-9+/=]{40,}", re.IGNORECASE)
FOLDED = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00]")  # unseen characters that would cut a word in two


def hides_a_picture(text: str) -> bool:
    text = FOLDED.sub("", text)
    return bool(HIDDEN.search(text) or RUN.search(text) or UUENCODED.search(text) or any(_short_runs(text)))


def _short_runs(text: str) -> Iterator[str]:
    for found in SHORT_RUN.finditer(text):
        run = found[0]
        if len(set(run)) >= KINDS_OF_LETTERS and re.search(r"\d", run) and re.search(r"[A-Za-z]", run):
            yield run


def without_pictures(text: str) -> str:
    """The words around it; nothing at all where what is left still hides one."""
    text = UUENCODED.sub("", FOLDED.sub("", text))
    for run in list(_short_runs(text)):
        text = text.replace(run, "\n")
    text = LEFTOVER.sub("", text)
    return "" if hides_a_picture(text) else text


def any_hides_a_picture(values: Iterable[Any]) -> bool:
    """In texts, and in lists and tables of texts, however deep."""
    for value in values:
        if isinstance(value, str):
            if hides_a_picture(value):
                return True
        elif isinstance(value, dict):
            if any_hides_a_picture(value.values()):
                return True
        elif isinstance(value, list | tuple | set | frozenset) and any_hides_a_picture(value):
            return True
    return False
