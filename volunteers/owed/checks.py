"""Checks online that somebody owes: to be given out, done, talked about, decided, shared.

No title says that something was found, nor about whom. Only those who owe it hear of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Person
from people.offices import holders
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule
from volunteers.access import DECIDE, ROLES, WORK
from volunteers.models import CheckGrant, OnlineCheck
from volunteers.permissions import ASSIGN_CHECKS
from volunteers.services.checks import waiting_for_one
from volunteers.states import CheckStatus

AT_ONCE = Schedule(days=(0,), repeat_every=3)
"""At the first opportunity, and every third day until it is done (BC-21)."""

TO_DO = Schedule(days=(-3, 0), repeat_every=7)
TO_GIVE = Schedule(days=(0,), repeat_every=7)
DECIDED_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """By the key of a check, who may work on it and who decides on it today."""

    work: dict[int, tuple[int, ...]]
    decide: dict[int, tuple[int, ...]]


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    for obligation in _all(today, person):
        if obligation.recipients and (person is None or obligation.is_for(person)):
            yield obligation


def _all(today: date, person: int | None) -> Iterator[Obligation]:
    givers = holders(*ASSIGN_CHECKS.roles, today=today)
    rows = OnlineCheck.objects.unfinished().select_related("permission_given").order_by("pk")
    rows = rows.defer("sealed", "permission_given__wording")
    if person is not None and person not in givers:
        rows = rows.filter(_may_concern(person))
    checks = list(rows)
    asked = _asked(checks, today) if checks else Asked({}, {})
    for check in checks:
        yield _of(check, asked, givers)
    if person is None or person in givers:
        for application in waiting_for_one(today):
            yield Obligation(
                key=f"volunteers.check_wanted:{application.pk}",
                title=_("Somebody is to be asked to do an online check"),
                due_on=application.stage_since,
                url=address("volunteers:assign_check", application.code),
                recipients=givers,
                schedule=TO_GIVE,
                action=_("Ask somebody"),
                clause="BC-17",
            )


def _may_concern(person: int) -> Q:
    users = Person.objects.filter(pk=person).values("user")
    return Q(grants__in=CheckGrant.objects.filter(user__in=users, permission__codename__in=[WORK, DECIDE]))


def _asked(checks: list[OnlineCheck], today: date) -> Asked:
    """The same few queries for any number of checks."""
    grants = CheckGrant.objects.filter(content_object__in=checks, permission__codename__in=[WORK, DECIDE])
    rows = list(grants.values_list("content_object_id", "user_id", "permission__codename"))
    users = {user for _check, user, _right in rows}
    people = Person.objects.current(today).filter(user__in=users, user__is_active=True)
    keys = dict(people.order_by().values_list("user_id", "pk"))
    in_role = {right: set(holders(*ROLES[right], today=today)) for right in (WORK, DECIDE)}
    found: dict[str, dict[int, set[int]]] = {WORK: defaultdict(set), DECIDE: defaultdict(set)}
    for check, user, right in rows:
        key = keys.get(user)
        if key is not None and key in in_role[right]:
            found[right][check].add(key)
    return Asked(*({check: tuple(sorted(who)) for check, who in found[right].items()} for right in (WORK, DECIDE)))


def _of(check: OnlineCheck, asked: Asked, givers: tuple[int, ...]) -> Obligation:
    workers, deciders = asked.work.get(check.pk, ()), asked.decide.get(check.pk, ())
    done = timezone.localdate(check.done_at) if check.done_at else timezone.localdate(check.assigned_at)
    if check.status == CheckStatus.ASSIGNED:
        is_able = check.assigned_to_id in workers
        title = _("An online check is waiting for you") if is_able else _("An online check needs somebody else")
        to = (check.assigned_to_id,) if is_able else givers
        return _made(check, title, to, due_on=check.due_on or done, schedule=TO_DO, clause="BC-13")
    needs_somebody = not workers and (not deciders or check.status == CheckStatus.CONCERN)
    if needs_somebody:  # in the same words as before it was done: those who give checks out see no findings
        return _made(check, _("An online check needs somebody else"), givers, due_on=done)
    if check.status == CheckStatus.CONCERN:
        return _made(check, _("A talk is waiting for you"), workers, due_on=done, clause="BC-21")
    if check.status == CheckStatus.DISCUSSED:
        due = done + DECIDED_WITHIN
        if deciders and (taken_back := check.permission_given.taken_back_at) is not None:
            title = _("A permission was taken back; your decision is needed all the same")
            due = min(due, timezone.localdate(taken_back))
            return _made(check, title, deciders, due_on=due, clause="BC-25", more="_taken_back")
        if deciders:
            return _made(check, _("Something waits for your decision"), deciders, due_on=due, clause="BC-25")
        return _made(check, _("Say who decides"), workers, due_on=due, clause="BC-25")
    to = tuple(sorted({*workers, *deciders}))
    return _made(check, _("A last step is waiting for you"), to, due_on=done + DECIDED_WITHIN, clause="BC-26")


def _made(
    check: OnlineCheck,
    title: str,
    recipients: tuple[int, ...],
    *,
    due_on: date,
    schedule: Schedule = AT_ONCE,
    clause: str = "",
    more: str = "",
) -> Obligation:
    """`more` makes it another thing that is owed, of which somebody hears anew."""
    return Obligation(
        key=f"volunteers.check_{check.status}{more}:{check.pk}",
        title=title,
        due_on=due_on,
        url=check.get_absolute_url(),
        recipients=recipients,
        schedule=schedule,
        reason=_("Sign in to see what it is."),
        action=_("Open it"),
        clause=clause,
        is_closed=True,
    )
