"""Somebody by the number in the address, as far as the reader may know of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from people.models import Person
from people.visibility import listed_to


def person_or_404(request: HttpRequest, pk: int) -> Person:
    """Raises Http404 for nobody, and for somebody of whom the reader may not know."""
    people = listed_to(request.person, timezone.localdate())
    found: Person = get_object_or_404(people.select_related("project", "line_manager", "user", "merged_into"), pk=pk)
    return found


def to_page_of(request: HttpRequest, who: Person) -> HttpResponse:
    """To the person's page, or to the list where this person may not be known to the reader any more."""
    if listed_to(request.person, timezone.localdate()).filter(pk=who.pk).exists():
        return redirect(who)
    return redirect("people:list", request.organisation.slug)
