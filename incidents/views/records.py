"""The records of a case by their kinds: what there is, what is asked for, and what came later."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.access import WORK, can, case_or_404, opened, visible_to
from incidents.doors import in_the_log
from incidents.forms.records import RecordForm
from incidents.models import Case, Record, RecordKind
from incidents.numbers import call_first
from incidents.records import FORMS, form_of, in_words
from incidents.records.asking import LINK, Form
from incidents.regulators import regulators
from incidents.sections import sections
from incidents.services import records as services
from incidents.services.records import Thread
from safeguard.addresses import address
from safeguard.local_times import in_words as moment_in_words
from safeguard.refusals import Refused


@in_the_log
def records(request: HttpRequest, code: str) -> HttpResponse:
    """Every kind with its records, and what this case asks for and nobody has recorded yet."""
    case = case_or_404(request, code)
    opened(case, by=request.person)
    found = [] if case.is_shredded else services.threads(case)
    asked = [] if case.is_shredded or case.is_finished else services.prompts(case, found)
    context = {
        "case": case,
        "sections": sections(request, case),
        "prompts": [(one, address("incidents:make_record", case.code, one.kind)) for one in asked],
        "kinds": [_kind(case, form, found) for form in FORMS.values()],
        "may_work": not case.is_shredded and not case.is_finished and can(request.person, case, WORK),
    }
    return render(request, "incidents/records/list.html", context)


def _kind(case: Case, form: Form, found: list[Thread]) -> dict[str, Any]:
    return {
        "form": form,
        "url": address("incidents:make_record", case.code, form.kind),
        "rows": [
            {
                "url": address("incidents:record", case.code, one.first.uid),
                "when": moment_in_words(one.first.at),
                "about": one.about,
                "missing": len(one.missing),
                "due": due_in_words(one),
            }
            for one in found
            if one.form.kind == form.kind
        ],
    }


def due_in_words(thread: Thread) -> str:
    """By when, to the minute where hours count; empty when nothing is awaited."""
    if not thread.is_awaited:
        return ""
    if thread.first.due_at is not None:
        return moment_in_words(thread.first.due_at)
    return str(date_format(thread.first.due_on)) if thread.first.due_on else ""


@in_the_log
def make(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    if kind not in FORMS:
        raise Http404
    asked = form_of(kind)
    form = RecordForm(
        request.POST or None,
        form=asked,
        fields_asked=asked.fields,
        people=[] if case.is_shredded else services.people_to_choose(case),
        once=str(uuid.uuid4()),
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = services.make(
                case, by=request.person, once=values["once"], kind=kind, at=values["moment"], answers=form.answers()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect(address("incidents:record", case.code, made.uid))
    return _form_page(request, case, asked, form, back=address("incidents:records", case.code))


@in_the_log
def follow(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    """What came later is a row of its own: what was written first stays as it was."""
    case = case_or_404(request, code, WORK)
    thread = _thread(case, uid) if not case.is_shredded else None
    if thread is None:
        raise Http404
    form = RecordForm(
        request.POST or None,
        form=thread.form,
        fields_asked=thread.form.later_fields(thread.answers),
        people=services.people_to_choose(case),
        once=str(uuid.uuid4()),
    )
    form.fields["day"].label = _("When did you learn of it, or when did it happen?")
    back = address("incidents:record", case.code, thread.first.uid)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.follow(
                thread.first,
                by=request.person,
                once=values["once"],
                at=values["moment"],
                answers=form.answers(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It was added to the record."))
            return redirect(back)
    return _form_page(request, case, thread.form, form, back=back, is_later=True)


def _form_page(
    request: HttpRequest, case: Case, asked: Form, form: RecordForm, *, back: str, is_later: bool = False
) -> HttpResponse:
    listed = regulators(request.organisation.nation, timezone.localdate())
    context = {
        "case": case,
        "sections": sections(request, case),
        "asked": asked,
        "form": form,
        "is_later": is_later,
        "regulators": listed if asked.kind == RecordKind.REGULATOR else [],
        "kept_until": services.kept_until(case) if asked.kind == RecordKind.OBJECTION else "",
        "agencies": call_first(request.organisation),
        "back": back,
    }
    return render(request, "incidents/records/form.html", context)


@in_the_log
def record(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    """One record with all that followed it, and what is still asked for."""
    case = case_or_404(request, code)
    get_object_or_404(case.records, uid=uid)
    opened(case, by=request.person)
    context: dict[str, Any] = {"case": case, "sections": sections(request, case)}
    if not case.is_shredded:
        thread = _thread(case, uid)
        names = services.names_in(case)
        context |= {
            "thread": thread,
            "parts": [_part(row, thread.form, names) for row in thread.rows],
            "due": due_in_words(thread),
            "kept_until": services.kept_until(case) if thread.form.kind == RecordKind.OBJECTION else "",
            "may_work": not case.is_finished and can(request.person, case, WORK),
        }
    return render(request, "incidents/records/record.html", context)


def _thread(case: Case, uid: uuid.UUID) -> Thread:
    """The record of this uid from its first row on, whichever of its rows was named."""
    row = get_object_or_404(case.records, uid=uid)
    first_key = row.follows_id or row.pk
    rows = list(case.records.filter(pk=first_key).select_related("by"))
    return services.thread_of(rows[0], case.records.filter(follows=first_key).select_related("by"))


def _part(row: Record, form: Form, names: dict[str, str]) -> dict[str, Any]:
    rows = in_words(form, services.answers_of(row), names)
    return {
        "when": moment_in_words(row.at),
        "written": moment_in_words(row.recorded_at),
        "by": row.by,
        "is_later": row.follows_id is not None,
        "rows": [{"key": question, "value": answer, "is_link": field.kind == LINK} for question, answer, field in rows],
    }


@in_the_log
def waiting(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Where a reminder leads: its address says nothing of the case."""
    found = get_object_or_404(
        Record.objects.filter(case__in=visible_to(request.person)).select_related("case"), uid=uid
    )
    return redirect(address("incidents:record", found.case.code, found.uid))


@in_the_log
def consider(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Where a reminder to think about suspension leads."""
    found = get_object_or_404(visible_to(request.person), uid=uid)
    return redirect(address("incidents:make_record", found.code, RecordKind.SUSPENSION))
