from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit import presenting, services
from audit.forms import FilterForm
from audit.models import AuditEvent, AuditEventQuerySet
from audit.permissions import READ_AUDIT
from safeguard.refusals import require

PAGE = 50  # events
PLACE = {"older", "newer"}  # where in the list, not what is in it


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    require(READ_AUDIT.allows(request.person), _("The audit is read by the trustees and the technical administrator."))

    form = FilterForm(request.GET)
    found = form.chosen(AuditEvent.objects.shown())
    place = {name: form.cleaned_data.get(name) for name in PLACE}
    page = page_of(found, **place, size=PAGE)
    context = {
        "form": form,
        "filtered": any(value for name, value in request.GET.items() if name not in PLACE),
        "lines": presenting.lines(page.events),
        "newer_url": page.newer and other_page(request.GET, newer=page.newer),
        "older_url": page.older and other_page(request.GET, older=page.older),
        "head": services.head_to_show(request.organisation),
    }
    return render(request, "audit/events.html", context)


@dataclass(frozen=True)
class Page:
    """Some events, newest first, and the places from which the pages beside it go on."""

    events: list[AuditEvent]
    newer: str | None
    older: str | None


def page_of(found: AuditEventQuerySet, *, older: int | None, newer: int | None, size: int) -> Page:
    """The newest events, those older than the number `older`, or those just newer than the number `newer`."""
    if newer is not None:
        rows = list(found.filter(number__gt=newer).as_chain()[: size + 1])
        events = rows[:size][::-1]
        return Page(events, events[0].place if len(rows) > size else None, events[-1].place if events else None)
    if older is not None:
        found = found.filter(number__lt=older)
    rows = list(found.newest_first()[: size + 1])
    events = rows[:size]
    return Page(
        events,
        events[0].place if events and older is not None else None,
        events[-1].place if len(rows) > size else None,
    )


def other_page(asked: QueryDict, **place: str) -> str:
    kept = {name: value for name, value in asked.items() if name not in PLACE and value}
    query = QueryDict(mutable=True)
    query.update(kept | place)
    return f"?{query.urlencode()}"
