"""What is left to do, how it ended, and opening it again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.access import CLOSE, WORK, can, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.closing import CloseForm, ReopenForm
from incidents.models import Case
from incidents.sections import sections
from incidents.services import closing as services
from incidents.services import lessons, retention
from incidents.states import CaseStatus
from safeguard.addresses import address
from safeguard.refusals import Refused


@require_safe
@in_the_log
def closing(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code)
    opened(case, by=request.person)
    is_open = not case.is_finished and not case.is_shredded
    may_close = can(request.person, case, CLOSE)
    context = {
        "case": case,
        "sections": sections(request, case),
        "left": services.left_in(case) if is_open else None,
        "closings": services.of_case(case),
        "lessons": lessons.of_case(case),
        "today": timezone.localdate(),
        "is_open": is_open,
        "may_write": is_open and can(request.person, case, WORK),
        "may_end_actions": not case.is_shredded and can(request.person, case, WORK),
        "may_close": is_open and may_close,
        "may_reopen": may_close and case.status == CaseStatus.CLOSED and not case.is_shredded,
        "kept": kept(case),
    }
    return render(request, "incidents/closing/closing.html", context)


def kept(case: Case) -> list[tuple[str, object, str]]:
    """Why a closed case is kept, until when, and where the number comes from: the longest first."""
    if case.status != CaseStatus.CLOSED or case.is_shredded:
        return []
    found: dict[str, tuple[str, object, str]] = {}
    for one in retention.reasons_of(case):
        found.setdefault(retention.in_words(one), (retention.in_words(one), one.day, retention.source_of(one)))
    return list(found.values())


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def close(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, CLOSE)
    left = services.left_in(case)
    form = CloseForm(request.POST or None, request.FILES or None, left=left, initial={"once": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            services.close(case, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The case is closed. It can be opened again at any time."))
            return redirect(address("incidents:closing", case.code))
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "left": left,
        "back": address("incidents:closing", case.code),
    }
    return render(request, "incidents/closing/close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, CLOSE)
    form = ReopenForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reopen(case, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The case is open again."))
            return redirect(address("incidents:closing", case.code))
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "title": _("Open it again"),
        "lead": "",
        "submit": _("Open it again"),
        "submit_kind": "",
        "back": address("incidents:closing", case.code),
    }
    return render(request, "incidents/closing/form.html", context)
