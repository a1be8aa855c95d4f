"""The promise that a trustee looks at what people can be recognised in, before it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.models import Check
from consent.owed.finding import WITHIN_DAYS
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State


def commitments(*, today: date) -> Iterator[Commitment]:
    """RW-34. New until the first use was sent to a trustee; what waits is not shown, so waiting breaks nothing."""
    asked = Check.objects.filter(needs_trustee=True)
    waiting = Check.objects.to_approve().order_by()
    number, oldest = waiting.count(), waiting.aggregate(oldest=Min("asked_at"))["oldest"]
    if oldest is not None:
        is_late = timezone.localdate(oldest) < today - timedelta(days=WITHIN_DAYS)
        state = State.AT_RISK if is_late else State.KEPT
        reason = ngettext("One use waits for a trustee.", "%(n)s uses wait for a trustee.", number) % {"n": number}
    elif asked.exists():
        state, reason = State.KEPT, _("Nothing waits for a trustee.")
    else:
        state, reason = State.NEW, _("No use was sent to a trustee yet.")
    yield Commitment(
        key="consent.approved",
        title=_("A trustee approves what people can be recognised in"),
        state=state,
        reason=reason,
        url=address("consent:checks", show="waiting"),
        answered_by=TRUSTEES | {Role.LEAD},
        action=_("See what waits"),
        clause="RW-34",
        number=number,
    )
