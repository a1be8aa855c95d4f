"""Risk assessments while a check is awaited or of what it said, and exceptions."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.services import record
from audit.verbs import Verb as AuditVerb
from people.permissions import whom_to_ask
from safeguard.paging import page_of
from safeguard.recurrence import add_months
from safeguard.refusals import Refused, require
from volunteers.forms.risks import ExemptionForm, LookAgainForm, RiskForm
from volunteers.models import Exemption, RiskAssessment
from volunteers.permissions import VET
from volunteers.services import exemptions, risk_assessments
from volunteers.services.criminal_checks import about_of
from volunteers.vetting_log import exceptions_for
from volunteers.views.vetting import about_in, form_page, name_of, page_address, require_other

PAGE = 50
AGAIN = 1  # months until an assessment is looked at again, where nobody says otherwise
EXCEPTED = 6  # months


def assess(request: HttpRequest, whose: str) -> HttpResponse:
    about, today = about_in(request, whose), timezone.localdate()
    given = {"starts_on": today, "review_on": add_months(today, AGAIN)}
    form = RiskForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            risk_assessments.assess(about, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The risk assessment is on record. You are asked to look at it again in time."))
            return redirect(page_address(about))
    lead = _("It helps while a check is awaited. For regulated work it does not: nobody starts before the check.")
    return form_page(request, form, about=about, title=_("Assess the risk"), submit=_("Save"), lead=lead)


def assessment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One assessment, and the form for looking at it again. It is noted who opened it."""
    found = _assessment(request, uid)
    about = about_of(found)
    given = {"measures": "" if found.is_shredded else found.words["measures"]}
    form = LookAgainForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            risk_assessments.look_again(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It goes on. You are asked to look at it again in time."))
            return redirect(page_address(about))
    if request.method != "POST":
        record(AuditVerb.VIEWED, found, by=request.person)
    context = {
        "form": form,
        "assessment": found,
        "words": {} if found.is_shredded else found.words,
        "name": name_of(about),
        "back": page_address(about),
    }
    return render(request, "volunteers/vetting/risk.html", context)


@require_POST
def end_assessment(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _assessment(request, uid)
    try:
        risk_assessments.end(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The risk assessment has ended. It stays in the history."))
    return redirect(page_address(about_of(found)))


def allow(request: HttpRequest, whose: str) -> HttpResponse:
    about, today = about_in(request, whose), timezone.localdate()
    given = {"starts_on": today, "ends_on": add_months(today, EXCEPTED)}
    form = ExemptionForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            exemptions.allow(about, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The exception is on record. You are reminded before it ends."))
            return redirect(page_address(about))
    lead = _("An exception has a reason and an end. There is none from the check that regulated work needs.")
    return form_page(request, form, about=about, title=_("Allow an exception"), submit=_("Save"), lead=lead)


def exceptions(request: HttpRequest) -> HttpResponse:
    """What is in force, and what ran out and nobody has looked at; the first to end stand first."""
    require(VET.allows(request.person), whom_to_ask(VET))
    today = timezone.localdate()
    found = exceptions_for(request.person, today).select_related("person", "application", "allowed_by")
    page = page_of(request, found, order="ends_on", size=PAGE)
    named = dict(exemptions.choices(today))
    context = {
        "rows": [(one, named.get(one.what, one.what), page_address(about_of(one))) for one in page.rows],
        "columns": [_("Who"), _("From what"), _("Until"), _("Allowed by")],
        "today": today,
        "previous": page.previous,
        "next": page.next,
    }
    return render(request, "volunteers/vetting/exceptions.html", context)


@require_POST
def end_exception(request: HttpRequest, pk: int) -> HttpResponse:
    require(VET.allows(request.person), whom_to_ask(VET))
    found = get_object_or_404(Exemption.objects.select_related("person", "application__person"), pk=pk)
    require_other(request, about_of(found))
    try:
        exemptions.end(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The exception has ended."))
    return redirect(page_address(about_of(found)))


def _assessment(request: HttpRequest, uid: UUID) -> RiskAssessment:
    require(VET.allows(request.person), whom_to_ask(VET))
    found = get_object_or_404(RiskAssessment.objects.select_related("person", "application__person"), uid=uid)
    require_other(request, about_of(found))
    return found
