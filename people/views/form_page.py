"""A page that is a heading, a sentence and one form."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise


def form_page(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: str | Promise,
    submit: str | Promise,
    back: str,
    lead: str | Promise = "",
    warning: str | Promise = "",
    submit_kind: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "lead": lead,
        "warning": warning,
        "submit_kind": submit_kind,
    }
    return render(request, "people/form_page.html", context)
