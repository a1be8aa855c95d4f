"""What the charity promises about data: requests are answered in time, and nothing is kept longer than it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from people.roles import TRUSTEES, Role
from rights.models import DataRequest, Disposal, DisposalKind
from rights.states import RequestStatus
from safeguard.addresses import address
from safeguard.commitments import Commitment, State

ANSWERED_BY = TRUSTEES | {Role.LEAD, Role.COORDINATOR}
SOON = timedelta(days=7)
PATIENCE = timedelta(days=60)


def commitments(*, today: date) -> Iterator[Commitment]:
    yield answered(today)
    yield disposed(today)


def answered(today: date) -> Commitment:
    """Requests about data have their answer, and complaints their acknowledgement, in time (facts 55 and 59)."""
    unfinished = list(DataRequest.objects.unfinished())
    late = late_ones(unfinished, today)
    soon = [r for r in unfinished if r.status == RequestStatus.OPEN and r.due_on <= today + SOON]
    if not unfinished and not DataRequest.objects.exists():
        state, reason = State.NEW, _("Nobody has asked about their data yet.")
    elif late:
        state, reason = State.BROKEN, _("An answer or an acknowledgement is overdue.")
    elif soon:
        state, reason = State.AT_RISK, _("An answer is due within a week.")
    else:
        state, reason = State.KEPT, _("Nothing is overdue.")
    return Commitment(
        key="rights.answered",
        title=_("Requests about data are answered in time"),
        state=state,
        reason=reason,
        url=address("rights:requests"),
        answered_by=ANSWERED_BY,
        action=_("See the requests"),
        number=len(unfinished) - len(late),
        of=len(unfinished),
    )


def late_ones(requests: list[DataRequest], today: date) -> list[DataRequest]:
    """Past their day while the clock runs, or a complaint that nobody has acknowledged."""
    return [
        r
        for r in requests
        if (r.status == RequestStatus.OPEN and r.due_on < today)
        or (r.acknowledge_by and r.acknowledged_on is None and r.acknowledge_by < today)
    ]


def disposed(today: date) -> Commitment:
    """What has run out does not lie about because nobody decides."""
    lists = Disposal.objects.filter(kind=DisposalKind.PERIODS)
    waiting = lists.to_decide().order_by("proposed_at").first()
    if waiting and timezone.localdate(waiting.proposed_at) < today - PATIENCE:
        state, reason = State.BROKEN, _("A list of what has run out has waited for more than two months.")
    elif waiting:
        state, reason = State.AT_RISK, _("A list of what has run out waits for two people.")
    elif lists.exists():
        state, reason = State.KEPT, _("Nothing is kept longer than the schedule says.")
    else:
        state, reason = State.NEW, _("Nothing has run out yet.")
    return Commitment(
        key="rights.disposed",
        title=_("Records are not kept longer than we say"),
        state=state,
        reason=reason,
        url=address("rights:disposals"),
        answered_by=TRUSTEES | {Role.LEAD},
        action=_("See the lists"),
    )
