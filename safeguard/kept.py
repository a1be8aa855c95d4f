"""What was typed is given back when a form comes too late: nobody writes the same thing twice, least of all at night.

    @keeps_words
    def raise_(request): ...

A form of such a view that was sent from a page left open too long, or after the sign-in ran out, is answered with a
page that holds every field and a button to send it once more. Nothing is stored, and nothing stands in an address.
What a strange site sends is not given back: its visitor would be one button away from sending it in their own name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

NOT_WORDS = {"csrfmiddlewaretoken"}


def keeps_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    view.keeps_words = True  # type: ignore[attr-defined]
    return view


def open_too_long(request: HttpRequest) -> HttpResponse | None:
    """For a form whose token is out of date; None where the view does not keep words."""
    if not _keeps(request):
        return None
    return again(request, _("This page was open for a long time, so we ask you to send it once more."), status=403)


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """For a form that comes after the sign-in ran out; None where there is nothing to keep."""
    if not _keeps(request):
        return None
    sign_in = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.path})}"
    sentence = _("You are no longer signed in. Sign in again in a new window, then come back here and send it.")
    return again(request, sentence, url=sign_in, action=_("Sign in, in a new window"), status=403)


def again(
    request: HttpRequest, sentence: str | Promise, *, url: str = "", action: str = "", status: int = 200
) -> HttpResponse:
    """Everything that was typed, to be sent once more to the same address."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in NOT_WORDS for value in values]
    context: dict[str, Any] = {
        "sentence": sentence,
        "url": url,
        "action": action,
        "fields": fields,
        "texts": [value for _name, value in fields if " " in value.strip()],
        "path": request.get_full_path(),
    }
    return render(request, "kept.html", context, status=status)


def _keeps(request: HttpRequest) -> bool:
    if (
        request.method != "POST"
        or not _is_from_here(request)
        or not any(str(value).strip() for name, value in request.POST.items() if name not in NOT_WORDS)
    ):
        return False
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return bool(getattr(view, "keeps_words", False))


def _is_from_here(request: HttpRequest) -> bool:
    """As far as the browser says where the form stood; one that says nothing is believed."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    said = request.headers.get("Origin") or request.headers.get("Referer")
    return said is None or urlsplit(said).netloc in (request.get_host(), urlsplit(settings.PUBLIC_URL).netloc)
