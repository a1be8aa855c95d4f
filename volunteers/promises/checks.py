"""Checks online are lawful and fair: each with a permission, and every cause for concern put, decided and shared.

The numbers are those of all checks together; a light for the few that were concerns counts only what is late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.roles import Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from volunteers.models import CommitteeShare, Discussion, OnlineCheck
from volunteers.services import check_switch
from volunteers.states import CheckStatus

ANSWERED_BY = frozenset({Role.CHAIR, Role.LEAD, Role.COORDINATOR})
TALKED_WITHIN = timedelta(days=14)
ENDED_WITHIN = timedelta(days=60)


def commitments(*, today: date) -> Iterator[Commitment]:
    is_on = check_switch.current() is not None
    yield _permitted(is_on)
    yield _put_to_them(today, is_on)


def _permitted(is_on: bool) -> Commitment:
    """Every check was given out under a permission that stood on that day (BC-9)."""
    rows = OnlineCheck.objects.all()
    of = rows.count()
    without = rows.filter(
        Q(permission_given__is_given=False)
        | Q(permission_given__answered_at__gt=F("assigned_at"))
        | Q(permission_given__taken_back_at__lt=F("assigned_at"))
    ).count()
    if without:
        state = State.BROKEN
        words = ngettext("One check had no permission.", "%(n)s checks had no permission.", without)
        reason = words % {"n": without}
    elif of:
        state, reason = State.KEPT, _("Each of them was done with the permission of the person.")
    else:
        state, reason = State.NEW, _none(is_on)
    return Commitment(
        key="volunteers.checks_permitted",
        title=_("Nobody is looked up online without their permission"),
        state=state,
        reason=reason,
        url=address("volunteers:checks"),
        answered_by=ANSWERED_BY,
        action=_("See the checks"),
        clause="BC-9",
        number=of - without,
        of=of,
    )


def _put_to_them(today: date, is_on: bool) -> Commitment:
    """What is worth a talk is put to the person soon, decided by somebody else, and shared (BC-21, BC-25, BC-26)."""
    done = OnlineCheck.objects.exclude(done_at=None)
    waits = done.filter(status=CheckStatus.CONCERN, done_at__date__lt=today - TALKED_WITHIN).count()
    late = done.unfinished().exclude(status=CheckStatus.CONCERN).filter(done_at__date__lt=today - ENDED_WITHIN).count()
    talked = Discussion.objects.filter(check_of=OuterRef("pk"))
    closed = done.filter(status__in=[CheckStatus.DECIDED, CheckStatus.SHARED, CheckStatus.CLOSED], result="concern")
    skipped = closed.exclude(Exists(talked)).count()
    unfair = skipped + closed.filter(decisions__decided_by=F("assigned_to")).count()
    shared = CommitteeShare.objects.filter(check_of=OuterRef("pk"))
    unfair += closed.filter(status=CheckStatus.CLOSED).exclude(Exists(shared)).count()
    if unfair:
        state, reason = State.BROKEN, _("In some of them a step was left out. Look at what was decided.")
    elif waits or late:
        state, reason = State.AT_RISK, _("Something is open for longer than it should be.")
    elif done.exists():
        state, reason = State.KEPT, _("Nothing waits for longer than it should.")
    else:
        state, reason = State.NEW, _none(is_on)
    return Commitment(
        key="volunteers.checks_fair",
        title=_("What an online check finds is put to the person, decided by somebody else, and shared"),
        state=state,
        reason=reason,
        url=address("volunteers:checks"),
        answered_by=ANSWERED_BY,
        action=_("See the checks"),
        clause="BC-21",
    )


def _none(is_on: bool) -> str:
    return _("Nobody was looked up yet.") if is_on else _("Online checks are switched off.")
