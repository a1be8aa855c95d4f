"""What a legal hold stops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rights.models import LegalHold
from safeguard.retention import Rows, Rule


def holds_on(day: date) -> list[LegalHold]:
    return list(LegalHold.objects.on(day).select_related("person"))


def without_held(rule: Rule, rows: Rows, holds: Iterable[LegalHold]) -> Rows:
    """The rows that no hold stops. Where nobody can say whom a kind concerns, a hold on a person stops all of it."""
    concerns = rule.concerns or rule.of
    for hold in holds:
        if hold.rule not in ("", rule.key):
            continue
        if hold.person is None or concerns is None:
            return rows.none()
        rows = rows.exclude(pk__in=concerns(hold.person).order_by().values("pk"))
    return rows


def stopping_erasure(person_pk: int, holds: Iterable[LegalHold]) -> list[LegalHold]:
    """Those that stop the erasure of this person altogether; one about a kind only stops that kind."""
    return [hold for hold in holds if hold.rule == "" and hold.person_id in (None, person_pk)]
