"""Set a task up, do it, record who was told, end it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb as AuditVerb
from duties.models import Duty, Manner, Round
from duties.verbs import Verb
from organisations.models import Settings
from people.models import Person
from safeguard.refusals import Refused


@transaction.atomic
def add(*, by: Person, **values: Any) -> Duty:
    """Set up a regular task. Raises Refused when there is one of that name."""
    Settings.objects.select_for_update(no_key=True).get()  # two clicks come one after the other
    if Duty.objects.filter(title=values["title"]).exists():
        raise Refused(_("There is a task of this name already."))
    duty = Duty.objects.create(**values)
    record(AuditVerb.CREATED, duty, by=by)
    return duty


@transaction.atomic
def change(duty: Duty, *, by: Person, **values: Any) -> Duty:
    """Change who does it, how often, or its words. What was done stays as it was."""
    if Duty.objects.filter(title=values.get("title", "")).exclude(pk=duty.pk).exists():
        raise Refused(_("There is a task of this name already."))
    changed = [name for name, value in values.items() if getattr(duty, name) != value]
    if changed:
        for name in changed:
            setattr(duty, name, values[name])
        duty.save(update_fields=changed)
        record(AuditVerb.CHANGED, duty, by=by, changed=changed)
    return duty


@transaction.atomic
def do(duty: Duty, *, by: Person, due_on: date, done_on: date, findings: str = "", put_right: str = "") -> Round:
    """Note that it was done, for the time that was due on `due_on`. Doing it twice is noted once."""
    done, is_new = Round.objects.get_or_create(
        duty=duty,
        due_on=due_on,
        person=by,
        defaults={"done_on": done_on, "findings": findings, "put_right": put_right, "recorded_by": by},
    )
    if is_new:
        record(Verb.DONE, duty, by=by, detail={"due": due_on})
    return done


@transaction.atomic
def tell(duty: Duty, people: Sequence[Person], *, by: Person, due_on: date, told_on: date, manner: Manner) -> int:
    """Record that these people were told, at a meeting or in another way. Returns how many had not been noted yet."""
    known = set(duty.rounds.filter(due_on=due_on).values_list("person", flat=True))
    rounds = [
        Round(duty=duty, due_on=due_on, person=person, done_on=told_on, manner=manner, recorded_by=by)
        for person in people
        if person.pk not in known
    ]
    Round.objects.bulk_create(rounds)
    if rounds:
        record(Verb.TOLD, duty, by=by, detail={"due": due_on, "people": len(rounds)})
    return len(rounds)


@transaction.atomic
def end(duty: Duty, *, by: Person, on: date) -> Duty:
    """Nobody is asked any more; what was done stays on record."""
    if duty.ended_on is None:
        duty.ended_on = on
        duty.save(update_fields=["ended_on"])
        record(Verb.ENDED, duty, by=by, changed=["ended_on"])
    return duty
