"""What must be told by an hour or a day. On hold, duties go on and the other clocks do not (E-60)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import clocks
from incidents.models import Hold
from incidents.owed.cases import worked_on
from incidents.owed.whom import handlers_of
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule, Urgency

EVERY_DAY = Schedule(days=(-3, -2, -1, 0), repeat_every=1)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    cases = list(worked_on(person).order_by("pk"))
    if not cases:
        return
    held = set(Hold.objects.filter(case__in=cases, ended_at=None).values_list("case_id", flat=True))
    told, running = handlers_of(cases, today), clocks.of_all(cases)
    for case in cases:
        for clock in running[case.pk]:
            asked = clock.is_running and (clock.is_duty or case.pk not in held)
            if not asked or clock.due_at is None or not told[case.pk]:
                continue
            if person is not None and person not in told[case.pk]:
                continue
            late = clock.state == clocks.State.OVERDUE
            yield Obligation(
                key=f"incidents.clock:{case.pk}:{clock.key}",
                title=_("Something in the concerns log is overdue")
                if late
                else _("Something in the concerns log is waiting for you"),
                due_on=timezone.localdate(clock.due_at),
                url=address("incidents:due"),
                recipients=told[case.pk],
                schedule=EVERY_DAY,
                reason=_("It has to be done by an hour or a day. Sign in and look."),
                action=_("See what is due"),
                is_closed=True,
                urgency=Urgency.BY_THE_HOUR,
                due_at=clock.due_at,
            )
