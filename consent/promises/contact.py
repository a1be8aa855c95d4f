from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safeguard.commitments import Commitment


def commitments(*, today: date) -> Iterator[Commitment]:
    yield from ()
