"""A person's own signing page, opened from a mail without signing in: /sign/<token>/."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.forms.signing import ConfirmForm
from agreements.models import Agreement, AgreementRequest, How
from agreements.services import asking, signing
from agreements.services.signing import Evidence
from agreements.views import reading
from agreements.views.reading import Door
from people import links
from people.models import Person, PersonalLink, Purpose
from safeguard import throttling
from safeguard.scoping import acting_for

CONFIRMED_FOR = timedelta(hours=1)  # then the page asks again who is there: the computer may be a library's
BIRTH_DATES = 5  # tries in an hour
POSTS = 30  # in ten minutes, from one link
STRANGE_TOKENS = 30  # in ten minutes, from one address
TEN_MINUTES, HOUR = 600, 3600  # seconds


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

    @property
    def key(self) -> str:
        return f"signing:{self.link.pk}"


View = Callable[[HttpRequest, Visit], HttpResponse]


def by_link(view: View) -> Callable[..., HttpResponse]:
    """Opens the link and the scope of its charity, or shows the sentence that says what to do instead."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = links.open_link(token, Purpose.SIGN)
        except links.LinkUnusable as unusable:
            return unlisted(unusable_page(request, token, str(unusable)))
        if request.method == "POST" and not throttling.allow(f"sign:{link.pk}", limit=POSTS, seconds=TEN_MINUTES):
            return unlisted(too_often(request))
        with acting_for(link.organisation):
            agreement = agreement_of(link)
            if agreement is None or not link.person.is_here(timezone.localdate()):
                return unlisted(unusable_page(request, token, _("This link does not work any more.")))
            return unlisted(view(request, Visit(token, link, agreement, link.person)))

    return opened


def confirmed(view: Callable[[HttpRequest, Door], HttpResponse]) -> View:
    """Only for whoever has answered "Are you …?" in this browser within the hour."""

    @wraps(view)
    def answered(request: HttpRequest, visit: Visit) -> HttpResponse:
        until = request.session.get(visit.key)
        if not until or until < timezone.now().timestamp():
            return redirect(visit.url("sign"))
        return view(request, door_of(request, visit))

    return answered


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


def client_ip(request: HttpRequest) -> str | None:
    """None where the web server does not say: a signature does not fail for that."""
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None
    return address


def unlisted(response: HttpResponse) -> HttpResponse:
    """Nothing of these pages is kept, found or shown in a preview."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    response.headers["Cache-Control"] = "no-store, private"
    return response


@by_link
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """ "Are you …?" Nothing else is shown before that, and opening the page uses nothing up (E-42)."""
    sent = request.POST if request.method == "POST" else None
    form = ConfirmForm(sent, asks_birth_date=visit.asks_birth_date)
    if request.method == "POST" and form.is_valid():
        if visit.asks_birth_date and not _is_birth_date(visit, form.cleaned_data["birth_date"]):
            form.add_error("birth_date", _wrong_birth_date(visit))
        else:
            request.session[visit.key] = (timezone.now() + CONFIRMED_FOR).timestamp()
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


read = by_link(confirmed(reading.read))
other = by_link(confirmed(reading.other))
receipt = require_safe(by_link(confirmed(reading.receipt)))
receipt_pdf = require_safe(by_link(confirmed(reading.receipt_pdf)))


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
    request.session.pop(visit.key, None)
    return render(request, "agreements/sign/not_me_done.html", context)


def unusable_page(request: HttpRequest, token: str, sentence: str) -> HttpResponse:
    """Unknown, taken back or run out. Only a link that has merely run out can be renewed."""
    if not throttling.allow(f"strange:{client_ip(request)}", limit=STRANGE_TOKENS, seconds=TEN_MINUTES):
        return too_often(request)
    old = links.out_of_date(token, Purpose.SIGN)
    context = {"sentence": sentence, "token": token if old else "", "organisation": old.organisation if old else None}
    return render(request, "agreements/sign/unusable.html", context, status=410 if old else 404)


def too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "agreements/sign/too_often.html", status=429)


@login_not_required
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """A fresh link goes to the address that the charity has, never to the one who asks."""
    old = links.out_of_date(token, Purpose.SIGN)
    if old is None:
        return unlisted(
            unusable_page(request, token, _("This link does not work any more. Ask the charity for a new one."))
        )
    with acting_for(old.organisation):
        if throttling.allow(f"new link:{old.person_id}", limit=1, seconds=HOUR):
            _send_new_link(old)
        return unlisted(render(request, "agreements/sign/new_link.html", {"organisation": old.organisation}))


def _send_new_link(old: PersonalLink) -> None:
    agreement = agreement_of(old)
    if agreement is not None and old.person.is_here(timezone.localdate()):
        asking.new_link(agreement, old.person)
