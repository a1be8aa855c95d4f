"""“May I post this?” for 1 and 60 people among 100,000 answers: queries and milliseconds, of the answer and its page.

The queries are the same for one person and for sixty. The answers are those of 5,000 families to twenty questions.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bench import scratch

CASES = (1_000, 100_000)
QUESTIONS = 20
GROUPS = (1, 60)
RUNS = 9
AT_ONCE = 2_000


def main() -> None:
    with scratch.database() as vendor:
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from consent.models import Channel, Means
        from consent.services import answer_for
        from people.models import Person
        from safeguard.scoping import acting_for

        organisation, chair = scratch.charity()
        client = Client()
        client.force_login(chair.user)
        place = {"means": Means.PICTURE.value, "channel": Channel.FACEBOOK.value}
        there = 0
        with acting_for(organisation):
            questions = ask()
        for count in scratch.cases(CASES):
            with acting_for(organisation):
                families(count // QUESTIONS, questions, start=there)
            there = count // QUESTIONS
            for size in GROUPS:
                with acting_for(organisation):
                    people = list(Person.objects.filter(name__startswith="Child").order_by("pk")[:size])
                    found = answer_for(people, **place)
                    assert len(found.people) == len(people)
                    with CaptureQueriesContext(connection) as asked:
                        answer_for(people, **place)
                    milliseconds = scratch.median_of(RUNS, lambda people=people: answer_for(people, **place))
                url = f"/o/{organisation.slug}/consent/find/answer/"
                query: dict[str, Any] = {**place, "identifying": "True", "people": [person.pk for person in people]}
                page = client.get(url, query)
                assert page.status_code == 200
                assert b"verdict--" in page.content
                with CaptureQueriesContext(connection) as of_the_page:
                    client.get(url, query)
                scratch.say(
                    bench="may_i_post",
                    database=vendor,
                    answers=count,
                    people=len(people),
                    verdict=found.verdict.value,
                    queries=len(asked),
                    milliseconds=milliseconds,
                    page_queries=len(of_the_page),
                    page_milliseconds=scratch.median_of(RUNS, lambda url=url, query=query: client.get(url, query)),
                )


def ask() -> list[Any]:
    """Twenty open questions, the first of them about pictures on Facebook."""
    from consent.models import CHANNELS_OF, Means, Question, Wording
    from consent.states import QuestionStatus

    pairs = [(means, channel) for means in (Means.PICTURE, Means.FILM, Means.STORY) for channel in CHANNELS_OF[means]]
    pairs.sort(key=lambda pair: pair[1] != "facebook")
    questions = []
    for number, (means, channel) in enumerate(pairs[:QUESTIONS]):
        question = Question.objects.create(
            title=f"Question {number}",
            means=means,
            channel=channel,
            what_for="To show what we do",
            status=QuestionStatus.OPEN,
        )
        Wording.objects.create(question=question, text="May we?", explanation="We show it.", withdrawal="Tell us.")
        questions.append(question)
    return questions


def families(upto: int, questions: list[Any], *, start: int) -> None:
    """Children with a mother who answered every question; every fifth said no to one. Straight into the tables."""
    from django.utils import timezone

    from consent.models import Answer, Decision, Method
    from people.models import Authority, CareLink, Person, Relationship, RoleHolding
    from people.roles import Role

    long_ago, today = date(2020, 1, 1), timezone.localdate()
    words = {question.pk: question.wordings.get() for question in questions}
    for first in range(start, upto, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, upto))
        children = [Person(name=f"Child{n:06} Turner", date_of_birth=date(2017, 1, 1)) for n in numbers]
        mothers = [Person(name=f"Mother{n:06} Turner") for n in numbers]
        for person in (*children, *mothers):
            person.derive()
        Person.objects.bulk_create([*children, *mothers])
        RoleHolding.objects.bulk_create(
            [RoleHolding(person=p, role=Role.BENEFICIARY, starts_on=long_ago) for p in children]
        )
        links = CareLink.objects.bulk_create(
            [
                CareLink(
                    cared_for=child,
                    carer=mother,
                    relationship=Relationship.MOTHER,
                    authority=Authority.PARENTAL,
                    authority_confirmed_on=long_ago,
                    starts_on=long_ago,
                )
                for child, mother in zip(children, mothers, strict=True)
            ]
        )
        Answer.objects.bulk_create(
            [
                Answer(
                    subject=link.cared_for,
                    question=question,
                    wording=words[question.pk],
                    decision=Decision.NO if (place + number) % 100 == 17 else Decision.YES,
                    giver=link.carer,
                    giver_name=link.carer.name,
                    care_link=link,
                    authority=link.authority,
                    method=Method.LINK,
                    said_on=today,
                    expires_on=today + timedelta(days=300),
                )
                for place, link in enumerate(links)
                for number, question in enumerate(questions)
            ],
            batch_size=5_000,
        )


if __name__ == "__main__":
    main()
