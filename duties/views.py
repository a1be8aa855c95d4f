"""Regular tasks in the browser: the list, one task with its history, doing it, recording who was told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import services
from duties.forms import DoForm, DutyForm, TellForm
from duties.models import Duty
from duties.permissions import MANAGE, can_do, can_read
from duties.presenting import as_rows
from duties.standing import standings
from duties.suggestions import SUGGESTIONS
from people.models import Person
from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.refusals import Refused, require

ROUNDS_SHOWN = 100


def duties(request: HttpRequest) -> HttpResponse:
    """Those that the person may read, the most pressing first."""
    today = timezone.localdate()
    mine = [standing for standing in standings(today=today) if can_read(request.person, standing.duty)]
    names = set(Duty.objects.values_list("title", flat=True))
    context = {
        "rows": as_rows(mine, today),
        "may_manage": MANAGE.allows(request.person),
        "suggestions": [one for one in SUGGESTIONS if str(one.title) not in names],
    }
    return render(request, "duties/list.html", context)


def duty(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Duty.objects.select_related("policy"), pk=pk)
    require(can_read(request.person, found), whom_to_ask(MANAGE))
    today = timezone.localdate()
    standing = standings(today=today, duty=found)[0]
    context = {
        "duty": found,
        "standing": standing,
        "row": as_rows([standing], today)[0],
        "rounds": found.rounds.select_related("person", "recorded_by")[:ROUNDS_SHOWN],
        "may_do": can_do(request.person, found, today),
        "may_manage": MANAGE.allows(request.person),
    }
    return render(request, "duties/duty.html", context)


def add(request: HttpRequest) -> HttpResponse:
    require(MANAGE.allows(request.person), whom_to_ask(MANAGE))
    like = request.GET.get("like", "")
    form = DutyForm(request.POST or None, initial=_suggested(like))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add(by=request.person, suggestion=_began_as(like), **form.cleaned_data)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, _("The task is set up. Whoever does it is asked in time."))
            return redirect(made)
    return render(request, "duties/form.html", {"form": form, "title": _("Set up a regular task")})


def _suggested(key: str) -> dict[str, Any]:
    for one in SUGGESTIONS:
        if one.key == key:
            words = {"title": one.title, "what": one.what, "roles": list(one.roles), "every_months": one.every_months}
            return {**words, "by_everybody": one.by_everybody}
    return {}


def _began_as(key: str) -> str:
    """What a suggestion is called; other rooms find the task by it when the charity has changed its words."""
    return key if any(one.key == key for one in SUGGESTIONS) else ""


def change(request: HttpRequest, pk: int) -> HttpResponse:
    require(MANAGE.allows(request.person), whom_to_ask(MANAGE))
    found = get_object_or_404(Duty, pk=pk)
    form = DutyForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(Duty.objects.get(pk=pk), by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, _("The task is changed."))
            return redirect(found)
    return render(request, "duties/form.html", {"form": form, "title": _("Change the task"), "duty": found})


def do(request: HttpRequest, pk: int) -> HttpResponse:
    found, today = get_object_or_404(Duty, pk=pk), timezone.localdate()
    require(can_do(request.person, found, today), whom_to_ask(MANAGE))
    standing = standings(today=today, duty=found)[0]
    form = DoForm(request.POST if request.method == "POST" else None, by_everybody=found.by_everybody)
    if request.method == "POST" and form.is_valid():
        values = {"done_on": today, **form.cleaned_data}
        services.do(found, by=request.person, due_on=standing.due_on, **values)
        messages.success(request, _("Thank you. It is noted."))
        return redirect(found)
    return render(request, "duties/do.html", {"form": form, "duty": found, "standing": standing})


def tell(request: HttpRequest, pk: int) -> HttpResponse:
    require(MANAGE.allows(request.person), whom_to_ask(MANAGE))
    found = get_object_or_404(Duty, pk=pk, by_everybody=True)
    standing = standings(today=timezone.localdate(), duty=found)[0]
    waiting = [(person.pk, str(person)) for person in standing.waiting]
    form = TellForm(request.POST if request.method == "POST" else None, waiting=waiting)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        people = Person.objects.filter(pk__in=values.pop("people"))
        services.tell(found, list(people), by=request.person, due_on=standing.due_on, **values)
        messages.success(request, _("It is noted who was told."))
        return redirect(found)
    return render(request, "duties/tell.html", {"form": form, "duty": found, "standing": standing})


def end(request: HttpRequest, pk: int) -> HttpResponse:
    require(MANAGE.allows(request.person), whom_to_ask(MANAGE))
    found = get_object_or_404(Duty, pk=pk)
    if request.method == "POST":
        services.end(found, by=request.person, on=timezone.localdate())
        messages.success(request, _("Nobody is asked for it any more. What was done stays on record."))
        return redirect(address("duties:list"))
    return render(request, "duties/end.html", {"duty": found})
