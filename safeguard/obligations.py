"""The shape of "this is due". Apps fill it in their obligations.py; reminders reads it and knows no app by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from importlib import import_module
from importlib.util import find_spec
from itertools import islice

from django.apps import apps


@dataclass(frozen=True)
class Schedule:
    """On which days a notice goes out, as distances from the due day.

    `days` are offsets in days (-60 is sixty days before, 0 is the day itself). After the last of them a notice follows
    every `repeat_every` days, `repeat_at_most` times at most (None: as long as it is due). From `escalate_after` days
    after the due day, those in `escalate_to` are told as well.
    """

    days: tuple[int, ...]
    repeat_every: int | None = None
    repeat_at_most: int | None = None
    escalate_after: int | None = None

    def notices(self, due_on: date, *, until: date) -> Iterator[tuple[str, date]]:
        """(step, day) of every notice from the first one up to `until`, oldest first."""
        for offset in sorted(self.days):
            if (day := due_on + timedelta(days=offset)) <= until:
                yield f"{offset:+d}", day
        if self.repeat_every:
            offset, sent = max(self.days) + self.repeat_every, 0
            while (day := due_on + timedelta(days=offset)) <= until:
                if self.repeat_at_most is not None and sent >= self.repeat_at_most:
                    return
                yield f"{offset:+d}", day
                offset, sent = offset + self.repeat_every, sent + 1


POLICY_REVIEW = Schedule(days=(-60, -30, -7, 0), repeat_every=7, escalate_after=14)
"""Sixty, thirty and seven days before, on the day, then weekly; after two weeks the chair is told."""

ASK_AT_MOST_FOUR_TIMES = Schedule(days=(0,), repeat_every=7, repeat_at_most=3)
"""A first notice and three more."""


class Urgency(IntEnum):
    """What stands first where not everything can stand."""

    ORDINARY = 0
    BY_THE_HOUR = 1  # a time set by law or by an agency runs
    UNREAD = 2  # somebody told us something, and nobody has looked
    EMERGENCY = 3  # somebody waits for an answer at this moment


@dataclass(frozen=True)
class Obligation:
    """Something that somebody owes by a day.

    `title` and `reason` go into mails: they name no child and no case. `key` is the same for the same thing for ever,
    for example "policies.review:17", so that planning twice changes nothing. Those with the same words in `like` stand
    in one line where there are many.
    """

    key: str
    title: str
    due_on: date
    url: str
    recipients: tuple[int, ...]  # keys of people
    schedule: Schedule
    reason: str = ""
    escalate_to: tuple[int, ...] = ()
    action: str = ""  # words of the link, such as "Start the review"
    clause: str = ""
    link_purpose: str = ""  # a people.models.Purpose: the mail then carries a personal link instead of `url`
    link_about: str = ""
    is_closed: bool = False  # only those who owe it may know of it, nobody who answers for them
    urgency: Urgency = Urgency.ORDINARY
    due_at: datetime | None = None  # where it is due by an hour of that day
    like: str = ""  # such as "Concerns log"
    like_url: str = ""  # where all of them stand

    def is_overdue(self, today: date) -> bool:
        return self.due_on < today

    def is_for(self, person: int) -> bool:
        return person in self.recipients or person in self.escalate_to


def all_obligations(*, today: date, person: int | None = None, of_each: int | None = None) -> Iterator[Obligation]:
    """What is owed in the active organisation, app by app, one at a time: there may be very many.

    With `person` (the key of one), only what that person owes: each app asks its tables for those alone. With
    `of_each`, so many of every app at most: one app with very much to say leaves room for the others.
    """
    for config in apps.get_app_configs():
        name = f"{config.name}.obligations"
        if config.name != "safeguard" and "." not in config.name and find_spec(name):
            yield from islice(import_module(name).obligations(today=today, person=person), of_each)
