"""Pages behind a personal link: who opens them is asked "Are you …?", and nothing of them is kept, found or guessed.

A room describes its own with `Doors` and writes its views as functions of the request and a `Visit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Generic, Protocol, TypeVar

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import links
from people.models import PersonalLink
from safeguard import throttling
from safeguard.scoping import acting_for

CONFIRMED_FOR = timedelta(hours=1)  # then the page asks again who is there: the computer may be a library's
STRANGE_TOKENS = 30  # in ten minutes, from one address
TEN_MINUTES, HOUR = 600, 3600  # seconds


class Visit(Protocol):
    """Somebody at the door, with what their link is about."""

    @property
    def token(self) -> str: ...

    @property
    def link(self) -> PersonalLink: ...


V = TypeVar("V", bound=Visit)


@dataclass(frozen=True)
class Doors(Generic[V]):
    """The pages of one purpose of link.

    `purpose` is also the name of the first address, "Are you …?", and `<purpose>-new-link` that of the address at which
    a link that has run out is renewed. `visit_of` makes the visit of a token and its link, or None where what it is
    about is gone; `renew` has a fresh link sent to the owner of an old one. `posts` may be sent in ten minutes.
    """

    purpose: str
    visit_of: Callable[[str, PersonalLink], V | None]
    renew: Callable[[PersonalLink], object]
    posts: int = 30

    def by_link(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Opens the link and the scope of its charity, or shows the sentence that says what to do instead."""

        @login_not_required
        @wraps(view)
        def opened(request: HttpRequest, token: str, **given: Any) -> HttpResponse:
            try:
                link = links.open_link(token, self.purpose)
            except links.LinkUnusable as unusable:
                return unlisted(self.unusable(request, token, str(unusable)))
            if request.method == "POST" and not throttling.allow(
                f"{self.purpose}:{link.pk}", limit=self.posts, seconds=TEN_MINUTES
            ):
                return unlisted(too_often(request))
            with acting_for(link.organisation):
                visit = self.visit_of(token, link) if link.person.is_here(timezone.localdate()) else None
                if visit is None:
                    return unlisted(self.unusable(request, token, _("This link does not work any more.")))
                return unlisted(view(request, visit, **given))

        return opened

    def confirmed(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Only for whoever has answered "Are you …?" in this browser within the hour."""

        @wraps(view)
        def answered(request: HttpRequest, visit: V, **given: Any) -> HttpResponse:
            until = request.session.get(self.key(visit))
            if not until or until < timezone.now().timestamp():
                return redirect(reverse(self.purpose, args=[visit.token]))
            return view(request, visit, **given)

        return answered

    def confirm(self, request: HttpRequest, visit: V) -> None:
        request.session[self.key(visit)] = (timezone.now() + CONFIRMED_FOR).timestamp()

    def forget(self, request: HttpRequest, visit: V) -> None:
        request.session.pop(self.key(visit), None)

    def key(self, visit: V) -> str:
        return f"door:{visit.link.pk}"

    def unusable(self, request: HttpRequest, token: str, sentence: str) -> HttpResponse:
        """Unknown, taken back or run out. Only a link that has merely run out can be renewed."""
        if not throttling.allow(f"strange:{client_ip(request)}", limit=STRANGE_TOKENS, seconds=TEN_MINUTES):
            return too_often(request)
        old = links.out_of_date(token, self.purpose)
        new_link = reverse(f"{self.purpose}-new-link", args=[token]) if old else ""
        context = {"sentence": sentence, "new_link": new_link, "organisation": old.organisation if old else None}
        return render(request, "people/doors/unusable.html", context, status=410 if old else 404)

    @property
    def new_link(self) -> Callable[..., HttpResponse]:
        """The view at which a fresh link is asked for. It goes to the address that the charity has, never elsewhere."""

        @login_not_required
        @require_POST
        def asked(request: HttpRequest, token: str) -> HttpResponse:
            old = links.out_of_date(token, self.purpose)
            if old is None:
                sentence = _("This link does not work any more. Ask the charity for a new one.")
                return unlisted(self.unusable(request, token, sentence))
            with acting_for(old.organisation):
                if throttling.allow(f"new link:{old.person_id}", limit=1, seconds=HOUR):
                    self.renew(old)
                return unlisted(render(request, "people/doors/new_link.html", {"organisation": old.organisation}))

        return asked


def unlisted(response: HttpResponse) -> HttpResponse:
    """Nothing of these pages is kept, found or shown in a preview."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def client_ip(request: HttpRequest) -> str | None:
    """None where the web server does not say: nobody is kept from answering for that."""
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None
    return address


def too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "people/doors/too_often.html", status=429)
