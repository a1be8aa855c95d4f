"""Training in Harbour Lights: topics, a session with half the team, a late offer, a completion that ran out."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from agreements.example import by_link
from agreements.models import Agreement
from agreements.services import designing
from organisations.models import Organisation
from people.models import Person
from people.roles import Role
from policies.models import Policy
from safeguard.recurrence import add_months
from volunteers.models import Topic
from volunteers.services import certificates, completing, topics
from volunteers.topic_suggestions import SUGGESTIONS, Suggestion

AT_THE_SESSION = (
    *("volunteer", "oldest_volunteer", "staff", "second_staff", "line_manager", "wife", "husband", "single_name"),
    *("no_mail", "chinese_name", "trustee", "chair"),
)
THROUGH_THE_INDUCTION = ("volunteer", "staff", "line_manager", "chinese_name")
CONFIDENTIAL = (
    "What I learn about people at Harbour Lights I tell nobody outside, in the room or online, also when I have left. "
    "If somebody may be in danger I tell the safeguarding lead, and no agreement keeps me from calling the police."
)


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    today, by = timezone.localdate(), people["coordinator"]
    agreement = confidentiality(people)
    found = {one.key: _topic(one, people["chair"], agreement) for one in SUGGESTIONS}
    session(found["online-abuse"], people, by, today)
    alone(found, people, by, today)
    induction(found, people, by, today)
    offered(found, people, by, today)
    mistaken(found["safeguarding-basics"], people, by, today)


def _topic(one: Suggestion, by: Person, agreement: Agreement) -> Topic:
    """As it is suggested, set up a year ago."""
    policy = Policy.objects.filter(slug__startswith="social-media").first() if one.asks_for == "policy" else None
    signed = agreement if one.asks_for == "agreement" else None
    return topics.add(
        by=by,
        suggestion=one.key,
        title=str(one.title),
        what=str(one.what),
        kind=one.kind,
        roles=signed.roles if signed else list(one.roles),
        policy=policy,
        agreement=signed,
        every_months=one.every_months,
        within_days=one.within_days,
        created_at=timezone.now() - timedelta(days=400),
    )


def confidentiality(people: dict[str, Person]) -> Agreement:
    """A document of its own (RW-7); those who are through the induction have signed it."""
    by = people["coordinator"]
    draft = designing.create(
        "Volunteer confidentiality agreement", by=by, statement=CONFIDENTIAL, roles=[Role.VOLUNTEER, Role.STAFF]
    )
    designing.put_document(draft, Policy.objects.get(slug__startswith="safeguarding"), by=by)
    agreement = designing.open_(draft, by=by)
    for key in THROUGH_THE_INDUCTION:
        by_link(agreement, people[key], days=35)
    return agreement


def session(topic: Topic, people: dict[str, Person], by: Person, today: date) -> None:
    """An evening in the hall; the list of names is in the office."""
    completing.hold_session(
        topic,
        [people[key] for key in AT_THE_SESSION],
        by=by,
        held_on=today - timedelta(days=45),
        today=today,
        trainer="Ruth Ellery",
        place="Church hall, upstairs",
        evidence="List of names in the office",
    )


def alone(found: dict[str, Topic], people: dict[str, Person], by: Person, today: date) -> None:
    """A course online, one that ran out last month, and one that runs out soon."""
    basics, presence = found["safeguarding-basics"], found["presence"]
    note = partial(completing.complete, by=by, today=today)
    note(
        basics,
        people["volunteer"],
        done_on=add_months(today, -5),
        evidence="Certificate of an online course, seen",
    )
    note(basics, people["staff"], done_on=add_months(today, -37))
    note(
        presence,
        people["web_manager"],
        done_on=add_months(today, -12) + timedelta(days=25),
        evidence="Half a day",
    )
    note(found["policy"], people["volunteer"], done_on=today - timedelta(days=70))


def induction(found: dict[str, Topic], people: dict[str, Person], by: Person, today: date) -> None:
    """Four are through it, as far as they have signed; a newcomer has done the first part."""
    parts = [topic for topic in found.values() if topic.kind == "induction" and not topic.agreement_id]
    for key in THROUGH_THE_INDUCTION:
        person = people[key]
        for topic in parts:
            completing.complete(
                topic, person, by=by, today=today, done_on=min(today, person.joined_on + timedelta(days=10))
            )
    completing.complete(
        parts[0],
        people["returned"],
        by=by,
        today=today,
        done_on=max(people["returned"].joined_on, today - timedelta(40)),
    )
    certificates.issue_induction(people["volunteer"], by=by, today=today)


def offered(found: dict[str, Topic], people: dict[str, Person], by: Person, today: date) -> None:
    """One offer is late, others are open."""
    topics.offer(
        found["safeguarding-basics"],
        [people["emoji_name"]],
        by=by,
        due_on=today - timedelta(days=9),
        on=today - timedelta(days=50),
    )
    who = [people[key] for key in ("arabic_name", "young_volunteer", "returned")]
    topics.offer(found["online-abuse"], who, by=by, due_on=today + timedelta(days=21), on=today)


def mistaken(topic: Topic, people: dict[str, Person], by: Person, today: date) -> None:
    """Two people of nearly the same name: noted for the wrong one, and taken back."""
    wrong = completing.complete(topic, people["wife"], by=by, done_on=today - timedelta(days=12), today=today)
    if wrong is not None:
        completing.take_back(wrong, by=by, why="It was her husband who was there.")
    completing.complete(topic, people["husband"], by=by, done_on=today - timedelta(days=12), today=today)
