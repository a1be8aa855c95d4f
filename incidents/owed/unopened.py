"""What was raised and nobody has opened: owed by those who handle it, and after a while told to others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Routing
from incidents.owed.whom import handlers_of
from incidents.unopened import is_late, those_above, unopened
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule, Urgency
from safeguard.scoping import active_organisation

UNTIL_OPENED = Schedule(days=(0,), repeat_every=1, escalate_after=0)  # a mail went out at once


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    cases = list(unopened().order_by("opened_at", "pk"))
    if not cases:
        return
    now, nation = timezone.now(), active_organisation().nation
    told = handlers_of(cases, today)
    above = those_above([case for case in cases if is_late(case, nation, now)], today)
    for case in cases:
        others = tuple(key for key in above.get(case.pk, ()) if key not in told[case.pk])
        found = Obligation(
            key=f"incidents.unopened:{case.pk}",
            title=_("Something in the concerns log has not been opened yet"),
            due_on=timezone.localdate(case.opened_at),
            url=address("incidents:due"),
            recipients=told[case.pk],
            schedule=UNTIL_OPENED,
            reason=_("Whoever handles concerns signs in and looks. If that is not you, ring the lead or a deputy.")
            if case.routing == Routing.LEADS
            else _("Sign in and look."),  # nobody is sent to the lead where it passes by the lead
            escalate_to=others,
            action=_("Sign in and look"),
            is_closed=True,
            urgency=Urgency.UNREAD,
        )
        if (found.recipients or found.escalate_to) and (person is None or found.is_for(person)):
            yield found
