"""What is known of an applicant, for the printer: they may ask for it, whether they were taken on or not."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.services import record
from volunteers.permissions import RECRUIT
from volunteers.personal_data import about_applicant
from volunteers.presenting_applications import name_of
from volunteers.seeing import application_or_404
from volunteers.verbs import Verb


@require_safe
def application_data(request: HttpRequest, code: str) -> HttpResponse:
    """Of somebody who is in the list of people, requests about data make the copy. 404 once its time is over."""
    found = application_or_404(request, code, rule=RECRUIT)
    if found.is_shredded:
        raise Http404
    record(Verb.DATA_SHOWN, found, by=request.person)
    context = {"application": found, "name": name_of(found), "sections": about_applicant(found)}
    return render(request, "volunteers/applicants/data.html", context)
