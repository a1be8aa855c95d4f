from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safeguard.obligations import Obligation


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    yield from ()
