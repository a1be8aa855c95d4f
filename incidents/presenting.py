"""How cases stand in lists and on their own page: what is decrypted only for the rows that are shown, and what is due.

Every function takes many cases, or one, at the same number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from incidents import clocks
from incidents.access import visible_to
from incidents.models import (
    Action,
    Answer,
    Case,
    Hold,
    Record,
    Referral,
    Report,
    ReportMessage,
    Severity,
    Step,
    Task,
)
from incidents.services.intervals import of_case
from incidents.states import CaseStatus
from incidents.types import in_words
from people.models import Person
from safeguard import local_times, vault
from safeguard.addresses import address
from safeguard.sealed import Sealed

STATUS_KINDS = {
    CaseStatus.NEW: "soon",
    CaseStatus.OPEN: "info",
    CaseStatus.WATCHED: "quiet",
    CaseStatus.CLOSED: "good",
    CaseStatus.JOINED: "quiet",
}
SEVERITY_KINDS = {Severity.LOW: "quiet", Severity.MEDIUM: "info", Severity.HIGH: "soon", Severity.CRITICAL: "bad"}


def words_of(row: Sealed) -> dict[str, Any]:
    """Its words, or none where they can no longer be read; `trouble_with` says why."""
    try:
        return row.words
    except vault.VaultError:
        return dict.fromkeys(row.WORDS, "")


def trouble_with(row: Sealed) -> str:
    """A sentence where the words cannot be read; empty where they can."""
    try:
        _unused = row.words
    except vault.Shredded:
        return _("These words were destroyed at the end of their time.")
    except vault.Tampered:
        return _("These words were changed outside the software and are not shown. Tell whoever looks after it.")
    except vault.VaultError:
        return _("These words cannot be read: the key file is missing a key. Tell whoever looks after the software.")
    return ""


def heading(case: Case) -> str:
    return trouble_with(case) or words_of(case)["heading"] or _("No heading yet")


def status_tag(case: Case) -> tuple[str, str]:
    return STATUS_KINDS[CaseStatus(case.status)], case.get_status_display()


def severity_tag(case: Case) -> tuple[str, str] | None:
    return (SEVERITY_KINDS[Severity(case.severity)], case.get_severity_display()) if case.severity else None


def is_danger(case: Case) -> bool:
    """Somebody may be in danger now; "not sure" counts until somebody is."""
    return case.danger_now in (Answer.YES, Answer.UNSURE) and not case.is_finished


def age(since: datetime, now: datetime) -> str:
    return timesince(since, now, depth=1)


# What is due ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """Something that is to be done in a case, in words that name nobody."""

    title: str
    at: datetime | None
    is_date: bool = False
    hint: str = ""
    page: str = ""  # name of the address in the case
    late: bool = False

    @property
    def when(self) -> str:
        if self.at is None:
            return ""
        local = timezone.localtime(self.at)
        return date_format(local.date()) if self.is_date else local_times.in_words(self.at)

    @property
    def tag(self) -> tuple[str, str] | None:
        """(kind, text)"""
        if self.at is None:
            return None
        return ("bad", _("Late: %(when)s") % {"when": self.when}) if self.late else ("quiet", self.when)


def by_day(day: date) -> datetime:
    """The end of the day, by the clocks on the wall."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def due(cases: Collection[Case], *, now: datetime, held: Collection[int]) -> dict[int, list[Due]]:
    """What is to be done in each case: messages to read, then what is due first; things without a time come last.

    In a case that is on hold, steps without a legal time are not asked for; clocks of duties run on (E-60).
    """
    found: dict[int, list[Due]] = {case.pk: [] for case in cases}
    going = [case for case in cases if not case.is_finished and not case.is_shredded]
    for key, one in _all_due(going, held):
        late = one.at is not None and one.at < now
        found[key].append(Due(one.title, one.at, one.is_date, one.hint, one.page, late))
    last = datetime.max.replace(tzinfo=local_times.LONDON) - timedelta(days=2)
    return {key: sorted(rows, key=lambda one: (one.page != "messages", one.at or last)) for key, rows in found.items()}


