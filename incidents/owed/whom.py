"""Who is asked about a case: those who work on it today, for many cases at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from incidents.access import OFFICES, WORK
from incidents.models import Case, CaseGrant, StepAside
from people.models import Person
from people.offices import holders, shared


def handlers_of(cases: Collection[Case], today: date) -> dict[int, tuple[int, ...]]:
    """By the key of a case, the keys of those who work on it; the same few queries for any number of cases.

    It says the same as `incidents.access.handlers` of each of them.
    """
    told = _told(today)
    if unknown := [case for case in cases if case.pk not in told]:
        told |= _handlers_of(unknown, today)
    return {case.pk: told[case.pk] for case in cases}


@shared
def _told(today: date) -> dict[int, tuple[int, ...]]:
    """What `handlers_of` has found: a page that asks one part after the other asks about each case once."""
    return {}


@shared
def _signing_in(today: date) -> dict[int, int]:
    """The keys of those who are here, by those of their sign-ins."""
    here = Person.objects.current(today).exclude(user=None).filter(user__is_active=True)
    return dict(here.order_by().values_list("user_id", "pk"))


def _handlers_of(cases: Collection[Case], today: date) -> dict[int, tuple[int, ...]]:
    keys = [case.pk for case in cases]
    by_user = _signing_in(today)
    able = set(by_user.values())
    held = {str(routing): set(holders(*roles, today=today)) for routing, roles in OFFICES.items()}
    held["trustees"] = (held["trustees"] - held["leads"]) or held["trustees"]  # as `incidents.access.office` says it
    offices = {routing: able & people for routing, people in held.items()}
    granted: dict[int, set[int]] = {key: set() for key in keys}
    rows = CaseGrant.objects.filter(content_object__in=keys, permission__codename=WORK)
    for key, user in rows.values_list("content_object_id", "user_id"):
        if user in by_user:
            granted[key].add(by_user[user])
    aside: dict[int, set[int]] = {key: set() for key in keys}
    for key, person in StepAside.objects.standing().filter(case__in=keys).values_list("case_id", "person_id"):
        aside[key].add(person)
    return {
        case.pk: tuple(sorted((offices.get(case.routing, set()) | granted[case.pk]) - aside[case.pk])) for case in cases
    }


def with_handlers(rows: Iterable[Any], today: date, person: int | None) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """Rows about cases, each with those who are asked about it: where a person is named, what is for them alone."""
    found = list(rows)
    told = handlers_of([row.case for row in found], today) if found else {}
    for row in found:
        if (handlers := told[row.case_id]) and (person is None or person in handlers):
            yield row, handlers
