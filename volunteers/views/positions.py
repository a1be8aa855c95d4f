"""Positions: what people can volunteer for, the checks that each asks for, its link and its poster."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consent.marks import drawn
from people.permissions import whom_to_ask
from safeguard.addresses import whole
from safeguard.refusals import Refused, require
from volunteers import vetting
from volunteers.composing import application_paper
from volunteers.forms.recruiting import EndCheckForm, PositionForm, RequiredCheckForm
from volunteers.models import Position, RequiredCheck
from volunteers.permissions import RECRUIT, SET_UP
from volunteers.services import check_switch, settings
from volunteers.services import positions as services
from volunteers.states import OPEN_STAGES


def positions(request: HttpRequest) -> HttpResponse:
    require(SET_UP.allows(request.person) or RECRUIT.allows(request.person), whom_to_ask(SET_UP))
    waiting = Count("applications", filter=Q(applications__status__in=OPEN_STAGES))
    rows = Position.objects.select_related("project").annotate(waiting=waiting)
    context = {
        "standing": rows.filter(ended_on=None),
        "ended": rows.exclude(ended_on=None)[:100],
        "columns": [_("Position"), _("Applications on their way"), _("State")],
        "may_set_up": SET_UP.allows(request.person),
        "may_recruit": RECRUIT.allows(request.person),
        "today": timezone.localdate(),
    }
    return render(request, "volunteers/recruiting/positions.html", context)


def position(request: HttpRequest, pk: int) -> HttpResponse:
    require(SET_UP.allows(request.person) or RECRUIT.allows(request.person), whom_to_ask(SET_UP))
    found = get_object_or_404(Position.objects.select_related("project"), pk=pk)
    today = timezone.localdate()
    checks = [(one, vetting.label_of(one.kind), _state(one)) for one in found.required_checks.all()]
    context = {
        "position": found,
        "url": whole(reverse("apply", args=[found.token])),
        "checks": checks,
        "columns": [_("Check"), _("From"), _("Until"), _("Why"), ""],
        "is_taking": found in Position.objects.taking_applications(today),
        "is_over": found.closes_on is not None and found.closes_on < today,
        "may_set_up": SET_UP.allows(request.person),
    }
    return render(request, "volunteers/recruiting/position.html", context)


def _state(required: RequiredCheck) -> bool:
    """Whether the line can still be ended."""
    return required.ends_on is None or required.ends_on >= timezone.localdate()


def add(request: HttpRequest) -> HttpResponse:
    require(SET_UP.allows(request.person), whom_to_ask(SET_UP))
    form = PositionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, _("The position is there, and people can apply now. Print its poster."))
            return redirect(made)
    return render(request, "volunteers/recruiting/position_form.html", {"form": form, "position": None})


def change(request: HttpRequest, pk: int) -> HttpResponse:
    require(SET_UP.allows(request.person), whom_to_ask(SET_UP))
    found = get_object_or_404(Position, pk=pk)
    form = PositionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(get_object_or_404(Position, pk=pk), by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The position is changed."))
            return redirect(found)
    return render(request, "volunteers/recruiting/position_form.html", {"form": form, "position": found})


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    require(SET_UP.allows(request.person), whom_to_ask(SET_UP))
    found = get_object_or_404(Position, pk=pk)
    is_open = "open" in request.POST
    try:
        services.open_or_pause(found, is_open=is_open, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = _("People can apply again.") if is_open else _("Nobody can apply now. Whoever opens the link is told.")
        messages.success(request, said)
    return redirect(found)


def end(request: HttpRequest, pk: int) -> HttpResponse:
    require(SET_UP.allows(request.person), whom_to_ask(SET_UP))
    found = get_object_or_404(Position, pk=pk)
    if request.method == "POST":
        services.end(found, by=request.person)
        messages.success(request, _("The position has ended. Take its posters down."))
        return redirect(found)
    return render(request, "volunteers/recruiting/end.html", {"position": found})


def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A page for the printer: the square code and the address to type."""
    require(SET_UP.allows(request.person) or RECRUIT.allows(request.person), whom_to_ask(SET_UP))
    found = get_object_or_404(Position, pk=pk, ended_on=None)
    url = whole(reverse("apply", args=[found.token]))
    return render(request, "volunteers/recruiting/poster.html", {"position": found, "url": url, "mark": drawn(url)})


def paper_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The application form with empty lines, for the printer: for whoever applies on paper."""
    require(SET_UP.allows(request.person) or RECRUIT.allows(request.person), whom_to_ask(SET_UP))
    found = get_object_or_404(Position, pk=pk, ended_on=None)
    words = application_paper.words(found, settings.current(), request.organisation, is_asked=check_switch.asks(found))
    return render(request, "volunteers/recruiting/paper_form.html", words)


def add_check(request: HttpRequest, pk: int) -> HttpResponse:
    require(SET_UP.allows(request.person), whom_to_ask(SET_UP))
    found = get_object_or_404(Position, pk=pk)
    form = RequiredCheckForm(request.POST or None, position=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.require_check(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The position asks for this check."))
            return redirect(found)
    notes = vetting.notes(request.organisation.nation, timezone.localdate())
    return render(request, "volunteers/recruiting/add_check.html", {"form": form, "position": found, "notes": notes})


def end_check(request: HttpRequest, pk: int, check: int) -> HttpResponse:
    require(SET_UP.allows(request.person), whom_to_ask(SET_UP))
    found = get_object_or_404(Position, pk=pk)
    required = get_object_or_404(found.required_checks, pk=check)
    form = EndCheckForm(request.POST or None, required=required)
    if request.method == "POST" and form.is_valid():
        services.end_check(required, by=request.person, **form.cleaned_data)
        messages.success(request, _("The line has its end. It stays, so that everybody sees what was asked for when."))
        return redirect(found)
    context = {"form": form, "position": found, "kind": vetting.label_of(required.kind)}
    return render(request, "volunteers/recruiting/end_check.html", context)
