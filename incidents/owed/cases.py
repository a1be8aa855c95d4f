"""The cases that are worked on, or were until they were closed, as far as one person does or anybody."""

from __future__ import annotations

from incidents.access import WORK, cases_with
from incidents.models import Case
from incidents.models.cases import CaseQuerySet
from people.offices import person_with_user, shared


@shared
def worked_on(person: int | None) -> CaseQuerySet:
    return worked_on_or_closed(person).unfinished()


@shared
def worked_on_or_closed(person: int | None) -> CaseQuerySet:
    """Without those that were joined to another one, or made unreadable."""
    if person is None:
        found: CaseQuerySet = Case.objects.all()
    else:
        asked = person_with_user(person)
        found = cases_with(asked, WORK) if asked is not None else Case.objects.none()
    return found.filter(shredded_at=None).standing()
