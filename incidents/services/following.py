"""The talk with whoever raised a concern: by their sign-in, or by the code that they were given (E-55)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from incidents.access import handlers
from incidents.joined import must_be_open
from incidents.models import Case, EntryKind, LetterKind, Report, ReportMessage, StepAside
from incidents.services import entries, letters
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused
from safeguard.verification import tidy

SAME = timedelta(minutes=10)  # the same words again within this time are a form that was sent twice


def fingerprint(code: str) -> str:
    """What is kept of a code. It has 80 random bits, so that nobody finds it from its fingerprint."""
    return hashlib.sha256(f"follow-up:{tidy(code)}".encode()).hexdigest()


def find(code: str) -> Report | None:
    """The report behind a code, of whichever charity."""
    wanted = fingerprint(code[:100])
    reports = Report.objects.across_organisations().select_related("organisation")
    found: Report | None = reports.filter(follow_up=wanted, shredded_at=None).first()
    return found if found is not None and constant_time_compare(found.follow_up, wanted) else None


def is_read(report: Report) -> bool:
    """Whether somebody who may do something has opened the case. Whoever raised it learns no more."""
    return bool(Case.objects.filter(pk=report.case_id, seen_at__isnull=False).exists())


@transaction.atomic
def tell_more(report: Report, *, text: str, by: Person | None) -> ReportMessage:
    """The reporter writes. It is taken whatever has become of the case: nobody who tells something is turned away."""
    _readable(report)
    if there := _sent_before(report, text, from_reporter=True):
        return there
    message = ReportMessage.objects.create(report=report, from_reporter=True, by=by, words={"text": text})
    case = Case.objects.get(pk=report.case_id)
    entries.write(
        case,
        by=by,
        kind=EntryKind.RECORD,
        text=_("Whoever raised this wrote again."),
        about=message,
        verb=Verb.WROTE_BACK,
        is_handling=False,
    )
    for person in handlers(case, timezone.localdate()):
        letters.queue(LetterKind.MESSAGE, to=person, case=case)
    return message


@transaction.atomic
def write_back(report: Report, *, text: str, by: Person) -> ReportMessage:
    """A handler writes to whoever raised it. Raises Refused where the case is closed or nobody would read it."""
    _readable(report)
    if there := _sent_before(report, text, from_reporter=False):
        return there
    case = Case.objects.select_for_update(no_key=True).get(pk=report.case_id)
    must_be_open(case)
    if report.pk not in answerable([report]):
        raise Refused(_("Whoever raised this cannot be written to from here."))
    message = ReportMessage.objects.create(report=report, from_reporter=False, by=by, words={"text": text})
    words = _("Wrote to whoever raised this.")
    entries.write(case, by=by, kind=EntryKind.RECORD, text=words, about=message, verb=Verb.WROTE_BACK)
    if report.raised_by is not None:
        letters.queue(LetterKind.MESSAGE, to=report.raised_by, case=case)
    return message


def answerable(reports: Collection[Report]) -> set[int]:
    """Keys of those whose sender can come back to them, and was not put aside in the meantime. One query."""
    people = {key for one in reports for key in (one.raised_by_id, one.written_by_id) if key}
    asides = StepAside.objects.standing().filter(person__in=people, case__in={one.case_id for one in reports})
    away = set(asides.values_list("case_id", "person_id"))
    found = set()
    for one in reports:
        told = [key for key in (one.raised_by_id, one.written_by_id) if key]
        if one.follow_up or (told and not any((one.case_id, key) in away for key in told)):
            found.add(one.pk)
    return found


def read_by_reporter(report: Report) -> list[ReportMessage]:
    """All that was written, oldest first; what came from the handlers is read now."""
    return _read([report], from_reporter=False)[report.pk]


def read_by_handler(reports: Collection[Report], *, works: bool) -> dict[int, list[ReportMessage]]:
    """By the key of each report; what came from whoever raised it is read now. Two queries for any number.

    Read by somebody who may only look (`works` is False) it goes on waiting for whoever may answer.
    """
    return _read(reports, from_reporter=True, counts=works)


def _read(reports: Collection[Report], *, from_reporter: bool, counts: bool = True) -> dict[int, list[ReportMessage]]:
    by_key = {report.pk: report for report in reports}
    found: dict[int, list[ReportMessage]] = {key: [] for key in by_key}
    unread = []
    for message in ReportMessage.objects.filter(report__in=by_key).select_related("by"):
        message.report = by_key[message.report_id]  # its key is opened once
        found[message.report_id].append(message)
        if counts and message.from_reporter == from_reporter and message.read_at is None:
            unread.append(message.pk)
    if unread:
        ReportMessage.objects.filter(pk__in=unread, read_at=None).update(read_at=timezone.now())
    return found


def _readable(report: Report) -> None:
    if report.is_shredded:
        raise Refused(_("This report is no longer kept. Raise a new concern to tell us something."))


def _sent_before(report: Report, text: str, *, from_reporter: bool) -> ReportMessage | None:
    since = timezone.now() - SAME
    recent = ReportMessage.objects.filter(report=report, from_reporter=from_reporter, at__gt=since)
    for message in recent:
        message.report = report
        if message.words["text"] == text:
            return message
    return None
