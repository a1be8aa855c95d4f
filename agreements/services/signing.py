"""One person's answer: signed, signed with a reservation, declined, or on paper please.

A signature is bound to the text that was on the page. Where the rules have changed since, the person is asked to read
again; where only words have changed, the text that was read is signed, and the person is told (E-39).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from agreements import changes, texts
from agreements.audience import has_run_out
from agreements.changes import Change
from agreements.models import Agreement, AgreementRequest, ExactText, How, Kind, Signature
from agreements.services import asking, ending, letters
from agreements.states import RequestStatus
from agreements.verbs import Verb
from audit.chain import compact, moment
from audit.services import record, transition
from audit.verbs import Verb as Common
from people import links
from people.models import Person, Purpose
from safeguard.local_times import LONDON
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from safeguard.verification import new_code

FORMAT = 1  # of the canonical form under a signature's fingerprint
RENEWABLE_DAYS = 60  # before it runs out, a signature can be given anew


class ReadAgain(Refused):
    """The rules have changed since the page was opened."""


@dataclass(frozen=True)
class Evidence:
    """How we know who it was, and where from."""

    how: str
    email: str = ""
    account: str = ""
    ip: str | None = None
    device: str = ""
    witness_name: str = ""
    recorded_by: Person | None = None
    paper_on: date | None = None
    scan: str = ""
    scan_sha256: str = ""
    read_aloud: bool = False


@transaction.atomic
def opened(agreement: Agreement, person: Person, *, by: Person | None = None) -> AgreementRequest:
    """The person has the text in front of them: their live request, with the text of today pinned to it.

    Opening signs nothing, and opening again changes nothing but the pinned text. Raises Refused when there is nothing
    to sign.
    """
    request = _request_of(agreement, person)
    if request.is_answered:
        return request
    text, opened_at = texts.current(agreement), request.opened_at or timezone.now()
    if request.status == RequestStatus.OFFERED:
        verb = Verb.OPENED_TO_READ
        return transition(request, to=RequestStatus.OPENED, by=by or person, verb=verb, text=text, opened_at=opened_at)
    # Opened before, or declined or put on paper: reading again is no new answer.
    AgreementRequest.objects.unsigned().filter(pk=request.pk).update(text=text, opened_at=opened_at)
    request.text, request.opened_at = text, opened_at
    return request


def _request_of(agreement: Agreement, person: Person) -> AgreementRequest:
    """The live request, or a new one for somebody who signs of their own accord or signs again."""
    live = AgreementRequest.objects.live().filter(agreement=agreement, person=person)
    request = live.select_related("agreement", "person").first()
    if request is not None and request.is_answered:
        return request
    if not Agreement.objects.open().filter(pk=agreement.pk).exists():
        raise Refused(_("This agreement is closed. There is nothing to sign."))
    return request or asking.ask(agreement, person, by=person)[0]


@transaction.atomic
def sign(
    request: AgreementRequest,
    *,
    text: ExactText,
    typed_name: str,
    evidence: Evidence,
    attested: str = "",
    reservation: str = "",
    on_behalf_of: str = "",
    parent_email: str = "",
    at: datetime | None = None,
) -> Signature:
    """Record the signature under the text that was read. Signing twice gives the first signature (E-43).

    With a reservation it does not count as signed until the charity has accepted it. Raises ReadAgain where the rules
    have changed since, and Refused where there is nothing to sign.
    """
    request = AgreementRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if request.is_answered:
        return request.signature
    refuse_unless_open(request, text, evidence)
    signature = _drawn_up(request, text, evidence, at or timezone.now())
    signature.typed_name = " ".join(typed_name.split())
    signature.attested, signature.reservation = attested, reservation.strip()
    signature.on_behalf_of, signature.parent_email = " ".join(on_behalf_of.split()), parent_email
    signature.fingerprint = fingerprint(signature)
    transition(
        request,
        to=RequestStatus.RESERVED if signature.reservation else RequestStatus.SIGNED,
        by=evidence.recorded_by or request.person,
        verb=Verb.RECORDED_PAPER if signature.is_on_paper else Common.SIGNED,
        text=text,
        signed_at=signature.signed_at,
        signed_on=signature.signed_on,
        expires_on=signature.expires_on,
        misdirected_at=None,
    )
    signature.save()
    ending.replace_older(signature, by=evidence.recorded_by or request.person)
    _send_copies(signature)
    return signature


def refuse_unless_open(request: AgreementRequest, text: ExactText, evidence: Evidence) -> None:
    """A paper that was signed before a change is recorded as what it is; on a page the new text is read first."""
    if not request.is_live or not request.agreement.is_open:
        raise Refused(_("This agreement is closed. There is nothing to sign."))
    if text.agreement_id != request.agreement_id:
        raise Refused(_("This text does not belong to the agreement. Open the page again."))
    if evidence.how in {How.PAPER_SCAN, How.PAPER_WITNESS}:
        return
    if sentences := texts.obstacles(request.agreement):
        raise Refused(" ".join(sentences))
    if changes.since(text) == Change.MATERIAL:
        raise ReadAgain(_("The rules changed while you were reading. Nothing was signed. Please read the new text."))


def _drawn_up(request: AgreementRequest, text: ExactText, evidence: Evidence, now: datetime) -> Signature:
    """Everything about the signature that the signer does not type."""
    signed_on = evidence.paper_on or timezone.localdate(now)
    months = request.agreement.valid_for_months
    return Signature(
        request=request,
        agreement=request.agreement,
        person=request.person,
        person_name=request.person.name,
        text=text,
        text_fingerprint=text.fingerprint,
        statement=text.statement,
        language=text.language,
        signed_at=now,
        signed_on=signed_on,
        local_time=local_time(now),
        zone=settings.TIME_ZONE,
        how=evidence.how,
        email=evidence.email,
        account=evidence.account,
        ip=evidence.ip,
        device=evidence.device[:300],
        witness_name=evidence.witness_name,
        recorded_by=evidence.recorded_by,
        read_aloud=evidence.read_aloud,
        scan=evidence.scan,
        scan_sha256=evidence.scan_sha256,
        expires_on=add_months(signed_on, months) if months else None,
        code=new_code(),
    )


def local_time(moment: datetime) -> str:
    """ "20 November 2026, 19:42:10 GMT (UTC+00:00)": the zone is always named."""
    local = moment.astimezone(LONDON)
    return f"{dateformat.format(local, 'j F Y, H:i:s')} {local.tzname()} (UTC{local.isoformat()[-6:]})"


def fingerprint(signature: Signature) -> str:
    """The SHA-256 of all that the receipt says of the signature."""
    names = (
        *("code", "person_name", "on_behalf_of", "text_fingerprint", "statement", "attested", "typed_name", "language"),
        *("reservation", "local_time", "zone", "how", "email", "account", "ip", "device", "witness_name"),
        *("read_aloud", "scan_sha256", "parent_email"),
    )
    content = {name: getattr(signature, name) for name in names}
    content |= {
        "format": FORMAT,
        "signed_at": moment(signature.signed_at),
        "signed_on": signature.signed_on.isoformat(),
        "expires_on": signature.expires_on.isoformat() if signature.expires_on else "",
    }
    return hashlib.sha256(compact(content).encode()).hexdigest()


def _send_copies(signature: Signature) -> None:
    request = signature.request
    if letters.queue(Kind.RECEIPT, request, to=request.person) is None:
        transaction.on_commit(lambda: letters.hand_over_receipt(signature))
    if signature.parent_email:
        letters.queue(Kind.PARENT_COPY, request, email=signature.parent_email)
    if signature.reservation:
        letters.tell_the_charity(request)


@transaction.atomic
def decline(request: AgreementRequest, *, reason: str, by: Person) -> AgreementRequest:
    """The person does not agree, and says why. The charity and the owner of the document are told (E-44).

    Declining twice changes nothing.
    """
    request = AgreementRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if request.status == RequestStatus.DECLINED:
        return request
    stamps = {"declined_at": timezone.now(), "decline_reason": reason.strip()}
    transition(request, to=RequestStatus.DECLINED, by=by, verb=Common.DECLINED, **stamps)
    letters.tell_the_charity(request)
    return request


@transaction.atomic
def ask_for_paper(request: AgreementRequest, *, by: Person) -> AgreementRequest:
    """The person would rather sign on paper; the coordinator prints a form. Asking twice changes nothing."""
    request = AgreementRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if request.status == RequestStatus.PAPER_ASKED:
        return request
    transition(request, to=RequestStatus.PAPER_ASKED, by=by, verb=Verb.ASKED_FOR_PAPER, paper_asked_at=timezone.now())
    letters.tell_the_charity(request)
    return request


@transaction.atomic
def not_me(request: AgreementRequest) -> None:
    """Somebody else has the link: it and its like open nothing any more, and the charity is told (E-42)."""
    links.revoke(request.person, purpose=Purpose.SIGN, about=request.agreement.link_about)
    AgreementRequest.objects.filter(pk=request.pk).update(misdirected_at=timezone.now())
    record(Verb.OPENED_BY_SOMEBODY_ELSE, request, by=_("Somebody with the link"))
    letters.tell_the_charity(request)


@transaction.atomic
def settle(request: AgreementRequest, *, accepted: bool, note: str, by: Person) -> AgreementRequest:
    """What became of a reservation: accepted, it counts as signed; otherwise the person is asked again.

    Raises Refused for one's own, and where none waits (any more).
    """
    request = (
        AgreementRequest.objects.select_for_update(no_key=True).select_related("agreement", "person").get(pk=request.pk)
    )
    if request.person_id == by.pk:
        raise Refused(_("Somebody else decides on your own reservation."))
    if request.status != RequestStatus.RESERVED:
        raise Refused(_("No reservation waits here: this is “%(now)s”.") % {"now": request.get_status_display()})
    stamps = {"settled_at": timezone.now(), "settled_by": by, "settled_note": note.strip()}
    if accepted:
        return transition(request, to=RequestStatus.SIGNED, by=by, verb=Verb.ACCEPTED_RESERVATION, **stamps)
    AgreementRequest.objects.filter(pk=request.pk, status=RequestStatus.RESERVED).update(**stamps)
    ending.end_signed(request, to=RequestStatus.REPLACED, by=by)
    ending.ask_again(request, why=_("We talked about your reservation."), by=by)
    return request


def can_renew(request: AgreementRequest, today: date) -> bool:
    """Signed, and to be signed anew: it has run out, runs out soon, or the rules have changed."""
    if request.status != RequestStatus.SIGNED or not request.agreement.is_open:
        return False
    return runs_out_soon(request, today) or (
        request.text is not None and changes.since(request.text) == Change.MATERIAL
    )


def runs_out_soon(request: AgreementRequest, today: date) -> bool:
    """Within sixty days, or in the second half of a short time, so that a fresh signature is never given twice."""
    if request.expires_on is None or request.signed_on is None:
        return False
    half = (request.expires_on - request.signed_on).days // 2
    return (request.expires_on - today).days <= min(RENEWABLE_DAYS, half)


@transaction.atomic
def sign_again(
    request: AgreementRequest, *, text: ExactText, typed_name: str, evidence: Evidence, **words: Any
) -> Signature:
    """Sign anew what has run out, runs out soon or has changed; the older signature ends in the same moment.

    Twice gives the same signature. Raises Refused when there is nothing to sign again.
    """
    older = (
        AgreementRequest.objects.select_for_update(no_key=True).select_related("agreement", "person").get(pk=request.pk)
    )
    agreement, person = older.agreement, older.person
    if older.is_live:
        if not can_renew(older, timezone.localdate()):
            return older.signature
        refuse_unless_open(older, text, evidence)
        gone = RequestStatus.EXPIRED if has_run_out(older, timezone.localdate()) else RequestStatus.REPLACED
        ending.end_signed(older, to=gone, by=evidence.recorded_by or person)
    live, _is_new = asking.ask(agreement, person, by=evidence.recorded_by or person)
    return sign(live, text=text, typed_name=typed_name, evidence=evidence, **words)
