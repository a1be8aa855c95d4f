"""The page of one application: what its stage needs, what is there, and the next step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.models import AuditEvent
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.refusals import Refused
from volunteers import needs
from volunteers.lacking import NOT_LEFT_OUT, Asked, needs_of
from volunteers.models import Application, SuitabilityOutcome
from volunteers.permissions import ASSIGN_CHECKS, DECIDE, INTERVIEW, RECRUIT, SEE_EARLIER, TRAIN
from volunteers.presenting_applications import facts, name_of, notable, references, steps, tasks, waits
from volunteers.seeing import application_or_404
from volunteers.services import applicants, checks, suitability
from volunteers.services.taking_on import was_here_before
from volunteers.states import Stage
from volunteers.verbs import Verb

OF_INTERVIEWERS = frozenset({"interview"})
HISTORY = 30


@require_safe
def application(request: HttpRequest, code: str) -> HttpResponse:
    return page(request, application_or_404(request, code))


def page(request: HttpRequest, found: Application, *, refused: tuple[str, ...] = ()) -> HttpResponse:
    """The page itself; `refused` are the sentences of a step that could not be taken."""
    person, today = request.person, timezone.localdate()
    recruits, decides = RECRUIT.allows(person), DECIDE.allows(person)
    asked = needs_of(found, today)
    keys = notable(need.key for need in asked)
    notes = keys if recruits else keys & OF_INTERVIEWERS if INTERVIEW.allows(person) else frozenset()
    labels = {key: str(need.label) for key, need in needs.NEEDS.items()}
    decisions = suitability.of_application(found)
    earlier = was_here_before(found, today) if SEE_EARLIER.allows(person) else []
    checked = checks.facts_of(found) if ASSIGN_CHECKS.allows(person) else None
    wants_check = any(need.key == "online_check" and need.is_missing for need in asked) and not any(
        fact.is_open for fact in checked or ()
    )
    context = {
        "application": found,
        "name": name_of(found),
        "waits": waits(found, today) if found.is_open else "",
        "refused": refused,
        "tasks": tasks(found, asked, by=person, notes=notes),
        "left_out": [need for need in asked if need.state == "left_out" and need.key in keys and recruits],
        "can_be_left_out": _can_be_left_out(found, asked) if recruits else [],
        "next": _next(found, asked, decisions, recruits=recruits, decides=decides),
        "facts": facts(found, contact=recruits),
        "steps": steps(found, labels),
        "references": references(found) if recruits or (decides and found.status == Stage.DECISION) else None,
        "decisions": decisions if recruits or decides else [],
        "history": _history(found),
        "earlier": earlier,
        "recruits": recruits,
        "decides": decides and found.status == Stage.DECISION,
        "back_to": applicants.stage_before(found) if recruits else None,
        "can_reopen": recruits and applicants.can_reopen(found, today),
        "checks": checked,
        "wants_check": wants_check,
        "no_check": checks.why_not(found, by=person) if wants_check else "",
        "shows_person": found.person if TRAIN.allows(person) else None,
    }
    return render(request, "volunteers/applicants/application.html", context)


def _can_be_left_out(found: Application, asked: list[Asked]) -> list[Asked]:
    keys = {need.key for need in asked if need.is_missing} - NOT_LEFT_OUT
    if "online_check" in keys and checks.is_given_out(found):
        keys.remove("online_check")
    return [need for need in asked if need.key in keys]


def _next(
    found: Application, asked: list[Asked], decisions: list[dict[str, Any]], *, recruits: bool, decides: bool
) -> dict[str, Any] | None:
    """The one primary button: what comes next, or None where nothing is for this person to do."""
    if not found.is_open:
        return None
    if found.status == Stage.DECISION:
        if decisions and decisions[0]["row"].outcome == SuitabilityOutcome.NOT:
            return _link(_("Close: not taken on"), "not_taken_on", found) if recruits else None
        if not decisions or any(need.key == "decision" and need.is_missing for need in asked):
            return _link(_("Decide"), "decide_application", found) if decides else None
        if not recruits:
            return None
        return _link(_("Take them on"), "take_on", found)
    to = applicants.next_stage(found)
    if not recruits or to is None:
        return None
    return {"label": _("Move to “%(stage)s”") % {"stage": to.label}, "to": str(to)}


def _link(label: str, name: str, found: Application) -> dict[str, Any]:
    return {"label": label, "url": address(f"volunteers:{name}", found.code)}


def _history(found: Application) -> list[dict[str, str]]:
    """When it came, and when it went from stage to stage; the newest first."""
    events = AuditEvent.objects.about(found).filter(verb__in=[Verb.MOVED, Verb.TAKEN_ON, Verb.APPLIED]).newest_first()
    rows = []
    for event in events[:HISTORY]:
        to = Stage(event.states[1]).label if event.states else _("Received")
        rows.append({"title": str(to), "when": in_words(event.at), "by": event.actor_label})
    return rows


@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    to = request.POST.get("to", "")
    if to not in Stage.values:
        return page(request, found, refused=(_("Choose a stage."),))
    try:
        moved = applicants.move(found, to=to, by=request.person)
    except applicants.StillMissing as lacking:
        return page(request, found, refused=lacking.sentences)
    except Refused as refused:
        found.refresh_from_db()
        return page(request, found, refused=(str(refused),))
    messages.success(
        request, _("The application is at the stage “%(stage)s” now.") % {"stage": moved.get_status_display()}
    )
    return redirect(address("volunteers:application", found.code))
