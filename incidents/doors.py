"""The door of the log: whoever goes in has proved a moment ago who they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from incidents import idle
from safeguard import kept


def in_the_log(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For every page that shows anything of a case.

    A form that comes too late is given back with what was typed; none of it ever stands in an address.
    """
    guarded = reauthentication_required(_noted(view))

    @kept.keeps_words
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return (_noted(view, goes_on=True) if idle.goes_on(request) else guarded)(request, *args, **kwargs)
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
            prove = f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}"
            sentence = _(
                "Too much time has passed. Prove in a new window who you are, then come back here and send it."
            )
            return kept.again(request, sentence, url=prove, action=_("Prove who you are, in a new window"))

    return wrapper


def leaves_the_log(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Inside `in_the_log`, for what takes something out of it: asks those who have not proved it in the last minutes.

    A telephone that is stolen while somebody works in the log gives nothing away that could be carried off (E-84).
    """

    def decorated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods and not idle.proved_lately(request):
                raise ReauthenticationRequired
            return view(request, *args, **kwargs)

        return wrapper

    return decorated


def _noted(view: Callable[..., HttpResponse], *, goes_on: bool = False) -> Callable[..., HttpResponse]:
    """The view, for somebody who is in the log from now on, or still."""

    @wraps(view)
    def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        idle.came(request, goes_on=goes_on)
        return view(request, *args, **kwargs)

    return noted
