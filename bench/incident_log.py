"""The log, one long case and search among 100 to 100,000 concerns: queries and milliseconds of each page.

The queries are the same at every size. Every case has two people, two reports' words and a step; one case has a
chronology of 1,000 entries. What is written straight into the tables is sealed as it would be by the services.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bench import scratch

CASES = (100, 10_000, 100_000)
ENTRIES = 1_000
RUNS = 5
AT_ONCE = 1_000
FIRST = ("Ada", "Łukasz", "Ruby", "Owen", "Siân", "Zofia", "Ken", "Priya", "Tom", "Noor")
LAST = ("Quill", "Frost", "Wójcik", "Okafor", "Bell", "Hale", "Turner", "Raman", "Ellery", "Ash")


def main() -> None:
    with scratch.database() as vendor:
        from django.conf import settings
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext
        from django.urls import reverse

        from people.models import RoleHolding
        from people.roles import Role
        from safeguard import vault
        from safeguard.scoping import acting_for

        if not vault.key_file().exists():
            vault.add_key()
        organisation, lead = scratch.charity()
        with acting_for(organisation):
            RoleHolding.objects.create(person=lead, role=Role.LEAD)
        client = Client()
        client.force_login(lead.user)
        client.post(reverse("account_reauthenticate"), {"password": "a pass phrase"})
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600
        there, long_case = 0, ""
        room = f"/o/{organisation.slug}/incidents/"
        for count in scratch.cases(CASES):
            with acting_for(organisation):
                concerns(count, lead, start=there)
                long_case = long_case or chronology(lead)
            there = count
            asked: dict[str, tuple[str, dict[str, Any] | None]] = {
                "log": (f"{room}log/", None),
                "log_of_a_kind": (f"{room}log/?kind=hate_crime&status=unfinished", None),
                "last_page": (last_page(room, organisation), None),
                "case": (f"{room}{long_case}/", None),
                "chronology": (f"{room}{long_case}/chronology/", None),
                "search_rare": (f"{room}search/", {"q": "Ottoline"}),
                "search_usual": (f"{room}search/", {"q": "wojcik luk"}),
                "search_text": (f"{room}search/", {"q": "blue van", "in_text": "1"}),
            }
            for name, (url, typed) in asked.items():
                see = lambda url=url, typed=typed: client.post(url, typed) if typed else client.get(url)  # noqa: E731
                page = see()
                assert page.status_code == 200, (name, page.status_code)
                with CaptureQueriesContext(connection) as queries:
                    see()
                scratch.say(
                    bench="incident_log",
                    database=vendor,
                    page=name,
                    cases=count,
                    queries=len(queries),
                    milliseconds=scratch.median_of(RUNS, see),
                )


def last_page(room: str, organisation: Any) -> str:
    from incidents.models import Case
    from safeguard.scoping import acting_for

    with acting_for(organisation):
        keys = Case.objects.order_by("opened_at", "pk").values_list("pk", flat=True)[:20]
        return f"{room}log/?after={list(keys)[-1]}"


def concerns(upto: int, lead: Any, *, start: int) -> None:
    """Cases with their report, people, step and search words, straight into the tables."""
    from django.utils import timezone

    from incidents.models import Case, Party, Report, SearchKey, SearchWord, Step
    from incidents.services import searching
    from incidents.types import types
    from safeguard.verification import new_code

    now, kinds = timezone.now(), list(types())
    key = SearchKey.objects.get_or_create()[0].data_key
    for first in range(start, upto, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, upto))
        cases = []
        for number in numbers:
            case = Case(
                code=new_code(),
                types=[kinds[number % len(kinds)]],
                status=("new", "open", "watched")[number % 3],
                severity=("", "low", "medium", "high")[number % 4],
                opened_at=now - timedelta(minutes=number),
                words={"heading": f"Concern number {number}"},
            )
            cases.append(case)
        Case.objects.bulk_create(cases)
        names = [f"{FIRST[n % 10]} {LAST[n // 10 % 10]}" if n else "Ottoline Frost" for n in numbers]
        Report.objects.bulk_create(
            [Report(case=case, words={"what": "He did not want to go home, and said so twice."}) for case in cases]
        )
        Party.objects.bulk_create(
            [Party(case=case, part="victim", words={"name": name}) for case, name in zip(cases, names, strict=True)]
        )
        Step.objects.bulk_create(
            [Step(case=case, procedure="general", key="x", text="Tell the lead", words={}) for case in cases]
        )
        words = []
        for case, name in zip(cases, names, strict=True):
            of_case = set(searching.beginnings(searching.in_words(name)))
            words += [SearchWord(case=case, fingerprint=searching.fingerprint(key, word)) for word in of_case]
        SearchWord.objects.bulk_create(words, batch_size=5_000)


def chronology(lead: Any) -> str:
    """1,000 entries in the newest case."""
    from incidents.models import Case, Entry

    case = Case.objects.order_by("-opened_at", "-pk")[0]
    Entry.objects.bulk_create(
        [
            Entry(case=case, by=lead, words={"text": f"Rang the school for the time number {number}."})
            for number in range(ENTRIES)
        ]
    )
    return str(case.code)


if __name__ == "__main__":
    main()
