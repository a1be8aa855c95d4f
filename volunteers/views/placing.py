"""The positions of somebody who is here: what they have, one more, and the end of one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import listed_to
from safeguard.addresses import address
from safeguard.refusals import Refused, require
from volunteers.forms.placing import EndPlacementForm, PlaceForm
from volunteers.models import Placement, Position
from volunteers.permissions import DECIDE, is_own
from volunteers.services import placing as services


def placements(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody does here now, what they did, and the form for one position more."""
    who, today = person_or_404(request, pk), timezone.localdate()
    rows = list(Placement.objects.filter(person=who).select_related("position"))
    now = [one for one in rows if one.ends_on is None or one.ends_on >= today]
    positions = list(Position.objects.standing())
    form = PlaceForm(request.POST or None, positions=positions) if who.is_here(today) and positions else None
    if form is not None and request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["position"]
        try:
            services.place(who, chosen, starts_on=form.cleaned_data["starts_on"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(who)s: %(position)s.") % {"who": who, "position": chosen})
            return redirect("volunteers:placements", request.organisation.slug, who.pk)
    context = {
        "who": who,
        "form": form,
        "now": now,
        "before": [one for one in reversed(rows) if one not in now],
        "back": who.get_absolute_url(),
    }
    return render(request, "volunteers/standing/placements.html", context)


def end(request: HttpRequest, pk: int, placement_pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    running = Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
    placement = get_object_or_404(running.select_related("position", "person"), pk=placement_pk, person=who)
    form = EndPlacementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end(placement, on=form.cleaned_data["on"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is recorded."))
            return redirect("volunteers:placements", request.organisation.slug, who.pk)
    context = {
        "form": form,
        "who": who,
        "title": _("%(who)s ends in the position “%(position)s”") % {"who": who, "position": placement.position},
        "lead": _("They stay a volunteer. Where their whole service ends, end it on the page of their standing."),
        "submit": _("Record it"),
        "back": address("volunteers:placements", who.pk),
    }
    return render(request, "volunteers/standing/form.html", context)


def person_or_404(request: HttpRequest, pk: int) -> Person:
    require(DECIDE.allows(request.person), whom_to_ask(DECIDE))
    who: Person = get_object_or_404(listed_to(request.person, timezone.localdate()), pk=pk, merged_into=None)
    require(not is_own(request.person, who), str(services.NOT_YOURS))
    return who
