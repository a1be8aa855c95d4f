"""The single central record in the browser, and its prints."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.models import Person, RoleLabel
from people.permissions import whom_to_ask
from safeguard import spreadsheets
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.paging import page_of
from safeguard.refusals import require
from safeguard.tickets import NO_PDF
from volunteers.composing import record as composing
from volunteers.forms.record import RecordFilter
from volunteers.permissions import SEE_RECORD
from volunteers.services import record_count, record_prints
from volunteers.services.record import Row, rows
from volunteers.services.record_people import asked_for, has_gap
from volunteers.services.record_prints import Kind

PAGE = 50
PDF = "application/pdf"


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    require(SEE_RECORD.allows(request.person), whom_to_ask(SEE_RECORD))
    today = timezone.localdate()
    form = RecordFilter(request.GET, labels=RoleLabel.objects.by_role())
    asked = form.asked()
    found: dict[int, Row] = {}

    def fitting(people: list[Person]) -> list[Person]:
        found.update({row.person.pk: row for row in rows(people, today)})
        return [person for person in people if has_gap(found[person.pk], asked.gap)]

    people = everybody = asked_for(asked, by=request.person, today=today)
    count = record_count.counted_by_worker() if asked.gap and record_count.is_large(today) else None
    if count:  # among very many people a few are found by the worker, and looked at once more here
        people = people.filter(pk__in=count.lacking.get(asked.gap, ()))
    portion = 2 * PAGE if count else None
    keep = fitting if asked.gap else None
    page = page_of(request, people, order="search_text", size=PAGE, within=everybody, keep=keep, portion=portion)
    if not asked.gap:
        fitting(page.rows)
    context = {
        "form": form,
        "entries": [composing.entry(found[person.pk]) for person in page.rows],
        "columns": composing.columns(),
        "previous": page.previous,
        "next": page.next,
        "looked_at": in_words(count.at) if count else "",
        "is_filtered": asked.is_anything,
        "kinds": [(kind.label, _with_query(address("volunteers:print_record", kind.value), request)) for kind in Kind],
    }
    return render(request, "volunteers/record/record.html", context)


@require_POST
def print_record(request: HttpRequest, kind: str) -> HttpResponse:
    """What the boxes above the record ask for, all pages of it."""
    require(SEE_RECORD.allows(request.person), whom_to_ask(SEE_RECORD))
    if kind not in Kind.values:
        raise Http404
    asked = RecordFilter(request.GET, labels=RoleLabel.objects.by_role()).asked()
    ticket = record_prints.ask(Kind(kind), asked, by=request.person)
    return redirect(address("volunteers:record_print", ticket=ticket))


@require_safe
def record_print(request: HttpRequest) -> HttpResponse:
    """How far the file is that this ticket stands for."""
    require(SEE_RECORD.allows(request.person), whom_to_ask(SEE_RECORD))
    ticket = request.GET.get("ticket", "")
    kind = record_prints.opened(ticket, by=request.person)
    if kind is None:
        return _without_ticket(request)
    made = record_prints.PAPERS.made(ticket)
    context = {
        "kind": kind.label,
        "here": address("volunteers:record_print", ticket=ticket),
        "file": address("volunteers:record_file", ticket=ticket),
        "waits": made is None,
        "is_impossible": made == NO_PDF,
    }
    is_part = request.htmx and made is None
    response = render(request, f"volunteers/record/{'progress' if is_part else 'waiting'}.html", context)
    if request.htmx and not is_part:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def record_file(request: HttpRequest) -> HttpResponse:
    require(SEE_RECORD.allows(request.person), whom_to_ask(SEE_RECORD))
    ticket = request.GET.get("ticket", "")
    kind = record_prints.opened(ticket, by=request.person)
    if kind is None:
        return _without_ticket(request)
    made = record_prints.PAPERS.made(ticket)
    if made is None or made == NO_PDF:
        return redirect(address("volunteers:record_print", ticket=ticket))
    name = f"{_('central-record')}-{timezone.localdate():%Y-%m-%d}.{kind.value}"
    return spreadsheets.download(made, name, PDF if kind == Kind.PDF else spreadsheets.XLSX)


def _without_ticket(request: HttpRequest) -> HttpResponse:
    """A record of yesterday is no record of today."""
    messages.info(request, _("This file is out of date, or somebody else asked for it. Ask for a new one."))
    return redirect(address("volunteers:record"))


def _with_query(url: str, request: HttpRequest) -> str:
    """The boxes go with it; the page of the list does not."""
    query: Any = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    return f"{url}?{query.urlencode()}" if query else url
