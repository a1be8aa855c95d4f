"""Sorting a concern, and saying where its case stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from incidents import presenting
from incidents.access import WORK, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.triage import SortForm, StatusForm
from incidents.models import Case
from incidents.sections import sections
from incidents.services import documents
from incidents.services import triage as services
from incidents.states import CaseStatus
from incidents.tags import REFER_NOW, of_group
from safeguard.addresses import address
from safeguard.refusals import Refused

GROUPS: list[tuple[str, str, tuple[str, ...]]] = [
    ("danger", "", ("danger_now", "crime", "danger", "reference")),
    ("kinds", "", ("heading", "types")),
    ("images", "refer_now", ("refer_now",)),
    ("material", "complaint_as", ("material", "misconduct", "complaint_as")),
    ("worker", "", ("about_worker", "tests", "is_low_level")),
    ("where", "", ("source", "is_online", "premises", "equipment", "where")),
    ("when", "", ("happened", "happened_from", "happened_until", "learnt_on", "learnt_time")),
    ("severity", "", ("severity", "why_severity", "handling")),
]


@in_the_log
def sort(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    if refused := _shredded(request, case):
        return refused
    form = SortForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            services.sort(case, by=request.person, **form.sorted())
        except Refused as refused_with:
            form.add_error(None, str(refused_with))
        else:
            messages.success(request, _("It is sorted. What is asked of you now stands below."))
            return redirect(_documents_first(request, case) or case)
    if request.method == "GET":
        opened(case, by=request.person)
    context = _context(request, case) | {
        "form": form,
        "groups": groups(form),
        "source": of_group(REFER_NOW)[0].source,
    }
    return render(request, "incidents/triage/sort.html", context)


def _documents_first(request: HttpRequest, case: Case) -> str:
    """Where the documents of a case stand that takes no files from now on; empty when there are none."""
    case.refresh_from_db()
    if not any(documents.asks_why(row) for row, _words in documents.of_case(case)):
        return ""
    messages.warning(request, _("This case takes no files now. Set aside the documents that are in it."))
    return address("incidents:evidence", case.code)


def groups(form: SortForm) -> list[dict[str, Any]]:
    titles = {
        "danger": _("Danger and crime"),
        "kinds": _("What it is"),
        "images": _("When it is about a nude or sexual image"),
        "material": _("Material, misconduct, complaints"),
        "worker": _("Somebody who works with us"),
        "where": _("How and where"),
        "when": _("When"),
        "severity": _("How severe, and what next"),
    }
    return [
        {"key": key, "anchor": anchor, "title": titles[key], "fields": [form[name] for name in names]}
        for key, anchor, names in GROUPS
    ]


@in_the_log
def status(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    if refused := _shredded(request, case):
        return refused
    now = CaseStatus.OPEN if case.status == CaseStatus.NEW else case.status
    form = StatusForm(
        request.POST if request.method == "POST" else None, initial={"status": now, "handling": case.words["handling"]}
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            services.move(case, to=asked["status"], by=request.person, why=asked["why"], handling=asked["handling"])
        except Refused as refused_with:
            form.add_error(None, str(refused_with))
        else:
            messages.success(request, _("It is written down where the case stands."))
            return redirect(case)
    if request.method == "GET":
        opened(case, by=request.person)
    return render(request, "incidents/triage/status.html", _context(request, case) | {"form": form})


def _shredded(request: HttpRequest, case: Case) -> HttpResponse | None:
    if not presenting.trouble_with(case):
        return None
    messages.error(request, _("The words of this case cannot be read any more. Nothing can be added to it."))
    return redirect(case)


def _context(request: HttpRequest, case: Case) -> dict[str, Any]:
    return {"case": case, "sections": sections(request, case), "back": case.get_absolute_url()}
