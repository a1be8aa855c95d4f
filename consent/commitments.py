"""What policies promise about consent, pictures and contact, and whether it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from consent.promises import asking, contact, finding, pictures, uses
from safeguard.commitments import Commitment


def commitments(*, today: date) -> Iterator[Commitment]:
    for part in (asking, finding, uses, pictures, contact):
        yield from part.commitments(today=today)
