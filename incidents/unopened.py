"""What was raised and nobody has opened: when others are told of it, and who (E-50).

Only whoever may do something in a case opens it; somebody who may read it alone leaves it unopened.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from incidents.models import Answer, Case, ReportMessage, Routing, StepAside
from incidents.models.cases import CaseQuerySet
from incidents.permissions import HANDLE_RESTRICTED
from people.models import Person
from people.offices import holders
from safeguard.local_times import LONDON, hours_after
from safeguard.working_days import calendar_for

IN_DANGER = 2  # hours, at night and at weekends too
OTHERWISE = time(12)  # on the next working day
SOONEST = timedelta(hours=IN_DANGER)


def unopened() -> CaseQuerySet:
    """Those in which nobody who works on them has looked or done anything."""
    found: CaseQuerySet = Case.objects.all()
    return found.unfinished().filter(seen_at=None, acted_at=None)


def unread() -> CaseQuerySet:
    """Those in which whoever raised it wrote again, and nobody who works on them has read it."""
    waiting = ReportMessage.objects.filter(from_reporter=True, read_at=None, report__shredded_at=None)
    found: CaseQuerySet = Case.objects.all()
    return found.filter(Exists(waiting.filter(report__case=OuterRef("pk"))))


def others_told_at(case: Case, nation: str) -> datetime:
    """From when on somebody else is told: soon where somebody may be in danger, else on the next working day."""
    if case.danger_now in (Answer.YES, Answer.UNSURE):
        return hours_after(case.opened_at, IN_DANGER)
    day = calendar_for(nation).add_working_days(timezone.localdate(case.opened_at), 1)
    return datetime.combine(day, OTHERWISE, tzinfo=LONDON)


def those_above(cases: Collection[Case], today: date) -> dict[int, tuple[int, ...]]:
    """By the key of a case, those who are told that the leads have not opened it: they see nothing of it.

    Nobody whom it is about or who has stepped aside, and nobody where it is not the leads': a case that passes by the
    leads never comes back to them. The same few queries for any number of cases.
    """
    mine = [case for case in cases if case.routing == Routing.LEADS]
    if not mine:
        return {case.pk: () for case in cases}
    office = holders(*sorted(HANDLE_RESTRICTED.roles), today=today)
    here = set(Person.objects.working(today).filter(pk__in=office).order_by().values_list("pk", flat=True))
    aside = set(StepAside.objects.standing().filter(case__in=mine).values_list("case_id", "person_id"))
    found: dict[int, tuple[int, ...]] = {case.pk: () for case in cases}
    for case in mine:
        found[case.pk] = tuple(key for key in office if key in here and (case.pk, key) not in aside)
    return found


def is_late(case: Case, nation: str, now: datetime) -> bool:
    return others_told_at(case, nation) <= now
