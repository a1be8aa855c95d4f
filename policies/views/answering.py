"""Answering a button: it was done, or the sentence of the refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from safeguard.refusals import Refused


def attempt(request: HttpRequest, act: Callable[[], Any], done: str | Promise) -> Any:
    """The result of `act`, with a message; None where it was refused, with the sentence as the message."""
    try:
        result = act()
    except Refused as refused:
        messages.warning(request, str(refused))
        return None
    if done:
        messages.success(request, str(done))
    return result


def after(request: HttpRequest, act: Callable[[], Any], done: str | Promise, *, then: Any) -> HttpResponse:
    """For a button that has no page of its own: do it, say so, and go back."""
    attempt(request, act, done)
    return redirect(then)


def form_page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    """A heading, a sentence and one form. `context` has title, submit, back, and may have lead, warning, rows, kind."""
    defaults = {"lead": "", "warning": "", "rows": [], "submit_kind": "", "caption": "", "points": []}
    return render(request, "policies/form_page.html", {**defaults, **context, "form": form})
