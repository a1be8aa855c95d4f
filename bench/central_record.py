"""The single central record of 1 and 10,000 volunteers: queries and milliseconds of its pages and of its files.

The queries are the same for any number of people. Everybody has an application with two references, a decision, a
criminal-record check, a position that asks for it, three completed topics of four, and one of two agreements signed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bench import scratch

CASES = (1, 10_000)
RUNS, ONCE = 5, 0  # what takes minutes is timed while its queries are counted
AT_ONCE = 1_000
FIRST = ("Ada", "Łukasz", "Ruby", "Owen", "Siân", "Zofia", "Ken", "Priya", "Tom", "Noor")


def main() -> None:
    with scratch.database() as vendor:
        from django.core.cache import cache
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext
        from django.utils import timezone

        from safeguard import vault
        from safeguard.scoping import acting_for
        from volunteers.promises import record as promises
        from volunteers.services import record_count, record_prints
        from volunteers.services.record_people import Asked
        from volunteers.services.record_prints import PAPERS, Kind

        if not vault.key_file().exists():
            vault.add_key()
        organisation, chair = scratch.charity()
        client = Client()
        client.force_login(chair.user)
        page = f"/o/{organisation.slug}/volunteers/record/"
        today, there = timezone.localdate(), 0
        with acting_for(organisation):
            asked_of_all = set_up(chair)

        def made(kind: Kind) -> None:
            with acting_for(organisation):
                record_prints.make(
                    PAPERS.ticket(kind=kind.value, asked=vars(Asked()), person=chair.pk, language="en-gb")
                )

        def counted() -> None:
            """By the worker, who says afterwards where the gaps are."""
            with acting_for(organisation):
                cache.clear()
                record_count.keep_counted(today)

        def promised() -> None:
            with acting_for(organisation):
                list(promises.commitments(today=today))

        for count in scratch.cases(CASES):
            with acting_for(organisation):
                volunteers(count, chair, *asked_of_all, start=there)
            there = count
            scratch.settle()
            tried = {
                "page": (RUNS, lambda: client.get(page)),
                "count": (ONCE, counted),
                "search": (RUNS, lambda: client.get(f"{page}?q=wojcik")),
                "with_a_gap": (RUNS, lambda: client.get(f"{page}?gap=any")),
                "without_identity": (RUNS, lambda: client.get(f"{page}?gap=identity")),
                "promise": (RUNS, promised),
                "xlsx": (ONCE, lambda: made(Kind.XLSX)),
                "pdf": (ONCE, lambda: made(Kind.PDF)),
            }
            for name, (times, do) in tried.items():
                with CaptureQueriesContext(connection) as queries:
                    clock = scratch.Clock()
                    do()
                    clock.stop()
                scratch.say(
                    bench="central_record",
                    database=vendor,
                    what=name,
                    people=count,
                    queries=len(queries),
                    milliseconds=scratch.median_of(times, do) if times else clock.seconds * 1000,
                )


def set_up(chair: Any) -> tuple[Any, list[Any], Any]:
    """A position that asks for a check, four topics, and two open agreements, the text of one of which is signed."""
    from django.utils import timezone

    from agreements.models import Agreement, AgreementRole, ExactText
    from volunteers.models import Position, RequiredCheck, Topic

    position = Position.objects.create(title="Club helper")
    RequiredCheck.objects.create(position=position, kind="dbs_enhanced", starts_on=date(2020, 1, 1))
    topics = [Topic.objects.create(title=f"Topic {n}", roles=["volunteer"], every_months=12) for n in range(4)]
    opened, agreements = {"status": "open", "opened_at": timezone.now()}, []
    for title in ("House rules", "Social media"):
        agreement = Agreement.objects.create(title=title, statement="I agree.", created_by=chair, **opened)
        AgreementRole.objects.create(agreement=agreement, role="volunteer")
        agreements.append(agreement)
    text = ExactText.objects.create(agreement=agreements[0], title="House rules", contents=[], fingerprint="0" * 64)
    return position, topics, text


def volunteers(upto: int, chair: Any, position: Any, topics: list[Any], text: Any, *, start: int) -> None:
    """People with all that the record reads, straight into the tables. Every hundredth showed nobody who they are."""
    from django.utils import timezone

    from agreements.models import AgreementRequest
    from people.models import Person, RoleHolding, ServicePeriod
    from people.roles import Role
    from safeguard.verification import new_code
    from volunteers.models import (
        Application,
        ApplicationStep,
        AppliedReference,
        Completion,
        CriminalCheck,
        Placement,
        Suitability,
        VolunteerStanding,
    )

    today = timezone.localdate()
    joined, soon = today - timedelta(days=300), today + timedelta(days=200)
    for first in range(start, upto, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, upto))
        people = [
            Person(name=f"{FIRST[n % 10]} {'Wójcik' if n % 50 == 0 else 'Turner'}{n:06}", joined_on=joined)
            for n in numbers
        ]
        for person in people:
            person.derive()
        Person.objects.bulk_create(people)
        RoleHolding.objects.bulk_create([RoleHolding(person=p, role=Role.VOLUNTEER, starts_on=joined) for p in people])
        ServicePeriod.objects.bulk_create([ServicePeriod(person=p, starts_on=joined) for p in people])
        VolunteerStanding.objects.bulk_create([VolunteerStanding(person=p, since=joined) for p in people])
        Placement.objects.bulk_create([Placement(person=p, position=position, starts_on=joined) for p in people])
        applications = Application.objects.bulk_create(
            [
                Application(code=new_code(), position=position, name=p.name, status="active", person=p, words={})
                for p in people
            ]
        )
        steps = [
            ApplicationStep(application=a, key="identity", on=joined, by=chair)
            for number, a in zip(numbers, applications, strict=True)
            if number % 100
        ]
        ApplicationStep.objects.bulk_create(steps)
        AppliedReference.objects.bulk_create(
            [AppliedReference(application=a, answer="good", answered_on=joined) for a in applications for _ in range(2)]
        )
        Suitability.objects.bulk_create(
            [
                Suitability(person=p, application=a, outcome="suitable", decided_on=joined, decided_by=chair, words={})
                for p, a in zip(people, applications, strict=True)
            ]
        )
        CriminalCheck.objects.bulk_create(
            [
                CriminalCheck(
                    person=p,
                    kind="dbs_enhanced",
                    reference=f"0012{number:08}",
                    issued_on=joined,
                    seen_on=joined,
                    seen_by=chair,
                    decision="clear",
                    decided_on=joined,
                    decided_by=chair,
                    renew_on=soon,
                    logged_by=chair,
                )
                for number, p in zip(numbers, people, strict=True)
            ]
        )
        Completion.objects.bulk_create(
            [
                Completion(topic=topic, person=p, done_on=joined, expires_on=soon, recorded_by=chair)
                for p in people
                for topic in topics[:3]
            ]
        )
        AgreementRequest.objects.bulk_create(
            [
                AgreementRequest(
                    agreement=text.agreement,
                    text=text,
                    person=p,
                    status="signed",
                    signed_on=joined,
                    signed_at=timezone.now(),
                )
                for p in people
            ]
        )


if __name__ == "__main__":
    main()
