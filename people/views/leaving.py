"""Somebody leaves, comes back, or has died."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import services
from people.forms.leaving import DeathForm, LeaveForm, RejoinForm
from people.permissions import (
    APPOINT_TRUSTEES,
    MANAGE_PEOPLE,
    RECORD_DEATH,
    may_end_service,
    may_record_death,
    whom_to_ask,
)
from people.views.fetching import person_or_404
from people.views.form_page import form_page
from safeguard.addresses import address
from safeguard.handovers import all_handovers
from safeguard.refusals import Refused, require


def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """What is handed over, then the last day, and with it the check-out begins. Never recorded by the leaver."""
    who = person_or_404(request, pk)
    asked = APPOINT_TRUSTEES if MANAGE_PEOPLE.allows(request.person) else MANAGE_PEOPLE
    require(who != request.person, _("Somebody else records that you leave. Ask the chair or the coordinator."))
    require(may_end_service(request.person, who), whom_to_ask(asked))
    form = LeaveForm(request.POST or None, person=who)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "confirmed"}
        try:
            services.leave(who, by=request.person, **given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is recorded that %(who)s leaves.") % {"who": who})
            if who.check_outs.open().exists():
                return redirect("people:check_out", request.organisation.slug, who.pk)
            return redirect(who)
    return render(request, "people/leave.html", {"form": form, "who": who, "handovers": list(all_handovers(who))})


def rejoin(request: HttpRequest, pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
    form = RejoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.rejoin(who, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(who)s is back. Give roles and send an invitation next.") % {"who": who})
            return redirect(who)
    return form_page(
        request,
        form,
        title=_("%(who)s comes back") % {"who": who},
        lead=_("A new time begins: roles, sign-in and signatures of the time before do not come back by themselves."),
        submit=_("Take back into the list"),
        back=address("people:person", pk),
    )


def died(request: HttpRequest, pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    asked = RECORD_DEATH if MANAGE_PEOPLE.allows(request.person) else MANAGE_PEOPLE
    require(may_record_death(request.person, who), whom_to_ask(asked))
    form = DeathForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_death(who, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = _("Recorded. No message goes out to %(who)s any more.")
            if who.check_outs.open().exists():
                said = _(
                    "Recorded. No message goes out to %(who)s any more. What they looked after stands on a list, for "
                    "when there is time."
                )
            messages.success(request, said % {"who": who})
            return redirect(who)
    return form_page(
        request,
        form,
        title=_("%(who)s has died") % {"who": who},
        lead=_(
            "All messages and links stop at once, so that the family is not written to. The records are kept. "
            "What they looked after is put on a list, so that it comes into other hands."
        ),
        submit=_("Record it"),
        submit_kind="warning",
        back=address("people:person", pk),
    )


@require_POST
def take_back_death(request: HttpRequest, pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
    try:
        services.take_back_death(who, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Corrected. The person counts as somebody who left, and can come back."))
    return redirect(who)
