"""When a request or a signature stops counting: the person left, it ran out, or the rules changed.

Nothing here deletes or changes what was signed; an end is a row of its own beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import texts
from agreements.changes import Changes
from agreements.models import Agreement, AgreementRequest, EndReason, Kind, Signature, SignatureEnd
from agreements.services import letters
from agreements.states import LIVE, UNSIGNED, RequestStatus
from agreements.verbs import Verb
from audit.services import transition
from people.models import Person, ServicePeriod
from safeguard.refusals import Refused

REASONS = {
    RequestStatus.EXPIRED: EndReason.EXPIRED,
    RequestStatus.REPLACED: EndReason.REPLACED,
    RequestStatus.ENDED: EndReason.LEFT,
}


@transaction.atomic
def end_unsigned(request: AgreementRequest, *, by: Person | None) -> AgreementRequest:
    """Nobody waits for this answer any more."""
    return transition(request, to=RequestStatus.ENDED, by=by, verb=Verb.ENDED, ended_at=timezone.now())


@transaction.atomic
def end_signed(request: AgreementRequest, *, to: str, by: Person | None, on: date | None = None) -> AgreementRequest:
    """The signature no longer counts from that day on; it stays as it is. `to` is expired, replaced or ended."""
    reason = REASONS[RequestStatus(to)]
    SignatureEnd.objects.create(signature=request.signature, reason=reason, ended_on=on or timezone.localdate())
    return transition(request, to=to, by=by, verb=Verb.ENDED, ended_at=timezone.now())


@transaction.atomic
def end_all_of(person: Person, *, by: Person | None) -> int:
    """Somebody leaves: every live request and signature of theirs ends (E-21). Returns how many."""
    live = list(AgreementRequest.objects.live().filter(person=person).select_related("agreement", "person"))
    for request in live:
        _end_for_leaver(request, by=by)
    return len(live)


def keep_up(*, today: date) -> int:
    """Bring the active organisation up to date: leavers, what has run out, rules that changed. Twice changes nothing.

    Each request is its own transaction, so that one that is being signed at this moment holds nothing else up. Returns
    how many were ended.
    """
    ended = [_one(request, _end_for_leaver) for request in _of_leavers(today)]
    ended += [_one(request, _end_for_leaver) for request in _signed_by_another_entry(today)]
    ended += [_one(request, _expire) for request in _run_out(today)]
    ended += [_one(request, _replace) for request in _outdated()]
    return sum(ended)


def _one(request: AgreementRequest, step: Callable[..., None]) -> bool:
    try:
        with transaction.atomic():
            step(request, by=None)
    except Refused:  # somebody was quicker
        return False
    return True


def _of_leavers(today: date) -> list[AgreementRequest]:
    """Live requests of people who left, and those from before a person left and came back."""
    gone = Q(person__left_on__lte=today) | Q(person__deceased_on__isnull=False)
    since = ServicePeriod.objects.filter(person=OuterRef("person"), starts_on__gt=OuterRef("since"))
    live = AgreementRequest.objects.live().annotate(since=F("signed_on"))
    found = live.filter(gone | Q(Exists(since), signed_on__isnull=False))
    return list(found.select_related("agreement", "person"))


def _signed_by_another_entry(today: date) -> list[AgreementRequest]:
    """Nobody is asked for what a second entry of theirs, joined to this one since, has signed (E-17)."""
    signed = AgreementRequest.objects.standing(today).filter(
        person__merged_into=OuterRef("person"), agreement=OuterRef("agreement")
    )
    since = ServicePeriod.objects.filter(person=OuterRef("person__merged_into"), starts_on__gt=OuterRef("signed_on"))
    found = AgreementRequest.objects.unsigned().filter(Exists(signed.filter(~Exists(since))))
    return list(found.select_related("agreement", "person"))


def _run_out(today: date) -> list[AgreementRequest]:
    signed = AgreementRequest.objects.filter(status=RequestStatus.SIGNED, expires_on__lte=today)
    return list(signed.select_related("agreement", "person"))


def _outdated() -> list[AgreementRequest]:
    """Signed for a text whose rules have changed since, where the new text can be signed."""
    changes = Changes(Agreement.objects.open())
    stale = changes.stale()
    if not stale:
        return []
    found = AgreementRequest.objects.filter(status=RequestStatus.SIGNED, text__in=stale)
    blocked = {a.pk for a in changes.agreements if texts.obstacles(a)}
    return list(found.exclude(agreement__in=blocked).select_related("agreement", "person"))


def _end_for_leaver(request: AgreementRequest, *, by: Person | None) -> None:
    if request.status in UNSIGNED:
        end_unsigned(request, by=by)
    else:
        end_signed(request, to=RequestStatus.ENDED, by=by, on=last_day(request.person))


def last_day(person: Person) -> date | None:
    """Of somebody who has left, died, or left and come back."""
    before = person.periods.filter(ends_on__isnull=False).order_by("ends_on").last()
    return person.left_on or person.deceased_on or (before.ends_on if before else None)


def _expire(request: AgreementRequest, *, by: Person | None) -> None:
    end_signed(request, to=RequestStatus.EXPIRED, by=by, on=request.expires_on)
    ask_again(request, why=_("Your last signature has run out."))


def _replace(request: AgreementRequest, *, by: Person | None) -> None:
    end_signed(request, to=RequestStatus.REPLACED, by=by)
    ask_again(request, why=_("The rules have changed since you signed."))


def ask_again(request: AgreementRequest, *, why: str, by: Person | None = None) -> AgreementRequest | None:
    """A new request in the place of one that has ended, with its letter, where the person still has to sign."""
    from agreements.audience import is_bound

    today = timezone.localdate()
    if not request.agreement.is_open or not is_bound(request.agreement, request.person, today):
        return None
    again = AgreementRequest.objects.create(agreement=request.agreement, person=request.person, why=why, offered_by=by)
    letters.queue(Kind.ASK, again, to=request.person, by=by)
    return again


def replace_older(signature: Signature, *, by: Person | None) -> None:
    """A signature under an agreement ends those of the same person under the agreement that it follows."""
    older = signature.agreement.replaces
    if older is None:
        return
    live = AgreementRequest.objects.filter(agreement=older, person=signature.person, status__in=LIVE)
    for request in live.exclude(status__in=UNSIGNED):
        end_signed(request, to=RequestStatus.REPLACED, by=by, on=signature.signed_on)


__all__ = ["UNSIGNED", "ask_again", "end_all_of", "end_signed", "end_unsigned", "keep_up", "replace_older"]
