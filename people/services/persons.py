"""People come into the list and are changed there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Actor, record
from audit.verbs import Verb
from organisations.services import amend
from people import links
from people.models import Person, PersonQuerySet, Purpose, RoleHolding, ServicePeriod, folded

MOST_ALIKE = 20
"""Of whom it is looked at whether they are the same; more are no hint any more."""


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


@dataclass(frozen=True)
class Likeness:
    """Somebody who may be the same person, and what is the same."""

    person: Person
    same: list[str]


def alike(person: Person, *, among: PersonQuerySet) -> list[Likeness]:
    """Hints for whoever looks at `person`: by name, by birth date, by telephone or address (E-17).

    Families share numbers, addresses and surnames, and twins a birth date as well; so neither is enough by itself.
    """
    found = among.resembling(name=person.name, email=person.email, phone=person.phone)
    if person.date_of_birth:
        found = found | among.filter(date_of_birth=person.date_of_birth)
    candidates = found.exclude(pk=person.pk).filter(merged_into=None).select_related("project")[:MOST_ALIKE]
    return [likeness for other in candidates if (likeness := _likeness(person, other)) is not None]


def _likeness(person: Person, other: Person) -> Likeness | None:
    name, other_name = folded(person.name), folded(other.name)
    words, other_words = set(person.search_text.split()) - {"/"}, set(other.search_text.split()) - {"/"}
    is_name = name == other_name
    is_birth = person.date_of_birth is not None and person.date_of_birth == other.date_of_birth
    is_phone = bool(person.phone_digits) and person.phone_digits == other.phone_digits
    is_email = bool(person.email) and person.email.casefold() == other.email.casefold()
    is_first = name.split()[:1] == other_name.split()[:1]
    near = is_birth and bool(words & other_words)
    if not (is_name or near or ((is_phone or is_email) and (is_first or is_birth))):
        return None
    signs = [
        (is_name, _("name")),
        (is_birth, _("date of birth")),
        (is_phone, _("telephone")),
        (is_email, _("e-mail address")),
    ]
    return Likeness(other, [sign for is_same, sign in signs if is_same])


def duplicates_of(*, name: str, among: PersonQuerySet, email: str = "", phone: str = "") -> PersonQuerySet:
    """People who may be the same as somebody new. A hint for whoever types; nothing is ever joined by itself (E-17)."""
    return among.resembling(name=name, email=email, phone=phone).filter(merged_into=None)
