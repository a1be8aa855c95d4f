"""Evidence in custody: a list of what exists and where it is. Nothing is looked at here, and nothing is taken in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.access import WORK, can, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.evidence import CustodyForm, MoveForm
from incidents.models import AttachmentStatus, Case, CustodyItem
from incidents.sections import sections
from incidents.services import custody, documents
from organisations.models import AgencyContact, AgencyKind
from safeguard.addresses import address
from safeguard.refusals import Refused


@require_safe
@in_the_log
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code)
    opened(case, by=request.person)
    is_open = not case.is_finished and not case.is_shredded
    may_work = can(request.person, case, WORK)
    found = documents.of_case(case)
    context = {
        "case": case,
        "sections": sections(request, case),
        "held": custody.held_in(case),
        "documents": found,
        "set_aside": any(row.status == AttachmentStatus.QUARANTINED for row, _words in found),
        "to_set_aside": any(documents.asks_why(row) for row, _words in found),
        "takes_documents": documents.takes_documents(case),
        "may_write": is_open and may_work,
        "may_set_aside": may_work and not case.is_shredded,
        "police": police(),
    }
    return render(request, "incidents/evidence/evidence.html", context)


def police() -> list[AgencyContact]:
    return list(AgencyContact.objects.in_order().filter(kind=AgencyKind.POLICE))


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def take(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    form = CustodyForm(request.POST or None, request.FILES or None, once=str(uuid.uuid4()))
    if request.method == "POST" and form.is_valid():
        try:
            custody.take(case, by=request.person, **form.given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record. Keep it closed, and give it only to the police."))
            return redirect(address("incidents:evidence", case.code))
    return _form(request, case, form, title=_("Take evidence into custody"), submit=_("Record it"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def move(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    item = get_object_or_404(CustodyItem, case=case, uid=uid)
    item.case = case
    form = MoveForm(request.POST or None, request.FILES or None, once=str(uuid.uuid4()))
    if request.method == "POST" and form.is_valid():
        try:
            custody.move(item, by=request.person, **form.given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record where it is."))
            return redirect(address("incidents:evidence", case.code))
    lead = "" if case.is_shredded else item.words["what"]
    return _form(request, case, form, title=_("What was done with it?"), lead=lead, submit=_("Record it"))


def _form(request: HttpRequest, case: Case, form: object, *, title: str, submit: str, lead: str = "") -> HttpResponse:
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "back": address("incidents:evidence", case.code),
    }
    return render(request, "incidents/evidence/form.html", context)
