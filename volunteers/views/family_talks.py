"""Talks with families about screens at home: with whom, when, and what was talked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import cared_for_visible_to
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require
from volunteers import family_talks
from volunteers.forms.mine import TalkForm, WhoForm
from volunteers.models import FamilyTalk
from volunteers.permissions import TALK, is_own
from volunteers.services import family_talks as services

PAGE = 50
TALKS_SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One child in the list, with the last talk about them and whether the family waits for one."""

    person: Person
    last_on: date | None
    is_waiting: bool


@dataclass(frozen=True)
class Talk:
    """One talk in words."""

    row: FamilyTalk
    points: list[str]


@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """The children of one's own work; those whose family waits for a talk carry a word."""
    require(TALK.allows(request.person), whom_to_ask(TALK))
    today = timezone.localdate()
    form = WhoForm(request.GET)
    form.full_clean()
    words, only_waiting = form.cleaned_data.get("q", ""), "waiting" in request.GET
    waiting = {one.person for one in family_talks.waiting(today)}
    seen = cared_for_visible_to(request.person, today)
    own = seen.filter(pk__in=family_talks.children(today).values("pk"))
    found = own.matching(words) if words else own
    if only_waiting:
        found = found.filter(pk__in=waiting)
    page = page_of(request, found.select_related("project"), order="search_text", size=PAGE, within=own)
    last = family_talks.last_talks([person.pk for person in page.rows])
    context = {
        "form": form,
        "lines": [Line(person, last.get(person.pk), person.pk in waiting) for person in page.rows],
        "columns": [_("Name"), _("Project"), _("Last talk"), _("Is a talk due?")],
        "previous": page.previous,
        "next": page.next,
        "only_waiting": only_waiting,
        "is_filtered": bool(words) or only_waiting,
        "mine": FamilyTalk.objects.filter(by=request.person, about__in=seen.values("pk")).select_related("about")[:10],
    }
    return render(request, "volunteers/mine/talks.html", context)


@require_safe
def family(request: HttpRequest, pk: int) -> HttpResponse:
    """What was talked about with the family of somebody, and the points for the next talk."""
    person = _fetched(request, pk)
    rows = FamilyTalk.objects.filter(about=person).select_related("by")[:TALKS_SHOWN]
    context = {
        "who": person,
        "talks": [Talk(row, family_talks.titles(row.points)) for row in rows],
        "points": family_talks.POINTS,
        "is_own": is_own(request.person, person),
    }
    return render(request, "volunteers/mine/family.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    person, today = _fetched(request, pk), timezone.localdate()
    require(not is_own(request.person, person), _("This is your own family. Ask a colleague to talk with them."))
    form = TalkForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            services.note(person, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. The talk is on record."))
            return redirect(address("volunteers:family_talks", person.pk))
    return render(request, "volunteers/mine/new_talk.html", {"who": person, "form": form})


def _fetched(request: HttpRequest, pk: int) -> Person:
    """Somebody whom the person may see among those cared for."""
    require(TALK.allows(request.person), whom_to_ask(TALK))
    person: Person = get_object_or_404(cared_for_visible_to(request.person, timezone.localdate()), pk=pk)
    return person
