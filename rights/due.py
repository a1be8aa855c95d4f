"""What is due to be disposed of, and what an erasure would take and leave. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from people.models import Person
from people.roles import INSIDERS
from rights.holding import holds_on, stopping_erasure, without_held
from rights.models import LegalHold, RetentionPeriod
from rights.periods import months_of
from safeguard.recurrence import add_months
from safeguard.retention import Rows, Rule, Then, rules


@dataclass(frozen=True)
class Share:
    """Rows of one kind: how many, and what becomes of them, or why they stay."""

    rule: Rule
    number: int
    then: Then = Then.KEEP
    because: str = ""


@dataclass(frozen=True)
class Erasure:
    """What would go and what must stay of one person's data. `holds` stop all of it."""

    person: Person
    goes: tuple[Share, ...]
    stays: tuple[Share, ...]
    holds: tuple[LegalHold, ...]
    works_here: bool


def run_out(rule: Rule, today: date, own: dict[str, RetentionPeriod], holds: Iterable[LegalHold]) -> Rows | None:
    """The rows of this kind whose time has run out and that no hold stops; None for kinds that have no period."""
    months = months_of(rule, own)
    if months is None or rule.over is None:
        return None
    return without_held(rule, rule.over(add_months(today, -months)), holds)


def erasable(rule: Rule, person: Person, today: date, holds: Iterable[LegalHold]) -> Rows | None:
    """The rows about this person that may go; None where the rule keeps them all or has none about people."""
    if rule.of is None or rule.at_erasure == Then.KEEP:
        return None
    rows = rule.of(person)
    if rule.needed is not None:
        rows = rows.exclude(pk__in=rule.needed(rule.of(person), person, today).order_by().values("pk"))
    return without_held(rule, rows, holds)


def erasure_of(person: Person, today: date) -> Erasure:
    """The plan that is shown before anybody proposes or approves it."""
    holds = holds_on(today)
    goes, stays = [], []
    for rule in rules().values():
        if rule.of is None:
            continue
        everything = rule.of(person).order_by().values("pk").distinct().count()
        free = erasable(rule, person, today, holds)
        going = 0 if free is None else free.order_by().values("pk").distinct().count()
        if going:
            goes.append(Share(rule, going, then=rule.at_erasure))
        if everything > going:
            stays.append(Share(rule, everything - going, because=str(rule.needed_because or rule.why)))
    works_here = person.is_here(today) and person.holds(*INSIDERS)
    return Erasure(person, tuple(goes), tuple(stays), tuple(stopping_erasure(person.pk, holds)), works_here)
