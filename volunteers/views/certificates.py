"""Certificates in the browser: asked for with a button, made by the worker, fetched with a ticket."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.models import Person
from safeguard.addresses import address
from safeguard.refusals import Refused
from safeguard.tickets import NO_PDF
from volunteers.models import Completion, InductionCertificate
from volunteers.permissions import training_seen_by
from volunteers.services import certificates
from volunteers.views.training import page, person_seen


@require_POST
def of_completion(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own, or that of somebody whose training the reader sees."""
    rows = Completion.objects.select_related("topic", "person__merged_into")
    found = get_object_or_404(rows, pk=pk)
    _require_seen(request, found.person)
    try:
        ticket = certificates.ask_for_training(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address("volunteers:training_of", _of(found.person).pk))
    return redirect(address("volunteers:certificate", ticket=ticket))


@require_POST
def of_induction(request: HttpRequest, pk: int) -> HttpResponse:
    found = person_seen(request, pk)
    try:
        ticket = certificates.ask_for_induction(found, by=request.person, today=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address("volunteers:training_of", pk))
    return redirect(address("volunteers:certificate", ticket=ticket))


@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """How far the PDF is: being made, ready to be fetched, or not to be made on this computer."""
    ticket, found = _opened(request)
    made = certificates.PAPERS.made(ticket)
    context = {
        "certificate": found,
        "kind": certificates.kind_of(found).label,
        "who": _of(found.person),
        "pdf": address("volunteers:certificate_pdf", ticket=ticket),
        "is_ready": made not in (None, NO_PDF),
        "is_coming": made is None,
        "here": request.get_full_path(),
    }
    return page(request, "certificate", **context)


@require_safe
def certificate_pdf(request: HttpRequest) -> HttpResponse:
    ticket, found = _opened(request)
    made = certificates.PAPERS.made(ticket)
    if made is None or made == NO_PDF:
        return redirect(address("volunteers:certificate", ticket=ticket))
    headers = {"Content-Disposition": f'attachment; filename="certificate-{found.code}.pdf"'}  # no name (E-81)
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _opened(request: HttpRequest) -> tuple[str, Completion | InductionCertificate]:
    """The certificate of this ticket, for whoever was given it and may still see it; 404 for anybody else."""
    ticket = request.GET.get("ticket", "")
    found = certificates.opened(ticket, by=request.person)
    if found is None:
        raise Http404
    _require_seen(request, found.person)
    return ticket, found


def _require_seen(request: HttpRequest, person: Person) -> None:
    if not training_seen_by(request.person, timezone.localdate()).filter(pk=_of(person).pk).exists():
        raise Http404


def _of(person: Person) -> Person:
    """The entry that stayed, where two were joined (E-17)."""
    return person.merged_into or person
