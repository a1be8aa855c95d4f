"""E-mails about agreements: queued with the change that they tell of, written and sent by the worker.

A personal link is made when its mail is written and stands nowhere else: not in the queue, not in the database, not on
any page, so nobody but the receiver can open it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.audience import keepers
from agreements.models import AgreementRequest, Kind, Letter, Signature
from agreements.models.letter import ASKING
from agreements.services import receipts
from agreements.states import RequestStatus
from people import links, post
from people.models import Person, Purpose
from safeguard import mailing
from safeguard.addresses import address, whole

WAITING = {RequestStatus.OFFERED, RequestStatus.OPENED}


def queue(
    kind: str, request: AgreementRequest, *, to: Person | None = None, email: str = "", by: Person | None = None
) -> Letter | None:
    """A letter for a person, or for an address alone. None when the person cannot be written to."""
    letter: Letter | None = POST.queue(to=to, email=email, by=by, request=request, kind=kind)
    return letter


def tell_the_charity(request: AgreementRequest) -> None:
    """Whoever looks after agreements, and the owners of the documents, are told of an answer to look at (E-44)."""
    owners = request.agreement.documents.exclude(policy__owner=None).values("policy__owner")
    today = timezone.localdate()
    told = Person.objects.current(today).filter(Q(pk__in=owners) | Q(pk__in=keepers(today).values("pk")))
    for person in told.exclude(pk=request.person_id):
        queue(Kind.ANSWER, request, to=person)


def hand_over_receipt(signature: Signature) -> None:
    """For somebody without e-mail, who reads the receipt on the page or gets it printed."""
    post.hand_over("agreements.tasks.make_receipt", signature.organisation_id, signature.pk)


def needless(letter: Letter) -> str:
    """Why a letter no longer goes out; empty when it does. Nobody is chased who has answered in the meantime."""
    person = letter.person
    receipt_to_a_leaver = letter.kind == Kind.RECEIPT and person is not None and person.can_be_mailed
    if post.is_unreachable(person) and not receipt_to_a_leaver:
        return _("The person is not written to any more.")
    if letter.kind in ASKING and letter.request.status not in WAITING | reopened(letter):
        return _("It was no longer needed.")
    return ""


def reopened(letter: Letter) -> set[RequestStatus]:
    """Whoever asks for a new link gets one, whatever they have answered: it also opens their receipt."""
    return set(RequestStatus) if letter.kind == Kind.NEW_LINK else set()


def write(letter: Letter) -> EmailMultiAlternatives:
    context: dict[str, Any] = {
        "title": letter.request.agreement.title,
        "name": str(letter.person) if letter.person else "",
        "is_reminder": letter.kind == Kind.CHASE,
    }
    attachments: list[tuple[str, bytes, str]] = []
    if letter.kind in ASKING:
        context["url"] = whole(signing_address(letter))
        context["why"] = letter.request.why
        template = "link" if letter.kind == Kind.NEW_LINK else "ask"
    elif letter.kind == Kind.ANSWER:
        context["url"] = whole(address("agreements:answers"))
        template = "answer"
    else:
        receipt = receipts.make_if_possible(letter.request.signature)
        context |= receipts.words(letter.request.signature) | {"has_pdf": receipt is not None}
        if receipt is not None:
            attachments = [(receipts.file_name(receipt), receipts.content(receipt), "application/pdf")]
        template = "parent_copy" if letter.kind == Kind.PARENT_COPY else "receipt"
    return mailing.write(
        f"agreements/mail/{template}",
        to=letter.to,
        context=context,
        attachments=attachments,
        message_id=mailing.message_id("agreement", f"{letter.organisation_id}.{letter.pk}"),
    )


def signing_address(letter: Letter) -> str:
    person: Person = letter.request.person
    return reverse("sign", args=[links.issue(person, Purpose.SIGN, about=letter.request.agreement.link_about)])


def last_asked(requests: Iterable[AgreementRequest]) -> dict[int, Letter]:
    """The newest request, reminder or new link that went out for each, in one query."""
    found: dict[int, Letter] = {}
    for letter in Letter.objects.asking().filter(request__in=list(requests)).order_by("queued_at", "pk"):
        found[letter.request_id] = letter
    return found


POST = post.Post(
    Letter,
    task="agreements.tasks.send_letter",
    write=write,
    needless=needless,
    again=lambda letter: queue(letter.kind, letter.request, to=letter.person, by=letter.queued_by),
    related=("request__person", "request__agreement"),
)
send, send_waiting = POST.send, POST.send_waiting
