"""People come into the list and are changed there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.services import Actor, record
from audit.verbs import Verb
from organisations.services import amend
from people import links
from people.models import Person, PersonQuerySet, Purpose, RoleHolding, ServicePeriod


@transaction.atomic
def add(
    *,
    name: str,
    by: Actor,
    roles: Iterable[str] = (),
    appointed_by: str = "",
    joined_on: date | None = None,
    **details: Any,
) -> Person:
    """Take somebody into the list, with the roles held from the day of joining."""
    joined_on, roles = joined_on or timezone.localdate(), sorted(set(roles))
    person = Person.objects.create(name=name, joined_on=joined_on, **details)
    ServicePeriod.objects.create(person=person, starts_on=joined_on)
    for role in roles:
        RoleHolding.objects.create(person=person, role=role, starts_on=joined_on, appointed_by=appointed_by)
    record(Verb.CREATED, person, by=by, detail={"roles": roles} if roles else None)
    return person


@transaction.atomic
def change(person: Person, *, by: Actor, **details: Any) -> Person:
    """Change what is known of somebody; the audit keeps the names of the fields, and so tells that a name was changed.

    Links that went to an old e-mail address open nothing from then on. What the person signed stays as it was signed.
    """
    before = Person.objects.get(pk=person.pk).email
    after: Person = amend(person, by=by, **details)
    if after.email != before:
        for purpose in (Purpose.INVITATION, Purpose.SIGN):
            links.revoke(after, purpose=purpose)
    return after


def duplicates_of(*, name: str, email: str = "", phone: str = "", besides: Person | None = None) -> PersonQuerySet:
    """People who may be the same as this one. A hint for whoever types; nothing is ever joined by itself (E-17)."""
    found: PersonQuerySet = Person.objects.resembling(name=name, email=email, phone=phone)
    return found.exclude(pk=besides.pk) if besides else found
