"""Requests and lists, as dull as can be. Every function needs the charity's scope."""

from __future__ import annotations

from datetime import date
from typing import Any

from people.models import Person
from rights.models import DataRequest, RequestKind
from rights.services import requests


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
