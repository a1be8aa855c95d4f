"""Concerns as numbers, for the board: no case, no name, nothing small."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.services import record
from incidents.forms.summary import PeriodForm
from incidents.permissions import SUMMARISE
from incidents.services import summary as services
from incidents.verbs import Verb
from people.permissions import whom_to_ask
from safeguard.refusals import require


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """Numbers of a year or a quarter, to read and to print; it is on record who looked."""
    require(SUMMARISE.allows(request.person), whom_to_ask(SUMMARISE))
    form = PeriodForm(request.GET or None, years=services.years())
    found = services.summary(form.period() if form.is_bound else services.Period(timezone.localdate().year))
    record(Verb.REPORTED, request.organisation, by=request.person, detail={"period": found.period.label})
    context = {"form": form, "summary": found, "today": timezone.localdate()}
    return render(request, "incidents/summary/summary.html", context)
