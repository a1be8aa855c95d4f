"""Asking people to sign and reminding them, with a page in between that says who will get a mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements import audience, texts
from agreements.changes import Changes
from agreements.models import Agreement, AgreementRequest
from agreements.permissions import KEEPERS_SENTENCE, can_ask
from agreements.services import asking
from agreements.services.asking import Sent
from agreements.views.fetching import agreement_of
from people.models import Person
from safeguard.refusals import Refused, require


def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who were ticked, or everybody whose signature is missing and who was not asked."""
    return confirmed(request, pk, to_ask, asking.send, "agreements/send.html")


def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who were ticked, or everybody who was asked and has not answered."""
    return confirmed(request, pk, to_chase, asking.chase, "agreements/chase.html")


def confirmed(
    request: HttpRequest,
    pk: int,
    choose: Callable[[Agreement, date], list[Person]],
    service: Callable[..., Sent],
    template: str,
) -> HttpResponse:
    require(can_ask(request.person), KEEPERS_SENTENCE)
    agreement = agreement_of(pk)
    people = ticked(agreement, request.POST or request.GET) or choose(agreement, timezone.localdate())
    if request.method == "POST":
        try:
            say(request, service(agreement, people, by=request.person))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(agreement)
    context = {
        "agreement": agreement,
        "by_mail": [person for person in people if person.can_be_mailed],
        "on_paper": [person for person in people if not person.can_be_mailed],
        "chosen": [person.pk for person in people] if request.GET.getlist("person") else [],
        "obstacles": texts.obstacles(agreement),
    }
    return render(request, template, context)


def ticked(agreement: Agreement, query: QueryDict) -> list[Person]:
    """People who were ticked on the page before and who must sign; other keys are left out."""
    keys = [int(key) for key in query.getlist("person") if key.isascii() and key.isdigit() and len(key) < 19]
    return list(audience.bound(agreement, timezone.localdate()).filter(pk__in=keys)) if keys else []


def to_ask(agreement: Agreement, today: date) -> list[Person]:
    stale = Changes([agreement]).stale()
    people = audience.bound(agreement, today)
    unasked = audience.at_stage(people, agreement, "not_asked", today, stale)
    return list(unasked) + list(audience.at_stage(people, agreement, "again", today, stale))


def to_chase(agreement: Agreement, today: date) -> list[Person]:
    waiting = AgreementRequest.objects.waiting_for_the_person().filter(agreement=agreement)
    return list(audience.bound(agreement, today).filter(pk__in=waiting.values("person")))


def say(request: HttpRequest, sent: Sent) -> None:
    """What became of it, in one or two sentences."""
    mailed, paper = len(sent.by_mail), len(sent.on_paper)
    if mailed:
        words = ngettext("One person gets an e-mail.", "%(n)s people get an e-mail.", mailed)
        messages.success(request, words % {"n": mailed})
    if paper:
        words = ngettext(
            "One person has no e-mail address: print the form.",
            "%(n)s people have no e-mail address: print their forms.",
            paper,
        )
        messages.warning(request, words % {"n": paper})
    if not mailed and not paper:
        messages.info(request, _("Nobody was left to write to."))
