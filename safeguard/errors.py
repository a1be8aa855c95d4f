"""Pages for what went wrong, in words that say what to do next."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Engine

from safeguard import vault
from safeguard.kept import open_too_long

logger = logging.getLogger(__name__)

NOT_SHOWN = {"csrfmiddlewaretoken", "password"}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this site, or from a page that was left open too long."""
    return open_too_long(request) or render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the person knows but may not do, with the sentence that names whom to ask."""
    return render(request, "403.html", {"sentence": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors, since one of them may be what failed."""
    return HttpResponse(Engine.get_default().get_template("500.html").render(Context()), status=500)


class SealedMiddleware:
    """What cannot be opened answers with a page that says what to do, and never shows something else in its place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, vault.Shredded):
            return render(request, "410_shredded.html", status=410)
        if not isinstance(exception, vault.VaultError):
            return None
        logger.error("Something sealed cannot be opened: %s", type(exception).__name__)
        typed = [text for name, texts in request.POST.lists() if name not in NOT_SHOWN for text in texts if text]
        context = {"is_changed": isinstance(exception, vault.Tampered), "typed": typed}  # nothing typed is lost
        return render(request, "503_sealed.html", context, status=503)
