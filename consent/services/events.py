"""Events, and the register of who is there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from audit.services import record
from audit.verbs import Verb as AuditVerb
from consent.models import IMAGES, Attendance, Event, Question, Verdict
from consent.services.finding import questions_of
from consent.standing import standing
from people.models import Person, PersonQuerySet
from people.visibility import cared_for_visible_to


@transaction.atomic
def add(*, title: str, on: date, by: Person, project: Any = None) -> Event:
    """A day on which pictures may be taken. The same event, entered twice by the same person, is one."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks come one after the other
    earlier = Event.objects.filter(title=title, on=on, project=project, made_by=by).first()
    if earlier is not None:
        return earlier
    made = Event.objects.create(title=title, on=on, project=project, made_by=by)
    record(AuditVerb.CREATED, made, by=by)
    return made


@transaction.atomic
def change(event: Event, *, by: Person, **values: Any) -> Event:
    """Another title, day or project."""
    changed = [name for name, value in values.items() if getattr(event, name) != value]
    if changed:
        for name in changed:
            setattr(event, name, values[name])
        event.save(update_fields=changed)
        record(AuditVerb.CHANGED, event, by=by, changed=changed)
    return event


@transaction.atomic
def register(event: Event, *, add: Collection[Person], remove: Collection[int] = (), by: Person) -> int:
    """Write people into the register, and take those with the keys in `remove` out. Returns how many are there now."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)  # two tabs come one after the other
    there = set(event.attendances.values_list("person", flat=True))
    new = {person.pk: person for person in add if person.pk not in there}
    gone = (set(remove) & there) - {person.pk for person in add}
    Attendance.objects.bulk_create(Attendance(event=event, person=person, added_by=by) for person in new.values())
    event.attendances.filter(person__in=gone).delete()
    if new or gone:
        record(AuditVerb.CHANGED, event, by=by, detail={"added": len(new), "taken_out": len(gone)})
    return len(there) + len(new) - len(gone)


def people_at(event: Event, by: Person, today: date) -> tuple[PersonQuerySet, int]:
    """Those in the register whose names `by` sees, and how many are in it beside them."""
    seen = cared_for_visible_to(by, today).filter(pk__in=event.attendances.values("person"))
    return seen, event.attendances.count() - len(seen)


@dataclass(frozen=True)
class ChannelCount:
    """How many at an event have a yes for one question."""

    question: Question
    yes: int
    ask: int
    no: int

    @property
    def total(self) -> int:
        return self.yes + self.ask + self.no

    @property
    def missing(self) -> int:
        return self.ask + self.no

    @property
    def verdict(self) -> Verdict:
        return Verdict.NO if self.no else Verdict.ASK if self.ask or not self.yes else Verdict.YES


def counts(people: Collection[Person], event: Event, today: date) -> list[ChannelCount]:
    """For each question about pictures: how many of these people said yes. The same few queries for any number."""
    questions = questions_of(*IMAGES, today=today, event=event)
    found = standing(people, questions, today)
    rows = []
    for question in questions:
        verdicts = [found[person.pk, question.pk].verdict for person in people]
        rows.append(ChannelCount(question, *(verdicts.count(v) for v in (Verdict.YES, Verdict.ASK, Verdict.NO))))
    return rows
