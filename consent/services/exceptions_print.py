"""The report of exceptions as a PDF (RW-36): the worker makes it, and whoever asked fetches it within some hours."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb as CommonVerb
from consent import exceptions
from organisations.brand import palette
from people.models import Person
from safeguard import pdf
from safeguard.scoping import active_organisation
from safeguard.tickets import Papers

PAPERS = Papers("consent.exceptions", kept=timedelta(hours=12))


@transaction.atomic
def ask(year: int, *, by: Person) -> str:
    """Print the report: it is recorded who did, and the worker makes it. Returns the ticket that opens it."""
    from consent import tasks  # which call this module

    ticket = PAPERS.ticket(year=year, person=by.pk)
    organisation, language = active_organisation(), get_language() or "en-gb"
    transaction.on_commit(partial(tasks.make_exceptions.delay, organisation.pk, ticket, language))
    record(CommonVerb.EXPORTED, organisation, by=by, detail={"register": "consent exceptions", "year": year})
    return ticket


def opens(ticket: str, year: int, *, by: Person) -> bool:
    """Whether this ticket was given to this person for this year, a few hours ago at most."""
    return PAPERS.opens(ticket, year=year, person=by.pk)


def make(ticket: str, language: str) -> None:
    """The PDF, kept until the ticket ends."""
    if found := PAPERS.read(ticket):
        with override(language):
            PAPERS.keep(ticket, lambda: render(found["year"], ticket))


def render(year: int, ticket: str) -> bytes:
    organisation = active_organisation()
    title = _("Exceptions of %(year)s") % {"year": year}
    context = {
        "document_title": title,
        "running_title": title,
        "letterhead_name": organisation.name,
        "palette": palette(organisation.brand_colour) if organisation.brand_colour else None,
        "language": get_language(),
        "title": title,
        "columns": exceptions.headings(),
        "rows": list(exceptions.rows(year, days="j M Y")),
    }
    return pdf.render("consent/uses/print/exceptions.html", context, identifier=PAPERS.place(ticket))
