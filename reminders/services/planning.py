"""From obligations to rows. Planning twice changes nothing; what is no longer owed is cancelled."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TypeVar

from django.db import transaction

from reminders.models import Pause, Reminder
from reminders.services.turns import wait_for_turn
from reminders.states import ReminderStatus
from safeguard.obligations import Obligation, all_obligations

BATCH = 1000  # rows per statement; planning holds no more than this in memory
ESCALATION_EVERY = 28  # days between two notices to those above

Row = TypeVar("Row")


def plan_everything(*, today: date) -> int:
    """Plan what every app says is owed in the active organisation."""
    return plan(all_obligations(today=today), today=today)


def plan(owed: Iterable[Obligation], *, today: date) -> int:
    """Write the notices that are due by today in the active organisation. Returns how many are new.

    `owed` is everything that is owed there: a waiting notice of anything else is cancelled.

    Of each obligation only the newest notice counts: after an outage there is one, not a flood (E-76). Where two
    plannings overlap, the one that began later has the last word.
    """
    run = time.time_ns()
    paused = set(Pause.objects.running(today).values_list("obligation_key", flat=True))
    unpaused = (obligation for obligation in owed if obligation.key not in paused)
    new = 0
    for batch in _batches(_notices(unpaused, today, run), BATCH):
        new += _write(batch, run)
    _cancel_the_rest(run)
    return new


def _notices(owed: Iterable[Obligation], today: date, run: int) -> Iterator[Reminder]:
    for obligation in owed:
        newest = max(obligation.schedule.notices(obligation.due_on, until=today), key=lambda n: n[1], default=None)
        if newest:
            for recipient in dict.fromkeys(obligation.recipients):
                yield _reminder(obligation, *newest, recipient, run)
        escalation = _escalation(obligation, today)
        if escalation:
            for recipient in dict.fromkeys(obligation.escalate_to):
                yield _reminder(obligation, *escalation, recipient, run)


def _escalation(obligation: Obligation, today: date) -> tuple[str, date] | None:
    after = obligation.schedule.escalate_after
    if after is None or today < (first := obligation.due_on + timedelta(days=after)):
        return None
    rounds = (today - first).days // ESCALATION_EVERY
    return f"escalated+{after + rounds * ESCALATION_EVERY}", first + timedelta(days=rounds * ESCALATION_EVERY)


def _reminder(obligation: Obligation, step: str, notice_on: date, recipient: int, run: int) -> Reminder:
    return Reminder(
        obligation_key=obligation.key,
        step=step,
        recipient_id=recipient,
        due_on=obligation.due_on,
        notice_on=notice_on,
        title=str(obligation.title)[:300],
        reason=str(obligation.reason)[:600],
        action=str(obligation.action)[:100],
        url=obligation.url,
        link_purpose=obligation.link_purpose,
        link_about=obligation.link_about,
        is_closed=obligation.is_closed,
        run=run,
    )


@transaction.atomic
def _write(batch: Sequence[Reminder], run: int) -> int:
    """Insert the new ones; tell those that wait already that they still stand, and wake those that stand again."""
    wait_for_turn()
    keys = {reminder.obligation_key for reminder in batch}
    waiting = Reminder.objects.filter(obligation_key__in=keys)
    known = set(waiting.values_list("obligation_key", "due_on", "step", "recipient_id"))
    new = [r for r in batch if (r.obligation_key, r.due_on, r.step, r.recipient_id) not in known]
    if new:
        Reminder.objects.bulk_create(new, ignore_conflicts=True)
    if len(new) < len(batch):
        standing = {(r.obligation_key, r.due_on, r.step, r.recipient_id) for r in batch}
        still_open = waiting.filter(status__in=[ReminderStatus.PLANNED, ReminderStatus.CANCELLED], run__lt=run)
        found = still_open.values_list("pk", "obligation_key", "due_on", "step", "recipient_id")
        again = [pk for pk, *key in found if tuple(key) in standing]
        stands = still_open.filter(pk__in=again)
        stands.filter(status=ReminderStatus.CANCELLED).update(run=run, status=ReminderStatus.PLANNED, digest=None)
        stands.filter(status=ReminderStatus.PLANNED).update(run=run)
    return len(new)


@transaction.atomic
def _cancel_the_rest(run: int) -> None:
    """What no planning since `run` found owed leaves its mail, so that it comes in another if it is owed again."""
    wait_for_turn()
    rest = Reminder.objects.planned().filter(run__lt=run)
    rest.update(run=run, status=ReminderStatus.CANCELLED, digest=None)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
