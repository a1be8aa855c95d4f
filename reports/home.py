"""What a person has to do, and the lights that their roles answer for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from people.models import Person
from reports.promises import KINDS
from reports.remembering import remembered
from safeguard.commitments import Commitment, State
from safeguard.due_words import due_words
from safeguard.obligations import Obligation, all_obligations

TASKS_SHOWN = 12
TASKS_LOOKED_AT = 200


@dataclass(frozen=True)
class Task:
    """One line of "what I have to do"."""

    title: str
    url: str
    hint: str
    status: str
    kind: str


@dataclass(frozen=True)
class Light:
    """One promise on the home page: its colour always stands beside words."""

    title: str
    kind: str
    label: str
    reason: str
    url: str
    action: str


@dataclass(frozen=True)
class Beginning:
    """How far a new charity has come with setting itself up (E-87)."""

    done: int
    total: int
    next_steps: Sequence[Light]


def tasks_for(person: Person, *, today: date) -> tuple[list[Task], int]:
    """The most pressing things this person owes, the oldest first, and how many more there are."""
    return remembered(f"tasks:{person.pk}", person.organisation, today=today, ask=lambda: asked_of(person, today))


def asked_of(person: Person, today: date) -> tuple[list[Task], int]:
    owed = sorted(islice(all_obligations(today=today, person=person.pk), TASKS_LOOKED_AT), key=lambda o: o.due_on)
    return [_task(obligation, today) for obligation in owed[:TASKS_SHOWN]], max(0, len(owed) - TASKS_SHOWN)


def lights_for(person: Person, promises: Sequence[Commitment]) -> list[Light]:
    """The lights that the person's roles answer for, what is wrong first."""
    return [light_of(promise) for promise in promises if person.holds(*promise.answered_by)]


def beginning(promises: Sequence[Commitment]) -> Beginning | None:
    """The set-up list of a new charity: while a quarter of its promises has never been started."""
    new = [promise for promise in promises if promise.state == State.NEW]
    if not new or len(new) * 4 < len(promises):
        return None
    done = sum(promise.state == State.KEPT for promise in promises)
    return Beginning(done, len(promises), [light_of(promise) for promise in new[:3]])


def light_of(commitment: Commitment) -> Light:
    return Light(
        title=str(commitment.title),
        kind=KINDS[commitment.state],
        label=commitment.state.label,
        reason=str(commitment.reason),
        url=commitment.url,
        action=str(commitment.action) or _("Look"),
    )


def _task(obligation: Obligation, today: date) -> Task:
    status, kind = due_words(obligation.due_on, today)
    return Task(str(obligation.title), obligation.url, str(obligation.reason), status, kind)
