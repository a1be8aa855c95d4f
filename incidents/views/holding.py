"""Waiting at an agency's request."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents import presenting
from incidents.access import WORK, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.holding import AskAgainForm, HoldForm, ResumeForm
from incidents.models import Case
from incidents.sections import sections
from incidents.services import holding as services
from safeguard.refusals import Refused


@in_the_log
def hold(request: HttpRequest, code: str) -> HttpResponse:
    """Put on hold; while it is, the page asks whether the agency still wants it."""
    case = case_or_404(request, code, WORK)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.hold(case, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The case is on hold. Steps are not asked for; duties still are."))
            return redirect(case)
    return _page(request, case, form=form)


@in_the_log
def ask_again(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    form = AskAgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_again(
                case, by=request.person, on=form.cleaned_data["look_again_on"], said=form.cleaned_data["said"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The case stays on hold."))
            return redirect(case)
    return _page(request, case, again=form)


@in_the_log
def resume(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.resume(case, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The case goes on. Its steps are asked for again."))
            return redirect(case)
    return _page(request, case, end=form)


def _page(
    request: HttpRequest, case: Case, *, form: Form | None = None, again: Form | None = None, end: Form | None = None
) -> HttpResponse:
    if presenting.trouble_with(case):
        messages.error(request, _("The words of this case cannot be read any more. Nothing can be added to it."))
        return redirect(case)
    opened(case, by=request.person)
    held = services.hold_on(case)
    context = {
        "case": case,
        "sections": sections(request, case),
        "hold": held,
        "hold_words": presenting.words_of(held) if held else {},
        "look_again_on": date_format(held.look_again_on) if held and held.look_again_on else "",
        "may_work": False,
        "form": form or again or end,
        "hold_form": form or HoldForm(),
        "again_form": again or AskAgainForm(),
        "end_form": end or ResumeForm(),
        "back": case.get_absolute_url(),
    }
    return render(request, "incidents/triage/hold.html", context)
