"""Concerns as numbers: nothing that is fewer than five is told, and nothing that is told lets it be worked out.

Only cases that are routed to the leads are counted, whoever looks. What a smaller circle handles is never counted, and
the page says so whether there is any or not. Every number is rounded to five, and where one line alone would be kept
back, the next smallest is kept back too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import Action, Case, Lesson, Outcome, Referral, Routing, StepAside
from incidents.models.cases import CaseQuerySet
from incidents.services.intervals import Interval, intervals
from incidents.states import CaseStatus
from incidents.types import GROUPS, types
from organisations.models import AgencyKind
from safeguard import charts

SMALLEST = 5  # what is fewer is not told
STEP = 5  # what is told is rounded to this
ALL = "all"
QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Period:
    """A year, a quarter of one, or everything."""

    year: int | None = None
    quarter: int | None = None

    @property
    def first(self) -> datetime | None:
        if self.year is None:
            return None
        month = 1 if self.quarter is None else self.quarter * 3 - 2
        return timezone.make_aware(datetime.combine(date(self.year, month, 1), time.min))

    @property
    def end(self) -> datetime | None:
        """The first moment after it."""
        if self.year is None:
            return None
        if self.quarter in (None, 4):
            return Period(self.year + 1).first
        return Period(self.year, (self.quarter or 0) + 1).first

    @property
    def label(self) -> str:
        if self.year is None:
            return _("All years")
        if self.quarter is None:
            return str(self.year)
        words = [_("January to March"), _("April to June"), _("July to September"), _("October to December")]
        return f"{words[self.quarter - 1]} {self.year}"

    def within(self, field: str) -> Q:
        return Q() if self.year is None else Q(**{f"{field}__gte": self.first, f"{field}__lt": self.end})


@dataclass(frozen=True)
class Line:
    """One line of a table: a rounded number, or None where it is not told."""

    label: str
    shown: int | None
    kept_back: bool = False  # it is not small itself: another one could be worked out from it

    @property
    def words(self) -> str:
        if self.shown is not None:
            return str(self.shown)
        return _("not told") if self.kept_back else _("fewer than %(n)d") % {"n": SMALLEST}


@dataclass(frozen=True)
class Table:
    title: str
    heading: str
    lines: Sequence[Line]
    note: str = ""

    @property
    def is_told(self) -> bool:
        """Whether there is a number in it."""
        return any(line.shown is not None for line in self.lines)

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [(line.label, line.words) for line in self.lines]


@dataclass(frozen=True)
class Summary:
    period: Period
    received: Line
    is_broken_down: bool
    tables: Sequence[Table]
    times: Sequence[tuple[str, str]]
    chart: charts.Chart | None


def counted() -> CaseQuerySet:
    """What is in the numbers: nobody is kept from it by a step aside, so that they tell the same to everybody.

    Joined cases are one case with that to which they were joined.
    """
    aside = StepAside.objects.standing().filter(case=OuterRef("pk"))
    found: CaseQuerySet = Case.objects.standing().filter(~Exists(aside), routing=Routing.LEADS)
    return found


def years() -> list[int]:
    """Those in which a concern was received that is counted, and this one; the newest first."""
    found = counted().order_by().annotate(year=ExtractYear("opened_at")).values_list("year", flat=True).distinct()
    return sorted({*found, timezone.localdate().year}, reverse=True)


def summary(period: Period) -> Summary:
    cases = counted().filter(period.within("opened_at"))
    facts = list(cases.order_by().values_list("types", "status", "outcome", "opened_at"))
    received = Line(_("Received"), rounded(len(facts)))
    if received.shown is None:
        return Summary(period, received, False, [], [], None)
    kinds = _table(
        _("Kinds of concern"),
        _("Kind"),
        _groups(kinds for kinds, *_rest in facts),
        GROUPS,
        note=_("A concern can be of several kinds."),
    )
    tables = [
        *([_quarters(period, [at for *_rest, at in facts])] if period.year and not period.quarter else []),
        kinds,
        _table(_("Where they stand"), _("State"), [status for _k, status, *_rest in facts], _statuses()),
        _table(
            _("How they ended"),
            _("Outcome"),
            [outcome for _k, status, outcome, _at in facts if status == CaseStatus.CLOSED and outcome],
            dict(Outcome.choices),
            note=_("Only concerns that are closed."),
        ),
        *_done(cases),
    ]
    return Summary(period, received, True, tables, _times(cases), chart_of(kinds))


def rounded(number: int) -> int | None:
    """To the nearest five; None for what is too small to be told."""
    return None if number < SMALLEST else STEP * round(number / STEP)


def told(counts: Mapping[str, int], labels: Mapping[str, Any]) -> list[Line]:
    """The lines of one table. Where just one is too small, the next smallest is kept back as well."""
    small = [key for key in labels if counts.get(key, 0) < SMALLEST]
    beside = None
    if len(small) == 1 and len(labels) > 1:
        beside = min((key for key in labels if key not in small), key=lambda key: counts.get(key, 0))
    return [
        Line(str(label), None if key == beside else rounded(counts.get(key, 0)), kept_back=key == beside)
        for key, label in labels.items()
    ]


def chart_of(table: Table) -> charts.Chart | None:
    """Bars for what is told; what is not told has no length that could be read off."""
    rows = [(line.label, line.shown) for line in table.lines if line.shown is not None]
    if len(rows) < 2:  # one bar says no more than its line in the table
        return None
    return charts.bars(
        table.title,
        _("Only numbers of five and more, rounded to five."),
        rows,
        label_heading=table.heading,
        value_heading=_("Concerns, about"),
    )


def _table(title: str, heading: str, found: Iterable[str], labels: Mapping[str, Any], note: str = "") -> Table:
    return Table(title, heading, told(Counter(found), labels), note)


def _groups(cases: Iterable[Sequence[str]]) -> list[str]:
    """Each case once in each group of its kinds."""
    known = types()
    return [group for kinds in cases for group in {known[kind].group if kind in known else "other" for kind in kinds}]


def _statuses() -> dict[str, Any]:
    return {status.value: status.label for status in CaseStatus if status != CaseStatus.JOINED}


def _quarters(period: Period, days: list[datetime]) -> Table:
    labels = {str(quarter): Period(period.year, quarter).label for quarter in QUARTERS}
    found = [str((timezone.localdate(at).month + 2) // 3) for at in days]
    return _table(_("Received in each quarter"), _("Quarter"), found, labels)


def _done(cases: CaseQuerySet) -> list[Table]:
    """Whom the charity told, and what it learnt, in these cases."""
    keys = cases.order_by().values("pk")
    agencies = Referral.objects.filter(case__in=keys).order_by().values_list("kind", flat=True)
    actions = Action.objects.filter(case__in=keys, dropped_at=None).order_by().values_list("done_at", flat=True)
    learnt = Counter({"lessons": Lesson.objects.filter(case__in=keys).count()})
    learnt.update("done" if at else "open" for at in actions)  # no parts of one number, so none tells of another
    labels = {"lessons": _("Lessons"), "done": _("Actions that are done"), "open": _("Actions still to do")}
    return [
        _table(_("Whom we told"), _("Kind of agency"), agencies, dict(AgencyKind.choices)),
        Table(_("What was learnt"), _("What"), [Line(label, rounded(learnt[key])) for key, label in labels.items()]),
    ]


def _times(cases: CaseQuerySet) -> list[tuple[str, str]]:
    """Received, first action, closed: the middle one of all times (IL-2). Of fewer than five, nothing is told."""
    found = intervals(cases)
    return [
        (_("From received to the first action"), _middle(found.to_first_action)),
        (_("From received to closed"), _middle(found.to_close)),
    ]


def _middle(one: Interval) -> str:
    if one.known < SMALLEST or one.median is None:
        return _("not told: fewer than %(n)d") % {"n": SMALLEST}
    return in_words(one.median)


def in_words(length: timedelta) -> str:
    """Roughly, so that no single case can be read from it."""
    hours = length.total_seconds() / 3600
    if hours < 1:
        return _("within an hour")
    if hours < 36:
        return ngettext("about one hour", "about %(n)d hours", round(hours)) % {"n": round(hours)}
    days = round(hours / 24)
    return ngettext("about one day", "about %(n)d days", days) % {"n": days}
