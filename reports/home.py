"""What a person has to do, and the lights that their roles answer for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from operator import attrgetter

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person
from people.offices import asked_once
from reports.promises import KINDS
from reports.remembering import remembered
from safeguard.commitments import Commitment, State
from safeguard.due_words import due_words
from safeguard.local_times import LONDON
from safeguard.obligations import Obligation, all_obligations

TASKS_SHOWN = 12
LOOKED_AT_OF_EACH = 200  # of every app


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
    """The most pressing things this person owes, urgent ones first and then the oldest, and how many more there are.

    Many alike stand in one line.
    """
    return remembered(f"tasks:{person.pk}", person.organisation, today=today, ask=lambda: asked_of(person, today))


@asked_once()
def asked_of(person: Person, today: date) -> tuple[list[Task], int]:
    owed = list(all_obligations(today=today, person=person.pk, of_each=LOOKED_AT_OF_EACH))
    lines = sorted(
        _lines(owed, person.pk), key=lambda line: (-max(o.urgency for o in line), min(o.due_on for o in line))
    )
    shown = lines[:TASKS_SHOWN]
    now = timezone.now()
    tasks = [_task(line[0], today) if len(line) == 1 else _together(line, today, now) for line in shown]
    return tasks, len(owed) - sum(len(line) for line in shown)


def _lines(owed: Sequence[Obligation], person: int) -> list[list[Obligation]]:
    """Each on its own, but for those that say that they are like others: what somebody owes, and what others owe."""
    alike: dict[tuple[str, bool], list[Obligation]] = {}
    for obligation in owed:
        group = (obligation.like or f"key:{obligation.key}", person in obligation.recipients)
        alike.setdefault(group, []).append(obligation)
    return list(alike.values())


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


def _together(line: Sequence[Obligation], today: date, now: datetime) -> Task:
    """Many in one line: how many, how many of them late, and by when the next; not a word of any of them."""
    first = min(line, key=attrgetter("due_on"))
    late = sum(_is_late(one, today, now) for one in line)
    parts = [ngettext("one waits for you", "%(n)s wait for you", len(line)) % {"n": len(line)}]
    if late:
        parts += [ngettext("%(n)s is overdue", "%(n)s are overdue", late) % {"n": late}]
    if coming := [one for one in line if not _is_late(one, today, now)]:
        parts += [_("the next by %(when)s") % {"when": _by_when(min(coming, key=_moment), today)}]
    title = _("%(what)s: %(parts)s") % {"what": first.like, "parts": ", ".join(parts)}
    status, kind = due_words(first.due_on, today)
    reasons = {str(one.reason) for one in line}
    return Task(title, first.like_url, reasons.pop() if len(reasons) == 1 else "", status, kind)


def _is_late(obligation: Obligation, today: date, now: datetime) -> bool:
    return obligation.is_overdue(today) or (obligation.due_at is not None and obligation.due_at < now)


def _moment(obligation: Obligation) -> datetime:
    return obligation.due_at or datetime.combine(obligation.due_on, time(23, 59), tzinfo=LONDON)


def _by_when(obligation: Obligation, today: date) -> str:
    at = timezone.localtime(_moment(obligation), LONDON)
    return date_format(at, "H:i" if at.date() == today else "j F, H:i")
