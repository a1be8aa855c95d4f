"""Families, questions and answers, as dull as can be. Every function needs the charity's scope, unless it says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from consent.models import Answer, Channel, Decision, Device, Means, Method, Picture, Question, Wording
from consent.services import answers, pictures
from consent.states import QuestionStatus
from organisations.models import Organisation
from people import services
from people.models import Authority, CareLink, Person, Relationship
from people.roles import Role
from safeguard.scoping import acting_for

BORN = date(2016, 5, 4)
ADULT = date(1980, 5, 4)


def a_child(name: str = "Mia Turner", born: date | None = BORN, **details: Any) -> Person:
    """Somebody whom the charity cares for, ten years old in 2026."""
    return services.add(name=name, roles=[Role.BENEFICIARY], by="The tests", date_of_birth=born, **details)


def a_carer(child: Person, name: str = "Anna Turner", *, confirmed: bool = True, **details: Any) -> Person:
    """A mother with parental responsibility, which somebody has confirmed."""
    carer = services.add(
        name=name, roles=[Role.CARER], by="The tests", email=f"{name.split()[0].lower()}@families.example"
    )
    look_after(child, carer, confirmed=confirmed, **details)
    return carer


def look_after(child: Person, carer: Person, *, confirmed: bool = True, **details: Any) -> CareLink:
    given = {
        "relationship": Relationship.MOTHER,
        "authority": Authority.PARENTAL,
        "authority_confirmed_on": date(2026, 1, 5) if confirmed else None,
        "starts_on": date(2020, 1, 1),
    }
    return CareLink.objects.create(cared_for=child, carer=carer, **(given | details))


def a_question(
    title: str = "Pictures on Facebook",
    *,
    means: str = Means.PICTURE,
    channel: str = Channel.FACEBOOK,
    what_for: str = "To show what we do",
    **details: Any,
) -> Question:
    """An open question with English words."""
    question = Question.objects.create(
        title=title, means=means, channel=channel, what_for=what_for, status=QuestionStatus.OPEN, **details
    )
    words_of(question)
    return question


def words_of(question: Question, number: int = 1, **details: Any) -> Wording:
    given = {
        "text": f"May we do this: {question.title}?",
        "explanation": "We show it for a year.",
        "withdrawal": "Tell us at any time.",
    }
    return Wording.objects.create(question=question, number=number, **(given | details))


def an_answer(
    subject: Person, question: Question, giver: Person | None, decision: str = Decision.YES, **details: Any
) -> Answer:
    """Given by the personal link, to the newest words."""
    wording = details.pop("wording", None) or question.wordings.order_by("-number").first()
    return answers.give(
        subject=subject,
        wording=wording,
        decision=decision,
        giver=giver,
        method=details.pop("method", Method.LINK),
        **details,
    )


def a_group(question: Question, *, yes: int, no: int = 0) -> list[Person]:
    """Children with a mother each: so many with a yes, and then so many with a no."""
    children = [a_child(f"Child{number} Turner") for number in range(yes + no)]
    for number, child in enumerate(children):
        an_answer(
            child, question, a_carer(child, f"Mother{number} Turner"), Decision.YES if number < yes else Decision.NO
        )
    return children


def a_line(charity: Organisation, by: Person, **details: Any) -> Picture:
    """A line of the picture log of yesterday, with nobody in it; it opens the charity's scope itself."""
    given = {
        "taker": by,
        "what": "Painting the boat shed",
        "how_many": 3,
        "is_film": False,
        "taken_at": timezone.now() - timedelta(days=1),
        "device": Device.CHARITY_CAMERA,
    }
    with acting_for(charity):
        return pictures.log(by=by, **(given | details))
