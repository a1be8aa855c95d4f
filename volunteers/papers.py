"""Documents by which somebody shows who they are. Only their kind is noted: no number, and no copy is kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Paper(TextChoices):
    PASSPORT = "passport", _("Passport")
    LICENCE = "licence", _("Driving licence with a photograph")
    PERMIT = "permit", _("Residence permit or eVisa")
    BIRTH = "birth", _("Birth or adoption certificate")
    CHANGE = "change", _("Marriage certificate or deed poll, for a change of name")
    ADDRESS = "address", _("Bank statement, bill or council letter, for the address")
    OTHER = "other", _("Another document")


def labels(keys: Iterable[str]) -> list[str]:
    return [str(paper.label) for paper in Paper if paper in set(keys)]
