"""Agencies that are to be asked again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from incidents.models import Referral
from incidents.owed.cases import worked_on
from incidents.owed.whom import with_handlers
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

ON_THE_DAY = Schedule(days=(0,), repeat_every=2)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    asked = Referral.objects.waiting().filter(case__in=worked_on(person), chase_on__isnull=False)
    rows = asked.select_related("case").order_by("chase_on", "pk")
    for one, handlers in with_handlers(rows, today, person):
        yield Obligation(
            key=f"incidents.chase:{one.pk}:{one.chase_on:%Y-%m-%d}",
            title=_("Something in the concerns log is waiting for you"),
            due_on=one.chase_on,
            url=address("incidents:due"),
            recipients=handlers,
            schedule=ON_THE_DAY,
            reason=_("Somebody outside the charity is to be asked again. Sign in and look."),
            action=_("See what is due"),
            clause="WY-68",
            is_closed=True,
        )
