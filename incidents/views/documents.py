"""Documents of a case: taken in, fetched as a file, set aside unseen. Nothing of them is ever shown on a page."""

from __future__ import annotations

import uuid
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.access import WORK, case_or_404
from incidents.documents import CONTENT_TYPES
from incidents.doors import in_the_log, leaves_the_log
from incidents.forms.evidence import DocumentForm, OpenForm, RemoveForm, SetAsideForm
from incidents.models import Attachment, AttachmentStatus, Case
from incidents.sections import sections
from incidents.services import documents
from incidents.views.evidence import police
from safeguard.addresses import address
from safeguard.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """No page with a control where no file is taken; a file that is sent all the same is refused and forgotten."""
    case = case_or_404(request, code, WORK)
    takes = documents.takes_documents(case) and not case.is_finished
    form = DocumentForm(request.POST or None, request.FILES or None, initial={"once": uuid.uuid4()}) if takes else None
    problem = ""
    if request.method == "POST" and form is None:
        try:
            documents.attach(case, by=request.person, once=uuid.uuid4(), name="", content=b"")
        except Refused as refused:
            problem = str(refused)
    elif request.method == "POST" and form is not None and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read(documents.documents.LARGEST + 1)
            documents.attach(case, by=request.person, name=file.name, content=content, **form.given)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("The document is with the case, encrypted."))
            return redirect(address("incidents:evidence", case.code))
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "problem": problem,
        "police": police(),
        "back": address("incidents:evidence", case.code),
    }
    status = 400 if problem else 200
    return render(request, "incidents/evidence/attach.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
@leaves_the_log("GET", "HEAD", "POST")
def fetch(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    """As a file to be saved, never as a page. Where files are taken no more, only for a reason that is written down."""
    case = case_or_404(request, code)
    row = _document(case, uid)
    form = OpenForm(request.POST or None, request.FILES or None)
    if documents.asks_why(row) and not (request.method == "POST" and form.is_valid()):
        return _page(request, case, row, form, "open.html")
    try:
        content = documents.read(
            row, by=request.person, why=form.cleaned_data["why"] if documents.asks_why(row) else ""
        )
    except Refused:
        raise Http404 from None
    name = row.words["name"]
    answer = HttpResponse(content, content_type=CONTENT_TYPES[row.kind])
    answer["Content-Disposition"] = f"attachment; filename=\"document.{row.kind}\"; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def set_aside(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    row = _document(case, uid)
    form = SetAsideForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        documents.set_aside(row, by=request.person, **form.cleaned_data)
        messages.success(request, _("Nobody can open it any more. Call the police now, and do what they say."))
        return redirect(address("incidents:evidence", case.code))
    return _page(request, case, row, form, "set_aside.html")


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def remove(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    row = _document(case, uid)
    form = RemoveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            documents.remove(row, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The file is destroyed. Who advised it is in the chronology."))
            return redirect(address("incidents:evidence", case.code))
    return _page(request, case, row, form, "remove.html")


def _document(case: Case, uid: uuid.UUID) -> Attachment:
    row: Attachment = get_object_or_404(Attachment, case=case, uid=uid)
    row.case = case
    return row


def _page(request: HttpRequest, case: Case, row: Attachment, form: object, template: str) -> HttpResponse:
    is_shown = row.status == AttachmentStatus.KEPT and not case.is_shredded
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "name": row.words["name"] if is_shown else _("A document"),
        "police": police(),
        "back": address("incidents:evidence", case.code),
    }
    return render(request, f"incidents/evidence/{template}", context)
