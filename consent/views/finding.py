""" "May I post this?" in the browser: where it goes, who is in it, the answer, and what becomes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consent.permissions import FIND
from consent.sections import sections
from people.permissions import whom_to_ask
from safeguard.refusals import require


def front(request: HttpRequest) -> HttpResponse:
    require(FIND.allows(request.person), whom_to_ask(FIND))
    return render(request, "consent/finding/front.html", {"sections": sections(request)})
