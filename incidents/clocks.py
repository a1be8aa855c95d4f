"""How long is left for what must be done by an hour or a day: pure functions over incidents/reference/clocks.toml.

Four ways of counting, which are never mixed: working days of the nation (E-9), elapsed hours that know no night and no
weekend (E-8), days, and days moved to a working day at the end (fact 59). Requests about data have a clock of their own
in `rights.clock` (E-10).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import Case, Referral, Step
from incidents.procedures import is_about_worker
from incidents.states import StepStatus
from incidents.types import REFERENCE, among
from safeguard.local_times import LONDON, hours_after, in_words
from safeguard.recurrence import days_to_answer
from safeguard.scoping import active_organisation
from safeguard.working_days import Calendar, calendar_for

SOON = timedelta(hours=12)


class State(StrEnum):
    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    KEPT = "kept"
    LATE = "late"
    COMING = "coming"


LABELS = {
    State.RUNNING: gettext_lazy("Time is left"),
    State.SOON: gettext_lazy("Due very soon"),
    State.OVERDUE: gettext_lazy("Overdue"),
    State.KEPT: gettext_lazy("Done in time"),
    State.LATE: gettext_lazy("Done late"),
    State.COMING: gettext_lazy("Not in force yet"),
}
KINDS = {
    State.RUNNING: "info",
    State.SOON: "soon",
    State.OVERDUE: "bad",
    State.KEPT: "good",
    State.LATE: "quiet",
    State.COMING: "quiet",
}


@dataclass(frozen=True)
class Rule:
    """One clock as it is written in the file."""

    key: str
    label: str
    counts: str
    amount: int
    starts: str
    applies: str
    source: str
    nations: tuple[str, ...] = ()
    duty: bool = False
    referrals: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    since: date | None = None
    coming: bool = False
    to_confirm: bool = False

    def counts_in(self, nation: str) -> bool:
        return not self.nations or nation in self.nations

    def in_force(self, day: date) -> bool:
        return not self.coming and (self.since is None or self.since <= day)


@dataclass(frozen=True)
class Due:
    """When a time is up, in words, and why it is that day."""

    at: datetime
    words: str
    why: str = ""


@dataclass(frozen=True)
class Clock:
    """One clock of one case. `words` says how it stands, for a person; it names nobody."""

    key: str
    label: str
    starts_at: datetime
    due_at: datetime | None
    state: State
    words: str
    why: str
    source: str
    is_duty: bool
    to_confirm: bool
    stopped_at: datetime | None = None

    @property
    def state_label(self) -> str:
        return str(LABELS[self.state])

    @property
    def kind(self) -> str:
        """For components/tag.html."""
        return KINDS[self.state]

    @property
    def is_running(self) -> bool:
        return self.state in (State.RUNNING, State.SOON, State.OVERDUE)


@cache
def rules() -> dict[str, Rule]:
    with (REFERENCE / "clocks.toml").open("rb") as file:
        found = tomllib.load(file)
    return {key: _rule(key, facts) for key, facts in found.items()}


def _rule(key: str, facts: Mapping[str, Any]) -> Rule:
    named: dict[str, Any] = {name: value for name, value in facts.items() if name != "for"}
    named |= {name: tuple(value) for name, value in named.items() if isinstance(value, list)}
    return Rule(key=key, applies=facts["for"], **named)


# Counting --------------------------------------------------------------------------------------------------------


def due(rule: Rule, starts_at: datetime, nation: str) -> Due:
    """When the time of a clock is up that began at `starts_at`."""
    calendar = calendar_for(nation)
    began = timezone.localtime(starts_at, LONDON)
    if rule.counts == "hours":
        at = hours_after(starts_at, rule.amount)
        return Due(at, in_words(at), _("%(n)s hours, nights and weekends among them.") % {"n": rule.amount})
    if rule.counts == "working_days":
        day = calendar.add_working_days(began.date(), rule.amount)
        return _end_of(day, began.date(), calendar)
    if rule.counts == "hours_or_working_day":
        at = hours_after(starts_at, rule.amount)
        if calendar.is_working_day(began.date()) and calendar.is_working_day(at.date()):
            return Due(at, in_words(at), _("At once, at most %(n)s hours.") % {"n": rule.amount})
        return _end_of(calendar.next_working_day(at.date()), began.date(), calendar)
    if rule.counts == "days_to_working_day":
        last = began.date() + timedelta(days=rule.amount)
        day = days_to_answer(began.date(), rule.amount, calendar)
        return _end_of(day, last - timedelta(days=1), calendar)
    if rule.counts == "days":
        return _end_of(began.date() + timedelta(days=rule.amount), None, calendar)
    raise ValueError(f"Nobody can count {rule.counts!r}.")


def _end_of(day: date, after: date | None, calendar: Calendar) -> Due:
    """The end of a day on the wall; `after` is the day from which days that did not count are named."""
    at = datetime.combine(day, time(23, 59), tzinfo=LONDON)
    words = _("the end of %(day)s") % {"day": date_format(day, "l j F Y")}
    return Due(at, words, not_counted(after, day, calendar) if after else "")


def not_counted(after: date, until: date, calendar: Calendar) -> str:
    """Which days between the two are no working days, and why."""
    between = (after + timedelta(days=n) for n in range(1, (until - after).days))
    closed = [(day, reason) for day in between if (reason := calendar.closed_because(day))]
    if not closed:
        return ""
    days = ", ".join(
        date_format(day, "j F") + f" ({reason})" if reason != date_format(day, "l") else date_format(day, "l j F")
        for day, reason in closed
    )
    words = _("These days do not count: %(days)s. If somebody is in danger, do not wait for a working day: ring 999.")
    return words % {"days": days}


# Of cases --------------------------------------------------------------------------------------------------------


def of(case: Case, *, now: datetime | None = None) -> list[Clock]:
    """The clocks of one case, what is due first in front. Two queries."""
    return of_all([case], now=now)[case.pk]


def of_all(cases: Collection[Case], *, now: datetime | None = None) -> dict[int, list[Clock]]:
    """The clocks of many cases of this charity, by the key of the case; the same two queries for any number."""
    now, nation = now or timezone.now(), active_organisation().nation
    steps: dict[int, list[Step]] = {case.pk: [] for case in cases}
    referrals: dict[int, list[Referral]] = {case.pk: [] for case in cases}
    decided = Step.objects.filter(case__in=steps).exclude(status=StepStatus.OPEN)
    for step in decided.only("case_id", "procedure", "key", "status", "decided_at"):
        steps[step.case_id].append(step)
    for referral in Referral.objects.filter(case__in=referrals).only("case_id", "kind", "referred_at"):
        referrals[referral.case_id].append(referral)
    return {case.pk: reckon(case, steps[case.pk], referrals[case.pk], nation, now) for case in cases}


def reckon(case: Case, steps: Iterable[Step], referrals: Iterable[Referral], nation: str, now: datetime) -> list[Clock]:
    decided = {f"{one.procedure}/{one.key}": one for one in steps if one.status != StepStatus.OPEN}
    sent = sorted((one for one in referrals), key=lambda one: one.referred_at)
    found = [
        _clock(rule, case, decided, sent, nation, now, starts_at)
        for rule in rules().values()
        if rule.counts_in(nation) and (starts_at := begins(rule, case, decided))
    ]
    late = datetime.max.replace(tzinfo=LONDON) - timedelta(days=2)
    return sorted(found, key=lambda one: (not one.is_running, one.due_at or late, one.key))


def begins(rule: Rule, case: Case, decided: Mapping[str, Step]) -> datetime | None:
    """When a clock of this case began; None where it does not run in it."""
    what, _colon, which = rule.applies.partition(":")
    if what == "worker":
        return case.learnt_at if is_about_worker(case) and not case.is_low_level else None
    if what == "procedure":
        return case.learnt_at if which in {one.procedure for one in among(case.types)} else None
    if what == "sexual":
        is_sexual = case.is_sexual_abuse or any(one.sexual for one in among(case.types))
        return case.learnt_at if is_sexual else None
    if what == "step":
        done = [one for name, one in decided.items() if name.endswith(f"/{which}") and one.status == StepStatus.DONE]
        return min((one.decided_at for one in done if one.decided_at), default=None)
    return None


def _clock(
    rule: Rule,
    case: Case,
    decided: Mapping[str, Step],
    sent: Iterable[Referral],
    nation: str,
    now: datetime,
    starts_at: datetime,
) -> Clock:
    facts: dict[str, Any] = {"key": rule.key, "label": rule.label, "starts_at": starts_at, "source": rule.source}
    facts |= {"is_duty": rule.duty, "to_confirm": rule.to_confirm}
    if not rule.in_force(timezone.localdate(starts_at)):
        words = _("This is not in force yet. It is good practice already: nobody has to be asked before telling them.")
        return Clock(**facts, due_at=None, state=State.COMING, words=words, why="")
    ends = due(rule, starts_at, nation)
    stopped = stopped_at(rule, decided, sent)
    if stopped is not None:
        state = State.KEPT if stopped <= ends.at else State.LATE
        words = _("Done on %(when)s; it was due by %(due)s.") % {"when": in_words(stopped), "due": ends.words}
    elif now > ends.at:
        state, words = State.OVERDUE, _("It was due by %(due)s. Do it now.") % {"due": ends.words}
    else:
        state = State.SOON if ends.at - now <= SOON else State.RUNNING
        words = _("Due by %(due)s.") % {"due": ends.words}
    return Clock(**facts, due_at=ends.at, state=state, words=words, why=ends.why, stopped_at=stopped)


def stopped_at(rule: Rule, decided: Mapping[str, Step], sent: Iterable[Referral]) -> datetime | None:
    """When it was done: the first referral to one of the agencies, or the step."""
    moments = [one.referred_at for one in sent if one.kind in rule.referrals]
    moments += [at for name in rule.steps if name in decided and (at := decided[name].decided_at)]
    return min(moments, default=None)


def step_due(within: str, case: Case, nation: str, platform_at: datetime | None = None) -> datetime | None:
    """By when a step is due that names a clock; None where the clock does not run, or has not begun."""
    rule = rules().get(within)
    if rule is None or not rule.counts_in(nation) or not rule.in_force(timezone.localdate(case.learnt_at)):
        return None
    if rule.starts.startswith("step:"):
        return due(rule, platform_at, nation).at if platform_at else None
    return due(rule, case.learnt_at, nation).at
