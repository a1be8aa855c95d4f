"""Home: what I have to do, first; then the lights of what my roles answer for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from consent.permissions import FIND
from people.offices import asked_once
from people.permissions import MANAGE_ORGANISATION
from reports.home import beginning, lights_for, tasks_for
from reports.permissions import SEE_BOARD
from reports.promises import promises

LIGHTS_SHOWN = 6


@asked_once()
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    tasks, more = tasks_for(request.person, today=today)
    found = promises(request.organisation, today=today)
    running = next((promise for promise in found if promise.key == "reminders.running"), None)
    lights = lights_for(request.person, found)
    pressing = [light for light in lights if light.kind in ("bad", "soon")]
    context = {
        "today": today,
        "tasks": tasks,
        "more": more,
        "lights": pressing[:LIGHTS_SHOWN],
        "more_lights": pressing[LIGHTS_SHOWN:],
        "not_started": [light for light in lights if light.kind == "quiet"],
        "in_order": [light for light in lights if light.kind == "good"],
        "beginning": beginning(found) if MANAGE_ORGANISATION.allows(request.person) else None,
        "may_post": FIND.allows(request.person),
        "running": running,
        "sees_board": SEE_BOARD.allows(request.person),
    }
    return render(request, "reports/home.html", context)
