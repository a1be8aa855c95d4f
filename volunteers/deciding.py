"""Who decides about whom, and who is of whose family, for many at once: for what falls due and what is disposed of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from people.models import CareLink, RoleHolding
from people.offices import holders
from people.permissions import OFFICES
from people.roles import Role
from volunteers.permissions import SUSPEND


def deciders(people: Collection[int], today: date) -> dict[int, tuple[int, ...]]:
    """`permissions.may_suspend` for many: by their keys, the keys of those who may decide about them today.

    The queries do not grow with them.
    """
    if not people:
        return {}
    anybody = holders(*SUSPEND.roles, today=today)
    chairs = set(holders(Role.CHAIR, today=today))
    above = set(holders(Role.SAFEGUARDING_TRUSTEE, today=today))
    offices: defaultdict[int, set[str]] = defaultdict(set)
    held = RoleHolding.objects.ahead(today).filter(person__in=people, role__in=OFFICES)
    for person, role in held.values_list("person", "role"):
        offices[person].add(role)
    near = families(anybody)
    found = {}
    for person in people:
        allowed = above if Role.CHAIR in offices[person] else chairs if offices[person] else set(anybody)
        found[person] = tuple(key for key in anybody if key in allowed and key != person and person not in near[key])
    return found


def families(of: Collection[int]) -> defaultdict[int, set[int]]:
    """`people.permissions.own_family` for many: by key, whom somebody looks after or once did, and who else does."""
    children: defaultdict[int, set[int]] = defaultdict(set)
    for carer, child in CareLink.objects.filter(carer__in=of).order_by().values_list("carer", "cared_for"):
        children[carer].add(child)
    beside: defaultdict[int, set[int]] = defaultdict(set)
    every = set().union(*children.values()) if children else set()
    for carer, child in CareLink.objects.filter(cared_for__in=every).order_by().values_list("carer", "cared_for"):
        beside[child].add(carer)
    near: defaultdict[int, set[int]] = defaultdict(set)
    for carer, own in children.items():
        near[carer] = own.union(*(beside[child] for child in own)) - {carer}
    return near
