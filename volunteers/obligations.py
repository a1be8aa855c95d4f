"""What falls due about applicants and volunteers. Titles and reasons name no applicant and no finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safeguard.obligations import Obligation
from volunteers.owed import applicants, checks, mine, recruiting, standing, training, vetting


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    for part in (recruiting, applicants, checks, vetting, training, standing, mine):
        yield from part.obligations(today=today, person=person)
