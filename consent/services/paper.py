"""Answers that somebody else writes down: from a paper form, and from a talk by telephone or in person.

What is written here is what was said, and nobody's own: who keeps consent records no answer of their own (IL-5, BC-40).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consent.models import Answer, ConsentRequest, Decision, LetterKind, Method, RequestItem, Wording
from consent.services import answers, letters, progress, receipts, scanning
from consent.states import WAITING
from people.models import CareLink, Person
from safeguard.refusals import Refused
from safeguard.verification import new_code, tidy

LOOKALIKES = {"0": "QD", "O": "QD", "1": "LJ", "I": "LJ"}
"""Letters that no code has, and what was meant by them."""

MOST_VARIANTS = 64


@dataclass(frozen=True)
class Said:
    """One word on one question. `own` is what a child says beside a carer (BC-40)."""

    subject: Person
    wording: Wording
    decision: str
    own: bool = False
    request: ConsentRequest | None = None


def find(typed: str) -> ConsentRequest | None:
    """The request whose code somebody typed from paper, however they wrote it."""
    code = tidy(typed)
    found = ConsentRequest.objects.select_related("asked", "event").filter(code__in=_variants(code))
    return found.first()


def _variants(code: str) -> list[str]:
    choices = [LOOKALIKES.get(letter, letter) for letter in code]
    count = 1
    for letters_ in choices:
        count *= len(letters_)
    return [code, *("".join(letters_) for letters_ in product(*choices))] if count <= MOST_VARIANTS else [code]


@transaction.atomic
def record_form(
    request: ConsentRequest,
    said: Iterable[Said],
    *,
    by: Person,
    giver: Person,
    giver_name: str = "",
    said_on: date,
    scan: IO[bytes] | None = None,
    **evidence: Any,
) -> list[Answer]:
    """Write down what stands on a paper form that came back, signed by `giver`.

    Recorded twice, the second time adds nothing. `evidence` is witness, support, interpreter and note. Raises Refused
    for one's own form, for a day on which there was no form yet, and when no answer was ticked; ScanRefused for a file
    that is no scan.
    """
    request = ConsentRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    printed_on = timezone.localdate(request.asked_at)
    if said_on < printed_on:
        sentence = _("This form was made on %(day)s. Look at the date on the paper again.")
        raise Refused(sentence % {"day": date_format(printed_on)})
    # The page of a request, its receipts and its mails are for whoever was asked: what somebody else signed is no
    # answer to it, and theirs is still to come (E-29).
    is_theirs = giver.pk == request.asked_id
    letters_of = [request] if is_theirs else _waiting_for(giver)
    said = [replace(one, request=request) for one in said] if is_theirs else _tied(said, letters_of)
    written = _write(said, by=by, giver=giver, giver_name=giver_name, method=Method.PAPER, said_on=said_on, **evidence)
    if scan is not None:
        scanning.add(scan, request=request, by=by)
    for letter in letters_of:
        progress.settle(letter, by=by)
    return written


@transaction.atomic
def record_talk(
    giver: Person, said: Iterable[Said], *, by: Person, method: str, said_on: date, witness: str = "", **evidence: Any
) -> list[Answer]:
    """Write down what somebody said by telephone, or face to face.

    Answers to questions that were asked in a letter settle that letter. Raises Refused for one's own words, when
    nothing was answered, and for a telephone call that nobody else heard.
    """
    if method == Method.PHONE and not witness.strip():
        raise Refused(_("Name somebody who heard the call too, or who rang back to make sure."))
    waiting = _waiting_for(giver)
    said = _tied(said, waiting)
    evidence |= {"witness": witness}
    written = _write(said, by=by, giver=giver, method=method, said_on=said_on, **evidence)
    for request in waiting:
        progress.settle(request, by=by)
    return written


def _waiting_for(giver: Person) -> list[ConsentRequest]:
    return list(ConsentRequest.objects.filter(asked=giver, status__in=WAITING).order_by("pk"))


def _tied(said: Iterable[Said], waiting: list[ConsentRequest]) -> list[Said]:
    """Each word with the letter, out of these, in which it was asked for."""
    items = RequestItem.objects.filter(request__in=waiting).select_related("request")
    letter_of = {(item.subject_id, item.question_id): item.request for item in items}
    return [
        replace(one, request=one.request or letter_of.get((one.subject.pk, one.wording.question_id))) for one in said
    ]


def _write(
    said: Iterable[Said],
    *,
    by: Person,
    giver: Person,
    method: str,
    said_on: date,
    giver_name: str = "",
    **evidence: Any,
) -> list[Answer]:
    said = list(said)
    if giver == by:
        raise Refused(_("Somebody else records your own answers."))
    if not said:
        raise Refused(_("No answer is entered yet. Tick what was answered; the rest may stay open."))
    code, written = new_code(), []
    for one in said:
        speaker = one.subject if one.own else giver
        if _is_there(one, speaker, method, said_on):
            continue
        written.append(
            answers.give(
                subject=one.subject,
                wording=one.wording,
                decision=one.decision,
                giver=speaker,
                giver_name="" if one.own else giver_name,
                method=method,
                by=by,
                said_on=said_on,
                request=one.request,
                code=code,
                **evidence,
            )
        )
    if written:
        letters.queue(LetterKind.RECEIPT, written[0].request, to=giver, by=by)
        receipts.hand_over(written[0].organisation_id, code)
    return written


def _is_there(one: Said, speaker: Person, method: str, said_on: date) -> bool:
    """The same word of the same person, written down already: a button that was pressed twice, or two tabs."""
    earlier = Answer.objects.filter(subject=one.subject, question=one.wording.question_id, giver=speaker)
    last = earlier.in_order().last()
    same = (one.decision, method, said_on, one.wording.pk)
    return last is not None and (last.decision, last.method, last.said_on, last.wording_id) == same


def signers(request: ConsentRequest) -> list[Person]:
    """Who may have signed: whoever was asked, and the other carers of those whom it is about."""
    subjects = request.items.values("subject")
    today = timezone.localdate()
    carers = CareLink.objects.filter(cared_for__in=subjects).on(today).values("carer")
    others = Person.objects.filter(pk__in=carers).exclude(pk=request.asked_id)
    return [request.asked, *others.order_by("search_text", "pk")]


DECISIONS = (Decision.YES, Decision.NO)
