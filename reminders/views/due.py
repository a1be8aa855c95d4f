"""What is due, and pausing it."""

from __future__ import annotations

from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import Person
from people.offices import asked_once
from reminders.forms import PauseForm
from reminders.models import Pause
from reminders.permissions import can_pause, can_see_all, may_know
from reminders.presenting import SHOWN, due_rows
from reminders.services import pausing
from safeguard.addresses import address
from safeguard.obligations import Obligation, all_obligations
from safeguard.refusals import Refused, require


@asked_once()
def due(request: HttpRequest) -> HttpResponse:
    """Mine, or everybody's for those who answer for them."""
    today = timezone.localdate()
    everybody = can_see_all(request.person) and "all" in request.GET
    person = None if everybody else request.person.pk
    known = (o for o in all_obligations(today=today, person=person) if may_know(request.person, o))
    owed = sorted(islice(known, SHOWN + 1), key=lambda o: o.due_on)
    context = {
        "rows": due_rows(owed[:SHOWN], today, request.person),
        "is_cut": len(owed) > SHOWN,
        "everybody": everybody,
        "may_see_all": can_see_all(request.person),
    }
    return render(request, "reminders/due.html", context)


def pause(request: HttpRequest, key: str) -> HttpResponse:
    today = timezone.localdate()
    obligation = _find(key, request.person)
    require(can_pause(request.person, obligation), _("Ask the safeguarding lead or the chair to pause this."))
    form = PauseForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            pausing.pause(obligation, by=request.person, today=today, **form.cleaned_data)
        except Refused as refused:
            form.add_error("until", str(refused))
        else:
            messages.success(request, _("The reminders rest until then. It stays in the list."))
            return redirect(address("reminders:due"))
    return render(request, "reminders/pause.html", {"form": form, "obligation": obligation})


@require_POST
def resume(request: HttpRequest, key: str) -> HttpResponse:
    obligation = _find(key, request.person)
    require(can_pause(request.person, obligation), _("Ask the safeguarding lead or the chair to take this up again."))
    for held in Pause.objects.filter(obligation_key=key, ended_at=None):
        pausing.resume(held, by=request.person)
    messages.success(request, _("Reminders are sent again."))
    return redirect(address("reminders:due"))


def _find(key: str, person: Person) -> Obligation:
    """The obligation of this key, among those that the person may know of."""
    scope = None if can_see_all(person) else person.pk
    for obligation in all_obligations(today=timezone.localdate(), person=scope):
        if obligation.key == key and may_know(person, obligation):
            return obligation
    raise Http404
