"""How late something is, or how soon it is due: the same words on every page."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON_DAYS = 30
COUNTED_IN_DAYS = 60
COUNTED_IN_MONTHS = 24


def due_words(due_on: date, today: date) -> tuple[str, str]:
    """The words, and the kind of tag they stand in."""
    days = (due_on - today).days
    if days < 0:
        return how_late(due_on, today), "bad"
    if days == 0:
        return _("Due today"), "soon"
    if days <= SOON_DAYS:
        return ngettext("In %(n)s day", "In %(n)s days", days) % {"n": days}, "soon"
    return _("Due %(day)s") % {"day": date_format(due_on, "j F Y")}, "info"


def how_late(due_on: date, today: date) -> str:
    """In the unit that somebody would use; what is long past in whole months, then years (WR-56)."""
    days = (today - due_on).days
    months = (today.year - due_on.year) * 12 + today.month - due_on.month - (today.day < due_on.day)
    if days < COUNTED_IN_DAYS:
        return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    if months < COUNTED_IN_MONTHS:
        return ngettext("%(n)s month late", "%(n)s months late", months) % {"n": months}
    return ngettext("%(n)s year late", "%(n)s years late", months // 12) % {"n": months // 12}
