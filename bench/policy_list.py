"""The list of policies, as a signed-in chair opens it, with 10, 1,000 and 10,000 policies: queries and milliseconds.

The queries are the same and the milliseconds nearly so, however many policies there are.
"""

from __future__ import annotations

from bench import scratch

CASES = (10, 1_000, 10_000)
RUNS = 9


def main() -> None:
    with scratch.database() as vendor:
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from safeguard.scoping import acting_for

        organisation, person = scratch.charity()
        client = Client()
        client.force_login(person.user)
        url = f"/o/{organisation.slug}/policies/"
        there = 0
        for count in scratch.cases(CASES):
            with acting_for(organisation):
                scratch.policies(count - there, body="", start=there)
            there = count
            answer = client.get(url)
            assert answer.status_code == 200
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            scratch.say(
                bench="policy_list",
                database=vendor,
                policies=count,
                queries=len(asked),
                milliseconds=scratch.median_of(RUNS, lambda: client.get(url)),
                kilobytes=round(len(answer.content) / 1024, 1),
            )


if __name__ == "__main__":
    main()
