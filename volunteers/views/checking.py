"""Doing a check: whether the checker knows the person, how it was looked, and what there is to talk about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.doors import in_the_log
from safeguard.addresses import address
from safeguard.refusals import Refused, require
from volunteers.access import WORK, check_or_404, checks_with
from volunteers.forms.checks import MOST_FINDINGS, ConflictForm, FindingsFormSet, HowForm
from volunteers.models import OnlineCheck, Result
from volunteers.online_checks import engines
from volunteers.services import checking, checks
from volunteers.states import FINISHED_CHECKS, CheckStatus
from volunteers.views.checks import form_page


def _is_over(request: HttpRequest, code: str) -> bool:
    """The second of two clicks, or the way back to a form: the checker knows of this check, and it is done."""
    mine = OnlineCheck.objects.filter(code=code, assigned_to=request.person, status__in=FINISHED_CHECKS)
    return request.person.is_at_work(timezone.localdate()) and mine.exists()


def _mine(request: HttpRequest, code: str) -> OnlineCheck:
    found = check_or_404(request, code, WORK)
    is_mine = found.assigned_to == request.person and found.status == CheckStatus.ASSIGNED
    require(is_mine, _("This check was done, or was given to somebody else. A check is done once."))
    return found


@in_the_log
def check_conflict(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing but the name is shown before this is answered (E-75)."""
    if _is_over(request, code):
        return redirect(address("volunteers:checks"))
    found = _mine(request, code)
    form = ConflictForm(request.POST or None, about=checks.subject(found))
    if request.method == "POST" and form.is_valid():
        try:
            checks.answer_conflict(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if not form.cleaned_data["knows_them"]:
                return redirect(address("volunteers:do_check", found.code))
            messages.success(request, _("Thank you. Somebody else will do it; look nothing up."))
            return redirect(address("volunteers:checks"))
    return form_page(
        request,
        form,
        title=_("Do you know %(name)s?") % {"name": checks.subject(found)},
        lead=_("Whoever knows somebody privately may see what is not public. Then somebody else does the check."),
        submit=_("Continue"),
        back=address("volunteers:checks"),
    )


@in_the_log
def do_check(request: HttpRequest, code: str) -> HttpResponse:
    if _is_over(request, code):
        return redirect(address("volunteers:checks"))
    found = _mine(request, code)
    if not found.no_conflict:
        return redirect(address("volunteers:check_conflict", found.code))
    form = HowForm(request.POST or None, about=checks.subject(found), initial=_as_noted(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        named = ("terms", "looked_at", "signed_out", "own_account", "result")
        said: dict[str, Any] = {name: given[name] for name in named}
        try:
            checking.note_how(found, by=request.person, engines=given["places"], **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if said["result"] == Result.CONCERN:
                return redirect(address("volunteers:check_findings", found.code))
            messages.success(request, _("The check is done and closed. It speaks neither for nor against the person."))
            return redirect(address("volunteers:checks"))
    context = {"check": found, "about": checks.subject(found), "form": form}
    return render(request, "volunteers/checks/do.html", context)


def _as_noted(found: OnlineCheck) -> dict[str, Any]:
    """What was written before, for whoever comes back to it."""
    words = found.words
    known = engines()
    return {
        "engines": [key for key in found.engines if key in known],
        "other_engine": ", ".join(key for key in found.engines if key not in known),
        "terms": words["terms"],
        "looked_at": words["looked_at"],
        "own_account": words["own_account"],
        "signed_out": found.signed_out,
        "result": found.result,
    }


@in_the_log
def check_findings(request: HttpRequest, code: str) -> HttpResponse:
    """One form for each thing; a button without a script adds another and keeps what was typed."""
    if _is_over(request, code):
        return redirect(address("volunteers:checks"))
    reported = checks_with(request.person, WORK).filter(code=code, assigned_to=request.person, done_at__isnull=False)
    if (done := reported.first()) is not None:  # the second of two clicks
        return redirect(done)
    found = _mine(request, code)
    if found.result != Result.CONCERN:
        return redirect(address("volunteers:do_check", found.code))
    data, adds = _data(request)
    formset = FindingsFormSet(data, prefix="found", form_kwargs={"about": checks.subject(found)})
    refusal = ""
    if request.method == "POST" and not adds and formset.is_valid():
        rows = [form.cleaned_data for form in formset if form.cleaned_data]
        try:
            checking.report(found, by=request.person, findings=rows)
        except Refused as refused:
            if reported.exists():
                return redirect(found)
            refusal = str(refused)
        else:
            messages.success(request, _("It is on record. Now it is put to the person, as early as possible."))
            return redirect(found)
    context = {"check": found, "about": checks.subject(found), "formset": formset, "refusal": refusal, "adds": adds}
    return render(request, "volunteers/checks/findings.html", context)


def _data(request: HttpRequest) -> tuple[Any, bool]:
    """What was sent, with one form more where that was asked for."""
    if request.method != "POST":
        return None, False
    data, total = request.POST.copy(), request.POST.get("found-TOTAL_FORMS", "")
    adds = "add" in data
    if adds:
        count = int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 1
        data["found-TOTAL_FORMS"] = str(min(count + 1, MOST_FINDINGS))
    return data, adds
