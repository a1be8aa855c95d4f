"""A request for a way in waits for somebody: for everybody who may open it, but whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import BreakGlass
from incidents.permissions import ASK_WAY_IN
from people.offices import holders
from safeguard.addresses import address
from safeguard.obligations import ASK_AT_MOST_FOUR_TIMES, Obligation, Urgency


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    waiting = list(BreakGlass.objects.to_decide().order_by("pk"))
    if not waiting:
        return
    may_open = holders(*sorted(ASK_WAY_IN.roles), today=today)
    for asked in waiting:
        found = Obligation(
            key=f"incidents.glass:{asked.pk}",
            title=_("Somebody asks for a way in for an emergency"),
            due_on=timezone.localdate(asked.asked_at),
            url=address("incidents:glass"),
            recipients=tuple(pk for pk in may_open if pk != asked.for_whom_id),
            schedule=ASK_AT_MOST_FOUR_TIMES,
            reason=_("Open it or refuse it. Ring them first."),
            action=_("Look at it"),
            urgency=Urgency.EMERGENCY,
        )
        if person is None or found.is_for(person):
            yield found
