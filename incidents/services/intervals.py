"""How quickly concerns are handled: received, first action, closed, and the time between (IL-2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from incidents.models import Case
from incidents.models.cases import CaseQuerySet


@dataclass(frozen=True)
class Interval:
    """For how many cases it is known, the middle one of their times, and the longest."""

    known: int = 0
    median: timedelta | None = None
    longest: timedelta | None = None


@dataclass(frozen=True)
class Intervals:
    cases: int
    to_first_action: Interval
    to_close: Interval
    waiting: int  # nothing has been done yet


def intervals(cases: CaseQuerySet) -> Intervals:
    """Figures over these cases, without a word of any of them. One query."""
    times = list(cases.order_by().values_list("opened_at", "acted_at", "closed_at"))
    return Intervals(
        cases=len(times),
        to_first_action=_over((opened, acted) for opened, acted, _closed in times),
        to_close=_over((opened, closed) for opened, _acted, closed in times),
        waiting=sum(acted is None and closed is None for _opened, acted, closed in times),
    )


def of_case(case: Case) -> tuple[timedelta | None, timedelta | None]:
    """(to the first action, to the close); None where it has not come to that."""
    return _between(case.opened_at, case.acted_at), _between(case.opened_at, case.closed_at)


def _over(times: Iterable[tuple[datetime, datetime | None]]) -> Interval:
    found = sorted(length for begin, end in times if (length := _between(begin, end)) is not None)
    if not found:
        return Interval()
    middle = median(length.total_seconds() for length in found)
    return Interval(len(found), timedelta(seconds=middle), found[-1])


def _between(begin: datetime, end: datetime | None) -> timedelta | None:
    """Never less than nothing: a paper record may have been acted on before it was entered."""
    return None if end is None else max(end - begin, timedelta())
