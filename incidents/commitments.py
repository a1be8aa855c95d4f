"""What policies promise about concerns, and whether it is kept. The lights are the same for whoever sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from incidents.promises import handling, keys, learning, look_ups, reachable, records
from safeguard.commitments import Commitment


def commitments(*, today: date) -> Iterator[Commitment]:
    for part in (keys, handling, reachable, learning, look_ups, records):
        yield from part.commitments(today=today)
