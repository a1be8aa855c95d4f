"""The report of exceptions as a PDF (RW-36): the worker makes it, and whoever asked fetches it within some hours."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from django.core import signing
from django.core.cache import cache
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

KEPT = timedelta(hours=12)
SALT = "consent.exceptions"
NO_PDF = b"no pdf"


@transaction.atomic
def ask(year: int, *, by: Person) -> str:
    """Print the report: it is recorded who did, and the worker makes it. Returns the ticket that opens it."""
    from consent import tasks  # which call this module

    ticket = signing.dumps({"year": year, "person": by.pk}, salt=SALT)
    organisation, language = active_organisation(), get_language() or "en-gb"
    transaction.on_commit(partial(tasks.make_exceptions.delay, organisation.pk, ticket, language))
    record(CommonVerb.EXPORTED, organisation, by=by, detail={"register": "consent exceptions", "year": year})
    return ticket


def opens(ticket: str, year: int, *, by: Person) -> bool:
    """Whether this ticket was given to this person for this year, a few hours ago at most."""
    return _read(ticket) == {"year": year, "person": by.pk}


def make(ticket: str, language: str) -> None:
    """The PDF, kept until the ticket ends; on a computer that sets no type there is none."""
    if not (found := _read(ticket)):
        return
    try:
        with override(language):
            made = render(found["year"], ticket)
    except pdf.Unavailable:
        made = NO_PDF
    cache.set(_place(ticket), made, KEPT.total_seconds())


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
        "rows": list(exceptions.rows(year)),
    }
    return pdf.render("consent/uses/print/exceptions.html", context, identifier=_place(ticket))


def pdf_of(ticket: str) -> bytes | None:
    """None while the worker has not made it; NO_PDF where this computer makes none."""
    found: bytes | None = cache.get(_place(ticket))
    return found


def _read(ticket: str) -> dict[str, Any]:
    try:
        found = signing.loads(ticket, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {}
    return dict(found) if isinstance(found, dict) else {}


def _place(ticket: str) -> str:
    return f"consent-exceptions-{sha256(ticket.encode('utf-8', 'replace')).hexdigest()}"
