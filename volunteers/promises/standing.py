"""Suspensions are looked at again, barring referrals are decided, and nothing stays with those who have gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person
from people.roles import Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from volunteers.models import BarringQuestion, ChangeKind, Issued, StandingChange, VolunteerStanding
from volunteers.permissions import HAND_OUT, SUSPEND
from volunteers.states import Standing

LATE = timedelta(days=14)


def commitments(*, today: date) -> Iterator[Commitment]:
    yield _reviewed(today)
    yield _barring(today)
    yield _given_back(today)


def _reviewed(today: date) -> Commitment:
    running = VolunteerStanding.objects.filter(status=Standing.SUSPENDED)
    late = Count("pk", filter=Q(review_on=None) | Q(review_on__lt=today))
    numbers = running.aggregate(all=Count("pk"), late=late)
    number, overdue = numbers["all"], numbers["late"]
    if overdue:
        state = State.BROKEN
        reason = ngettext("One has to be looked at again.", "%(n)s have to be looked at again.", overdue)
    elif number or StandingChange.objects.filter(kind=ChangeKind.SUSPENDED).exists():
        state, reason = State.KEPT, _("None is overdue.")
    else:
        state, reason = State.NEW, _("Nobody has been suspended here.")
    return Commitment(
        key="volunteers.suspensions",
        title=_("Every suspension has a reason, a day of review, and is looked at again"),
        state=state,
        reason=reason % {"n": overdue} if overdue else reason,
        url=address("volunteers:standings", status=Standing.SUSPENDED.value),
        answered_by=SUSPEND.roles,
        action=_("See who is suspended"),
        clause="RW-46",
        number=number - overdue,
        of=number,
    )


def _barring(today: date) -> Commitment:
    open_now = Count("pk", filter=Q(answer=BarringQuestion.Answer.OPEN))
    late = Count("pk", filter=Q(answer=BarringQuestion.Answer.OPEN, asked_on__lt=today - LATE))
    numbers = BarringQuestion.objects.aggregate(all=Count("pk"), open=open_now, late=late)
    if numbers["late"]:
        state, reason = State.BROKEN, _("A question has waited for more than two weeks.")
    elif numbers["open"]:
        state, reason = State.AT_RISK, _("A question waits for a decision.")
    elif numbers["all"]:
        state, reason = State.KEPT, _("All are decided.")
    else:
        state, reason = State.NEW, _("The question has not come up.")
    return Commitment(
        key="volunteers.barring",
        title=_("Whether the barring service must be told is decided each time, with reasons"),
        state=state,
        reason=reason,
        url=address("volunteers:standings"),
        answered_by=SUSPEND.roles,
        action=_("See the standings"),
        number=numbers["all"] - numbers["open"],
        of=numbers["all"],
    )


def _given_back(today: date) -> Commitment:
    ended = Q(person__in=Person.objects.left(today).order_by().values("pk")) | Q(
        person__in=VolunteerStanding.objects.filter(status=Standing.ENDED).order_by().values("person")
    )
    still = Count("pk", filter=Q(returned_on=None) & ended)
    numbers = Issued.objects.aggregate(all=Count("pk"), still=still)
    if numbers["still"]:
        state = State.AT_RISK
        words = ngettext("One thing has not come back.", "%(n)s things have not come back.", numbers["still"])
        reason = words % {"n": numbers["still"]}
    elif numbers["all"]:
        state, reason = State.KEPT, _("Nothing is missing.")
    else:
        state, reason = State.NEW, _("Nobody has noted yet what was handed out.")
    return Commitment(
        key="volunteers.given_back",
        title=_("Whoever has ended has given back what was handed out"),
        state=state,
        reason=reason,
        url=address("volunteers:standings", status=Standing.ENDED.value),
        answered_by=HAND_OUT.roles - {Role.LINE_MANAGER},
        action=_("See who has ended"),
        number=numbers["all"] - numbers["still"],
        of=numbers["all"],
    )
