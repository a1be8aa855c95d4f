"""The checks online of a charity: the list, one of them, its print; and giving one out or calling it off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.doors import in_the_log
from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import listed_to
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require
from volunteers import wording
from volunteers.access import (
    DECIDE,
    FACT,
    VIEW,
    WORK,
    can,
    check_or_404,
    facts_visible_to,
    opened,
    visible_to,
    workers,
)
from volunteers.composing import checks as composing
from volunteers.forms.checks import AnswerForm, AssignForm, CallOffForm, HandOverForm
from volunteers.models import Application, CheckDecision, Effect, OnlineCheck, Whom
from volunteers.permissions import ASSIGN_CHECKS, DO_CHECKS, JUDGE_CHECKS, SWITCH_CHECKS, is_own
from volunteers.seeing import is_own_application
from volunteers.services import check_purge, check_switch, settings
from volunteers.services import checks as services
from volunteers.states import CheckStatus

PAGE = 50


def form_page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    """A page with a form about a check. `title` and `submit` are its words, `back` where it came from."""
    usual = {"lead": "", "parts": [], "reminds": False, "refusal": "", "submit_kind": ""}
    return render(request, "volunteers/checks/form.html", {"form": form, **usual, **context})


@in_the_log
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    person = request.person
    rules = (ASSIGN_CHECKS, DO_CHECKS, JUDGE_CHECKS, SWITCH_CHECKS)
    require(any(rule.allows(person) for rule in rules), whom_to_ask(ASSIGN_CHECKS))
    found = facts_visible_to(person).select_related("application__position", "person", "assigned_to").defer("sealed")
    page = page_of(request, found, order="-assigned_at", size=PAGE)
    seen = set(visible_to(person).filter(pk__in=[one.pk for one in page.rows]).values_list("pk", flat=True))
    mine = found.filter(assigned_to=person, status=CheckStatus.ASSIGNED).order_by("due_on", "pk")[:PAGE]
    context = {
        "mine": [(one, services.subject(one)) for one in mine],
        "rows": [(one, services.subject(one), services.fact(one, sees=one.pk in seen)) for one in page.rows],
        "waiting": services.waiting_for_one(timezone.localdate()) if ASSIGN_CHECKS.allows(person) else [],
        "switch": check_switch.current(),
        "may_switch": SWITCH_CHECKS.allows(person),
        "previous": page.previous,
        "next": page.next,
        "columns": [_("Person"), _("Checker"), _("Given out"), _("Done"), _("Where it stands")],
    }
    return render(request, "volunteers/checks/list.html", context)


@in_the_log
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    found = check_or_404(request, code, FACT)
    return render(request, "volunteers/checks/check.html", _context(request, found))


@in_the_log
@require_safe
def print_check(request: HttpRequest, code: str) -> HttpResponse:
    """All of it that this person may see, for paper or a PDF made by the browser (BC-20)."""
    found = check_or_404(request, code, FACT)
    context = _context(request, found) | {"printed_at": timezone.localtime(), "organisation": request.organisation}
    return render(request, "volunteers/checks/print.html", context)


def _context(request: HttpRequest, found: OnlineCheck) -> dict[str, Any]:
    may_see = can(request.person, found, VIEW)
    if may_see:
        opened(request, found)
    return {
        "check": found,
        "about": services.subject(found),
        "facts": composing.fact_lines(found, sees=may_see),
        "parts": composing.parts(found) if may_see else [],
        "may_see": may_see,
        "steps": _steps(request.person, found, may_see),
        "warned": may_see and found.signed_out is False and not found.is_shredded,
        "taken_back_at": found.permission_given.taken_back_at if may_see and found.is_open else None,
        "effect": _effect(found) if may_see else "",
        "purge_on": found.purge_on if may_see else None,
    }


def _effect(found: OnlineCheck) -> str:
    """Where a decision points on: a suspension is considered, or a concern is raised; neither is done here."""
    decision = None if found.is_shredded else CheckDecision.objects.filter(check_of=found).first()
    effect = decision.words["effect"] if decision else ""
    return effect if effect in (Effect.SUSPEND, Effect.REPORT) else ""


def _steps(person: Person, found: OnlineCheck, may_see: bool) -> list[tuple[str, str, bool]]:
    """What this person can do next: the words, where, and whether it is the main thing.

    To whoever sees no findings the same is offered before and after it was done: a step that goes would tell.
    """
    if not found.is_open:
        return []
    works, gives_out = can(person, found, WORK), ASSIGN_CHECKS.allows(person)
    decides = can(person, found, DECIDE)
    before = found.status in (CheckStatus.CONCERN, CheckStatus.DISCUSSED)
    is_assigned, has_workers = found.status == CheckStatus.ASSIGNED, True
    if gives_out:
        has_workers = bool(workers(found, timezone.localdate()))
    steps = [
        (is_assigned and works and person == found.assigned_to, _("Do the check"), "do_check", True),
        (found.status == CheckStatus.CONCERN and works, _("Record the talk"), "check_talk", True),
        (found.status == CheckStatus.DISCUSSED and decides, _("Decide"), "decide_check", True),
        (
            found.status == CheckStatus.DECIDED and (works or decides),
            _("Record that the committee was told"),
            "share_check",
            True,
        ),
        (before and works, _("Say who decides"), "check_decider", False),
        (found.status == CheckStatus.DISCUSSED and works, _("Record another talk"), "check_talk", False),
        (before and (works or decides), _("It is somebody else"), "check_not_them", False),
        ((is_assigned or not may_see) and gives_out, _("Call it off"), "call_off_check", False),
        (gives_out and not has_workers, _("Ask somebody to take it over"), "hand_over_check", True),
    ]
    return [(label, address(f"volunteers:{name}", found.code), main) for open_, label, name, main in steps if open_]


# Giving it out -------------------------------------------------------------------------------------------------------


@in_the_log
def assign_check(request: HttpRequest, code: str) -> HttpResponse:
    require(ASSIGN_CHECKS.allows(request.person), whom_to_ask(ASSIGN_CHECKS))
    application = get_object_or_404(Application.objects.select_related("position"), code=code)
    switch = check_switch.current()
    why_not = services.why_not(application, by=request.person)
    people = [] if why_not else services.checkers(application=application)
    is_chosen = switch is not None and switch.whom == Whom.CHOSEN
    form = AssignForm(request.POST or None, people=people, ask_chosen=is_chosen)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.assign(application, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _given(request, made)
    answer = services.permission_of(application=application)
    taken_back = address("volunteers:permission_taken_back", code) if answer and answer.stands else ""
    context = {"why_not": why_not, "people": people, "person": None, "taken_back": taken_back}
    return _assign_page(request, form, about=application.name, **context)


@in_the_log
def assign_check_of(request: HttpRequest, pk: int) -> HttpResponse:
    """For a volunteer who is here already, with a permission that was asked for in writing."""
    require(ASSIGN_CHECKS.allows(request.person), whom_to_ask(ASSIGN_CHECKS))
    person = get_object_or_404(listed_to(request.person, timezone.localdate()), pk=pk)
    why_not = services.why_not_of(person, by=request.person)
    people = [] if why_not else services.checkers(person=person)
    form = AssignForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.assign_of(person, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _given(request, made)
    answer = services.permission_of(person=person)
    taken_back = address("volunteers:permission_taken_back_of", pk) if answer and answer.stands else ""
    context = {"why_not": why_not, "people": people, "person": person, "taken_back": taken_back}
    return _assign_page(request, form, about=str(person), **context)


def _given(request: HttpRequest, made: OnlineCheck) -> HttpResponse:
    words = {"name": made.assigned_to}
    messages.success(request, _("%(name)s is asked to do the check. You will see here when it is done.") % words)
    return redirect(made)


def _assign_page(request: HttpRequest, form: AssignForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "switch": check_switch.current()}
    return render(request, "volunteers/checks/assign.html", context)


@in_the_log
def answer_about_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a volunteer answered in writing; a no ends every earlier yes."""
    require(ASSIGN_CHECKS.allows(request.person), whom_to_ask(ASSIGN_CHECKS))
    person = get_object_or_404(listed_to(request.person, timezone.localdate()), pk=pk)
    require(not is_own(request.person, person), _("A colleague writes this down for you and your family."))
    asked = wording.permission(settings.current())
    form = AnswerForm(request.POST or None, initial={"wording": asked})
    if request.method == "POST" and form.is_valid():
        try:
            check_purge.note_answer(person, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The answer is on record."))
            return redirect(address("volunteers:assign_check_of", person.pk))
    return form_page(
        request,
        form,
        title=_("What %(name)s answered about an online check") % {"name": person},
        lead=_("Ask in writing, and give time to think. A no is neutral: nothing may follow from it."),
        submit=_("Put it on record"),
        back=address("volunteers:assign_check_of", person.pk),
    )


@in_the_log
def permission_taken_back(request: HttpRequest, code: str = "", pk: int = 0) -> HttpResponse:
    """Somebody takes a yes back, as an applicant or as a volunteer: nobody asks them why."""
    require(ASSIGN_CHECKS.allows(request.person), whom_to_ask(ASSIGN_CHECKS))
    if code:
        application = get_object_or_404(Application, code=code)
        own = is_own_application(request.person, application)
        answer, back = services.permission_of(application=application), address("volunteers:assign_check", code)
    else:
        person = get_object_or_404(listed_to(request.person, timezone.localdate()), pk=pk)
        own = is_own(request.person, person)
        answer, back = services.permission_of(person=person), address("volunteers:assign_check_of", pk)
    require(not own, _("A colleague writes this down for you and your family."))
    if answer is None or not answer.stands:
        return redirect(back)
    if request.method == "POST":
        check_purge.take_back(answer, by=request.person)
        messages.success(request, _("It is on record. Nobody looks them up any more, and it counts against nobody."))
        return redirect(back)
    return form_page(
        request,
        None,
        title=_("The permission was taken back"),
        lead=_(
            "Anybody may take a yes back, without a reason. Nobody looks any more: a check that is not done yet is "
            "called off, and what was written down in it is destroyed at once. What was found before today is still "
            "put to the person and decided on by somebody else. Tell them so. If somebody may be in danger, raise a "
            "concern."
        ),
        submit=_("Put it on record"),
        back=back,
    )


@in_the_log
def call_off_check(request: HttpRequest, code: str) -> HttpResponse:
    found = check_or_404(request, code, FACT)
    require(ASSIGN_CHECKS.allows(request.person), whom_to_ask(ASSIGN_CHECKS))
    form = CallOffForm(request.POST or None, about=services.subject(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.call_off(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It was called off. If it is still needed, ask somebody else."))
            return redirect(found)
    return form_page(
        request,
        form,
        title=_("Call this check off"),
        lead=_("Only before it was done. The reason is kept encrypted."),
        submit=_("Call it off"),
        back=found.get_absolute_url(),
    )


@in_the_log
def hand_over_check(request: HttpRequest, code: str) -> HttpResponse:
    found = check_or_404(request, code, FACT)
    require(ASSIGN_CHECKS.allows(request.person), whom_to_ask(ASSIGN_CHECKS))
    people = services.checkers(application=found.application, person=found.person)
    form = HandOverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_over(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("They are asked to go on with it."))
            return redirect(found)
    return form_page(
        request,
        form,
        title=_("Ask somebody to take this check over"),
        lead=_("Nobody who worked on it is left. Whoever takes it over can read all of it."),
        submit=_("Ask them"),
        back=found.get_absolute_url(),
    )
