"""Registers as spreadsheets, for those who may, after they have proved once more who they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.reauthentication import proven_again
from reports.forms import ExportForm
from reports.permissions import EXPORT, EXPORT_SENTENCE
from reports.services import fetching
from reports.views.sections import sections
from safeguard import spreadsheets
from safeguard.refusals import require


def export(request: HttpRequest) -> HttpResponse:
    require(EXPORT.allows(request.person), EXPORT_SENTENCE)
    return _export(request)


@require_http_methods(["GET", "HEAD", "POST"])
@proven_again
def _export(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        content, name, kind = fetching.export(
            asked["register"], asked["kind"], by=request.person, reason=asked["reason"], today=timezone.localdate()
        )
        return spreadsheets.download(content, name, kind)
    return render(request, "reports/export.html", {"form": form, "sections": sections(request, "reports:export")})
