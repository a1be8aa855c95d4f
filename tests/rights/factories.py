"""Requests and lists, as dull as can be. Every function needs the charity's scope."""

from __future__ import annotations

from datetime import date
from typing import Any

from consent.models import Answer, Use, UseSubject
from people.models import Person
from rights.models import DataRequest, Disposal, RequestKind
from rights.services import disposals, requests


def a_request(
    by: Person, kind: str = RequestKind.ACCESS, received_on: date = date(2026, 11, 2), **details: Any
) -> DataRequest:
    given = {
        "asker_name": "Ada Byron",
        "about_name": "Ada Byron",
        "route": "email",
        "words": "Please.",
        "identity": "known",
    }
    return requests.receive(by=by, kind=kind, received_on=received_on, **(given | details))


def shown(answer: Answer, lead: Person, **details) -> Use:
    given = {"what": "Summer party", "means": "picture", "channel": "facebook", "what_for": "News", "recorded_by": lead}
    use = Use.objects.create(used_on=date(2026, 6, 1), **(given | details))
    UseSubject.objects.create(use=use, person=answer.subject, answer=answer)
    return use


def decided(disposal: Disposal, *people: Person) -> Disposal:
    for person in people:
        disposal = disposals.approve(disposal, by=person)
    return disposal