def _all_due(cases: Collection[Case], held: Collection[int]) -> Iterator[tuple[int, Due]]:
    keys = [case.pk for case in cases]
    clocked: set[tuple[int, datetime | None]] = set()
    for key, running in clocks.of_all(cases).items():
        for clock in running:
            if clock.is_running and (clock.is_duty or key not in held):
                clocked.add((key, clock.due_at))
                yield key, Due(clock.label, clock.due_at, hint=clock.words, page="steps")
    steps = Step.objects.to_do().filter(case__in=keys, withdrawn_at=None, is_required=True).order_by("case", "position")
    for case, text, at in steps.values_list("case", "text", "due_at"):
        if case not in held and (case, at) not in (clocked if at else ()):
            yield case, Due(text, at, page="steps")
    tasks = Task.objects.filter(case__in=keys, done_at=None, withdrawn_at=None)
    for case, name, day in tasks.values_list("case", "to__name", "due_on"):
        yield case, Due(_("Task of %(name)s") % {"name": name}, by_day(day), is_date=True, page="case_tasks")
    referrals = Referral.objects.waiting().filter(case__in=keys).exclude(chase_on=None)
    for case, day in referrals.values_list("case", "chase_on"):
        yield case, Due(_("Ask the agency again"), by_day(day), is_date=True, page="referrals")
    records = Record.objects.open().filter(Q(due_on__isnull=False) | Q(due_at__isnull=False), case__in=keys)
    for record in records.only("case_id", "kind", "due_on", "due_at"):
        at = record.due_at or by_day(record.due_on)
        yield record.case_id, Due(record.get_kind_display(), at, is_date=record.due_at is None, page="records")
    actions = Action.objects.filter(case__in=keys, done_at=None, dropped_at=None)
    for case, name, day in actions.values_list("case", "owner__name", "due_on"):
        yield case, Due(_("Action of %(name)s") % {"name": name}, by_day(day), is_date=True, page="closing")
    holds = Hold.objects.filter(case__in=keys, ended_at=None).exclude(look_again_on=None)
    for case, day in holds.values_list("case", "look_again_on"):
        yield case, Due(_("Ask the agency whether we still wait"), by_day(day), is_date=True, page="hold")
    unread = ReportMessage.objects.filter(report__case__in=keys, from_reporter=True, read_at=None)
    for case, number in unread.order_by().values_list("report__case").annotate(Count("pk")):
        text = (
            _("Read what was written by whoever told us") if number == 1 else _("Read %(n)s messages") % {"n": number}
        )
        yield case, Due(text, None, page="messages")


def page_in(case: Case, name: str) -> str:
    return address(f"incidents:{name}", case.code) if name else ""


def held_among(cases: Collection[Case]) -> set[int]:
    return set(Hold.objects.filter(case__in=[case.pk for case in cases], ended_at=None).values_list("case", flat=True))


# Rows of the log -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A case as a line of a list."""

    case: Case
    heading: str
    kinds: str
    received: str
    age: str
    status: tuple[str, str]
    severity: tuple[str, str] | None
    is_danger: bool
    next: Due | None
    is_held: bool
    reports: int


def rows(cases: Collection[Case], *, reader: Person, now: datetime) -> list[Row]:
    """These cases as lines, decrypted; the same number of queries for any number of them."""
    held = held_among(cases)
    to_do, reports = due(cases, now=now, held=held), _reports(cases, reader)
    return [
        Row(
            case=case,
            heading=heading(case),
            kinds=in_words(case.types),
            received=local_times.in_words(case.opened_at),
            age=age(case.opened_at, now),
            status=status_tag(case),
            severity=severity_tag(case),
            is_danger=is_danger(case),
            next=next((one for one in to_do[case.pk] if one.at), None),
            is_held=case.pk in held,
            reports=reports.get(case.pk, 0),
        )
        for case in cases
    ]


def _reports(cases: Collection[Case], reader: Person) -> dict[int, int]:
    """How many reports each case has, with those of the cases that were joined to it and that the reader may see."""
    keys = {case.pk for case in cases}
    found: dict[int, int] = dict.fromkeys(keys, 0)
    joined = visible_to(reader).filter(joined_to__in=keys)
    theirs = Report.objects.filter(Q(case__in=keys) | Q(case__in=joined.values("pk"))).order_by()
    counted = theirs.values_list("case", "case__joined_to").annotate(number=Count("pk"))
    for case, joined_to, number in counted:
        for key in {case, joined_to} & keys:
            found[key] += number
    return found


# Times ---------------------------------------------------------------------------------------------------------------


def times(case: Case) -> list[dict[str, str]]:
    """Received, first action, closed, and the time between them (IL-2); for components/summary_list.html."""
    to_action, to_close = of_case(case)
    found = [{"key": _("Received"), "value": local_times.in_words(case.opened_at)}]
    if case.acted_at:
        words = {"when": local_times.in_words(case.acted_at), "time": length(to_action)}
        found.append(
            {"key": _("First action written down"), "value": _("%(when)s, %(time)s after it was received") % words}
        )
    if case.closed_at:
        words = {"when": local_times.in_words(case.closed_at), "time": length(to_close)}
        found.append({"key": _("Closed"), "value": _("%(when)s, %(time)s after it was received") % words})
    return found


def length(of: timedelta | None) -> str:
    """ "3 days, 2 hours"; "less than a minute"."""
    if of is None:
        return ""
    if of < timedelta(minutes=1):
        return _("less than a minute")
    end = timezone.now()
    return timesince(end - of, end, depth=2)
