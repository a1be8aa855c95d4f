"""How many people of the central record lack something: counted on the spot, or by the worker where they are many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from agreements.signatures import AT_ONCE
from safeguard.scoping import active_organisation
from volunteers.services.record import Gap, rows
from volunteers.services.record_people import here

FRESH = timedelta(hours=1)  # the worker counts a large charity again after this
KEPT = 2 * 24 * 3600  # seconds; a worker that stands still is told of elsewhere


@dataclass(frozen=True)
class Count:
    """`unchecked` lack a criminal-record check or its renewal; `is_begun` says that anything was ever noted."""

    people: int
    with_gaps: int
    unchecked: int
    is_begun: bool
    at: datetime


def counted(today: date) -> Count | None:
    """None while the worker has not counted a large charity yet: to read ten thousand people takes seconds."""
    if here(today).count() <= AT_ONCE:
        return _count(today)
    found: Count | None = cache.get(_place())
    return found


def keep_counted(today: date) -> None:
    """For the worker: count anew what is large and was counted a while ago."""
    if here(today).count() > AT_ONCE:
        last: Count | None = cache.get(_place())
        if last is None or last.at < timezone.now() - FRESH:
            cache.set(_place(), _count(today), KEPT)


def _count(today: date) -> Count:
    found = rows(list(here(today).order_by()), today)
    gaps = [row.gaps for row in found if row.gaps]
    return Count(
        people=len(found),
        with_gaps=len(gaps),
        unchecked=sum(Gap.CRIMINAL in lacking for lacking in gaps),
        is_begun=any(row.suitability or row.identity.on or row.vetting.kind for row in found),
        at=timezone.now(),
    )


def _place() -> str:
    return f"volunteers:record:{active_organisation().pk}"
