"""How often somebody acted, from when to when. The entries themselves name other people and are not handed out."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Max, Min, Model
from django.utils.translation import gettext as _

from audit.models import AuditEvent
from safeguard.personal_data import Fact, Record, Section, words

COVERED: set[str] = set()
REASONS: dict[str, str] = {}  # an event keeps keys and names, and points at nobody


def about(person: Model) -> Iterator[Section]:
    """One record: a log of whom somebody looked at would tell more about those others than about them."""
    theirs = AuditEvent.objects.shown().filter(actor_id=person.pk)
    found = theirs.aggregate(number=Count("pk"), first=Min("at"), last=Max("at"))
    if found["number"]:
        facts = (
            Fact(_("Entries about what you did"), str(found["number"])),
            Fact(_("First"), words(found["first"])),
            Fact(_("Last"), words(found["last"])),
        )
        yield Section("audit", _("Who did what"), (Record(facts),))
