"""Agencies that asked the charity to wait, and are to be asked whether they still do; in closed cases too (E-60)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from incidents.owed.cases import worked_on_or_closed
from incidents.owed.whom import with_handlers
from incidents.services.holding import standing
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

ON_THE_DAY = Schedule(days=(0,), repeat_every=2)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    asked = standing().filter(case__in=worked_on_or_closed(person), look_again_on__isnull=False)
    rows = asked.select_related("case").order_by("look_again_on", "pk")
    for one, handlers in with_handlers(rows, today, person):
        yield Obligation(
            key=f"incidents.hold:{one.pk}:{one.look_again_on:%Y-%m-%d}",
            title=_("Something in the concerns log is waiting for you"),
            due_on=one.look_again_on,
            url=address("incidents:log"),
            recipients=handlers,
            schedule=ON_THE_DAY,
            reason=_("Somebody outside the charity is to be asked again. Sign in and look."),
            action=_("Open the log"),
            is_closed=True,
        )
