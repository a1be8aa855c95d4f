"""Person by person: which open agreements they must sign, and which of those they have signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from agreements.changes import Changes
from agreements.models import AgeGroup, Agreement, AgreementRequest
from people.ages import MAJORITY, latest_birth_of
from people.models import Person, RoleHolding, ServicePeriod

AT_ONCE = 500  # people that a query names one by one; for more it reads everybody's rows


@dataclass(frozen=True)
class Signatures:
    """The titles of agreements, by name."""

    signed: tuple[str, ...] = ()
    outstanding: tuple[str, ...] = ()

    @property
    def of(self) -> int:
        return len(self.signed) + len(self.outstanding)


def signatures_of(people: Collection[Person], today: date) -> dict[int, Signatures]:
    """By the key of each person, in the same few queries for any number of them.

    Whom an agreement binds, and what counts as signed, is as in `agreements.audience`.
    """
    agreements = list(Agreement.objects.open().prefetch_related("signing_roles").order_by("title", "pk"))
    roles, signed = _roles(people, today), _signed(people, today, agreements)
    found = {}
    for person in people:
        binding = [a for a in agreements if person.is_here(today) and _binds(a, person, roles[person.pk], today)]
        found[person.pk] = Signatures(
            signed=tuple(a.title for a in binding if (person.pk, a.pk) in signed),
            outstanding=tuple(a.title for a in binding if (person.pk, a.pk) not in signed),
        )
    return found


def _binds(agreement: Agreement, person: Person, roles: set[str], today: date) -> bool:
    if roles.isdisjoint(agreement.roles):
        return False
    is_young = person.date_of_birth is not None and person.date_of_birth > latest_birth_of(MAJORITY, today)
    return agreement.age_group == AgeGroup.EVERYONE or is_young == (agreement.age_group == AgeGroup.YOUNG)


def _roles(people: Collection[Person], today: date) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    held = RoleHolding.objects.on(today).unpaused(today)
    if len(people) <= AT_ONCE:
        held = held.filter(person__in=[person.pk for person in people])
    for person, role in held.order_by().values_list("person", "role"):
        found[person].add(role)
    return found


def _signed(people: Collection[Person], today: date, agreements: list[Agreement]) -> set[tuple[int, int]]:
    """Pairs of person and agreement. What was signed by an entry that was joined to the person's counts (E-17)."""
    joined = Person.objects.exclude(merged_into=None).order_by()
    if len(people) <= AT_ONCE:
        joined = joined.filter(merged_into__in=[person.pk for person in people])
    whose: dict[int, int] = dict(joined.values_list("pk", "merged_into"))
    stale = Changes(agreements).stale()
    found = AgreementRequest.objects.standing(today, stale=stale).filter(agreement__in=agreements)
    if len(people) <= AT_ONCE:
        found = found.filter(person__in=[*(person.pk for person in people), *whose])
    if whose:
        entry = OuterRef("person__merged_into")
        came_back = ServicePeriod.objects.filter(person=entry, starts_on__gt=OuterRef("signed_on"))
        found = found.filter(Q(person__merged_into=None) | ~Exists(came_back))
    pairs = found.order_by().values_list("person", "agreement")
    return {(whose.get(person, person), agreement) for person, agreement in pairs}
