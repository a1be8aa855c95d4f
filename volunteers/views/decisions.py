"""The decision about an applicant, taking them on, and later decisions about somebody who serves (BC-2, BC-45)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.access import visible_to
from people import services as people
from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import listed_to
from safeguard.addresses import address
from safeguard.refusals import Refused, require
from volunteers.forms.applicants import DecisionForm, SuitabilityForm, TakeOnForm
from volunteers.permissions import DECIDE, RECRUIT, is_own
from volunteers.presenting_applications import name_of
from volunteers.seeing import application_or_404
from volunteers.services import suitability as suitability_of
from volunteers.services import taking_on
from volunteers.services.applicants import StillMissing
from volunteers.states import Stage


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, code: str) -> HttpResponse:
    found = application_or_404(request, code, rule=DECIDE)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            suitability_of.decide(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The decision is on record, with your name and today's date."))
            return redirect(address("volunteers:application", found.code))
    context = {
        "application": found,
        "form": form,
        "title": _("Decide on this application"),
        "lead": name_of(found),
        "submit": _("Record the decision"),
    }
    return render(request, "volunteers/applicants/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_on(request: HttpRequest, code: str) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    if found.status == Stage.ACTIVE:  # the second of two clicks: they are known here now, and nothing is asked again
        return redirect(address("volunteers:application", found.code))
    form = TakeOnForm(request.POST or None, application=found, by=request.person, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            taken = taking_on.take_on(found, by=request.person, on=form.cleaned_data["on"], person=form.person)
        except StillMissing as lacking:
            for sentence in lacking.sentences:
                form.add_error(None, sentence)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(person)s is a volunteer now.") % {"person": taken})
            if form.cleaned_data.get("invite"):
                _invite(request, taken)
            return redirect(address("volunteers:application", found.code))
    context = {
        "application": found,
        "form": form,
        "title": _("Take them on"),
        "lead": name_of(found),
        "submit": _("Take them on"),
    }
    return render(request, "volunteers/applicants/form.html", context)


def _invite(request: HttpRequest, person: Person) -> None:
    """What was decided stands, whether they can be invited or not."""
    try:
        people.invite(person, by=request.person)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("An invitation is on its way to them."))


# About somebody who serves -------------------------------------------------------------------------------------------


@require_safe
def suitability(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    rows = suitability_of.of_person(person, seen_by=request.person)
    linked = [one.case_id for one in rows if one.case_id]
    cases = {case.pk: case for case in visible_to(request.person).filter(pk__in=linked)} if linked else {}
    context = {"person_shown": person, "rows": [_row(one, cases) for one in rows]}
    return render(request, "volunteers/applicants/suitability.html", context)


def _row(row: Any, cases: dict[int, Any]) -> dict[str, Any]:
    """The case is named to whoever sees that case, and to nobody else (BC-45)."""
    return {"row": row, "words": {} if row.is_shredded else row.words, "case": cases.get(row.case_id)}


@require_http_methods(["GET", "HEAD", "POST"])
def decide_again(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = SuitabilityForm(request.POST or None, by=request.person)
    if request.method == "POST" and form.is_valid():
        try:
            suitability_of.decide(person, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The decision is on record. What was decided before stays as it was."))
            return redirect(address("volunteers:suitability", person.pk))
    return render(request, "volunteers/applicants/decide_again.html", {"person_shown": person, "form": form})


def _person(request: HttpRequest, pk: int) -> Person:
    """Nobody reads or decides it of themself or their family: their own page shows what was decided about them."""
    require(DECIDE.allows(request.person), whom_to_ask(DECIDE))
    person: Person = get_object_or_404(listed_to(request.person, timezone.localdate()), pk=pk)
    if is_own(request.person, person):
        raise Http404
    return person
