"""The charity's links for raising a concern without a sign-in, and posters with them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consent.marks import drawn
from incidents import numbers
from incidents.forms.raising import LinkForm
from incidents.models import RaiseLink
from incidents.permissions import KEEP_LINKS
from incidents.services import links as services
from people.permissions import whom_to_ask
from safeguard.addresses import address, whole
from safeguard.refusals import require


def links(request: HttpRequest) -> HttpResponse:
    require(KEEP_LINKS.allows(request.person), whom_to_ask(KEEP_LINKS))
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.make(by=request.person, **form.cleaned_data)
        messages.success(request, _("The link works now. Print its poster and hang it up."))
        return redirect(address("incidents:poster", made.pk))
    context = {
        "form": form,
        "links": [(one, whole(reverse("raise", args=[one.token]))) for one in RaiseLink.objects.filter(ended_at=None)],
        "ended": RaiseLink.objects.exclude(ended_at=None),
        "columns": [_("Where it is used"), _("Address"), _("For whom"), ""],
    }
    return render(request, "incidents/raise/links.html", context)


@require_POST
def end_link(request: HttpRequest, pk: int) -> HttpResponse:
    require(KEEP_LINKS.allows(request.person), whom_to_ask(KEEP_LINKS))
    services.end(get_object_or_404(RaiseLink, pk=pk), by=request.person)
    messages.success(request, _("The link is ended. Whoever opens it is told whom to call. Take its posters down."))
    return redirect(address("incidents:links"))


def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A page for the printer: the square code, the address to type, and the numbers."""
    require(KEEP_LINKS.allows(request.person), whom_to_ask(KEEP_LINKS))
    link = get_object_or_404(RaiseLink, pk=pk, ended_at=None)
    url = whole(reverse("raise", args=[link.token]))
    found = numbers.directory(request.organisation)
    context = {
        "link": link,
        "url": url,
        "mark": drawn(url),
        "at_once": [one for one in found if one.kind == "emergency"],
        "helplines": numbers.helplines(found),
    }
    return render(request, "incidents/raise/poster.html", context)
