"""What a charity does first: the promises that are not kept yet, as a list to work through (E-87)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.models import Person
from people.permissions import MANAGE_ORGANISATION, whom_to_ask
from safeguard.commitments import Commitment, State, all_commitments
from safeguard.refusals import require

KINDS = {State.KEPT: "good", State.AT_RISK: "soon", State.BROKEN: "bad", State.NEW: "quiet"}


def set_up(request: HttpRequest) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    promises = list(all_commitments(today=timezone.localdate()))
    to_do = [_task(promise, request.person) for promise in promises if promise.state != State.KEPT]
    done = [_task(promise, request.person) for promise in promises if promise.state == State.KEPT]
    return render(request, "settings/set_up.html", {"to_do": to_do, "done": done, "total": len(promises)})


def _task(promise: Commitment, viewer: Person) -> dict[str, str]:
    """One line; only those who answer for it are led to where something can be done."""
    return {
        "title": promise.title,
        "url": promise.url if viewer.holds(*promise.answered_by) else "",
        "hint": promise.reason,
        "status": promise.state.label,
        "kind": KINDS[promise.state],
    }
