"""Steps that are overdue, unless an agency has asked us to wait (E-60). One line for a case, and not a word of it.

Steps that a clock waits for are asked for with the clock; those without a time, once nobody has looked at the steps of
the case for a while, and then every week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import clocks
from incidents.lingering import lingering
from incidents.models import Case, Hold, Step
from incidents.owed.cases import worked_on
from incidents.owed.whom import handlers_of
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

EVERY_FEW_DAYS = Schedule(days=(0,), repeat_every=2)
EVERY_WEEK = Schedule(days=(0,), repeat_every=7)
AHEAD = timedelta(days=7)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    held = Exists(Hold.objects.filter(case=OuterRef("case"), ended_at=None))
    asked = Step.objects.to_do().filter(case__in=worked_on(person), withdrawn_at=None, is_required=True)
    soon = timezone.now() + AHEAD
    clocked = {name for rule in clocks.rules().values() for name in rule.steps}
    first: dict[Case, datetime] = {}
    for step in asked.filter(~held, due_at__lt=soon).select_related("case").order_by("due_at", "pk"):
        if f"{step.procedure}/{step.key}" not in clocked:
            first.setdefault(step.case, step.due_at)
    waiting = lingering(worked_on(person), today=today)
    quiet = list(Case.objects.filter(pk__in=waiting.keys() - {case.pk for case in first}).order_by("pk"))
    if not first and not quiet:
        return
    told = handlers_of([*first, *quiet], today)
    for case, due_at in first.items():
        if told[case.pk] and (person is None or person in told[case.pk]):
            yield _owed("incidents.steps", case, timezone.localdate(due_at), told[case.pk], EVERY_FEW_DAYS)
    for case in quiet:
        if told[case.pk] and (person is None or person in told[case.pk]):
            yield _owed("incidents.open_steps", case, waiting[case.pk].due_on, told[case.pk], EVERY_WEEK)


def _owed(key: str, case: Case, due_on: date, told: tuple[int, ...], schedule: Schedule) -> Obligation:
    return Obligation(
        key=f"{key}:{case.pk}:{due_on:%Y-%m-%d}",
        title=_("Something in the concerns log is waiting for you"),
        due_on=due_on,
        url=address("incidents:due"),
        recipients=told,
        schedule=schedule,
        reason=_("Sign in and look."),
        action=_("See what is due"),
        is_closed=True,
    )
