"""Whose names somebody sees, by role and by project."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from organisations.models import Project
from people.models import Person, PersonQuerySet, RoleHolding
from people.permissions import SEE_PEOPLE, SEE_RESTRICTED
from people.roles import INSIDERS, Role


def cared_for(today: date) -> PersonQuerySet:
    """Everybody here whom the charity cares for."""
    found: PersonQuerySet = Person.objects.current(today).holding(Role.BENEFICIARY, on=today)
    return found


def cared_for_visible_to(by: Person, today: date) -> PersonQuerySet:
    """Those of them whose names `by` sees: themself, those whom they look after, and the people of their work.

    Those who see the list of people see everybody. Everybody else who works here sees the people of their own projects
    (who has no project, the people without one). A restricted record is for those who may see what is kept back.
    """
    everybody = cared_for(today)
    if not by.is_here(today):
        return everybody.none()
    own = Q(pk=by.pk) | Q(carer_links__carer=by.pk, carer_links__ends_on=None)
    if not by.holds(*INSIDERS):
        return everybody.filter(own).distinct()
    seen = Q()
    if not SEE_PEOPLE.allows(by):
        projects = projects_of(by, today)
        seen = Q(project__in=projects) if projects else Q(project=None)
    if not SEE_RESTRICTED.allows(by):
        seen &= Q(restricted=False)
    return everybody.filter(own | seen).distinct() if seen else everybody


def projects_of(person: Person, today: date) -> set[int]:
    """The projects in which somebody works today, and the parts of those."""
    held = RoleHolding.objects.on(today).filter(person=person).exclude(project=None)
    found = set(held.values_list("project", flat=True)) | ({person.project_id} if person.project_id else set())
    parts = list(Project.objects.exclude(parent=None).values_list("pk", "parent")) if found else []
    while more := {pk for pk, parent in parts if parent in found and pk not in found}:
        found |= more
    return found
