"""The chronology of a case: read, added to, put right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents import happened, presenting
from incidents.access import WORK, can, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.chronology import CorrectionForm, DisagreementForm, EntryForm, PlaceForm
from incidents.happened import said
from incidents.joined import cases_of
from incidents.models import Case, Entry, EntryKind, Report
from incidents.pointing import Pointer, pointers
from incidents.sections import sections
from incidents.services import entries
from people.models import Person
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.paging import page_of
from safeguard.refusals import Refused

PAGE = 100


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    entry: Entry
    words: dict[str, Any]
    when: str
    as_said: str
    written: str
    from_case: str
    corrected_by: list[Entry]
    disagreed: list[tuple[Entry, dict[str, Any]]]
    may_correct: bool
    leads_to: Pointer | None = None

    @property
    def corrects(self) -> Entry | None:
        """The entry that this one puts right."""
        return self.entry.corrects if self.entry.kind == EntryKind.CORRECTION else None

    @property
    def is_corrected(self) -> bool:
        return bool(self.corrected_by)


@in_the_log
def chronology(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code)
    opened(case, by=request.person)
    newest_first = "newest" in request.GET
    cases = cases_of(case, request.person)
    found = Entry.objects.filter(case__in=cases).select_related("by", "corrects")
    page = page_of(request, found, order="-sort_at" if newest_first else "sort_at", size=PAGE)
    may_write = not case.is_finished and not case.is_shredded and can(request.person, case, WORK)
    context = {
        "case": case,
        "sections": sections(request, case),
        "lines": lines(page.rows, cases, person=request.person, may_write=may_write),
        "previous": page.previous,
        "next": page.next,
        "newest_first": newest_first,
        "joined": cases[1:],
        "may_write": may_write,
        "unplaced": [_unplaced(one) for one in entries.unplaced(cases)] if may_write else [],
    }
    return render(request, "incidents/chronology/chronology.html", context)


def _unplaced(report: Report) -> dict[str, Any]:
    return {"report": report, "received": in_words(report.received_at), "as_said": _when_said(report)}


def _when_said(report: Report) -> str:
    return "" if presenting.trouble_with(report) else str(report.words["when"])


def lines(rows: list[Entry], cases: list[Case], *, person: Person, may_write: bool) -> list[Line]:
    """The entries of these cases with what was said about them later, and where each leads; the queries do not grow."""
    by_key = {case.pk: case for case in cases}
    later = defaultdict(list)
    for answer in Entry.objects.filter(case__in=cases, corrects__in=[row.pk for row in rows]).order_by("pk"):
        answer.case = by_key[answer.case_id]
        later[answer.corrects_id].append(answer)
    for row in rows:
        row.case = by_key[row.case_id]
    leads = pointers(rows, person)
    return [
        _line(row, later[row.pk], is_own=row.case == cases[0], may_write=may_write, leads_to=leads.get(row.pk))
        for row in rows
    ]


def _line(row: Entry, later: list[Entry], *, is_own: bool, may_write: bool, leads_to: Pointer | None = None) -> Line:
    words = row.words if not row.case.is_shredded else {}
    corrected = [answer for answer in later if answer.kind == EntryKind.CORRECTION]
    disagreed = [
        (answer, answer.words)
        for answer in later
        if answer.kind == EntryKind.DISAGREEMENT and not answer.case.is_shredded
    ]
    when, written = said(row), in_words(row.written_at)
    as_said = str(words.get("happened", ""))
    exact = row.happened_at is not None
    return Line(
        entry=row,
        words=words,
        when=when or ("" if as_said else written),
        as_said="" if exact and not words.get("note") else as_said,
        written=written if when or as_said else "",
        from_case="" if is_own else row.case.code,
        corrected_by=corrected,
        disagreed=disagreed,
        may_correct=may_write and is_own and not corrected,
        leads_to=leads_to,
    )


@in_the_log
def add(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    form = EntryForm(request.POST or None)

    def save(**given: Any) -> Entry:
        return entries.add(case, by=request.person, **given)

    return _answered(request, case, form, save, template="add.html", done=_("It is in the chronology."))


@in_the_log
def correct(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    entry = get_object_or_404(Entry, case=case, uid=uid)
    form = CorrectionForm(request.POST or None)

    def save(**given: Any) -> Entry:
        return entries.correct(entry, by=request.person, **given)

    return _answered(
        request, case, form, save, template="correct.html", done=_("The correction is in the chronology."), about=entry
    )


@in_the_log
def disagree(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    entry = get_object_or_404(Entry, case=case, uid=uid)
    form = DisagreementForm(request.POST or None)

    def save(**given: Any) -> Entry:
        return entries.disagree(entry, by=request.person, **given)

    return _answered(
        request, case, form, save, template="disagree.html", done=_("It stands beside the entry."), about=entry
    )


def _answered(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    save: Callable[..., Entry],
    *,
    template: str,
    done: str,
    about: Entry | None = None,
) -> HttpResponse:
    """The form, or the chronology at the entry that was written."""
    if request.method == "POST" and form.is_valid():
        try:
            made = save(**form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{done} {made.words['note']}".strip())
            return redirect(place_of(made, cases_of(case, request.person)))
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "old": _line(about, [], is_own=True, may_write=False) if about else None,
        "back": address("incidents:chronology", case.code),
        "today": date_format(timezone.localdate()),
    }
    return render(request, f"incidents/chronology/{template}", context)


@in_the_log
def place(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    """Say on which day it happened what was raised; the words stay as they were said."""
    case = case_or_404(request, code, WORK)
    report = get_object_or_404(Report, case__in=cases_of(case, request.person), uid=uid, shredded_at=None)
    as_said = _when_said(report)
    form = PlaceForm(request.POST or None, offered=_days_to_offer(report, as_said))
    if request.method == "POST" and form.is_valid():
        try:
            made = entries.place(report, case, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It stands on its day in the chronology."))
            return redirect(place_of(made, cases_of(case, request.person)))
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "as_said": as_said,
        "received": in_words(report.received_at),
        "back": address("incidents:chronology", case.code),
    }
    return render(request, "incidents/chronology/place.html", context)


def _days_to_offer(report: Report, as_said: str) -> list[date]:
    """The day that was read from the words, or the days that they may mean, seen from the day on which it came in."""
    if report.happened_from is not None:
        days = {report.happened_from, report.happened_until or report.happened_from}
        return sorted(days) if (max(days) - min(days)).days <= 1 else []
    return happened.offered(as_said, today=timezone.localdate(report.received_at))


@in_the_log
def entry(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    """Lead to one entry, on whichever page of the chronology it stands."""
    case = case_or_404(request, code)
    cases = cases_of(case, request.person)
    return redirect(place_of(get_object_or_404(Entry, case__in=cases, uid=uid), cases))


def place_of(found: Entry, cases: list[Case]) -> str:
    before = Entry.objects.filter(case__in=cases, sort_at__lt=found.sort_at).order_by("-sort_at", "-pk")
    start = before.values_list("pk", flat=True)[PAGE // 2 : PAGE // 2 + 1].first()
    page = {"after": start} if start else {}
    return f"{address('incidents:chronology', cases[0].code, **page)}#entry-{found.uid}"
