"""What the charity knows of oneself: to read, to take away, and to ask about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.models import Person
from people.reauthentication import proven_again
from people.roles import Role
from rights.copying import copy_of
from rights.forms.requests import OwnRequestForm
from rights.models import DataRequest
from rights.services import papers
from rights.services import requests as services
from safeguard.addresses import address
from safeguard.refusals import Refused


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    context = {
        "copy": copy_of(request.person, by=request.person),
        "requests": DataRequest.objects.filter(asker=request.person, about=request.person),
        "leads": Person.objects.current().holding(Role.LEAD)[:3],
    }
    return render(request, "rights/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@proven_again
def copy(request: HttpRequest) -> HttpResponse:
    """A page before the copy, so that somebody who had to prove who they are comes back to a button."""
    if request.method == "POST":
        try:
            paper = papers.ask_copy(request.person, by=request.person)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(address("rights:mine"))
        return redirect(paper)
    return render(request, "rights/mine_copy.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    form = OwnRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.ask_for_oneself(by=request.person, **form.cleaned_data)
        messages.success(request, _("Thank you. Your request has arrived, and somebody will answer it within a month."))
        return redirect(address("rights:mine"))
    context = {"form": form, "title": _("Ask about your data"), "submit": _("Send it"), "back": address("rights:mine")}
    return render(request, "rights/form.html", context)
