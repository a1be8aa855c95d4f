"""What policies promise about volunteers, and whether it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safeguard.commitments import Commitment
from volunteers.promises import applicants, checks, mine, record, recruiting, standing, training, vetting


def commitments(*, today: date) -> Iterator[Commitment]:
    for part in (recruiting, applicants, checks, vetting, training, standing, mine, record):
        yield from part.commitments(today=today)
