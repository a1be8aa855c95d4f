"""What a certificate of disposal says: kinds of records and numbers, and nothing of what stood in them."""

from __future__ import annotations

from dataclasses import dataclass

from rights.models import Disposal, ItemOutcome
from safeguard.retention import rules


@dataclass(frozen=True)
class CertifiedLine:
    title: str
    outcome: str
    number: int


def lines_of(disposal: Disposal) -> list[CertifiedLine]:
    known = rules()
    return [
        CertifiedLine(str(known[key].title) if key in known else key, str(ItemOutcome(outcome).label), number)
        for key, outcome, number in disposal.counts
    ]
