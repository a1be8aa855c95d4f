"""Whom words may mean: whoever writes “Dana” or “the safeguarding lead” and ticks nobody may mean one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from people.models import Person, RoleHolding, RoleLabel
from people.models.names import folded
from people.roles import Role

OFFICES = {
    Role.LEAD: (
        *("safeguarding lead", "safeguarding officer", "safeguarding person", "designated lead", "designated person"),
        *("designated safeguarding", "deputy lead", "the lead", "child protection officer", "dsl"),
    ),
    Role.CHAIR: ("chair", "chairman", "chairwoman", "chairperson"),
    Role.SAFEGUARDING_TRUSTEE: ("safeguarding trustee", "trustee for safeguarding"),
    Role.ADMINISTRATOR: ("administrator", "admin"),
}
"""The offices through whose hands a concern may pass, and what people call them beside the charity's own word."""

PARTICLES = frozenset({"al", "ap", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le", "van"})
"""They stand in many names and mean nobody."""

POSSESSIVE = re.compile(r"['’‘ʼ`´]s\b", re.IGNORECASE)


def meant_by(texts: Iterable[str], *, today: date) -> list[Person]:
    """Those who hold one of the offices and of whose name one whole word, or whose office, stands in these texts.

    It rather means somebody too many: they are asked about, or kept away from it. Two queries, none without words.
    """
    said = _words(" ".join(texts))
    if not said:
        return []
    labels = RoleLabel.objects.by_role()
    found = {}
    for holding in _held(today):
        names = set(_words(f"{holding.person.name} {holding.person.known_as}")) - PARTICLES
        offices = (*OFFICES[Role(holding.role)], labels[holding.role])
        if any(len(name) > 1 and name in said for name in names) or any(_stands_in(said, one) for one in offices):
            found[holding.person_id] = holding.person
    return list(found.values())


def named_in(account: Iterable[str], *, today: date) -> list[Person]:
    """Those of them whose whole name stands in what happened, where a first name or an office may be anybody's."""
    said = _words(" ".join(account))
    if not said:
        return []
    people = {holding.person_id: holding.person for holding in _held(today)}
    return [person for person in people.values() if any(_stands_in(said, name) for name in _whole_names(person))]


def _whole_names(person: Person) -> list[str]:
    """Dana Whitlock, Whitlock Dana, and by what she is called: no name of one word."""
    names = [_words(name) for name in (person.name, person.known_as)]
    last = names[0][-1:]
    names += [[*name[:1], *last] for name in names]
    names += [[*last, *name[:1]] for name in names]
    return [" ".join(name) for name in names if len(set(name)) > 1]


def _held(today: date) -> Iterable[RoleHolding]:
    held = RoleHolding.objects.on(today).filter(role__in=OFFICES, person__in=Person.objects.current(today))
    return held.select_related("person__user").order_by("person_id")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(POSSESSIVE.sub("", text)))


def _stands_in(said: list[str], phrase: str) -> bool:
    return f" {' '.join(_words(phrase))} " in f" {' '.join(said)} "
