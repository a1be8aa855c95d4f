"""Where the volunteers of Harbour Lights stand: active, suspended, reinstated, ended; and who has a key."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from organisations.models import Organisation
from people import services as people_services
from people.models import CheckOutKind, Person
from safeguard.recurrence import add_months
from volunteers.examples.positions import CLUB
from volunteers.models import BarringQuestion, IssuedKind, Position, VolunteerStanding
from volunteers.services import barring, issuing, placing, standing

ACTIVE = ("volunteer", "web_manager", "staff", "oldest_volunteer", "wife", "husband", "leaving_soon", "returned")


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    if VolunteerStanding.objects.filter(person=people["volunteer"]).exists():
        return
    today, coordinator = timezone.localdate(), people["coordinator"]
    for part in ACTIVE:
        standing.activate(people[part], on=people[part].joined_on, by=coordinator)
    _suspended_and_reviewed(people["emoji_name"], people["lead"], today)
    _reinstated(people["single_name"], people["lead"], today)
    left = people["leaver"]
    standing.end(left, by=people["lead"], on=left.left_on or today, reason="Moved to another town.")
    _placed(people, today)
    _handed_out(people, today)


def _placed(people: dict[str, Person], today: date) -> None:
    """Those who were here before anybody applied through a link; of some it was never written down."""
    club, since = Position.objects.get(title=CLUB), add_months(today, -6)
    for part in ("volunteer", "wife", "husband", "returned", "single_name"):
        placing.place(people[part], club, starts_on=max(since, people[part].joined_on), by=people["lead"])


def _suspended_and_reviewed(sunny: Person, lead: Person, today: date) -> None:
    """Still open, and so is the question of a barring referral."""
    standing.suspend(
        sunny,
        by=lead,
        on=today - timedelta(days=12),
        reason="A parent told us that a message went to a young person late at night. We do not know yet who wrote it.",
        told="Dana rang on the same day, said that this is a neutral step, and sent a letter.",
        review_on=today + timedelta(days=2),
        is_safeguarding=True,
    )
    standing.review(
        sunny,
        by=lead,
        decision="The council has asked us to wait until it has spoken with the family.",
        review_on=today + timedelta(days=10),
    )


def _reinstated(suprapto: Person, lead: Person, today: date) -> None:
    """It turned out to be nothing, and was said to everybody who had been told."""
    standing.suspend(
        suprapto,
        by=lead,
        on=today - timedelta(days=40),
        reason="Somebody said that pictures of the club were shown outside it.",
        told="Dana spoke with him after the club.",
        review_on=today + timedelta(days=1),
        is_safeguarding=True,
    )
    question = BarringQuestion.objects.get(person=suprapto)
    barring.decide(
        question,
        by=lead,
        answer=BarringQuestion.Answer.NOT_NOW,
        reasons="The pictures were of an empty hall. Nobody was harmed or put at risk.",
        decided_on=today,
    )
    standing.reinstate(
        suprapto,
        by=lead,
        on=today,
        decision="The pictures were of an empty hall. There is nothing to decide.",
        told="Dana rang him, and thanked him for waiting.",
    )


def _handed_out(people: dict[str, Person], today: date) -> None:
    coordinator, soon = people["coordinator"], people["leaving_soon"]
    long_ago = today - timedelta(days=200)
    given = (
        ("volunteer", IssuedKind.BADGE, "Club T-shirt", ""),
        ("web_manager", IssuedKind.DEVICE, "Laptop of the web team", "HL-014"),
        ("leaving_soon", IssuedKind.KEY, "Key to the youth club", "3"),
    )
    for part, kind, what, number in given:
        issuing.hand_out(people[part], by=coordinator, kind=kind, what=what, number=number, issued_on=long_ago)
    radio = issuing.hand_out(
        people["staff"], by=coordinator, kind=IssuedKind.OTHER, what="Two-way radio", issued_on=long_ago
    )
    issuing.take_back(radio, by=people["line_manager"], returned_on=today - timedelta(days=30))
    if soon.left_on is not None:
        people_services.begin(soon, kind=CheckOutKind.LEAVING, last_day=soon.left_on, by=coordinator)
