"""What falls due about criminal-record checks, risk assessments and exceptions. Titles name nobody and no finding."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from people.offices import holders
from people.roles import Role
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule
from safeguard.recurrence import add_months
from volunteers.deciding import families
from volunteers.models import CriminalCheck, Exemption, RiskAssessment, VettingDecision
from volunteers.vetting_log import living

CHASE = Schedule(days=(0,), repeat_every=14, escalate_after=28)
RENEW = Schedule(days=(-60, -30, 0), repeat_every=30, escalate_after=30)
LOOK = Schedule(days=(-14, 0), repeat_every=14, escalate_after=28)
DESTROY = Schedule(days=(-14, 0), repeat_every=7, escalate_after=14)
ENDS = Schedule(days=(-30, -7, 0), repeat_every=14, escalate_after=28)

TOO_LONG = timedelta(weeks=6)
AHEAD = timedelta(days=60)
SOON = timedelta(days=30)
LOOKED_UP = 12  # months between two look-ups in the update service


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    told = Told.on(today)
    if person is not None and person not in told.anybody:
        return
    live = living(today)
    found = (*_checks(today, told, live), *_copies(today, told), *_risks(today, told, live))
    for one in (*found, *_exceptions(today, told, live)):
        if person is None or one.is_for(person):
            yield one


@dataclass(frozen=True)
class Told:
    """Who hears of it: coordinators, or else the lead, or else the chair; never about themself or their own family."""

    coordinators: tuple[int, ...]
    leads: tuple[int, ...]
    chairs: tuple[int, ...]
    near: Mapping[int, Collection[int]]  # by one of them, their own family

    @classmethod
    def on(cls, today: date) -> Told:
        groups = [holders(role, today=today) for role in (Role.COORDINATOR, Role.LEAD, Role.CHAIR)]
        return cls(*groups, near=families(set().union(*groups)))

    @property
    def anybody(self) -> frozenset[int]:
        return frozenset({*self.coordinators, *self.leads, *self.chairs})

    def of(self, row: Any) -> dict[str, tuple[int, ...]]:
        """The first group in which there is somebody who may hear it, and those told when nobody does anything."""
        groups = [self._others(row, group) for group in (self.coordinators, self.leads, self.chairs)]
        first = next(filter(None, groups), ())
        return {"recipients": first, "escalate_to": tuple(key for key in groups[1] if key not in first)}

    def _others(self, row: Any, group: tuple[int, ...]) -> tuple[int, ...]:
        about = row.person_id or (row.application.person_id if row.application_id else None)
        return tuple(key for key in group if key != about and about not in self.near[key])


def _checks(today: date, told: Told, live: Q) -> Iterator[Obligation]:
    """Every check is asked for at once, and what falls due about it worked out here."""
    soon, long_ago = today + AHEAD, add_months(today + SOON, -LOOKED_UP)
    found = CriminalCheck.objects.filter(live, ended_on=None).annotate(
        looked_up=Coalesce("status_checked_on", "seen_on")
    )
    waits = Q(decision=VettingDecision.WAITING, applied_on__lte=today - TOO_LONG)
    status = Q(update_service=True, looked_up__lte=long_ago) & ~Q(decision=VettingDecision.REFUSED)
    due = found.filter(waits | Q(renew_on__lte=soon) | Q(expires_on__lte=soon) | status).order_by("pk")
    for check in due.select_related("application"):
        common: dict[str, Any] = {"url": check.get_absolute_url(), **told.of(check)}
        if check.is_waiting:
            if check.applied_on is not None and check.applied_on <= today - TOO_LONG:
                yield _waiting(check.pk, check.applied_on, common)
            continue
        if check.renew_on is not None and check.renew_on <= soon:
            yield _renewal(check.pk, check.renew_on, common)
        if check.expires_on is not None and check.expires_on <= soon:
            yield _expiry(check.pk, check.expires_on, common)
        if check.update_service and check.looked_up is not None and check.looked_up <= long_ago:
            yield _look_up(check.pk, check.looked_up, common)


def _waiting(pk: int, applied_on: date, common: dict[str, Any]) -> Obligation:
    return Obligation(
        key=f"volunteers.vetting_waiting:{pk}",
        title=_("Ask where a criminal-record check is"),
        due_on=applied_on + TOO_LONG,
        schedule=CHASE,
        reason=_("It was applied for six weeks ago and has not come back."),
        action=_("See the check"),
        **common,
    )


def _renewal(pk: int, renew_on: date, common: dict[str, Any]) -> Obligation:
    return Obligation(
        key=f"volunteers.vetting_renewal:{pk}:{renew_on}",
        title=_("Renew a criminal-record check"),
        due_on=renew_on,
        schedule=RENEW,
        reason=_("Our charity chose to renew it by this day."),
        action=_("See the check"),
        **common,
    )


def _expiry(pk: int, expires_on: date, common: dict[str, Any]) -> Obligation:
    return Obligation(
        key=f"volunteers.vetting_expiry:{pk}:{expires_on}",
        title=_("A membership runs out"),
        due_on=expires_on,
        schedule=RENEW,
        reason=_("By law it ends on this day, and nobody may go on in regulated work without it."),
        action=_("See the check"),
        **common,
    )


def _look_up(pk: int, looked_up: date, common: dict[str, Any]) -> Obligation:
    return Obligation(
        key=f"volunteers.vetting_status:{pk}:{looked_up}",
        title=_("Look up a status in the update service"),
        due_on=add_months(looked_up, LOOKED_UP),
        schedule=LOOK,
        reason=_("It is looked up once a year."),
        action=_("See the check"),
        **common,
    )


def _copies(today: date, told: Told) -> Iterator[Obligation]:
    """Of anybody, whether they are still here or not."""
    due = CriminalCheck.objects.filter(copy_destroy_by__lte=today + SOON, copy_destroyed_on=None).order_by("pk")
    for check in due.select_related("application"):
        yield Obligation(
            key=f"volunteers.vetting_copy:{check.pk}",
            title=_("Destroy the copy of a certificate"),
            due_on=check.copy_destroy_by,
            url=address("volunteers:vetting_copy", check.pk),
            schedule=DESTROY,
            reason=_("A copy is kept no longer than it is needed."),
            action=_("Note that it was destroyed"),
            **told.of(check),
        )


def _risks(today: date, told: Told, live: Q) -> Iterator[Obligation]:
    due = RiskAssessment.objects.filter(live, review_on__lte=today + SOON, ended_on=None).order_by("pk")
    for one in due.select_related("application").defer("sealed", "wrapped_key"):
        yield Obligation(
            key=f"volunteers.risk:{one.pk}:{one.review_on}",
            title=_("Look again at a risk assessment"),
            due_on=one.review_on,
            url=address("volunteers:risk_assessment", one.uid),
            schedule=LOOK,
            reason=_("On that day somebody wanted to look at it again."),
            action=_("Look at it"),
            **told.of(one),
        )


def _exceptions(today: date, told: Told, live: Q) -> Iterator[Obligation]:
    due = Exemption.objects.filter(live, ends_on__lte=today + SOON, ended_on=None).order_by("pk")
    for one in due.select_related("application"):
        whose = (
            address("volunteers:vetting_person", one.person_id)
            if one.person_id
            else address("volunteers:vetting_application", one.application.code)
        )
        yield Obligation(
            key=f"volunteers.exception:{one.pk}",
            title=_("An exception ends"),
            due_on=one.ends_on,
            url=whose,
            schedule=ENDS,
            reason=_("Whoever has it needs by then what others need, or another decision."),
            action=_("See the exception"),
            **told.of(one),
        )
