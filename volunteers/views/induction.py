"""Induction packs: one's own, somebody else's, or blank ones; and the page on which the PDF is fetched."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.ages import MAJORITY, is_minor
from people.models import Person
from people.permissions import whom_to_ask
from people.roles import WORKERS
from people.visibility import listed_to
from safeguard.addresses import address
from safeguard.refusals import require
from safeguard.tickets import NO_PDF
from volunteers.permissions import OWN_PAGE, TRAIN
from volunteers.services import induction as services


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    require(services.may_print(request.person, request.person), whom_to_ask(OWN_PAGE))
    return _page(request, request.person, back=address("volunteers:mine"))


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Of somebody who works here, for whoever takes people on or trains them."""
    today = timezone.localdate()
    workers = Person.objects.current(today).holding(*WORKERS, on=today).values("pk")
    person = get_object_or_404(listed_to(request.person, today).filter(pk__in=workers), pk=pk)
    require(services.may_print(request.person, person), whom_to_ask(TRAIN))
    return _page(request, person, back=person.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def blank(request: HttpRequest) -> HttpResponse:
    """To be printed in advance: for grown-ups, or for those under 18."""
    require(services.may_print(request.person, None), whom_to_ask(TRAIN))
    return _page(request, None, back=address("volunteers:induction"))


def _page(request: HttpRequest, person: Person | None, *, back: str) -> HttpResponse:
    if request.method == "POST":
        ticket = services.ask(person, young="young" in request.POST, by=request.person)
        return redirect(address("volunteers:induction_pack", ticket=ticket))
    context = {
        "person_of": person,
        "is_own": person == request.person,
        "young": person is not None and is_minor(person.date_of_birth, timezone.localdate()),
        "age_is_known": person is not None and person.date_of_birth is not None,
        "age": MAJORITY,
        "back": back,
        "prints_for_others": services.prints_for_others(request.person),
    }
    return render(request, "volunteers/mine/induction.html", context)


@require_safe
def pack(request: HttpRequest) -> HttpResponse:
    """Says how far the PDF is; without JavaScript it looks again when asked to."""
    ticket = request.GET.get("ticket", "")
    is_open, person = services.opened(ticket, by=request.person)
    if not is_open:
        return _out_of_date(request)
    made = services.PAPERS.made(ticket)
    context = {
        "person_of": person,
        "is_own": person == request.person,
        "is_ready": made not in (None, NO_PDF),
        "is_coming": made is None,
        "pdf": address("volunteers:induction_pdf", ticket=ticket),
        "here": request.get_full_path(),
    }
    return render(request, "volunteers/mine/pack.html", context)


@require_safe
def pack_pdf(request: HttpRequest) -> HttpResponse:
    ticket = request.GET.get("ticket", "")
    is_open, _person = services.opened(ticket, by=request.person)
    if not is_open:
        return _out_of_date(request)
    made = services.PAPERS.made(ticket)
    if made is None or made == NO_PDF:
        return redirect(address("volunteers:induction_pack", ticket=ticket))
    disposition = f'attachment; filename="induction-pack-{timezone.localdate():%Y-%m-%d}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _out_of_date(request: HttpRequest) -> HttpResponse:
    """Numbers and rules change, so a pack is printed anew."""
    messages.info(request, _("This pack is out of date, or somebody else printed it. Print a new one."))
    return redirect(address("volunteers:induction"))
