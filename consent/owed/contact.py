"""Contacts in spite of a wish to look into, and families who were never told what they should know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.models import Notice, Override
from consent.services.contact_mails import reviewer_keys
from consent.telling import is_told
from people.models import CareLink
from people.offices import holders
from people.roles import Role
from people.visibility import cared_for
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

NEXT_DAY = Schedule(days=(0,), repeat_every=1, escalate_after=1)  # a mail went out at once
SETTLE_IN = timedelta(days=30)
TELL = Schedule(days=(0,), repeat_every=14, escalate_after=60)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    for obligation in (*_to_look_into(today), *_to_tell(today)):
        if person is None or person in obligation.recipients:
            yield obligation


def _to_look_into(today: date) -> Iterator[Obligation]:
    """By the next working day somebody other than the worker has looked into it (E-36, WR-28)."""
    waiting = list(Override.objects.filter(reviewed_at=None).select_related("opt_out").order_by("pk"))
    if not waiting:
        return
    chairs = holders(Role.CHAIR, today=today)
    carers: defaultdict[int, set[int]] = defaultdict(set)
    links = CareLink.objects.filter(cared_for__in={one.opt_out.subject_id for one in waiting}).order_by()
    for subject, carer in links.values_list("cared_for", "carer"):
        carers[subject].add(carer)
    for override in waiting:
        yield Obligation(
            key=f"consent.override:{override.pk}",
            title=_("Look into a contact in spite of a wish"),
            due_on=override.review_on,
            url=override.get_absolute_url(),
            recipients=reviewer_keys(override, carers[override.opt_out.subject_id], today),
            schedule=NEXT_DAY,
            reason=_("Somebody was contacted although there was a wish against it."),
            escalate_to=tuple(key for key in chairs if key != override.worker_id),
            action=_("Look into it"),
            clause="WR-28",
        )


def _to_tell(today: date) -> Iterator[Obligation]:
    """All who have been here for more than thirty days and were never told of a notice that is in use, as one task."""
    settled = cared_for(today).filter(joined_on__lt=today - SETTLE_IN)
    notices, untold = list(Notice.objects.filter(ended_on=None).order_by("created_at", "pk")), Q(pk__in=[])
    for notice in notices:
        untold |= ~is_told(notice, 1, today)
    found = settled.filter(untold).order_by().aggregate(number=Count("pk"), first=Min("joined_on"))
    number, first = found["number"], found["first"]
    if not number:
        return
    reason = ngettext(
        "One person has been here for more than 30 days, and the family has not been told.",
        "%(n)s people have been here for more than 30 days, and their families have not been told.",
        number,
    )
    leads = holders(Role.LEAD, today=today)
    written_on = timezone.localdate(notices[0].created_at)  # nobody is late before it was written
    yield Obligation(
        key="consent.untold",
        title=_("Tell families what they should know"),
        due_on=max(first + SETTLE_IN, written_on),
        url=address("consent:notices"),
        recipients=holders(Role.COORDINATOR, today=today) or leads or holders(Role.CHAIR, today=today),
        schedule=TELL,
        reason=reason % {"n": number},
        escalate_to=leads,
        action=_("See who has not been told"),
        clause="WR-25",
    )
