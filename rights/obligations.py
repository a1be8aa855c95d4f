"""What falls due with data rights: answers, acknowledgements, and lists that wait for a second look.

The titles name numbers and nobody, for they go into mails.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from people.offices import holders
from people.roles import Role
from rights.models import DataRequest, Disposal, Ending
from rights.permissions import APPROVE
from rights.states import RequestStatus
from safeguard.obligations import Obligation, Schedule
from safeguard.retention import rules

ANSWER = Schedule(days=(-14, -7, -2, 0), repeat_every=2, escalate_after=0)
ACKNOWLEDGE = Schedule(days=(-25, -14, -7, -2, 0), repeat_every=2, escalate_after=0)
ASKED_BACK = Schedule(days=(14,), repeat_every=14, repeat_at_most=3)
LOOK = Schedule(days=(0,), repeat_every=14)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    answering = keepers(today)
    if person is None or person in answering:
        chairs = holders(Role.CHAIR, today=today)
        for request in DataRequest.objects.unfinished().prefetch_related("pauses"):
            yield from of_request(request, answering, chairs)
    for disposal in Disposal.objects.to_decide():
        deciding = tuple(
            key for key in holders(*APPROVE.roles, today=today) if key not in (disposal.first_by_id, disposal.person_id)
        )
        if person is None or person in deciding:
            yield Obligation(
                key=f"rights.disposal:{disposal.pk}:{1 if disposal.first_by_id is None else 2}",
                title=_("Look at disposal list %(number)d") % {"number": disposal.number},
                due_on=timezone.localdate(disposal.first_at or disposal.proposed_at),
                url=disposal.get_absolute_url(),
                recipients=deciding,
                schedule=LOOK,
                reason=_("Two people decide what is disposed of. One of them could be you."),
                action=_("See the list"),
            )
    known = rules()
    for ending in Ending.objects.to_decide():
        rule = known.get(ending.rule)
        row = rule.model_class._default_manager.filter(pk=ending.row_id).first() if rule and rule.deciders else None
        if rule is None or rule.deciders is None or row is None:
            continue
        deciding = tuple(key for key in rule.deciders(row, today) if key != ending.first_by_id)
        if deciding and (person is None or person in deciding):
            yield Obligation(
                key=f"rights.ending:{ending.pk}:{1 if ending.first_by_id is None else 2}",
                title=_("Something whose time has run out is waiting for you"),
                due_on=timezone.localdate(ending.first_at or ending.proposed_at),
                url=ending.get_absolute_url(),
                recipients=deciding,
                schedule=LOOK,
                reason=_("Two people decide what is disposed of. One of them could be you."),
                action=_("Look at it"),
                is_closed=True,
            )


def of_request(request: DataRequest, answering: tuple[int, ...], chairs: tuple[int, ...]) -> Iterator[Obligation]:
    number = {"number": request.number}
    if request.acknowledge_by and request.acknowledged_on is None:
        yield Obligation(
            key=f"rights.acknowledge:{request.pk}",
            title=_("Acknowledge complaint %(number)d about data protection") % number,
            due_on=request.acknowledge_by,
            url=request.get_absolute_url(),
            recipients=answering,
            schedule=ACKNOWLEDGE,
            reason=_("A complaint is acknowledged within thirty days."),
            escalate_to=chairs,
            action=_("Open the complaint"),
        )
    if request.status == RequestStatus.OPEN:
        yield Obligation(
            key=f"rights.answer:{request.pk}:{request.due_on.isoformat()}",
            title=_("Answer request %(number)d about data") % number,
            due_on=request.due_on,
            url=request.get_absolute_url(),
            recipients=answering,
            schedule=ANSWER,
            reason=_("Whoever asks about their data gets an answer within a month."),
            escalate_to=chairs,
            action=_("Open the request"),
        )
    for pause in request.pauses.all():
        if pause.until_on is None:
            yield Obligation(
                key=f"rights.asked_back:{pause.pk}",
                title=_("Has request %(number)d been made clear?") % number,
                due_on=pause.from_on,
                url=request.get_absolute_url(),
                recipients=answering,
                schedule=ASKED_BACK,
                reason=_("The clock stands still until they answer. Ask again, or record what they said."),
                action=_("Open the request"),
            )


def keepers(today: date) -> tuple[int, ...]:
    """The leads and the coordinators; where there is neither, the chair."""
    return holders(Role.LEAD, Role.COORDINATOR, today=today) or holders(Role.CHAIR, today=today)
