"""How each regular task stands today: when it is due, and who still has to do it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from duties.models import Duty, Round
from people.models import Person


@dataclass(frozen=True)
class Standing:
    """One task: due on that day, waited for from these people; nobody is left when it is done."""

    duty: Duty
    due_on: date
    doers: tuple[Person, ...]
    waiting: tuple[Person, ...]

    def is_late(self, today: date) -> bool:
        return bool(self.waiting) and self.due_on < today

    @property
    def done(self) -> int:
        return len(self.doers) - len(self.waiting)


def standings(*, today: date, duty: Duty | None = None) -> list[Standing]:
    """Every running task, or one, with four queries however many there are."""
    duties = list(Duty.objects.running(today).with_last_round()) if duty is None else [with_last(duty)]
    if not duties:  # most charities begin without any, and every home page asks
        return []
    people = list(Person.objects.current(today).with_roles(today))
    due = {each.pk: each.due_on(today, each.last_due) for each in duties}
    done: dict[int, set[int]] = defaultdict(set)
    for key, due_on, person in Round.objects.filter(duty__in=duties).values_list("duty", "due_on", "person"):
        if due_on == due[key]:
            done[key].add(person)
    return [_standing(each, due[each.pk], people, done[each.pk]) for each in duties]


def with_last(duty: Duty) -> Duty:
    return Duty.objects.with_last_round().get(pk=duty.pk)


def _standing(duty: Duty, due_on: date, people: list[Person], done: set[int]) -> Standing:
    doers = tuple(person for person in people if person.holds(*duty.roles))
    return Standing(duty, due_on, doers, tuple(person for person in doers if person.pk not in done))
