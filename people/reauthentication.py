"""Who takes names away proves once more who they are (field idea 20)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def proven_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page opens only for somebody who proved who they are within the last minutes.

    A form that is sent after that time leads back to its page, with what was typed: allauth would run the view outside
    the organisation's scope.
    """
    guarded = reauthentication_required(view)

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return guarded(request, *args, **kwargs)
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
            typed = request.POST.copy()
            typed.pop("csrfmiddlewaretoken", None)
            return redirect(f"{request.path}?{typed.urlencode()}")

    return wrapper
