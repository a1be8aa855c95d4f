"""A person's own signing page, opened from a mail without signing in: /sign/<token>/."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.forms.signing import ConfirmForm
from agreements.models import Agreement, AgreementRequest, How
from agreements.services import asking, signing
from agreements.services.signing import Evidence
from agreements.views import reading
from agreements.views.reading import Door
from people import links
from people.doors import HOUR, Doors, client_ip
from people.models import Person, PersonalLink, Purpose
from safeguard import throttling

BIRTH_DATES = 5  # tries in an hour


@dataclass(frozen=True)
class Visit:
    token: str
    link: PersonalLink
    agreement: Agreement
    person: Person

    def url(self, page: str) -> str:
        return reverse(page, args=[self.token])

    @property
    def asks_birth_date(self) -> bool:
        return self.agreement.asks_birth_date and self.person.date_of_birth is not None


def visit_of(token: str, link: PersonalLink) -> Visit | None:
    agreement = agreement_of(link)
    return Visit(token, link, agreement, link.person) if agreement else None


def renew(old: PersonalLink) -> None:
    agreement = agreement_of(old)
    if agreement is not None and old.person.is_here(timezone.localdate()):
        asking.new_link(agreement, old.person)


def agreement_of(link: PersonalLink) -> Agreement | None:
    key = link.about.removeprefix("agreement:")
    return Agreement.objects.filter(pk=key).first() if key.isdigit() else None


def door_of(request: HttpRequest, visit: Visit) -> Door:
    evidence = Evidence(
        how=How.LINK_AND_BIRTH_DATE if visit.asks_birth_date else How.LINK,
        email=visit.person.email,
        ip=client_ip(request),
        device=request.headers.get("User-Agent", ""),
    )
    pages = ("read", "other", "receipt", "receipt-pdf")
    read, other, receipt, pdf = (visit.url(f"sign-{page}") for page in pages)
    return Door(visit.agreement, visit.person, evidence, "base_public.html", read, other, receipt, pdf)


DOORS = Doors(Purpose.SIGN, visit_of=visit_of, renew=renew)
by_link, confirmed, new_link = DOORS.by_link, DOORS.confirmed, DOORS.new_link


@by_link
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """ "Are you …?" Nothing else is shown before that, and opening the page uses nothing up (E-42)."""
    sent = request.POST if request.method == "POST" else None
    form = ConfirmForm(sent, asks_birth_date=visit.asks_birth_date)
    if request.method == "POST" and form.is_valid():
        if visit.asks_birth_date and not _is_birth_date(visit, form.cleaned_data["birth_date"]):
            form.add_error("birth_date", _wrong_birth_date(visit))
        else:
            DOORS.confirm(request, visit)
            return redirect(visit.url("sign-read"))
    context = {"form": form, "visit": visit, "organisation": visit.person.organisation}
    return render(request, "agreements/sign/start.html", context | {"not_me": visit.url("sign-not-me")})


def _is_birth_date(visit: Visit, given: Any) -> bool:
    allowed = throttling.allow(f"birth:{visit.link.pk}", limit=BIRTH_DATES, seconds=HOUR)
    return allowed and given == visit.person.date_of_birth


def _wrong_birth_date(visit: Visit) -> str:
    return _(
        "This is not the date of birth that we have. Try again, or ask the charity. You can try a few times an hour."
    )


def through(page: Callable[[HttpRequest, Door], HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is the same through every door, opened by a link whose owner has said who they are."""
    return by_link(confirmed(lambda request, visit: page(request, door_of(request, visit))))


read, other = through(reading.read), through(reading.other)
receipt, receipt_pdf = require_safe(through(reading.receipt)), require_safe(through(reading.receipt_pdf))


@by_link
def not_me(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The link is with the wrong person: it is taken back and the charity is told."""
    context = {"organisation": visit.person.organisation, "visit": visit}
    if request.method != "POST":
        return render(request, "agreements/sign/not_me.html", context | {"start": visit.url("sign")})
    live = AgreementRequest.objects.live().filter(agreement=visit.agreement, person=visit.person).first()
    if live is not None:
        signing.not_me(live)
    else:
        links.revoke(visit.person, purpose=Purpose.SIGN, about=visit.link.about)
    DOORS.forget(request, visit)
    return render(request, "agreements/sign/not_me_done.html", context)
