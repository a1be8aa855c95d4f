"""Look-ups on social media: somebody decides, and whoever asked writes down what was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import LookUp
from incidents.owed.whom import handlers_of
from incidents.services.look_ups import Reviewers
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

KEEP_ASKING = Schedule(days=(0,), repeat_every=3)
DECIDED_WITHIN = timedelta(days=1)
WRITTEN_WITHIN = timedelta(days=14)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    waiting = LookUp.objects.filter(done_at=None, shredded_at=None)
    rows = list(waiting.select_related("case", "asked_by").order_by("pk"))
    if not rows:
        return
    told = handlers_of({row.case.pk: row.case for row in rows if row.case}.values(), today)
    reviewers = Reviewers(today)
    for row in rows:
        handlers = told[row.case.pk] if row.case else tuple(one.pk for one in reviewers.of(row))
        others = tuple(key for key in handlers if key != row.asked_by_id)
        if row.authorised_by_id is None:
            obligation = _to_decide(row, others)
        else:
            obligation = _to_write(row, (row.asked_by_id,) if row.asked_by.is_at_work(today) else others)
        if obligation.recipients and (person is None or person in obligation.recipients):
            yield obligation


def _to_decide(row: LookUp, recipients: tuple[int, ...]) -> Obligation:
    return Obligation(
        key=f"incidents.look_up:{row.pk}",
        title=_("Something waits for your decision"),
        due_on=timezone.localdate(row.asked_at) + DECIDED_WITHIN,
        url=address("incidents:authorise_look_up", row.uid),
        recipients=recipients,
        schedule=KEEP_ASKING,
        reason=_("Sign in to see what it is."),
        action=_("Decide"),
        clause="WY-6",
        is_closed=True,
    )


def _to_write(row: LookUp, recipients: tuple[int, ...]) -> Obligation:
    return Obligation(
        key=f"incidents.look_up_outcome:{row.pk}",
        title=_("Something that you asked for is not finished"),
        due_on=timezone.localdate(row.asked_at) + WRITTEN_WITHIN,
        url=address("incidents:look_up", row.uid),
        recipients=recipients,
        schedule=KEEP_ASKING,
        reason=_("Sign in to see what it is."),
        action=_("Finish it"),
        clause="WY-6",
        is_closed=True,
    )
