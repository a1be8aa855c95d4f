"""The log: the cases that somebody may know of, the newest first. Low-level concerns have a list of their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import midnight
from incidents import presenting
from incidents.access import visible_to
from incidents.doors import in_the_log
from incidents.forms.log import UNFINISHED, LogForm, SearchForm
from incidents.models import Answer
from incidents.models.cases import CaseQuerySet
from incidents.permissions import SUMMARISE
from incidents.states import UNFINISHED as UNFINISHED_STATUSES
from incidents.states import CaseStatus
from people.models import Person
from safeguard.addresses import address
from safeguard.paging import page_of

PAGE = 25


@in_the_log
def log(request: HttpRequest) -> HttpResponse:
    return _list(request, low=False)


@in_the_log
def low_level(request: HttpRequest) -> HttpResponse:
    """Concerns about adults below the threshold, so that a pattern shows; never among the others unless asked."""
    return _list(request, low=True)


def _list(request: HttpRequest, *, low: bool) -> HttpResponse:
    form = LogForm(request.GET)
    asked = form.asked()
    if low:
        del form.fields["low"]
        asked["low"] = None
    found = asked_for(asked, request.person, low=low)
    page = page_of(request, found, order="-opened_at", size=PAGE, within=visible_to(request.person))
    context = {
        "form": form,
        "search": SearchForm(),
        "low": low,
        "tabs": tabs(request),
        "rows": presenting.rows(page.rows, reader=request.person, now=timezone.now()),
        "previous": page.previous,
        "next": page.next,
        "columns": [_("Case"), _("Kind"), _("Received"), _("Status"), _("Next")],
        "is_filtered": any(asked.values()),
    }
    return render(request, "incidents/log/log.html", context)


def tabs(request: HttpRequest) -> list[tuple[str, str, bool]]:
    pages = [(_("Concerns"), "log"), (_("What is due"), "due"), (_("Low-level concerns"), "low_level")]
    pages += [(_("Look-ups on social media"), "look_ups")]
    pages += [(_("Search"), "search"), (_("Procedures"), "procedures")]
    pages += [(_("Concerns as numbers"), "summary")] if SUMMARISE.allows(request.person) else []
    found = [(label, address(f"incidents:{name}")) for label, name in pages]
    here = found[0][1] if request.path == address("incidents:front") else request.path  # the front shows the log
    return [(label, url, here == url) for label, url in found]


def asked_for(asked: dict[str, Any], person: Person, *, low: bool) -> CaseQuerySet:
    found = visible_to(person)
    if low:
        found = found.filter(is_low_level=True)
    elif not asked["low"]:
        found = found.filter(is_low_level=False)
    if asked["status"] == UNFINISHED:
        found = found.filter(status__in=UNFINISHED_STATUSES)
    elif asked["status"]:
        found = found.filter(status=asked["status"])
    else:
        found = found.exclude(status=CaseStatus.JOINED)
    if asked["kind"]:
        found = found.filter(types__icontains=f'"{asked["kind"]}"')
    if asked["severity"]:
        found = found.filter(severity="" if asked["severity"] == "none" else asked["severity"])
    if asked["since"]:
        found = found.filter(opened_at__gte=midnight(asked["since"]))
    if asked["until"]:
        found = found.filter(opened_at__lte=presenting.by_day(asked["until"]))
    if asked["danger"]:
        found = found.filter(danger_now__in=[Answer.YES, Answer.UNSURE])
    if asked["online"]:
        found = found.filter(is_online=True)
    if asked["worker"]:
        found = found.filter(about_worker__in=[Answer.YES, Answer.UNSURE])
    return found
