"""How far a request is answered."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from audit.services import transition
from consent.models import Answer, ConsentRequest, RequestItem
from consent.states import WAITING, RequestStatus
from people.models import Person


@transaction.atomic
def settle(request: ConsentRequest, *, by: Person | None = None) -> ConsentRequest:
    """Move a request on by how many of its questions have an answer.

    Whatever comes in, in whichever way and order, the status follows the answers: none leaves it as it is, some make it
    partly answered, all make it answered. A request that was taken back stays so. Call it after the answers are
    written, in the same transaction. The object that was given carries the new status too.
    """
    locked = ConsentRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    wanted = _reached(locked)
    if wanted is not None and wanted != locked.status and locked.status in WAITING:
        stamps: dict[str, Any] = {"answered_at": timezone.now()} if wanted == RequestStatus.ANSWERED else {}
        transition(locked, to=wanted, by=by or locked.asked, **stamps)
    request.status, request.answered_at = locked.status, locked.answered_at
    return request


def open_items(request: ConsentRequest) -> list[RequestItem]:
    """The questions of a request that nobody has answered yet, in order."""
    said = _said(request)
    items = request.items.select_related("subject", "question", "wording")
    return [item for item in items if (item.subject_id, item.question_id) not in said]


def _reached(request: ConsentRequest) -> RequestStatus | None:
    asked = set(request.items.values_list("subject", "question"))
    answered = asked & _said(request)
    if not answered:
        return None
    return RequestStatus.ANSWERED if answered == asked else RequestStatus.PARTLY


def _said(request: ConsentRequest) -> set[tuple[int, int]]:
    """What was answered to this request, or by whoever was asked in another way since then.

    What a child says beside a parent is the child's own word: the parent's answer is still to come.
    """
    since = Q(giver=request.asked_id, recorded_at__gte=request.asked_at)
    found = Answer.objects.filter(Q(request=request) | since)
    beside = Q(giver=F("subject")) & ~Q(subject=request.asked_id)
    return set(found.exclude(beside).order_by().values_list("subject", "question"))
