"""Checks online at Harbour Lights: nothing found, a talk that waits, one decided and shared, one given back.

Switched on by the policy on social media. Everybody is invented, and so is everything that was found.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from organisations.models import Organisation
from people.models import Person
from policies.models import PolicyVersion
from volunteers import wording
from volunteers.models import Application, Effect, OnlineCheck, Result
from volunteers.services import check_purge, check_switch, check_talks, checking, checks, settings
from volunteers.states import Stage

HOW: dict[str, Any] = {
    "engines": ["google", "duckduckgo"],
    "looked_at": "The first two pages of results, in a private window",
    "signed_out": True,
}
PICTURES = {
    "category": "confidence",
    "medium": "photo",
    "manner": "stated",
    "publisher": "applicant",
    "published_on": "summer of last year",
    "reliability": "high",
    "identity": "medium",
    "where": "https://pages.example/camp",
    "relevance": "Under a picture of a camp stand the first names of children. Here nobody names children online.",
}
RUMOUR = PICTURES | {
    "category": "dishonest",
    "medium": "written",
    "publisher": "other",
    "reliability": "low",
    "where": "https://forum.example/ferry",
    "relevance": "Somebody writes that they left an earlier club in a quarrel. Their form names no such club.",
}


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    version = PolicyVersion.objects.in_force().order_by("policy__title", "pk").first()
    if OnlineCheck.objects.exists() or version is None:
        return
    check_switch.switch_on(
        by=people["lead"],
        reason="Helpers are alone with children at times, and some rooms of the club are on social media.",
        version=_about_social_media() or version,
    )
    _nothing(people)
    _shared(people)
    _waiting(people)


def _about_social_media() -> PolicyVersion | None:
    found = PolicyVersion.objects.in_force().filter(policy__title__icontains="social media")
    return found.order_by("pk").first()


def _volunteer(who: str, people: dict[str, Person], *, to: str) -> OnlineCheck:
    """Asked in writing, said yes, and somebody was asked to look."""
    by, person = people["coordinator"], people[who]
    check_purge.note_answer(person, by=by, is_given=True, wording=wording.permission(settings.current()))
    due_on = timezone.localdate() + timedelta(days=10)
    check = checks.assign_of(person, to=people[to], due_on=due_on, by=by)
    return checks.answer_conflict(check, by=people[to], knows_them=False)


def _nothing(people: dict[str, Person]) -> None:
    check = _volunteer("oldest_volunteer", people, to="trustee")
    words = f"{people['oldest_volunteer'].name} Seaham"
    checking.note_how(check, by=people["trustee"], result=Result.NOT_ONLINE, terms=words, **HOW)


def _shared(people: dict[str, Person]) -> None:
    trustee, chair, today = people["trustee"], people["chair"], timezone.localdate()
    check = _volunteer("wife", people, to="trustee")
    words = people["wife"].name
    checking.note_how(check, by=trustee, result=Result.CONCERN, terms=words, **HOW)
    checking.report(check, by=trustee, findings=[PICTURES])
    check_talks.discuss(
        check,
        by=people["coordinator"],
        held_on=today,
        present="Joan Bellweather and Cory Bell",
        reply="I was proud of them and did not think. I have taken the names away while we talked.",
    )
    check_talks.appoint(check, who=chair, by=people["coordinator"])
    check_talks.decide(
        check,
        by=chair,
        effect=Effect.CONDITIONS,
        judgement="It is her own page. She answered openly, and it is gone.",
        besides="Her own words, and two good years at the club.",
        action="She goes through the rules on pictures with Cory before the next camp.",
    )
    told = [chair, people["second_trustee"]]
    check_talks.share(check, by=chair, told=told, shared_on=today, minute="Item 7", note="Agreed without a vote.")


def _waiting(people: dict[str, Person]) -> None:
    """First given to somebody who knows the applicant; then to another, and now a talk waits."""
    by, due_on = people["coordinator"], timezone.localdate() + timedelta(days=5)
    for application in Application.objects.filter(status=Stage.CHECKS).order_by("pk"):
        if checks.why_not(application, by=by):
            continue
        neighbour, trustee = people["second_trustee"], people["trustee"]
        first = checks.assign(application, to=neighbour, due_on=due_on, by=by, is_chosen=True)
        checks.answer_conflict(first, by=neighbour, knows_them=True, how="We share a garden fence.")
        check = checks.assign(application, to=trustee, due_on=due_on, by=by, is_chosen=True)
        checks.answer_conflict(check, by=trustee, knows_them=False)
        checking.note_how(check, by=trustee, result=Result.CONCERN, terms=application.name, **HOW)
        checking.report(check, by=trustee, findings=[RUMOUR])
        return
