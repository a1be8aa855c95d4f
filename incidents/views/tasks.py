"""Tasks: for those who were asked, without the case; for those who handle it, in the case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.access import WORK, can, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.tasks import AnswerForm, GiveForm
from incidents.joined import cases_of
from incidents.models import Case, Task
from incidents.sections import sections
from incidents.services import tasks_given as services
from safeguard.addresses import address
from safeguard.due_words import due_words
from safeguard.local_times import in_words
from safeguard.refusals import Refused

DONE_SHOWN = 20


@in_the_log
def tasks(request: HttpRequest) -> HttpResponse:
    """What somebody was asked to do. The words are read here and on the task's own page, and nothing else is."""
    today = timezone.localdate()
    mine = services.tasks_of(request.person).select_related("case", "by")
    waiting = [
        {"task": task, "what": task.words["what"], "status": due_words(task.due_on, today)}
        for task in mine.filter(done_at=None)
    ]
    done = [(task, task.words["what"]) for task in mine.exclude(done_at=None).order_by("-done_at", "-pk")[:DONE_SHOWN]]
    return render(request, "incidents/tasks/mine.html", {"waiting": waiting, "done": done})


@in_the_log
def task(request: HttpRequest, uid: str) -> HttpResponse:
    found = get_object_or_404(services.tasks_of(request.person).select_related("case", "by", "to"), uid=uid)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. %(name)s can read it now.") % {"name": found.by})
            return redirect(address("incidents:tasks"))
    return render(request, "incidents/tasks/task.html", {"task": found, "words": found.words, "form": form})


@in_the_log
def in_case(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code)
    opened(case, by=request.person)
    may_write = not case.is_finished and not case.is_shredded and can(request.person, case, WORK)
    context = {
        "case": case,
        "sections": sections(request, case),
        "rows": rows_of(cases_of(case, request.person), may_write=may_write),
        "may_write": may_write,
    }
    return render(request, "incidents/tasks/in_case.html", context)


def rows_of(cases: list[Case], *, may_write: bool) -> list[dict[str, Any]]:
    readable, today = {case.pk: case for case in cases if not case.is_shredded}, timezone.localdate()
    rows = []
    for one in Task.objects.filter(case__in=readable).select_related("to", "by").order_by("-given_at", "-pk"):
        one.case = readable[one.case_id]
        is_waiting = one.done_at is None and one.withdrawn_at is None
        status, kind = due_words(one.due_on, today) if is_waiting else (_("No longer asked"), "quiet")
        if one.done_at is not None:
            status, kind = _("Done on %(when)s") % {"when": in_words(one.done_at)}, "good"
        may_withdraw = may_write and is_waiting and one.case == cases[0]
        rows.append({"task": one, "words": one.words, "status": status, "kind": kind, "may_withdraw": may_withdraw})
    return rows


@in_the_log
def give(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    form = GiveForm(request.POST or None, people=services.may_be_asked(case, timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.give(case, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s was asked.") % {"name": made.to})
            return redirect(address("incidents:case_tasks", case.code))
    back = address("incidents:case_tasks", case.code)
    context = {"case": case, "sections": sections(request, case), "form": form, "back": back}
    return render(request, "incidents/tasks/give.html", context)


@in_the_log
@require_POST
def withdraw(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    try:
        services.withdraw(
            get_object_or_404(Task.objects.select_related("case", "to"), case=case, uid=uid), by=request.person
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is no longer asked."))
    return redirect(address("incidents:case_tasks", case.code))
