"""Who in the central record lacks what, and how many: read on the spot, or by the worker where they are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from agreements.signatures import AT_ONCE
from safeguard.scoping import active_organisation
from volunteers.services.record import Gap, rows
from volunteers.services.record_people import ANY_GAP, here, listed

FRESH = timedelta(hours=1)  # the worker counts a large charity again after this
KEPT = 2 * 24 * 3600  # seconds; a worker that stands still is told of elsewhere


@dataclass(frozen=True)
class Count:
    """`unchecked` lack a criminal-record check or its renewal; `is_begun` says that anything was ever noted.

    `lacking` has the keys of those in the record, suspended ones too, by what is missing of them and as ANY_GAP.
    """

    people: int
    with_gaps: int
    unchecked: int
    is_begun: bool
    lacking: Mapping[str, tuple[int, ...]]
    at: datetime


def counted(today: date) -> Count | None:
    """None while the worker has not counted a large charity yet: to read ten thousand people takes seconds."""
    return counted_by_worker() if is_large(today) else _count(today)


def is_large(today: date) -> bool:
    return here(today).count() > AT_ONCE


def counted_by_worker() -> Count | None:
    found: Count | None = cache.get(_place())
    return found


def keep_counted(today: date) -> None:
    """For the worker: count anew what is large and was counted a while ago."""
    if is_large(today):
        last = counted_by_worker()
        if last is None or last.at < timezone.now() - FRESH:
            cache.set(_place(), _count(today), KEPT)


def _count(today: date) -> Count:
    found = rows(list(listed(today).order_by()), today)
    lacking: dict[str, list[int]] = defaultdict(list)
    for row in found:
        for gap in (*row.gaps, ANY_GAP) if row.gaps else ():
            lacking[gap].append(row.person.pk)
    present = set(here(today).order_by().values_list("pk", flat=True))
    return Count(
        people=len(present),
        with_gaps=len(present.intersection(lacking[ANY_GAP])),
        unchecked=len(present.intersection(lacking[Gap.CRIMINAL])),
        is_begun=any(row.suitability or row.identity.on or row.vetting.kind for row in found),
        lacking={gap: tuple(people) for gap, people in lacking.items()},
        at=timezone.now(),
    )


def _place() -> str:
    return f"volunteers:gaps:{active_organisation().pk}"
