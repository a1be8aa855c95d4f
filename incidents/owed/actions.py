"""Actions that follow from a case: whoever does one is asked, and learns nothing of the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from incidents.models import Action, StepAside
from people.models import Person
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

ASK = Schedule(days=(-7, -1, 0), repeat_every=7)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    aside = StepAside.objects.standing().filter(case=OuterRef("case"), person=OuterRef("owner"))
    found = Action.objects.filter(done_at=None, dropped_at=None, case__shredded_at=None).exclude(Exists(aside))
    found = found.filter(owner__in=Person.objects.current(today).order_by().values("pk"))
    if person is not None:
        found = found.filter(owner=person)
    for key, uid, owner, due_on in found.order_by("pk").values_list("pk", "uid", "owner", "due_on"):
        yield Obligation(
            key=f"incidents.action:{key}",
            title=_("Something in the concerns log is waiting for you"),
            due_on=due_on,
            url=address("incidents:action", uid),
            recipients=(owner,),
            schedule=ASK,
            reason=_("Somebody asked you to do something by a day."),
            action=_("See what it is"),
            is_closed=True,
        )
