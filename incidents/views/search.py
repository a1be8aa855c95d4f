"""Search by names and words. What is typed is sent in the body and kept nowhere: not in an address, not in a log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import presenting
from incidents.doors import in_the_log
from incidents.forms.log import SearchForm
from incidents.models import Case
from incidents.services import searching
from incidents.views.log import tabs
from safeguard.paging import as_key

PAGE = 25


@in_the_log
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.POST if request.method == "POST" else None)
    typed = form.typed() if request.method == "POST" else ""
    in_text, after = bool(request.POST.get("in_text")), as_key(request.POST.get("after", ""))
    cases: list[Case] = []
    older: Case | None = None
    if typed and in_text:
        looked = searching.look_into(typed, by=request.person, after=after, most=PAGE)
        cases, older = looked.hits, looked.next
    elif typed:
        found = searching.find(typed, by=request.person)
        cases, older = searching.page(found, by=request.person, after=after, size=PAGE)
    searching.found(cases, by=request.person)
    context = {
        "form": form,
        "tabs": tabs(request),
        "typed": typed,
        "in_text": in_text,
        "older": older.pk if older else "",
        "rows": presenting.rows(cases, reader=request.person, now=timezone.now()) if cases else [],
        "columns": [_("Case"), _("Kind"), _("Received"), _("Status"), _("Next")],
    }
    return render(request, "incidents/log/search.html", context)
