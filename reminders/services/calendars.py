"""The address of a person's own calendar."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from audit import services as audit
from people import links
from people.models import Person, Purpose

LIFETIME = timedelta(days=400)


@transaction.atomic
def make_link(person: Person) -> str:
    """The token of a new address, which is shown once; the address before opens nothing any more."""
    links.revoke(person, purpose=Purpose.CALENDAR)
    token = links.issue(person, Purpose.CALENDAR, lifetime=LIFETIME)
    audit.record("made a calendar address", person, by=person)
    return token
