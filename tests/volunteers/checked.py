"""Checks online as the services leave them, at every step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from people.models import Person
from tests.volunteers import factories
from volunteers.lacking import needs_of
from volunteers.models import Application, Effect, OnlineCheck, Result
from volunteers.services import check_talks, checking, checks
from volunteers.states import CheckStatus, Stage

HOW: dict[str, Any] = {
    "engines": ["google"],
    "terms": "Ada Byron Seaham",
    "looked_at": "The first two pages of results",
    "signed_out": True,
}
FOUND = {
    "category": "confidence",
    "medium": "photo",
    "manner": "stated",
    "publisher": "applicant",
    "published_on": "May 2024",
    "reliability": "high",
    "identity": "medium",
    "where": "https://example.org/ada",
    "relevance": "Names of children of a club stand under a picture.",
}
DECIDED = {
    "effect": Effect.CONDITIONS,
    "judgement": "It is her page, and she did not think.",
    "besides": "She said so herself.",
    "action": "She takes it down.",
}


def applicant(name: str = "Ada Byron", **fields: Any) -> Application:
    """Somebody at the stage of the checks, who gave permission."""
    found = factories.application(name, at=fields.pop("at", Stage.CHECKS), **fields)
    factories.permitted(found)
    return found


def given(*, by: Person, to: Person, application: Application | None = None, due_on: date | None = None) -> OnlineCheck:
    """Checks are on, and this one was given out."""
    if checks.check_switch.current() is None:
        factories.checks_on(by)
    due = due_on or timezone.localdate() + timedelta(days=7)
    return checks.assign(application or applicant(), to=to, due_on=due, by=by, is_chosen=True)


def begun(**given_out: Any) -> OnlineCheck:
    check = given(**given_out)
    return checks.answer_conflict(check, by=check.assigned_to, knows_them=False)


def neutral(result: str = Result.NOTHING, **given_out: Any) -> OnlineCheck:
    check = begun(**given_out)
    return checking.note_how(check, by=check.assigned_to, result=result, **HOW)


def concern(**given_out: Any) -> OnlineCheck:
    return reported(begun(**given_out))


def reported(check: OnlineCheck) -> OnlineCheck:
    checking.note_how(check, by=check.assigned_to, result=Result.CONCERN, **HOW)
    return checking.report(check, by=check.assigned_to, findings=[FOUND])


def discussed(*, decider: Person, **given_out: Any) -> OnlineCheck:
    check = concern(**given_out)
    check_talks.discuss(
        check, by=check.assigned_to, held_on=timezone.localdate(), present="Cory", reply="I will take it down."
    )
    return check_talks.appoint(check, who=decider, by=check.assigned_to)


def decided(*, decider: Person, **given_out: Any) -> OnlineCheck:
    check = discussed(decider=decider, **given_out)
    check_talks.decide(check, by=decider, **DECIDED)
    check.refresh_from_db()
    return check


def shared(*, told: list[Person], decider: Person, **given_out: Any) -> OnlineCheck:
    check = decided(decider=decider, **given_out)
    check_talks.share(check, by=decider, told=told, shared_on=timezone.localdate(), minute="May, item 6")
    check.refresh_from_db()
    assert check.status == CheckStatus.CLOSED
    return check


def is_settled(application: Application) -> bool:
    """Whether the next stage waits for no check online."""
    application.refresh_from_db()
    asked = needs_of(application, timezone.localdate())
    return not any(need.key == "online_check" and need.is_missing for need in asked)
