"""The people whom the charity cares for, as far as those who work with them, and their families, see them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.forms.families import CaredForFilter
from people.models import CareLink, Person
from people.permissions import SEE_CARED_FOR, SEE_PEOPLE, looks_after, may_see_contact
from people.roles import Role
from people.views.families import age_in_words, carers_of, whom_to_contact
from people.visibility import cared_for_visible_to
from safeguard.paging import page_of

PAGE = 50
RINGS_FAMILIES = frozenset({Role.STAFF, Role.LINE_MANAGER})
"""Who sees a parent's number without seeing the list of people: those whom the charity pays, or who lead a team."""


def list_cared_for(request: HttpRequest) -> HttpResponse:
    """Everybody sees those whom they may see: a project's workers its people, a family itself, a stranger nobody."""
    me, today = request.person, timezone.localdate()
    form = CaredForFilter(request.GET)
    form.full_clean()
    people = seen = cared_for_visible_to(me, today)
    if words := form.cleaned_data.get("q"):
        people = people.matching(words)
    if project := form.cleaned_data.get("project"):
        people = people.filter(project=project)
    page = page_of(request, people.select_related("project"), order="search_text", size=PAGE, within=seen)
    context = {
        "form": form,
        "lines": [{"person": who, "age": age_in_words(who)} for who in page.rows],
        "columns": [_("Name"), _("Age"), _("Project"), _("Language"), _("Whom to contact")],
        "previous": page.previous,
        "next": page.next,
        "is_filtered": any(request.GET.get(name) for name in ("q", "project")),
        "is_insider": SEE_CARED_FOR.allows(me),
    }
    return render(request, "people/cared_for_list.html", context)


def read(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody needs who works with this person; whoever keeps the list goes to the whole page."""
    me, today = request.person, timezone.localdate()
    who: Person = get_object_or_404(cared_for_visible_to(me, today).select_related("project"), pk=pk)
    if SEE_PEOPLE.allows(me):
        return redirect(who)
    # A parent who works here learns neither where the other one is nor how the child is reached safely (E-29).
    is_insider = SEE_CARED_FOR.allows(me) and who != me and not looks_after(me, who)
    carers = carers_of(who, me) if is_insider else []
    context = {
        "who": who,
        "rows": rows_of(who, is_insider=is_insider),
        "prompt": whom_to_contact(who, carers) if is_insider else "",
        "carers": [{**row, "phone": phone_of(row["person"], who, me)} for row in carers],
        "is_mine": who == me or CareLink.objects.on(today).filter(cared_for=who, carer=me).exists(),
    }
    return render(request, "people/cared_for.html", context)


def rows_of(who: Person, *, is_insider: bool) -> list[dict[str, Any]]:
    """How to make contact safely may be about one of the parents, so it is for those who work here."""
    rows = [
        (_("Name"), who.name),
        (_("Known as"), who.known_as),
        (_("Age today"), age_in_words(who)),
        (_("Preferred language"), who.language),
        (_("Interpreter"), who.interpreter),
        (_("Whom to contact"), who.get_contact_preference_display()),
        (_("Safe way to make contact"), who.safe_contact if is_insider else ""),
        (_("Project"), str(who.project or "")),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def phone_of(carer: Person, who: Person, me: Person) -> str:
    """A carer's number; in words, where it is kept back or is not for this reader."""
    if may_see_contact(me, carer):
        return carer.phone
    if carer.restricted or who.restricted:
        return _("Kept back: ask the chair or the safeguarding lead")
    return carer.phone if me.holds(*RINGS_FAMILIES) else _("Ask the coordinator")
