"""Requests about data in the browser: the list, one of them, and each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import presenting
from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import listed_to
from rights.forms import requests as forms
from rights.models import DataRequest
from rights.permissions import KEEP, PROPOSE_ERASURE, requests_open_to
from rights.presenting import facts_of, standing_of
from rights.sections import sections
from rights.services import linking
from rights.services import requests as services
from rights.states import RequestStatus
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 25
LARGEST_NUMBER = 2**31 - 1
CANDIDATES = 10


@dataclass(frozen=True)
class Step:
    """One thing that may be done with a request: its form, its service and its words."""

    form: type[django_forms.Form]
    do: Callable[..., Any]
    title: str | Promise
    submit: str | Promise
    statuses: tuple[str, ...] = (RequestStatus.OPEN, RequestStatus.PAUSED)


OPEN_ONLY = (RequestStatus.OPEN,)
STEPS = {
    "identify": Step(forms.IdentifyForm, services.identify, gettext_lazy("Note who they are"), gettext_lazy("Note it")),
    "acknowledge": Step(
        forms.AcknowledgeForm,
        services.acknowledge,
        gettext_lazy("Note that it was acknowledged"),
        gettext_lazy("Note it"),
    ),
    "pause": Step(forms.PauseForm, services.pause, gettext_lazy("Stop the clock"), gettext_lazy("Stop it"), OPEN_ONLY),
    "resume": Step(
        forms.ResumeForm,
        services.resume,
        gettext_lazy("They have answered: let the clock go on"),
        gettext_lazy("Let it go on"),
        (RequestStatus.PAUSED,),
    ),
    "extend": Step(
        forms.ExtendForm, services.extend, gettext_lazy("Take more time"), gettext_lazy("Take it"), OPEN_ONLY
    ),
    "answer": Step(
        forms.AnswerForm,
        services.answer,
        gettext_lazy("Record the answer"),
        gettext_lazy("Close the request"),
        OPEN_ONLY,
    ),
    "refuse": Step(forms.RefuseForm, services.refuse, gettext_lazy("Refuse"), gettext_lazy("Record the refusal")),
    "withdraw": Step(
        forms.WithdrawForm, services.withdraw, gettext_lazy("They do not want it any more"), gettext_lazy("Close it")
    ),
    "note": Step(
        forms.NoteForm,
        services.note,
        gettext_lazy("Write a note"),
        gettext_lazy("Write it down"),
        tuple(RequestStatus.values),
    ),
}


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Newest first; those that are open stand out by their tag."""
    if not KEEP.allows(request.person):
        require(request.person.is_trustee, whom_to_ask(KEEP))
        return redirect("rights:disposals", request.organisation.slug)
    today = timezone.localdate()
    page = page_of(request, requests_open_to(request.person, today), order="-number", size=PAGE)
    context = {
        "rows": [(found, standing_of(found, today)) for found in page.rows],
        "older_url": page.next,
        "newer_url": page.previous,
        "sections": sections(request),
    }
    return render(request, "rights/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(KEEP.allows(request.person), whom_to_ask(KEEP))
    form = forms.RequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.receive(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("received_on", str(refused))
        else:
            messages.success(request, _("The request is recorded, and its clock runs."))
            return redirect(made)
    context = {
        "form": form,
        "title": _("Record a request"),
        "submit": _("Record it"),
        "back": address("rights:requests"),
    }
    return render(request, "rights/form.html", context)


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    found = open_request(request, number)
    context = {
        "found": found,
        "standing": standing_of(found, timezone.localdate()),
        "facts": facts_of(found),
        "pauses": found.pauses.all(),
        "notes": found.notes.select_related("by"),
        "steps": [
            (address("rights:step", found.number, key), step.title)
            for key, step in STEPS.items()
            if found.status in step.statuses and not is_idle(key, found)
        ],
        "disposals": found.disposals.all(),
        "papers": found.papers.all(),
        "events": events_of(found),
        "may_erase": PROPOSE_ERASURE.allows(request.person) and found.kind == "erasure" and found.about_id,
        "may_stop_mail": found.kind in ("objection", "restriction") and found.about and not found.about.do_not_email,
    }
    return render(request, "rights/request.html", context)


def is_idle(key: str, found: DataRequest) -> bool:
    """Steps that have been done, or do not belong to this kind of request."""
    if key == "acknowledge":
        return found.acknowledged_on is not None
    return found.is_complaint and key in ("extend", "refuse")


def events_of(found: DataRequest) -> list[presenting.Line]:
    """Who did what, and the step that it was; the facts stand above on the page."""
    return [replace(line, text=presenting.step(line.event)) for line in presenting.timeline(found)]


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """One of STEPS. What the service refuses stands above the form, and nothing typed is lost."""
    found = open_request(request, number)
    taken = STEPS.get(key)
    if taken is None:
        raise Http404
    form = taken.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            taken.do(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted."))
            return redirect(found)
    context = {
        "form": form,
        "title": taken.title,
        "submit": taken.submit,
        "caption": _("Request %(number)d") % {"number": found.number},
        "back": found.get_absolute_url(),
    }
    return render(request, "rights/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, number: int, who: str) -> HttpResponse:
    """Say which person of the list asks, or is asked about: their data can then be copied, and their wish obeyed."""
    found = open_request(request, number)
    if who not in ("asker", "about"):
        raise Http404
    name = found.asker_name if who == "asker" else found.about_name
    candidates = Person.objects.filter(pk__in=matching(name, request.person))
    form = forms.LinkForm(request.POST if request.method == "POST" else None, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        try:
            linking.link(found, who, form.cleaned_data["person"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted who that is."))
            return redirect(found)
    context = {"form": form, "found": found, "name": name, "has_candidates": candidates.exists()}
    return render(request, "rights/link.html", context)


def matching(name: str, by: Person) -> list[int]:
    """People of this name, or who share its last word, of whom `by` may know; the first ones."""
    people = listed_to(by, timezone.localdate()).filter(merged_into=None)
    exact = list(people.matching(name).values_list("pk", flat=True)[:CANDIDATES])
    last = name.split()[-1] if name.split() else ""
    if exact or not last:
        return exact
    return list(people.matching(last).values_list("pk", flat=True)[:CANDIDATES])


@require_POST
def stop_mail(request: HttpRequest, number: int) -> HttpResponse:
    found = open_request(request, number)
    try:
        services.stop_mail(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("No e-mail goes to this person any more."))
    return redirect(found)


def open_request(request: HttpRequest, number: int) -> DataRequest:
    require(KEEP.allows(request.person), whom_to_ask(KEEP))
    if number > LARGEST_NUMBER:
        raise Http404
    return get_object_or_404(
        requests_open_to(request.person, timezone.localdate()).select_related(
            "asker", "about", "recorded_by", "closed_by"
        ),
        number=number,
    )
