"""Whose names somebody sees, by role and by project."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from organisations.ages_of_law import decides_alone
from organisations.models import Organisation, Project
from people.ages import latest_birth_of
from people.models import FOR_CHILDREN, Authority, CareLink, Person, PersonQuerySet, RoleHolding
from people.permissions import SEE_PEOPLE, SEE_RESTRICTED
from people.roles import INSIDERS, Role
from safeguard.scoping import active_organisation

ENDS_WITH_CHILDHOOD = FOR_CHILDREN | {Authority.UNKNOWN}
"""Whoever looked after a child by one of these does not look into the adult's records (E-26)."""


def cared_for(today: date) -> PersonQuerySet:
    """Everybody here whom the charity cares for."""
    found: PersonQuerySet = Person.objects.current(today).holding(Role.BENEFICIARY, on=today)
    return found


def not_only_cared_for(today: date) -> PersonQuerySet:
    """Everybody here who can be given work: those whom the charity only cares for are in nobody's list of names."""
    here: PersonQuerySet = Person.objects.current(today)
    held = RoleHolding.objects.on(today)
    members, insiders = held.filter(role=Role.BENEFICIARY), held.filter(role__in=INSIDERS)
    return here.exclude(Q(pk__in=members.values("person")) & ~Q(pk__in=insiders.values("person")))


def cared_for_visible_to(by: Person, today: date) -> PersonQuerySet:
    """Those of them whose names `by` sees: themself, those whom they look after, and the people of their work.

    Those who see the list of people see everybody. Everybody else who works here sees the people of their own projects
    (who has no project, the people without one). A restricted record is for those who may see what is kept back.
    """
    everybody = cared_for(today)
    if not by.is_here(today):
        return everybody.none()
    own = Q(pk=by.pk) | Q(pk__in=looked_after_by(by, today))
    if not by.holds(*INSIDERS):
        return everybody.filter(own)
    seen = Q()
    if not SEE_PEOPLE.allows(by):
        projects = projects_of(by, today)
        seen = Q(project__in=projects) if projects else Q(project=None)
    if not SEE_RESTRICTED.allows(by):
        seen &= Q(restricted=False)
    return everybody.filter(own | seen) if seen else everybody


def looked_after_by(carer: Person, today: date) -> QuerySet[CareLink]:
    """The keys of those whom this person looks after and whose names they may therefore see.

    A tie that has ended, with today as well, opens nothing. What a parent or foster carer may see ends on the day on
    which the young person decides alone; where the date of birth is not known, nobody can say that it has come.
    """
    organisation: Organisation = active_organisation()
    grown_up = Q(cared_for__date_of_birth__lte=latest_birth_of(decides_alone(organisation.nation).years, today))
    links = CareLink.objects.filter(carer=carer.pk, starts_on__lte=today, ends_on=None)
    return links.exclude(grown_up & Q(authority__in=ENDS_WITH_CHILDHOOD)).values("cared_for")


def listed_to(by: Person, today: date) -> PersonQuerySet:
    """Everybody, here or gone, whose entry `by` may know of, in the list of people and beside any other name.

    Workers and boards are no secret. Somebody whom the charity cares for, or cared for once, is known to those who see
    them; a restricted record only to those who may see what is kept back. An entry that was joined to another one is
    as secret as that one.
    """
    everybody: PersonQuerySet = Person.objects.all()
    if SEE_RESTRICTED.allows(by):
        return everybody
    members = RoleHolding.objects.filter(role=Role.BENEFICIARY).values("person")
    is_member = Q(pk__in=members) | Q(merged_into__in=members)
    if SEE_PEOPLE.allows(by) and by.holds(*INSIDERS):
        kept_back = Q(restricted=True) | Q(merged_into__in=Person.objects.filter(restricted=True).values("pk"))
        hidden = everybody.filter(is_member & kept_back)
    else:
        hidden = everybody.filter(is_member)
    known = cared_for_visible_to(by, today).values("pk")
    return everybody.filter(~Q(pk__in=hidden.values("pk")) | Q(pk=by.pk) | Q(pk__in=known))


def projects_of(person: Person, today: date) -> set[int]:
    """The projects in which somebody works today, and the parts of those."""
    held = RoleHolding.objects.on(today).filter(person=person).exclude(project=None)
    found = set(held.values_list("project", flat=True)) | ({person.project_id} if person.project_id else set())
    parts = list(Project.objects.exclude(parent=None).values_list("pk", "parent")) if found else []
    while more := {pk for pk, parent in parts if parent in found and pk not in found}:
        found |= more
    return found
