"""A calendar feed of what one person owes, by a link of their own."""

from __future__ import annotations

from itertools import islice

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from people import links
from people.models import Purpose
from reminders.services import calendars
from safeguard.addresses import address, whole
from safeguard.obligations import Obligation, all_obligations
from safeguard.scoping import acting_for

EVENTS = 200


def make_link(request: HttpRequest) -> HttpResponse:
    """Show the address once; making a new one ends the old one."""
    shown = ""
    if request.method == "POST":
        shown = whole(reverse("calendar", args=[calendars.make_link(request.person)]))
    return render(request, "reminders/calendar.html", {"address": shown})


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 5545: one all-day entry for each thing that is due, without anything confidential."""
    try:
        link = links.open_link(token, Purpose.CALENDAR)
    except links.LinkUnusable as unusable:
        raise Http404 from unusable
    today = timezone.localdate()
    with acting_for(link.organisation):
        if not link.person.is_here(today):
            raise Http404
        calendar = Calendar()
        calendar.add("prodid", "-//Safeguard//Reminders//EN")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", link.organisation.name)
        for obligation in islice(all_obligations(today=today, person=link.person_id), EVENTS):
            event = Event()
            event.add("uid", f"{_uid(obligation)}@{link.organisation.slug}")
            event.add("dtstamp", timezone.now())
            event.add("dtstart", obligation.due_on)
            event.add("summary", str(obligation.title))
            event.add("url", whole(address("reminders:due") if obligation.is_closed else obligation.url))
            calendar.add_component(event)
        return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _uid(obligation: Obligation) -> str:
    """The same for the same thing for ever. Calendars are handed to others: what is closed is not told by its key."""
    return salted_hmac("calendar", obligation.key).hexdigest() if obligation.is_closed else obligation.key
