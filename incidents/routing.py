"""To whom a concern goes: never to anybody whom it is about, nor to their colleagues in the same office."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from incidents.models import AsideReason, Routing
from incidents.permissions import HANDLE, HANDLE_RESTRICTED
from people.models import Person, RoleHolding


@dataclass(frozen=True)
class Route:
    """Who sees it by their role, and who sees nothing of it whatever their role."""

    routing: Routing
    aside: tuple[tuple[Person, AsideReason], ...] = ()

    @property
    def reaches_nobody(self) -> bool:
        """Nobody in the charity can be told: only agencies outside it are left (E-53)."""
        return self.routing == Routing.NAMED


def route(concerned: Collection[Person], close: Collection[Person] = (), *, today: date) -> Route:
    """The way of a concern about `concerned`, to whom `close` are near (a partner, family, the best friend).

    Whoever cannot sign in cannot handle a case, and is counted only where nobody else is left. One query.
    """
    out = {person.pk: (person, AsideReason.CLOSE) for person in close}
    out |= {person.pk: (person, AsideReason.NAMED) for person in concerned}
    leads, above = _holders(HANDLE.roles, HANDLE_RESTRICTED.roles, today=today)
    lead_is_out = any(person.pk in out for person in leads)
    free_leads = [] if lead_is_out else [person for person in leads if person.is_at_work(today)]
    lead_keys = {person.pk for person in leads}
    working = [person for person in above if person.is_at_work(today)]
    free_above = [p for p in working if p.pk not in out and not (lead_is_out and p.pk in lead_keys)]
    return Route(_first_reached(free_leads, free_above), tuple(out.values()))


def holders_of(*roles: str, today: date) -> list[Person]:
    """Everybody who holds one of these offices, for whoever knows the office and not the name."""
    return list(Person.objects.current(today).holding(*roles, on=today).order_by("pk"))


def _first_reached(leads: list[Person], above: list[Person]) -> Routing:
    offices = ((Routing.LEADS, leads), (Routing.TRUSTEES, above))
    for reached in (can_sign_in, bool):
        for routing, people in offices:
            if any(reached(person) for person in people):
                return routing
    return Routing.NAMED


def can_sign_in(person: Person) -> bool:
    return person.user is not None and person.user.is_active


def _holders(*groups: Iterable[str], today: date) -> list[list[Person]]:
    """Those who hold one of the roles of each group, in one query."""
    roles = {role for group in groups for role in group}
    held = RoleHolding.objects.on(today).filter(role__in=roles, person__in=Person.objects.current(today))
    found: dict[str, dict[int, Person]] = {role: {} for role in roles}
    for holding in held.select_related("person__user").order_by("person_id"):
        found[holding.role][holding.person_id] = holding.person
    return [list({key: one for role in group for key, one in found[role].items()}.values()) for group in groups]
