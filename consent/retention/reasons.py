"""Why, and by what right; and what more than one kind of record needs to know."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consent.models import (
    UseSubject,
)

EXISTS = _("as long as the charity is kept here")
SECTOR = _(
    "Three years after the last use is an example from the sector, not a rule of law: set and justify your own period."
)
EVIDENCE = _("The charity must be able to show that somebody agreed, to which words, and when (UK GDPR, article 7(1)).")
IN_USE = _("A picture or story that shows the person is still in use: take it down first.")
OWN_WORDS = _("They are the charity's own words, and say what people agreed to.")
MUST_SHOW = _(
    "The charity must be able to say to whom it passed something, and why (UK GDPR, articles 5(2) and 15(1)(c))."
)
KEPT_SIX_YEARS = 72  # months


def still_shown(subject: str, day: date) -> Exists:
    """Somebody is in a picture or story that was still to be seen after `day`."""
    shown = UseSubject.objects.filter(person=OuterRef(subject))
    return Exists(shown.filter(Q(use__taken_down_on=None) | Q(use__taken_down_on__gt=day)))


def remove_named_file(row: Any) -> None:
    """Of a row that keeps the name of its file in the private storage."""
    if row.file:
        default_storage.delete(row.file)
