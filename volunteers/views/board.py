"""The board of applicants: a column for each stage, long stages page by page, closed ones on a page of their own."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import require
from volunteers.forms.applicants import BoardForm
from volunteers.models import Application, ApplicationQuerySet
from volunteers.permissions import INTERVIEW, RECRUIT
from volunteers.presenting_applications import cards, name_of
from volunteers.seeing import applications_for, stages_for
from volunteers.states import CLOSED_STAGES, OPEN_STAGES, Stage

IN_A_COLUMN = 12
PAGE = 25


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    stages = [stage for stage in OPEN_STAGES if stage in stages_for(request.person)]
    require(bool(stages), whom_to_ask(INTERVIEW))
    form = BoardForm(request.GET)
    asked = form.asked()
    found = applications_for(request.person).select_related("position", "person")
    if asked["position"]:
        found = found.filter(position=asked["position"])
    context = {"form": form, "is_filtered": bool(asked["position"]), "may_recruit": RECRUIT.allows(request.person)}
    if asked["stage"] in stages:
        return _one_stage(request, found, Stage(asked["stage"]), context)
    context["columns"] = _columns(found, stages, asked["position"])
    context["is_empty"] = not any(column["count"] for column in context["columns"])
    return render(request, "volunteers/applicants/board.html", context)


def _columns(found: ApplicationQuerySet, stages: list[Stage], position: Any) -> list[dict[str, Any]]:
    """Those who have waited longest come first. The same number of queries for any number of applicants."""
    counts = dict(found.order_by().values_list("status").annotate(n=Count("pk")))
    longest = [
        one for stage in stages for one in found.filter(status=stage).order_by("stage_since", "pk")[:IN_A_COLUMN]
    ]
    shown = cards(longest, timezone.localdate())
    query = {"position": position.pk} if position else {}
    return [
        {
            "stage": stage,
            "label": stage.label,
            "count": counts.get(stage, 0),
            "cards": [card for card in shown if card.application.status == stage],
            "more": max(counts.get(stage, 0) - IN_A_COLUMN, 0),
            "url": address("volunteers:board", stage=str(stage), **query),
        }
        for stage in stages
    ]


def _one_stage(request: HttpRequest, found: ApplicationQuerySet, stage: Stage, context: dict[str, Any]) -> HttpResponse:
    page = page_of(request, found.filter(status=stage), order="stage_since", size=PAGE, within=found)
    context |= {
        "stage": stage,
        "cards": cards(page.rows, timezone.localdate()),
        "previous": page.previous,
        "next": page.next,
    }
    return render(request, "volunteers/applicants/stage.html", context)


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Withdrawn, not taken on, and taken on: as long as they are kept."""
    require(RECRUIT.allows(request.person), whom_to_ask(RECRUIT))
    finished = [*CLOSED_STAGES, Stage.ACTIVE]
    found = applications_for(request.person).filter(status__in=finished).select_related("position", "person")
    page = page_of(request, found, order="-stage_since", size=PAGE)
    context = {"rows": [_row(one) for one in page.rows], "previous": page.previous, "next": page.next}
    return render(request, "volunteers/applicants/closed.html", context)


def _row(application: Application) -> dict[str, Any]:
    return {
        "application": application,
        "name": name_of(application),
        "on": date_format(application.stage_since),
        "kind": "good" if application.status == Stage.ACTIVE else "quiet",
    }
