"""What was found is put to the person, decided by somebody else, and shared with the committee (BC-21 to BC-26)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import services as audit
from audit.services import record
from people.models import Person
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from volunteers import access
from volunteers.access import DECIDE, VIEW, WORK
from volunteers.models import CheckDecision, CommitteeShare, Discussion, Effect, OnlineCheck, Result
from volunteers.permissions import JUDGE_CHECKS
from volunteers.services import check_purge
from volunteers.services.checks import CONCERN_KEPT, held, without_those_who_know
from volunteers.states import CheckStatus
from volunteers.verbs import Verb

BEFORE_A_DECISION = (CheckStatus.CONCERN, CheckStatus.DISCUSSED)


def why_too_early_or_late(check: OnlineCheck) -> str:
    """Why nothing is said, nor anybody chosen, in it now: it is not done yet, or decided. Empty between the two."""
    if check.status in BEFORE_A_DECISION:
        return ""
    if check.status == CheckStatus.ASSIGNED:
        return _("The check is not done yet. Do it first.")
    return _("It is decided already. What is said later belongs to what follows from the decision.")


@transaction.atomic
def discuss(
    check: OnlineCheck,
    *,
    by: Person,
    held_on: date | None = None,
    present: str = "",
    reply: str = "",
    is_disputed: bool = False,
    why_none: str = "",
) -> Discussion:
    """Record the talk, or why there was none. A second talk is another row; the same, sent twice, is one.

    Raises Refused before the check is done and after the decision, for a day before the check, and for neither a reply
    nor a reason.
    """
    check = held(check)
    _require(check, by, WORK)
    if sentence := why_too_early_or_late(check):
        raise Refused(sentence)
    if not ((held_on and reply) or why_none):
        raise Refused(_("Say when you talked and what the person answered, or why there was no talk."))
    if held_on is not None and check.done_at is not None and held_on < timezone.localdate(check.done_at):
        raise Refused(_("That was before the check was done. Enter the day of the talk."))
    words = {"present": present, "reply": reply, "disputed": is_disputed or "", "why_none": why_none}
    for one in Discussion.objects.filter(check_of=check, held_on=held_on, by=by).select_related("check_of"):
        if one.words == words:
            return one
    made: Discussion = Discussion.objects.create(check_of=check, held_on=held_on, by=by, words=words)
    if check.status == CheckStatus.CONCERN:
        audit.transition(check, to=CheckStatus.DISCUSSED, by=by, verb=Verb.CHECK_DISCUSSED)
    else:
        record(Verb.CHECK_DISCUSSED, check, by=by)
    return made


@transaction.atomic
def not_them(check: OnlineCheck, *, by: Person) -> OnlineCheck:
    """It was somebody else of the same name: closed, without effect, and what was found is destroyed now (E-72).

    Raises Refused before the check was done and after the decision.
    """
    check = held(check)
    if not any(access.can(by, check, right) for right in (WORK, DECIDE)):
        raise Refused(access.refusal())
    if sentence := why_too_early_or_late(check):
        raise Refused(sentence)
    now = timezone.now()
    stamps = {"result": Result.NOT_THEM, "closed_at": now, "purge_on": timezone.localdate(now)}
    check = audit.transition(check, to=CheckStatus.CLOSED, by=by, verb=Verb.CHECK_CLOSED, **stamps)
    check_purge.destroy(check, by=by, keep_result=True)
    return check


def possible_deciders(check: OnlineCheck) -> list[Person]:
    """Those who may judge it (BC-24): never the checker, nor whoever knows the person."""
    today = timezone.localdate()
    found = Person.objects.current(today).holding(*JUDGE_CHECKS.roles, on=today).filter(user__is_active=True)
    return without_those_who_know(found.exclude(pk=check.assigned_to_id).order_by("name", "pk"), check)


@transaction.atomic
def appoint(check: OnlineCheck, *, who: Person, by: Person) -> OnlineCheck:
    """Say who decides, one person at a time; they see what was found from now on.

    Raises Refused for the checker, before the check is done and after the decision.
    """
    check = held(check)
    _require(check, by, WORK)
    if sentence := why_too_early_or_late(check):
        raise Refused(sentence)
    if who not in possible_deciders(check):
        raise Refused(_("%(name)s cannot decide this. Choose somebody from the list.") % {"name": who})
    access.take_from_others(check, who, DECIDE)
    if not access.can(who, check, DECIDE):
        access.give(check, who, DECIDE)
        record(Verb.LET_IN, check, by=by)
    return check


@transaction.atomic
def decide(
    check: OnlineCheck, *, by: Person, effect: str, judgement: str, action: str, besides: str = ""
) -> CheckDecision:
    """What follows. Raises Refused for the checker, before the talk, and for an effect that rests on nothing else.

    A finding alone decides nothing (fact 37): whatever speaks against somebody rests on something besides.
    """
    check = held(check)
    if by == check.assigned_to:
        raise Refused(_("You did the check, so somebody else decides on it."))
    _require(check, by, DECIDE)
    if check.status == CheckStatus.CONCERN:
        raise Refused(_("Talk with the person first, or have it written down why there was no talk."))
    if effect != Effect.NONE and not besides:
        raise Refused(_("Say what else this rests on: what was found online is never enough by itself."))
    audit.transition(check, to=CheckStatus.DECIDED, by=by, verb=Verb.CHECK_DECIDED)
    words = {"effect": effect, "judgement": judgement, "besides": besides, "action": action}
    made: CheckDecision = CheckDecision.objects.create(check_of=check, decided_by=by, words=words)
    return made


def is_decided(check: OnlineCheck) -> bool:
    return CheckDecision.objects.filter(check_of=check).exists()


def committee(check: OnlineCheck) -> list[Person]:
    """The members of the management committee who can be told; those with a conflict are left out."""
    today = timezone.localdate()
    return without_those_who_know(
        Person.objects.current(today).on_the_board(today).select_related("user").order_by("name", "pk"), check
    )


@transaction.atomic
def share(
    check: OnlineCheck, *, by: Person, told: Collection[Person], shared_on: date, minute: str = "", note: str = ""
) -> CommitteeShare:
    """Every cause for concern is shared with the management committee; with that it is closed (BC-26).

    Those who were told can read it until it is destroyed. Raises Refused before the decision and for a day before it,
    for nobody, and for somebody who is not of the committee or has a conflict.
    """
    check = held(check)
    if not any(access.can(by, check, right) for right in (WORK, DECIDE)):
        raise Refused(access.refusal())
    if check.status != CheckStatus.DECIDED:
        raise Refused(_("It is shared once it was decided, and it is shared once."))
    decided_at = CheckDecision.objects.filter(check_of=check).values_list("decided_at", flat=True).get()
    if shared_on < timezone.localdate(decided_at):
        raise Refused(_("That was before it was decided. Enter the day on which the committee was told."))
    members = committee(check)
    if not told or any(one not in members for one in told):
        raise Refused(_("Choose who of the management committee was told, from the list."))
    made: CommitteeShare = CommitteeShare.objects.create(
        check_of=check,
        shared_on=shared_on,
        told=sorted(one.pk for one in told),
        minute=minute,
        by=by,
        words={"note": note},
    )
    audit.transition(check, to=CheckStatus.SHARED, by=by, verb=Verb.CHECK_SHARED)
    for one in told:
        if one.user is not None:
            access.give(check, one, VIEW)
    now = timezone.now()
    stamps = {"closed_at": now, "purge_on": add_months(timezone.localdate(now), CONCERN_KEPT)}
    audit.transition(check, to=CheckStatus.CLOSED, by=by, verb=Verb.CHECK_CLOSED, **stamps)
    return made


def _require(check: OnlineCheck, by: Person, right: str) -> None:
    if not access.can(by, check, right):
        raise Refused(access.refusal())
