"""Raising a concern without a sign-in, by the charity's link, and coming back by code.

Nobody is asked who they are. No session is begun and no cookie is needed; what is sent holds no address of a device.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from incidents import naming, numbers
from incidents.forms.raising import ChildForm, CodeForm, MessageForm, PublicForm, holders_by_office
from incidents.models import RaiseLink, Source
from incidents.services import following, links, raising
from incidents.views.raising import keep_name, words_for, worker_script
from incidents.views.raising_own import shown
from people.doors import client_ip, unlisted
from people.models import Person, RoleLabel
from safeguard import throttling
from safeguard.local_times import in_words
from safeguard.refusals import Refused
from safeguard.scoping import acting_for

TEN_MINUTES = 600  # seconds
REPORTS = 30  # in ten minutes, from one address: a whole youth club may share one
STRANGE_TOKENS = 30
CODES = 10


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens the charity's scope; an ended link and an unknown one still say whom to call."""

    @csrf_exempt  # it acts in nobody's name, and whoever takes no cookies must be able to send
    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, token: str, **given: Any) -> HttpResponse:
        link = links.behind(token)
        if link is None:
            return unlisted(_unknown(request))
        with acting_for(link.organisation):
            if link.ended_at is not None:
                context = {"organisation": link.organisation} | words_for(numbers.directory(link.organisation))
                return unlisted(render(request, "incidents/raise/no_link.html", context, status=410))
            return unlisted(view(request, link, **given))

    return opened


def _unknown(request: HttpRequest) -> HttpResponse:
    allowed = throttling.allow(f"raise token:{client_ip(request)}", limit=STRANGE_TOKENS, seconds=TEN_MINUTES)
    context = words_for(numbers.of_every_nation())
    return render(request, "incidents/raise/no_link.html", context, status=404 if allowed else 429)


@by_link
def raise_(request: HttpRequest, link: RaiseLink) -> HttpResponse:
    form_class = ChildForm if link.for_children else PublicForm
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = form_class(*given, holders=_holders())
    status = 200
    if request.method == "POST" and form.is_valid():
        if throttling.allow(f"raise:{client_ip(request)}", limit=REPORTS, seconds=TEN_MINUTES):
            return _receive(request, link, form)
        form.add_error(
            None, _("Very much came from here just now. What you wrote is below: wait ten minutes, then send.")
        )
        status = 429
    return render(request, "incidents/raise/form.html", _context(link, form), status=status)


def _receive(request: HttpRequest, link: RaiseLink, form: PublicForm) -> HttpResponse:
    found = form.cleaned_data
    offices = [key.removeprefix("office-") for key in found["concerned"]]
    received = raising.receive(
        by=None,
        words=form.account(),
        source=Source.LINK,
        once=found["once"],
        happened=form.happened(),
        danger_now=found["danger_now"],
        offices=offices,
        is_close=found["is_close"],
        named=_named(form, offices),
        is_anonymous=not found["name"].strip(),
        for_children=link.for_children,
        began_at=form.began_at(),
    )
    context = {
        "report": received.report,
        "received": in_words(received.report.received_at),
        "code": received.code,
        # by what was ticked alone: what the words meant would say who holds an office
        "reached_nobody": raising.reaches_nobody(offices, is_close=found["is_close"]),
        "is_public": True,
        "base": "base_public.html",
        "organisation": link.organisation,
        "keep": keep_name(link.token),
        "for_children": link.for_children,
        **words_for(numbers.directory(link.organisation)),
    }
    return render(request, "incidents/raise/sent.html", context)


def _named(form: PublicForm, offices: list[str]) -> list[Person]:
    """Whom the words may mean. A name in what happened counts unless nobody would be left who reads it."""
    found, today = form.cleaned_data, timezone.localdate()
    meant = naming.meant_by([found["who"], found["concerned_else"]], today=today)
    named = naming.named_in([found["what"], found.get("own_words", "")], today=today)
    everybody = list(dict.fromkeys([*meant, *named]))
    return meant if raising.reaches_nobody(offices, is_close=found["is_close"], named=everybody) else everybody


def _holders() -> list[Any]:
    return holders_by_office(RoleLabel.objects.by_role())


def _context(link: RaiseLink, form: PublicForm, *, offline: bool = False) -> dict[str, Any]:
    return {
        "form": form,
        "base": "base_public.html",
        "organisation": link.organisation,
        "for_children": link.for_children,
        "draft": None,
        "leads": [],
        "autosave": "",
        "clear": "",
        "is_public": True,
        "is_offline": offline,
        "scope": reverse("raise", args=[link.token]),
        "worker": reverse("raise-worker"),
        "keep": keep_name(link.token),
        **words_for(numbers.directory(link.organisation)),
    }


@by_link
def offline(request: HttpRequest, link: RaiseLink) -> HttpResponse:
    form_class = ChildForm if link.for_children else PublicForm
    form = form_class(holders=_holders(), initial={"once": "", "began": ""})
    return render(request, "incidents/raise/form.html", _context(link, form, offline=True))


@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    return worker_script()


@csrf_exempt  # the code is all that counts, and it is in the form
@login_not_required
def follow_up(request: HttpRequest) -> HttpResponse:
    """The code is typed, never part of an address. Each page asks for it anew: nothing is left in the browser."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    if not throttling.allow(f"follow-up:{client_ip(request)}", limit=CODES, seconds=TEN_MINUTES):
        form.add_error(None, _("Too many tries. Wait ten minutes and try again."))
        return _ask(request, form, status=429)
    report = following.find(form.cleaned_data["code"])
    if report is None:
        form.add_error(
            "code", _("There is no report with this code. Look at it again: it has sixteen letters and figures.")
        )
        return _ask(request, form, status=404)
    with acting_for(report.organisation):
        return unlisted(_talk(request, report, form.cleaned_data["code"]))


def _ask(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {"form": form} | words_for(numbers.of_every_nation())
    return unlisted(render(request, "incidents/raise/follow_up.html", context, status=status))


def _talk(request: HttpRequest, report: Any, code: str) -> HttpResponse:
    form, told = MessageForm(), False
    if "text" in request.POST:
        form = MessageForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                following.tell_more(report, text=form.cleaned_data["text"], by=None)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                form, told = MessageForm(), True
    context = {
        "form": form,
        "told": told,
        "print_url": "",
        "code": code,
        "base": "base_public.html",
        "organisation": report.organisation,
    }
    return render(request, "incidents/raise/report.html", context | shown(report))
