"""Which applications somebody may know of: the only place that says so.

Whoever recruits sees all of them; assessors see those that have come to the interview; whoever decides sees those that
wait for a decision. Nobody sees their own, or one of their family (E-20, E-75).
"""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest

from people.models import Person
from people.permissions import own_family, whom_to_ask
from safeguard.refusals import require
from safeguard.rules import Rule
from volunteers.models import Application, ApplicationQuerySet
from volunteers.permissions import DECIDE, INTERVIEW, RECRUIT
from volunteers.states import Stage

FOR_INTERVIEWERS = (Stage.INTERVIEW, Stage.CHECKS, Stage.DECISION)
FOR_DECIDERS = (Stage.DECISION,)


def stages_for(person: Person) -> tuple[Stage, ...]:
    """The stages at which somebody sees applications."""
    if RECRUIT.allows(person):
        return tuple(Stage)
    if INTERVIEW.allows(person):
        return FOR_INTERVIEWERS
    return FOR_DECIDERS if DECIDE.allows(person) else ()


def applications_for(person: Person) -> ApplicationQuerySet:
    found: ApplicationQuerySet = Application.objects.filter(status__in=stages_for(person))
    return found.exclude(own_applications(person))


def own_applications(person: Person) -> Q:
    """Their own, and those of their family; an applicant who is on no list yet is known by the address."""
    found = Q(person=person) | Q(person__in=own_family(person).values("pk"))
    if person.email:
        found |= Q(email__iexact=person.email) | Q(parent_email__iexact=person.email)
    return found


def own_rows(person: Person) -> Q:
    """The same for rows that are about a person or about an application."""
    applications = Application.objects.filter(own_applications(person)).order_by()
    found = Q(person=person) | Q(person__in=own_family(person).values("pk"))
    return found | Q(application__in=applications.values("pk"))


def is_own_application(by: Person, application: Application) -> bool:
    """Whether it is their own or one of their family."""
    return Application.objects.filter(own_applications(by), pk=application.pk).exists()


def application_or_404(request: HttpRequest, code: str, *, rule: Rule | None = None) -> Application:
    """The application of this code. Whoever sees it and may not do this, by the `rule`, is told whom to ask."""
    found = applications_for(request.person).filter(code=code).select_related("position", "person").first()
    if found is None:
        raise Http404
    if rule is not None:
        require(rule.allows(request.person), whom_to_ask(rule))
    return found
