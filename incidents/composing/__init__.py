"""What stands on a copy: composed from the rows of a case, with names blacked out where they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from incidents.composing import chronology, referral, serious
from incidents.composing.rows import Rows
from incidents.models import Print, PrintKind
from incidents.redacting import Say, nothing_said
from safeguard.refusals import Refused

COMPOSERS = {
    PrintKind.CHRONOLOGY: chronology,
    PrintKind.REFERRAL: referral,
    PrintKind.SERIOUS: serious,
}

_VALUES = re.compile(r'="([^"]*)"')


@dataclass(frozen=True)
class Composed:
    """A document in HTML, and the title of the file."""

    title: str
    html: str


def compose(copy: Print, rows: Rows) -> Composed:
    """The copy in HTML. Raises Refused when a name that is to be blacked out still stands in it."""
    html = _html(copy, rows, rows.redactor)
    own_words = _words(_html(copy, rows, nothing_said))
    if rows.redactor.left_in(_words(html), but=own_words.split()):
        raise Refused(_("A name that is to be blacked out was still in it. Tell whoever looks after the software."))
    return Composed(title_of(copy), html)


def title_of(copy: Print) -> str:
    """Of the file and of its bookmarks: numbers, and nobody's name (E-81)."""
    return _("Copy %(number)d of case %(code)s") % {"number": copy.number, "code": copy.case.code}


def _html(copy: Print, rows: Rows, say: Say) -> str:
    composer = COMPOSERS[PrintKind(copy.kind)]
    context: dict[str, Any] = rows.frame(copy, say) | composer.context(copy, rows, say)
    return render_to_string(composer.TEMPLATE, context | {"document_title": title_of(copy)})


def _words(html: str) -> str:
    """Everything that is read: the text, and the values of attributes."""
    return unescape(f"{strip_tags(html)} {' '.join(_VALUES.findall(html))}")
