"""Events in the browser: the list, one event with its register, what may be shown of all of them, lists to print."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consent.forms.events import EventForm, RegisterForm
from consent.models import Event
from consent.permissions import FIND
from consent.sections import sections
from consent.services import events as services
from consent.services import lists
from consent.services.events import ChannelCount
from organisations.models import Settings
from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import require
from safeguard.tickets import NO_PDF

PAGE = 50


def events(request: HttpRequest) -> HttpResponse:
    require(FIND.allows(request.person), whom_to_ask(FIND))
    page = page_of(request, Event.objects.select_related("project"), order="-on", size=PAGE)
    return _page(request, "list", page=page, today=timezone.localdate())


def add(request: HttpRequest) -> HttpResponse:
    require(FIND.allows(request.person), whom_to_ask(FIND))
    form = EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = services.add(by=request.person, **form.cleaned_data)
        messages.success(request, _("The event is there. Now say who comes."))
        return redirect(address("consent:event_register", made.pk))
    return _page(request, "form", form=form, title=_("Add an event"), back=address("consent:events"))


def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = _fetched(request, pk)
    form = EventForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.change(Event.objects.get(pk=pk), by=request.person, **form.cleaned_data)
        messages.success(request, _("The event is changed."))
        return redirect(found)
    return _page(request, "form", form=form, title=_("Change the event"), back=found.get_absolute_url())


def event(request: HttpRequest, pk: int) -> HttpResponse:
    found, today = _fetched(request, pk), timezone.localdate()
    seen, unseen = services.people_at(found, request.person, today)
    people = list(seen.select_related("project"))
    context = {
        "event": found,
        "people": people,
        "unseen": unseen,
        "rows": [_row(found, count) for count in services.counts(people, found, today)] if people else [],
        "kinds": [(kind.label, address("consent:event_print", pk, kind.value)) for kind in lists.Kind],
        "rules": lists.house_rules(Settings.current()),
    }
    return _page(request, "event", **context)


def _row(event: Event, count: ChannelCount) -> dict[str, Any]:
    question = count.question
    query = {
        "means": question.means,
        "channel": question.channel,
        "channel_name": question.channel_name,
        "identifying": question.identifying,
        "purpose": question.what_for,
        "event": event.pk,
        "whole": "on",
    }
    words = ngettext("%(n)s of %(all)s has no yes", "%(n)s of %(all)s have no yes", count.missing)
    return {
        "count": count,
        "place": question.channel_name or question.get_channel_display(),
        "words": words % {"n": count.missing, "all": count.total} if count.missing else _("Everybody"),
        "kind": {"yes": "good", "ask": "soon", "no": "bad"}[count.verdict],
        "url": f"{address('consent:find_answer')}?{urlencode(query)}",
    }


def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is there. Searching comes back here with everything that was ticked."""
    found, today = _fetched(request, pk), timezone.localdate()
    is_search = request.POST.get("take") == "search"
    data = request.POST if request.method == "POST" and not is_search else None
    form = RegisterForm(
        data,
        raw=request.POST,
        by=request.person,
        today=today,
        event=found,
        initial={"pasted": request.POST.get("pasted", "").splitlines()},
    )
    if data is not None and form.is_valid():
        chosen = [*form.cleaned_data["people"], *form.cleaned_data["pasted"]]
        gone = (form.shown & form.seen_now) - {person.pk for person in chosen}
        number = services.register(found, add=chosen, remove=gone, by=request.person)
        words = ngettext("%(n)s person is in the register.", "%(n)s people are in the register.", number)
        messages.success(request, words % {"n": number})
        return redirect(found)
    return _page(request, "register", form=form, event=found)


@require_POST
def ask_for_list(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    found = _fetched(request, pk)
    ticket = lists.ask(found, _kind(kind), by=request.person)
    return redirect(f"{address('consent:event_list', pk, kind)}?{urlencode({'ticket': ticket})}")


def sheet(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The list to print from the browser, and the PDF once the worker has made it."""
    found, ticket = _fetched(request, pk), request.GET.get("ticket", "")
    if not lists.opens(ticket, found, _kind(kind), by=request.person):
        return _without_ticket(request, found)
    made = lists.PAPERS.made(ticket)
    context = {
        "event": found,
        "sheet": lists.sheet(found, _kind(kind), by=request.person),
        "pdf": f"{address('consent:event_list_pdf', pk, kind)}?{urlencode({'ticket': ticket})}",
        "is_ready": made not in (None, NO_PDF),
        "is_coming": made is None,
        "here": request.get_full_path(),
    }
    return _page(request, "sheet", **context)


def sheet_pdf(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    found, ticket = _fetched(request, pk), request.GET.get("ticket", "")
    if not lists.opens(ticket, found, _kind(kind), by=request.person):
        return _without_ticket(request, found)
    made = lists.PAPERS.made(ticket)
    if made is None or made == NO_PDF:
        return redirect(f"{address('consent:event_list', pk, kind)}?{urlencode({'ticket': ticket})}")
    name = f"{kind}-{found.on:%Y-%m-%d}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _without_ticket(request: HttpRequest, event: Event) -> HttpResponse:
    """A list of yesterday is no list: answers change."""
    messages.info(request, _("This list is out of date, or somebody else printed it. Print a new one."))
    return redirect(event)


def _kind(text: str) -> lists.Kind:
    try:
        return lists.Kind(text)
    except ValueError:
        raise Http404 from None


def _fetched(request: HttpRequest, pk: int) -> Event:
    require(FIND.allows(request.person), whom_to_ask(FIND))
    return get_object_or_404(Event.objects.select_related("project"), pk=pk)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, f"consent/events/{template}.html", {"sections": sections(request), **context})
