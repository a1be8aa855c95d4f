"""A copy, the schedule or a certificate: being made, ready, or gone."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.reauthentication import proven_again
from rights.models import Paper, PaperKind
from rights.permissions import can_open
from rights.services import papers as services
from safeguard.refusals import Refused

LATE = timedelta(seconds=60)
TYPES = {"pdf": "application/pdf", "json": "application/json"}


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    found = open_paper(request, pk)
    now = timezone.now()
    is_waiting = found.status == "waiting"
    context = {
        "paper": found,
        "can_be_fetched": found.can_be_fetched(now),
        "is_waiting": is_waiting,
        "is_late": is_waiting and now - found.asked_at > LATE,
    }
    return render(request, "rights/paper.html", context)


def file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Who fetches a person's data proves once more who they are; the schedule and certificates hold none."""
    found = open_paper(request, pk)
    if ending not in TYPES:
        raise Http404
    if found.kind == PaperKind.COPY:
        return _file_proven(request, found, ending)
    return _file(request, found, ending)


@proven_again
def _file_proven(request: HttpRequest, found: Paper, ending: str) -> HttpResponse:
    return _file(request, found, ending)


@require_safe
def _file(request: HttpRequest, found: Paper, ending: str) -> HttpResponse:
    try:
        content = services.open_file(found, ending, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(found)
    name = f"{found.kind}-{found.pk}.{ending}"  # it names nobody: a file's name travels further than the file (E-81)
    answer = FileResponse(content, content_type=TYPES[ending], as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    found = open_paper(request, pk)
    try:
        services.try_again(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(found)


def open_paper(request: HttpRequest, pk: int) -> Paper:
    """404 for whoever may not open it: that a copy was made of somebody is nobody else's business."""
    found = get_object_or_404(Paper.objects.select_related("person", "request", "disposal", "asked_by"), pk=pk)
    if not can_open(request.person, found):
        raise Http404
    return found
