"""What was learnt, and what is done about it: by those who handle the case, and by those who do one thing for it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.access import WORK, case_or_404
from incidents.doors import in_the_log
from incidents.forms.closing import ActionForm, DoneForm, DropForm, LessonForm
from incidents.models import Action, Case
from incidents.sections import sections
from incidents.services import lessons
from safeguard.addresses import address
from safeguard.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def learn(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    form = LessonForm(request.POST or None, request.FILES or None, case=case, initial={"once": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            lesson = lessons.learn(case, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is written down. Who does something about it, and by when?"))
            return redirect(f"{address('incidents:add_action', case.code)}?lesson={lesson.uid}")
    return _form(request, case, form, _("What was learnt"), _("Write it down"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def add_action(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    initial = {"once": uuid.uuid4(), "lesson": request.GET.get("lesson", "")}
    form = ActionForm(request.POST or None, request.FILES or None, case=case, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            lessons.give(case, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("They are told that something waits for them."))
            return redirect(address("incidents:closing", case.code))
    return _form(request, case, form, _("Who does what, and by when?"), _("Give it to them"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def finish(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    """For those who handle the case."""
    case = case_or_404(request, code, WORK)
    action = _action(case, uid)
    form = DoneForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _answered(request, case, lambda: lessons.finish(action, by=request.person, **form.cleaned_data))
    return _form(request, case, form, _("It is done"), _("It is done"), lead=_words(action))


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def drop(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    action = _action(case, uid)
    form = DropForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _answered(request, case, lambda: lessons.drop(action, by=request.person, **form.cleaned_data))
    return _form(request, case, form, _("It is not done after all"), _("Record it"), lead=_words(action))


def _answered(request: HttpRequest, case: Case, act: Any) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is on record."))
    return redirect(address("incidents:closing", case.code))


def _action(case: Case, uid: uuid.UUID) -> Action:
    action: Action = get_object_or_404(Action, case=case, uid=uid)
    action.case = case
    return action


def _words(action: Action) -> str:
    return "" if action.case.is_shredded else str(action.words["what"])


def _form(request: HttpRequest, case: Case, form: object, title: str, submit: str, *, lead: str = "") -> HttpResponse:
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "submit_kind": "",
        "back": address("incidents:closing", case.code),
    }
    return render(request, "incidents/closing/form.html", context)


# For whoever does it: these words, and nothing of the case ------------------------------------------------------------


@require_safe
@in_the_log
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "incidents/lessons/mine.html", {"actions": lessons.mine(request.person)})


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_log
def action(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    found = next((one for one in lessons.mine(request.person) if one.uid == uid), None)
    if found is None:
        raise Http404
    form = DoneForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            lessons.finish(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. Those who asked you for it see that it is done."))
            return redirect(address("incidents:my_actions"))
    return render(request, "incidents/lessons/action.html", {"action": found, "form": form})
