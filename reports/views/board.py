"""The board page: is the charity in order, in one minute."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports import board as standing
from reports.models import Kind
from reports.permissions import BOARD_SENTENCE, SEE_BOARD, sees_reports
from reports.services import asking
from reports.views.sections import sections
from safeguard.addresses import address
from safeguard.refusals import Refused, require


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The board page, or the packs for those who make packs and nothing else."""
    if not SEE_BOARD.allows(request.person) and sees_reports(request.person):
        return redirect(address("reports:packs"))
    require(SEE_BOARD.allows(request.person), BOARD_SENTENCE)
    today = timezone.localdate()
    found = standing.board(request.organisation, today=today)
    context = {
        "board": found,
        "chart": standing.policies_chart(found.numbers),
        "today": today,
        "answers_for": {p.key for g in found.groups for p in g.promises if request.person.holds(*p.answered_by)},
        "sections": sections(request, "reports:reports"),
    }
    return render(request, "reports/board.html", context)


@require_POST
def print_plan(request: HttpRequest) -> HttpResponse:
    require(SEE_BOARD.allows(request.person), BOARD_SENTENCE)
    return printed(request, kind=Kind.PLAN, title=_("Action plan"))


@require_POST
def print_card(request: HttpRequest) -> HttpResponse:
    """Everybody may: whoever needs the numbers should have them (IL-75)."""
    return printed(request, kind=Kind.CARD, title=_("Who to call"))


def printed(request: HttpRequest, *, kind: str, title: str) -> HttpResponse:
    try:
        pack = asking.ask(by=request.person, kind=kind, title=title)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address("reports:home"))
    return redirect(pack)
