"""Who must sign, and how far they have come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import AgeGroup, Agreement, AgreementRequest, AgreementRole
from agreements.states import RequestStatus
from people.ages import MAJORITY, latest_birth_of
from people.models import Person, RoleHolding, ServicePeriod
from people.offices import first_holders
from people.roles import Role


def bound(agreement: Agreement, today: date) -> QuerySet[Person]:
    """Everybody who must sign on that day: here, in a role that signs, of the right age."""
    here = Person.objects.current(today).holding(*agreement.roles, on=today)
    return here.filter(_of_age(agreement.age_group, today))


def keepers(today: date) -> QuerySet[Person]:
    """Who looks after agreements: the coordinators; where there is none, the leads, and at last the chair."""
    found: QuerySet[Person] = Person.objects.filter(pk__in=keeper_keys(today))
    return found


def keeper_keys(today: date) -> tuple[int, ...]:
    """The keys of the same people, in a fixed order."""
    return first_holders(Role.COORDINATOR, Role.LEAD, Role.CHAIR, today=today)


def is_bound(agreement: Agreement, person: Person, today: date) -> bool:
    return bound(agreement, today).filter(pk=person.pk).exists()


def _of_age(group: str, today: date) -> Q:
    majority = latest_birth_of(MAJORITY, today)
    if group == AgeGroup.YOUNG:
        return Q(date_of_birth__gt=majority)
    if group == AgeGroup.ADULTS:
        return Q(date_of_birth=None) | Q(date_of_birth__lte=majority)
    return Q()


# Counting ------------------------------------------------------------------------------------------------------------


def with_progress(agreements: QuerySet[Agreement], today: date, stale: Collection[int]) -> QuerySet[Agreement]:
    """Each agreement with `bound` (how many must sign), `signed` (how many of them have) and `asked`.

    One query, however many agreements and people there are.
    """
    people = _bound_to_outer(today)
    requests = AgreementRequest.objects.live().filter(agreement=OuterRef(OuterRef("pk")))
    live = requests.filter(person=OuterRef("pk"))
    return agreements.annotate(
        bound=_count(people),
        signed=_count(people.filter(_signed(requests, today, stale))),
        asked=_count(people.filter(Exists(live))),
    )


def _signed(requests: QuerySet[AgreementRequest], today: date, stale: Collection[int]) -> Exists | Q:
    """Whether one of the requests of the person outside is a signature that counts.

    What stands with a second entry, which was joined to the person's own, counts as well; it was never moved, so that
    it stays as it was signed (E-17). Nothing counts from before the person left and came back (E-21).
    """
    standing = requests.standing(today, stale=stale)
    since = ServicePeriod.objects.filter(person=OuterRef("person__merged_into"), starts_on__gt=OuterRef("signed_on"))
    elsewhere = standing.filter(~Exists(since), person__merged_into=OuterRef("pk"))
    return Exists(standing.filter(person=OuterRef("pk"))) | Exists(elsewhere)


def by_person(requests: QuerySet[AgreementRequest]) -> dict[int, AgreementRequest]:
    """By the keys of the people whose they are; a signature of a joined entry goes before an open question."""
    whose = Coalesce(F("person__merged_into"), F("person"))
    found = list(requests.annotate(whose=whose))
    return {r.whose: r for r in found if r.person_id == r.whose} | {r.whose: r for r in found if r.is_answered}


def _bound_to_outer(today: date) -> Any:
    roles = AgreementRole.objects.filter(agreement=OuterRef(OuterRef(OuterRef("pk")))).values("role")
    held = RoleHolding.objects.on(today).unpaused(today).filter(person=OuterRef("pk"), role__in=roles)
    people = Person.objects.current(today).filter(Exists(held))
    ages = ExpressionWrapper(OuterRef("age_group"), output_field=CharField())
    wanted = Q(ages=AgeGroup.EVERYONE)
    for group in (AgeGroup.YOUNG, AgeGroup.ADULTS):
        wanted |= Q(ages=group) & _of_age(group, today)
    return people.annotate(ages=ages).filter(wanted).order_by()


def _count(people: Any) -> Coalesce:
    return Coalesce(Subquery(people.values("organisation").annotate(n=Count("pk")).values("n")), 0)


# One by one ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stage:
    """How far somebody has come, as lists show it and filter by it."""

    key: str
    label: str | Promise
    kind: str  # of the tag


NOT_ASKED = Stage("not_asked", _("Not asked yet"), "quiet")
AGAIN = Stage("again", _("Has to sign again"), "soon")
STAGES = {
    stage.key: stage
    for stage in (
        NOT_ASKED,
        Stage(RequestStatus.OFFERED, _("Asked"), "info"),
        Stage(RequestStatus.OPENED, _("Opened, not signed"), "info"),
        Stage(RequestStatus.PAPER_ASKED, _("Wants paper"), "soon"),
        Stage(RequestStatus.DECLINED, _("Declined"), "bad"),
        Stage(RequestStatus.RESERVED, _("Signed with a reservation"), "soon"),
        AGAIN,
        Stage(RequestStatus.SIGNED, _("Signed"), "good"),
    )
}
HISTORY = {
    RequestStatus.EXPIRED: Stage("expired", _("Ran out"), "quiet"),
    RequestStatus.REPLACED: Stage("replaced", _("Replaced"), "quiet"),
    RequestStatus.ENDED: Stage("ended", _("Ended"), "quiet"),
}


def stage_of(request: AgreementRequest | None, today: date, stale: Collection[int]) -> Stage:
    if request is None:
        return NOT_ASKED
    if request.status in HISTORY:
        return HISTORY[RequestStatus(request.status)]
    if request.status == RequestStatus.SIGNED and (request.text_id in stale or has_run_out(request, today)):
        return AGAIN
    return STAGES[request.status]


def has_run_out(request: AgreementRequest, today: date) -> bool:
    return request.expires_on is not None and request.expires_on <= today


def at_stage(
    people: QuerySet[Person], agreement: Agreement, stage: str, today: date, stale: Collection[int]
) -> QuerySet[Person]:
    """Those of the people who have come just as far."""
    requests = AgreementRequest.objects.live().filter(agreement=agreement)
    live, signed = requests.filter(person=OuterRef("pk")), _signed(requests, today, stale)
    if stage == NOT_ASKED.key:
        return people.filter(~Exists(live), ~signed)
    if stage == RequestStatus.SIGNED:
        return people.filter(signed)
    if stage == AGAIN.key:
        return people.filter(Exists(live.filter(status=RequestStatus.SIGNED)), ~signed)
    return people.filter(Exists(live.filter(status=stage)))


def outstanding(
    people: QuerySet[Person], agreement: Agreement, today: date, stale: Collection[int]
) -> QuerySet[Person]:
    """Those of the people whose signature is missing."""
    return people.filter(~_signed(AgreementRequest.objects.live().filter(agreement=agreement), today, stale))
