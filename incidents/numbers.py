"""Whom to call: the charity's own list, and the nation's where it has nobody of a kind. Always shown (E-53)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from organisations.models import AgencyContact, AgencyKind, Organisation
from organisations.nations import Nation
from organisations.reference import AGENCIES, agencies_of

FIRST = (AgencyKind.EMERGENCY, AgencyKind.RADICALISATION)  # danger now, or a sighting of terrorism (RW-84)
CALL_FIRST = (AgencyKind.EMERGENCY, AgencyKind.POLICE, AgencyKind.CHILDREN, AgencyKind.ADULTS)
SOON = (AgencyKind.POLICE, AgencyKind.CHILDREN, AgencyKind.ADULTS, AgencyKind.WORKER_CONCERN)


@dataclass(frozen=True)
class Number:
    """One of those whom anybody may call, without asking anybody first."""

    kind: str
    name: str
    purpose: str
    phone: str = ""
    out_of_hours: str = ""
    link: str = ""

    @property
    def dial(self) -> str:
        """For a telephone link; empty where the words are no number that a phone can dial."""
        return _digits(self.phone)

    @property
    def dial_after_hours(self) -> str:
        """The same for what answers at night, where that is a number and not words such as “Day and night”."""
        return _digits(self.out_of_hours)

    @property
    def can_be_reached(self) -> bool:
        return bool(self.phone or self.link)


def directory(organisation: Organisation) -> list[Number]:
    """Everybody, the emergency number first. Needs the charity's scope; one query."""
    own = [_of(one) for one in AgencyContact.objects.in_order()]
    kinds = {one.kind for one in own if one.can_be_reached}
    beside = [_of(one) for one in agencies_of(organisation.nation) if one.kind not in kinds]
    names = {(one.kind, one.name) for one in own}
    return in_order([*own, *(one for one in beside if (one.kind, one.name) not in names)])


def of_every_nation() -> list[Number]:
    """For a page of which nobody knows whose it is."""
    everywhere = frozenset(Nation)
    return in_order(_of(one) for one in AGENCIES if one.nations == everywhere)


def in_order(numbers: Iterable[Number]) -> list[Number]:
    places = {kind: place for place, kind in enumerate(dict.fromkeys((*FIRST, *AgencyKind.values)))}
    return sorted(numbers, key=lambda one: places.get(one.kind, len(places)))


def at_once(numbers: Iterable[Number]) -> list[Number]:
    """For danger now: the emergency number, then the lines about terrorism that answer at the same hours (RW-84)."""
    reached = [one for one in numbers if one.kind in FIRST and one.phone]
    hours = {one.out_of_hours for one in reached if one.kind == AgencyKind.EMERGENCY}
    always = [one for one in reached if one.kind == AgencyKind.EMERGENCY or one.out_of_hours in hours]
    return always if any(one.kind == AgencyKind.RADICALISATION for one in always) else reached


def call_first(organisation: Organisation) -> list[Number]:
    """Before anything about a danger is written down: those who act on it. Needs the charity's scope; one query."""
    return [one for one in directory(organisation) if one.kind in CALL_FIRST and one.phone]


def others(numbers: Iterable[Number]) -> list[Number]:
    """Police, council, and whoever looks into concerns about people who work with children (WY-78)."""
    found = list(numbers)
    return [one for one in found if one.kind in SOON] + [
        one for one in found if one.kind == AgencyKind.RADICALISATION and one not in at_once(found)
    ]


def helplines(numbers: Iterable[Number]) -> list[Number]:
    return [one for one in numbers if one.kind == AgencyKind.HELPLINE and one.can_be_reached]


def by_purpose(numbers: Iterable[Number]) -> list[tuple[str, list[Number]]]:
    """The directory under its headings (WY-115)."""
    found: dict[str, list[Number]] = {}
    for one in numbers:
        found.setdefault(one.kind, []).append(one)
    return [(str(AgencyKind(kind).label), rows) for kind, rows in found.items()]


def _digits(words: str) -> str:
    digits = "".join(c for c in words if c in "+0123456789")
    return digits if digits and not any(c.isalpha() for c in words) else ""


def _of(one: object) -> Number:
    names = ("kind", "name", "purpose", "phone", "out_of_hours", "link")
    return Number(**{name: str(getattr(one, name)) for name in names})
