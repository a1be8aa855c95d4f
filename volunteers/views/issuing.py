"""What was handed out to somebody, and that it came back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import listed_to
from safeguard.addresses import address
from safeguard.refusals import Refused, require
from volunteers.forms.standing import HandOutForm, TakeBackForm
from volunteers.models import Issued
from volunteers.permissions import HAND_OUT, may_hand_out
from volunteers.services import issuing as services


def issued(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody has, what came back, and the form to hand out something more."""
    who = person_or_404(request, pk)
    is_here = who.is_here(timezone.localdate())
    form = HandOutForm(request.POST or None) if is_here else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            services.hand_out(who, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted."))
            return redirect("volunteers:issued", request.organisation.slug, who.pk)
    rows = list(Issued.objects.filter(person=who).select_related("returned_to"))
    context = {
        "who": who,
        "form": form,
        "out": [one for one in rows if one.returned_on is None],
        "returned": [one for one in reversed(rows) if one.returned_on is not None],
        "back": who.get_absolute_url(),
    }
    return render(request, "volunteers/standing/issued.html", context)


def take_back(request: HttpRequest, pk: int, issued_pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    thing = get_object_or_404(Issued, pk=issued_pk, person=who)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.take_back(thing, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Noted: %(what)s came back.") % {"what": thing})
            return redirect("volunteers:issued", request.organisation.slug, who.pk)
    context = {
        "form": form,
        "who": who,
        "title": _("%(what)s comes back") % {"what": thing},
        "lead": "",
        "submit": _("It came back"),
        "back": address("volunteers:issued", who.pk),
    }
    return render(request, "volunteers/standing/form.html", context)


def person_or_404(request: HttpRequest, pk: int) -> Person:
    require(HAND_OUT.allows(request.person), whom_to_ask(HAND_OUT))
    known = listed_to(request.person, timezone.localdate())
    who: Person = get_object_or_404(known.select_related("line_manager"), pk=pk, merged_into=None)
    require(may_hand_out(request.person, who), str(services.NOT_YOURS))
    return who
