"""What falls due about consent, takedowns, pictures and contact wishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from consent.owed import asking, contact, finding, paper, pictures, uses
from safeguard.obligations import Obligation


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    for part in (uses, finding, asking, paper, pictures, contact):
        yield from part.obligations(today=today, person=person)
