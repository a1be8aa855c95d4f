"""The start of the room: numbers by stage for those who recruit, and for everybody what their role may open."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.models import Person
from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.refusals import require
from volunteers import permissions as may
from volunteers.seeing import applications_for, stages_for
from volunteers.states import OPEN_STAGES, Stage

CHECKERS = (may.ASSIGN_CHECKS, may.DO_CHECKS, may.JUDGE_CHECKS)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    pages = pages_for(request.person)
    require(bool(pages), whom_to_ask(may.INTERVIEW))
    return render(request, "volunteers/applicants/front.html", {"stats": stats(request.person), "pages": pages})


def stats(person: Person) -> list[dict[str, object]]:
    """How many applications there are at each open stage that somebody sees: one query."""
    stages = [stage for stage in OPEN_STAGES if stage in stages_for(person)]
    counts = dict(applications_for(person).order_by().values_list("status").annotate(n=Count("pk")))
    return [
        {
            "figure": counts.get(stage, 0),
            "label": Stage(stage).label,
            "url": address("volunteers:board", stage=str(stage)),
        }
        for stage in stages
    ]


def pages_for(person: Person) -> list[dict[str, str]]:
    """For components/task_list.html: each page of the room that this person may open, and what it is for."""
    rows = [
        ("board", bool(stages_for(person)), _("Board of applicants"), _("Who is at which stage, and what is missing.")),
        (
            "positions",
            may.SET_UP.allows(person),
            _("Positions"),
            _("What people can volunteer for, links for applying, and what each stage needs."),
        ),
        (
            "checks",
            any(one.allows(person) for one in CHECKERS),
            _("Online checks"),
            _("What anybody can see online: with permission, done once, decided by somebody else."),
        ),
        (
            "vetting",
            may.VET.allows(person),
            _("Criminal-record checks"),
            _("The log, risks while a check is awaited, and exceptions."),
        ),
        (
            "topics",
            may.SEE_TRAINING.allows(person) or may.TRAIN.allows(person),
            _("Training and induction"),
            _("Who has completed what, and who has not."),
        ),
        ("standings", may.SEE_STANDING.allows(person), _("Standing"), _("Who is active, suspended or has ended.")),
        (
            "record",
            may.SEE_RECORD.allows(person),
            _("Single central record"),
            _("All checks of everybody, on one page, to print."),
        ),
        ("mine", may.OWN_PAGE.allows(person), _("My page"), _("What you signed, your training, your standing.")),
    ]
    return [
        {"title": title, "hint": hint, "url": address(f"volunteers:{name}")}
        for name, is_open, title, hint in rows
        if is_open
    ]
