"""Which prints somebody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from people.models import Person
from reports.models import Pack
from safeguard.personal_data import Section, section

COVERED = {"reports.Pack.asked_by"}
REASONS: dict[str, str] = {}


def about(person: Person) -> Iterator[Section]:
    packs = Pack.objects.filter(asked_by=person)
    fields = ("number", "kind", "title", "recipient", "asked_at")
    yield section("reports.packs", _("Prints that you asked for"), packs, fields, about=person)
