"""Messages that nobody has read: from whoever raised something, and to them. Nothing says about what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Case, Report, ReportMessage
from incidents.owed.whom import handlers_of
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule, Urgency

UNTIL_READ = Schedule(days=(0,), repeat_every=1)  # a mail went out at once


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    for obligation in (*_for_handlers(), *_for_reporters()):
        if person is None or person in obligation.recipients:
            yield obligation


def _unread(*, from_reporter: bool) -> dict[int, date]:
    """By the key of a report, the day of its oldest message that was not read."""
    waiting = ReportMessage.objects.filter(from_reporter=from_reporter, read_at=None, report__shredded_at=None)
    oldest = waiting.order_by().values("report").annotate(first=Min("at")).values_list("report", "first")
    return {report: timezone.localtime(at).date() for report, at in oldest}


def _for_handlers() -> Iterator[Obligation]:
    waiting = _unread(from_reporter=True)
    if not waiting:
        return
    reports = list(Report.objects.filter(pk__in=waiting).order_by("pk"))
    cases = Case.objects.in_bulk({report.case_id for report in reports})
    told = handlers_of(list(cases.values()), timezone.localdate())
    for report in reports:
        if recipients := told.get(report.case_id, ()):
            yield Obligation(
                key=f"incidents.message:{report.pk}:{waiting[report.pk]:%Y-%m-%d}",
                title=_("Something in the concerns log is waiting for you"),
                due_on=waiting[report.pk],
                url=address("incidents:log"),
                recipients=recipients,
                schedule=UNTIL_READ,
                reason=_("Somebody wrote and nobody has read it yet."),
                action=_("Sign in and read it"),
                is_closed=True,
                urgency=Urgency.UNREAD,
            )


def _for_reporters() -> Iterator[Obligation]:
    waiting = _unread(from_reporter=False)
    for report in Report.objects.filter(pk__in=waiting).exclude(raised_by=None).order_by("pk"):
        yield Obligation(
            key=f"incidents.answer:{report.pk}:{waiting[report.pk]:%Y-%m-%d}",
            title=_("There is a message for you"),
            due_on=waiting[report.pk],
            url=address("incidents:mine"),
            recipients=(report.raised_by_id,),
            schedule=UNTIL_READ,
            reason=_("Sign in to read it."),
            action=_("Sign in and read it"),
            is_closed=True,
        )
