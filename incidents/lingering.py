"""Steps that no clock waits for and that nobody has decided for a while: neither done nor "not needed"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from incidents import clocks
from incidents.models import Case, Hold, Step
from safeguard.scoping import active_organisation

RULE = "open_steps"


@dataclass(frozen=True)
class Lingering:
    """How many steps of a case wait, and since when it is time to look at them."""

    number: int
    due_on: date


def lingering(cases: QuerySet[Case] | Iterable[Case], *, today: date) -> dict[int, Lingering]:
    """By the key of a case. Four queries, or one where nothing waits, for any number of cases.

    The time runs from the last thing that was settled: the case was opened, the step was laid out, another step was
    decided, or a wait that an agency had asked for was over. While it lasts nothing is asked (E-60).
    """
    open_steps = Step.objects.to_do().filter(case__in=cases, is_required=True, withdrawn_at=None, due_at=None)
    counted = open_steps.filter(~_of_a_clock()).order_by().values_list("case", "case__opened_at")
    waiting = {key: facts for key, *facts in counted.annotate(number=Count("pk"), since=Min("added_at"))}
    if not waiting:
        return {}
    held = set(Hold.objects.filter(case__in=waiting, ended_at=None).values_list("case", flat=True))
    decided = dict(
        Step.objects.filter(case__in=waiting).order_by().values_list("case").annotate(last=Max("decided_at"))
    )
    resumed = dict(Hold.objects.filter(case__in=waiting).order_by().values_list("case").annotate(last=Max("ended_at")))
    rule, nation = clocks.rules()[RULE], active_organisation().nation
    found = {}
    for key, (opened_at, number, since) in waiting.items():
        settled_at = max(filter(None, (opened_at, since, decided.get(key), resumed.get(key))))
        due_on = timezone.localdate(clocks.due(rule, settled_at, nation).at)
        if key not in held and due_on <= today:
            found[key] = Lingering(number, due_on)
    return found


def _of_a_clock() -> Q:
    """The steps that are asked for with their clock, or once it has begun."""
    named = Q(pk__in=[])
    for name in {name for rule in clocks.rules().values() for name in rule.steps}:
        procedure, _slash, key = name.partition("/")
        named |= Q(procedure=procedure, key=key)
    return named
