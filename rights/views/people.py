"""One person's data: found, looked at, copied for a request, erased."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.models import CareLink, Person
from people.permissions import may_see_contact, own_family, whom_to_ask
from people.reauthentication import proven_again
from rights.copying import copy_of
from rights.due import erasure_of
from rights.forms.keeping import CopyForm, EraseForm
from rights.permissions import COPY, HOLD, PROPOSE_ERASURE, can_copy
from rights.sections import sections
from rights.services import disposals, papers
from safeguard.characters import without_nul
from safeguard.refusals import Refused, require

FOUND_AT_MOST = 30


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Look somebody up, whoever they are and whether they are still here."""
    require(COPY.allows(request.person), whom_to_ask(COPY))
    words = without_nul(request.GET.get("q", "")).strip()[:200]
    everybody = Person.objects.filter(merged_into=None).exclude(pk__in=own_family(request.person).values("pk"))
    found = list(everybody.matching(words)[: FOUND_AT_MOST + 1]) if words else []
    context = {
        "words": words,
        "people": [person for person in found[:FOUND_AT_MOST] if may_see_contact(request.person, person)],
        "there_are_more": len(found) > FOUND_AT_MOST,
        "sections": sections(request),
    }
    return render(request, "rights/find.html", context)


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """All that the charity knows, as it would be handed over; and the way to a copy."""
    found = open_person(request, pk)
    return _person(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@proven_again
def _person(request: HttpRequest, found: Person) -> HttpResponse:
    carers = Person.objects.filter(pk__in=CareLink.objects.filter(cared_for=found).values("carer"))
    form = CopyForm(request.POST if request.method == "POST" else None, about=found, carers=carers)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            paper = papers.ask_copy(
                found,
                by=request.person,
                for_parent=given["receiver"] == "parent",
                receiver=given["carer"],
                request=given["request"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(paper)
    for_parent = request.GET.get("for") == "parent"
    if request.method != "POST":
        papers.note_look(found, by=request.person)
    context = {
        "who": found,
        "form": form,
        "copy": copy_of(found, by=request.person, for_parent=for_parent, receiver=receiver_of(request, carers)),
        "for_parent": for_parent,
        "carers": carers,
        "may_erase": PROPOSE_ERASURE.allows(request.person),
        "may_hold": HOLD.allows(request.person),
    }
    return render(request, "rights/person.html", context)


def receiver_of(request: HttpRequest, carers: object) -> Person | None:
    """The carer in the address, if it is one of this person's."""
    key = request.GET.get("carer", "")
    return next((carer for carer in carers if str(carer.pk) == key), None)  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What can go now, what must stay and why; and the list for two people to decide."""
    require(PROPOSE_ERASURE.allows(request.person), whom_to_ask(PROPOSE_ERASURE))
    found = open_person(request, pk)
    form = EraseForm(request.POST if request.method == "POST" else None, about=found)
    if request.method == "POST" and form.is_valid():
        try:
            proposed = disposals.propose_erasure(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Two people decide on it now."))
            return redirect(proposed)
    context = {"who": found, "plan": erasure_of(found, timezone.localdate()), "form": form}
    return render(request, "rights/erase.html", context)


def open_person(request: HttpRequest, pk: int) -> Person:
    require(COPY.allows(request.person), whom_to_ask(COPY))
    found = get_object_or_404(Person, pk=pk)
    require(
        can_copy(request.person, found),
        _("These details are kept back, or are of your own family. Ask the chair or the safeguarding lead."),
    )
    return found
