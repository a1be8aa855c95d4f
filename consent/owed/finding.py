"""Uses that wait for a trustee's approval. Nobody is named: the title goes into mails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from consent.models import Check
from people.offices import holders
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

WITHIN_DAYS = 3
SOON = Schedule(days=(0,), repeat_every=2, escalate_after=WITHIN_DAYS)
"""On the day on which it was asked, then every second day; after three days the chair is told."""


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    waiting = list(Check.objects.to_approve().order_by("asked_at", "pk"))
    if not waiting:
        return
    trustees, chairs = holders(*TRUSTEES, today=today), holders(Role.CHAIR, today=today)
    for check in waiting:
        told = tuple(key for key in trustees if key != check.asked_by_id)  # nobody approves their own (RW-34)
        if person is None or person in told:
            yield Obligation(
                key=f"consent.approve:{check.pk}",
                title=_("Somebody asks whether they may show a picture or a story"),
                due_on=timezone.localdate(check.asked_at),
                url=address("consent:check", check.pk),
                recipients=told,
                schedule=SOON,
                reason=_("People can be recognised in it, so a trustee approves it first."),
                escalate_to=chairs,
                action=_("Look and decide"),
                clause="RW-34",
            )
