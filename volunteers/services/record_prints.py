"""The single central record on paper and as a spreadsheet: made by the worker, and fetched by whoever asked for it.

Who made which of them is recorded, with the number of people on it. Nothing of it is kept when its hours are over.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from audit.services import record
from organisations.brand import palette
from people import post
from people.models import Person
from safeguard import pdf, spreadsheets
from safeguard.scoping import active_organisation
from safeguard.tickets import Papers
from volunteers.composing import record as composing
from volunteers.services.record import Row
from volunteers.services.record_people import Asked, rows_for
from volunteers.verbs import Verb

PAPERS = Papers("volunteers.record", kept=timedelta(hours=12))


class Kind(models.TextChoices):
    PDF = "pdf", gettext_lazy("PDF")
    XLSX = "xlsx", gettext_lazy("Excel file")


@transaction.atomic
def ask(kind: Kind, asked: Asked, *, by: Person) -> str:
    """Have it made. Returns the ticket that opens it."""
    language = get_language() or "en-gb"
    ticket = PAPERS.ticket(kind=kind.value, asked=asdict(asked), person=by.pk, language=language)
    organisation = active_organisation().pk
    transaction.on_commit(lambda: post.hand_over("volunteers.tasks.make_record", organisation, ticket))
    return ticket


def opened(ticket: str, *, by: Person) -> Kind | None:
    """What this ticket opens, if it was given to this person a few hours ago at most."""
    found = PAPERS.read(ticket)
    return Kind(found["kind"]) if found.get("person") == by.pk else None


def make(ticket: str) -> None:
    """The file, kept until the ticket ends; and that it was made, by whom, and how many people stand on it."""
    found = PAPERS.read(ticket)
    by = Person.objects.filter(pk=found.get("person")).first()
    if by is None:
        return
    with override(found["language"]):
        asked = Asked(**found["asked"])
        rows = rows_for(asked, by=by, today=timezone.localdate())
        if found["kind"] == Kind.XLSX:
            made = spreadsheets.to_xlsx(composing.headings(), map(composing.flat, rows), title=_("Central record"))
            PAPERS.keep(ticket, lambda: made)
        else:
            PAPERS.keep(ticket, lambda: render(rows, asked, ticket, by=by))
    detail = {"file": found["kind"], "people": len(rows), "filtered": asked.is_anything}
    record(Verb.PRINTED_RECORD, active_organisation(), by=by, detail=detail)


def render(rows: list[Row], asked: Asked, ticket: str, *, by: Person) -> bytes:
    organisation = active_organisation()
    context: dict[str, Any] = {
        "document_title": _("Single central record"),
        "running_title": _("Single central record: confidential"),
        "letterhead_name": organisation.name,
        "letterhead_address": ", ".join(filter(None, map(str.strip, organisation.address.splitlines()))),
        "palette": palette(organisation.brand_colour) if organisation.brand_colour else None,
        "language": get_language(),
        "columns": composing.columns(),
        "entries": [composing.entry(row) for row in rows],
        "is_filtered": asked.is_anything,
        "made_at": timezone.localtime(),
        "made_by": by,
    }
    return pdf.render("volunteers/record/print/record.html", context, identifier=PAPERS.place(ticket))
