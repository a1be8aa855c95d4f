"""The character NUL: PostgreSQL takes it in no text, and no keyboard has it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NUL = "\x00"


def without_nul(text: str) -> str:
    """For what is kept as it was sent; forms refuse it by themselves."""
    return text.replace(NUL, "")


class CharactersMiddleware:
    """Nothing has an address with NUL in it, so no view looks for it in the database. Of queries, forms say it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return render(request, "404.html", status=404)
        return self.get_response(request)
