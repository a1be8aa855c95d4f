"""The procedures of the charity's nation, for reading and printing; and the steps that the charity adds."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import clocks
from incidents import procedures as reference
from incidents.forms.steps import EndOwnStepForm, OwnStepForm
from incidents.models import OwnStep
from incidents.permissions import OWN_STEPS, RAISE
from incidents.procedures import Procedure
from incidents.services import steps as services
from organisations.models import AgencyContact
from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.refusals import Refused, require


def _procedure(key: str) -> Procedure:
    found = reference.procedures().get(key)
    if found is None or found.shared:
        raise Http404
    return found


def procedures(request: HttpRequest) -> HttpResponse:
    require(RAISE.allows(request.person), whom_to_ask(RAISE))
    nation = request.organisation.nation
    context = {
        "procedures": sorted(reference.for_people(), key=lambda one: one.label),
        "coming": [one for one in clocks.rules().values() if one.coming and one.counts_in(nation)],
    }
    return render(request, "incidents/procedures/list.html", context)


def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """One procedure as it stands in this nation, with the charity's own steps; made to be printed."""
    require(RAISE.allows(request.person), whom_to_ask(RAISE))
    found, nation, today = _procedure(key), request.organisation.nation, timezone.localdate()
    texts, of = found.steps(nation), reference.procedures()
    groups = [(of[name], [text for text in texts if text.part == name]) for name in found.names()]
    kinds = {kind for text in texts for kind in text.referrals}
    agencies = AgencyContact.objects.in_order().filter(kind__in=kinds)
    rules = [clocks.rules()[name] for name in dict.fromkeys(text.within for text in texts if text.within)]
    context = {
        "procedure": found,
        "groups": [(part, steps) for part, steps in groups if steps],
        "own": OwnStep.objects.filter(procedure=key, ended_at=None).select_related("added_by"),
        "agencies": [(one, one.is_stale(today)) for one in agencies],
        "clocks": rules,
        "notes": reference.notes([found], nation),
        "places": reference.places([found]),
        "questions": reference.questions([found]),
        "field_lists": reference.field_lists([found], nation),
        "may_add": OWN_STEPS.allows(request.person),
    }
    return render(request, "incidents/procedures/procedure.html", context)


def add_own(request: HttpRequest, key: str) -> HttpResponse:
    require(OWN_STEPS.allows(request.person), whom_to_ask(OWN_STEPS))
    found = _procedure(key)
    form = OwnStepForm(request.POST or None, procedure=found, nation=request.organisation.nation)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_own(procedure=key, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The step is part of the procedure now. Cases that are sorted from now on have it.")
            )
            return redirect("incidents:procedure", request.organisation.slug, key)
    context = {"form": form, "procedure": found, "back": address("incidents:procedure", key)}
    return render(request, "incidents/procedures/add.html", context)


def end_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the charity's own steps end. Those that come with the software stay."""
    require(OWN_STEPS.allows(request.person), whom_to_ask(OWN_STEPS))
    found = get_object_or_404(OwnStep, pk=pk, ended_at=None)
    form = EndOwnStepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.end_own(found, by=request.person, **form.cleaned_data)
        messages.success(request, _("It is no longer part of the procedure."))
        return redirect("incidents:procedure", request.organisation.slug, found.procedure)
    context = {"form": form, "own": found, "back": address("incidents:procedure", found.procedure)}
    return render(request, "incidents/procedures/end.html", context)
