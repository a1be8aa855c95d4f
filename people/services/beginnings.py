"""A charity sets itself up: the organisation, its first people and their roles, in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from organisations import services as organisations
from organisations.models import Organisation
from people.models import Person, User, folded
from people.roles import Role
from people.services.invitations import invite
from people.services.persons import add
from safeguard.scoping import acting_for


@dataclass(frozen=True)
class FirstHolder:
    """Who holds a role at the beginning: whoever sets up, or somebody with a name and perhaps an address."""

    role: str
    is_starter: bool = False
    name: str = ""
    email: str = ""


@transaction.atomic
def set_up(
    *,
    starter: User,
    starter_name: str,
    charity: Mapping[str, Any],
    settings: Mapping[str, Any],
    holders: Sequence[FirstHolder],
    projects: Sequence[str] = (),
    invite_them: bool = False,
) -> Organisation:
    """Everything that the answers of /start/ say.

    Whoever answered can go on setting up: without an office they are the technical administrator.
    """
    organisation = organisations.create(by=starter_name, **charity)
    with acting_for(organisation):
        own_roles = {holder.role for holder in holders if holder.is_starter}
        own_roles |= set() if own_roles & {Role.CHAIR, Role.LEAD} else {Role.ADMINISTRATOR}
        appointed_by = _("when the charity was set up here")
        me = add(
            name=starter_name,
            email=starter.email,
            user=starter,
            roles=own_roles,
            appointed_by=appointed_by,
            by=starter_name,
        )
        others = _others(holders, appointed_by=appointed_by, by=me)
        organisations.change_settings(by=me, **settings)
        for name in projects:
            organisations.add_project(name=name, by=me)
        for person in others if invite_them else ():
            if person.can_be_mailed:
                invite(person, by=me)
    return organisation


def _others(holders: Sequence[FirstHolder], *, appointed_by: str, by: Person) -> list[Person]:
    """The same name and address twice is one person with two roles."""
    roles: dict[tuple[str, str], list[str]] = {}
    named: dict[tuple[str, str], FirstHolder] = {}
    for holder in holders:
        if not holder.is_starter and holder.name:
            key = (folded(holder.name), holder.email.casefold())
            named.setdefault(key, holder)
            roles.setdefault(key, []).append(holder.role)
    return [
        add(name=holder.name, email=holder.email, roles=roles[key], appointed_by=appointed_by, by=by)
        for key, holder in named.items()
    ]
