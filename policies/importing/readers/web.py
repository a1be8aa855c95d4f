"""Pasted text, and pages saved from a browser or an editor."""

import re

from django.utils.translation import gettext as _

from policies.importing.readers import packed
from policies.importing.readers.document import Document, Format, pictures_left_out
from policies.importing.readers.text import read_lines
from policies.importing.refusing import ImportRefused
from policies.importing.sanitising import is_blank, sanitise

LONGEST = 5_000_000  # characters; a policy of 80 pages has about 250,000, Word's own markup ten times as many

_TAG = re.compile(
    r"(?i)</?(?:p|div|span|h[1-6]|ul|ol|li|table|tr|td|br|b|i|u|strong|em|a|html|body|font|blockquote)\b[^<>]*>"
)
_BODY = re.compile(r"(?is)<body\b[^>]*>(.*?)(?:</body\s*>|\Z)")
_PICTURE = re.compile(r"(?i)<(?:img|picture|v:imagedata)\b")
_SCRIPT = re.compile(r"(?i)<script\b|\bon[a-z]+\s*=|javascript:")
_DELETED = re.compile(r"(?i)<(?:del|s|strike)\b|class=[\"']?msoDel")


def read_pasted(text: str) -> Document:
    """What somebody pasted: HTML, as browsers give from Word and web pages, or plain text."""
    if not text.strip():
        raise ImportRefused(_("There is no text yet. Paste the text of the policy."))
    if len(text) > LONGEST:
        raise ImportRefused(packed.too_long())
    document = read_html(text) if looks_like_html(text) else read_lines(text)
    if document.is_too_long:
        raise ImportRefused(packed.too_long())
    return document


def looks_like_html(text: str) -> bool:
    return len(_TAG.findall(text[:20_000])) >= 2 or bool(re.match(r"(?i)\s*(?:<!doctype html|<html\b)", text))


def read_html(text: str) -> Document:
    if len(text) > LONGEST:
        raise ImportRefused(packed.too_long())
    body = _BODY.search(text)
    inside = body[1] if body else text
    html = sanitise(inside)
    if is_blank(html):
        raise ImportRefused(_("There is no text in this. Copy the text of the policy itself and paste it again."))
    return Document(Format.WEB, html, tuple(_notes(inside)))


def _notes(text: str) -> list[str]:
    notes: list[str] = []
    pictures = len(_PICTURE.findall(text))
    if pictures:
        notes.append(pictures_left_out(pictures))
    if _SCRIPT.search(text):
        notes.append(_("The text held small programs (scripts). They were left out."))
    if _DELETED.search(text):
        notes.append(_("The text has words that are marked as deleted. Check in the preview which of them are in."))
    return notes
