"""Tasks from a case: owed by whoever was asked, and by those who handle it once that person has left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from incidents.models import StepAside, Task
from incidents.owed.whom import handlers_of
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

UNTIL_DONE = Schedule(days=(-2, 0), repeat_every=3, escalate_after=3)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    aside = StepAside.objects.standing().filter(person=OuterRef("to"), case=OuterRef("case"))
    waiting = Task.objects.filter(done_at=None, withdrawn_at=None, case__shredded_at=None).filter(~Exists(aside))
    rows = list(waiting.select_related("case", "to").order_by("pk"))
    told = handlers_of([task.case for task in rows], today) if rows else {}
    for task in rows:
        is_here = task.to.is_at_work(today) and task.to.user_id is not None
        recipients = (task.to_id,) if is_here else told.get(task.case_id, ())
        if not recipients or (person is not None and person not in recipients):
            continue
        yield Obligation(
            key=f"incidents.task:{task.pk}",
            title=_("You were asked to do something"),
            due_on=task.due_on,
            url=address("incidents:task", task.uid) if is_here else address("incidents:log"),
            recipients=recipients,
            schedule=UNTIL_DONE,
            reason=_("Sign in to see what it is."),
            escalate_to=told.get(task.case_id, ()) if is_here else (),
            action=_("See what it is"),
            is_closed=True,
        )
