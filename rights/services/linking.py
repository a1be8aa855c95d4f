"""Which people of the list a request is about."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from audit.verbs import Verb
from people.models import Person
from rights.models import DataRequest
from rights.services.requests import unfinished


@transaction.atomic
def link(request: DataRequest, who: str, person: Person, *, by: Person) -> DataRequest:
    """Note that `who` ("asker" or "about") is this person. Raises Refused for a closed request."""
    if who not in ("asker", "about"):
        raise ValueError(who)
    request = unfinished(request)
    if getattr(request, f"{who}_id") != person.pk:
        setattr(request, who, person)
        request.save(update_fields=[who])
        record(Verb.CHANGED, request, by=by, changed=[who])
    return request
