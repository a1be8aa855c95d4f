"""Somebody answers by their personal link: chooses, stops and goes on, sends, and takes an answer back.

Until it is sent, nothing counts. What is sent twice is written once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import transition
from consent.models import Answer, ConsentDraft, ConsentRequest, Decision, LetterKind, Means, Method
from consent.services import answers, contact, ending, letters, progress, receipts
from consent.sheets import YES_NO, Part, Sheet
from consent.states import RequestStatus
from people.models import Authority, Person
from people.services.families import change_care
from safeguard.refusals import Refused
from safeguard.verification import new_code


class CheckAgain(Refused):
    """What would be sent is not what stood on the page."""


@transaction.atomic
def opened(request: ConsentRequest) -> ConsentRequest:
    """The person has seen it. Opened twice is opened once."""
    locked = _locked(request)
    if locked.status == RequestStatus.ASKED:
        transition(locked, to=RequestStatus.OPENED, by=locked.asked, opened_at=timezone.now())
    request.status = locked.status
    return request


@transaction.atomic
def choose(request: ConsentRequest, part: Part, chosen: Mapping[int, Mapping[str, str]], *, wish: bool) -> ConsentDraft:
    """Keep what was chosen about one person, by the keys of the items; an empty choice is one for later.

    Only what belongs to this part is kept, and only yes and no.
    """
    _locked(request)
    draft, _made = ConsentDraft.objects.get_or_create(request=request)
    for line in part.lines:
        if line.item.pk in chosen:
            given = chosen[line.item.pk]
            answer = given.get("answer", "") if given.get("answer") in YES_NO else ""
            own = given.get("own", "") if line.may_speak and given.get("own") in YES_NO else ""
            draft.choices.pop(str(line.item.pk), None)
            if answer or own:
                draft.choices[str(line.item.pk)] = {"number": line.wording.number, "answer": answer, "own": own}
    others = [key for key in draft.wishes if key != part.subject.pk]
    draft.wishes = [*others, part.subject.pk] if wish else others
    draft.save()
    return draft


@transaction.atomic
def say_who(request: ConsentRequest, part: Part, *, relationship: str, authority: str) -> None:
    """What the person says of their own right to decide; somebody at the charity confirms it (E-30).

    It is taken once, where nothing was known: nobody changes by link what the charity has on record. Who says that
    somebody else decides is not waited for any more.
    """
    _locked(request)
    draft, _made = ConsentDraft.objects.get_or_create(request=request)
    draft.told = sorted({*draft.told, part.subject.pk})
    draft.save()
    if part.link is not None and part.link.authority == Authority.UNKNOWN:
        change_care(part.link, by=request.asked, relationship=relationship, authority=authority)
    if authority == Authority.NONE:
        ending.drop_what_is_over(request, timezone.localdate())


@transaction.atomic
def send(
    request: ConsentRequest, *, giver_name: str, fingerprint: str, interpreter: str = "", language: str = ""
) -> str:
    """Write down everything that was chosen, and return the code of the receipt; none where there is only a wish.

    Sent a second time, it returns the code of the first one. Raises CheckAgain when something else would be sent than
    the page showed, and Refused when nothing was chosen.
    """
    request = _locked(request)
    sheet = Sheet(request, timezone.localdate(), language=language)
    if not sheet.has_something:
        return _last_code(request)
    if sheet.fingerprint != fingerprint:
        raise CheckAgain(_("Something has changed since this page was opened. Look at your answers again, and send."))
    code = new_code()
    for line in sheet.chosen:
        common: dict[str, Any] = {"method": Method.LINK, "request": request, "code": code, "interpreter": interpreter}
        about: dict[str, Any] = {"subject": line.subject, "wording": line.wording}
        if line.choice:
            sent_to = request.asked.email
            answers.give(
                **about, **common, decision=line.choice, giver=request.asked, giver_name=giver_name, sent_to=sent_to
            )
        if line.own:
            answers.give(**about, **common, decision=line.own, giver=line.subject, note=_beside())
    for part in sheet.parts:
        if part.wishes_no_contact:
            contact.wish(
                subject=part.subject, asked_by=request.asked, asked_by_name=giver_name, means=[Means.SOCIAL_MEDIA]
            )
    sheet.draft.choices, sheet.draft.wishes = {}, []
    sheet.draft.save()
    if sheet.chosen:
        _confirm(LetterKind.RECEIPT, request, request.asked, code)
    progress.settle(request)
    return code if sheet.chosen else ""


@transaction.atomic
def withdraw(request: ConsentRequest, answer: Answer) -> Answer:
    """Take a yes back, in one step; it counts at once (fact 49). Taken back twice is taken back once.

    Whoever looks after the person no longer speaks on the family's behalf, like anybody who rings (E-33). Raises
    Refused for an answer of somebody else.
    """
    request = _locked(request)
    said = Answer.objects.given_by(request.asked)
    if not said.filter(pk=answer.pk).exists():
        raise Refused(_("This is not an answer of yours."))
    subject = answer.subject.merged_into or answer.subject
    mine = said.about(subject).filter(question=answer.question_id)
    last = mine.in_order().select_related("wording__question").last()
    if last is None or last.decision != Decision.YES:
        return last or answer
    taken_back = answers.give(
        subject=subject,
        wording=last.wording,
        decision=Decision.WITHDRAWN,
        giver=request.asked if answers.may_speak(request.asked, subject) else None,
        giver_name=last.giver_name,
        method=Method.LINK,
        request=request,
        sent_to=request.asked.email,
        code=new_code(),
    )
    _confirm(LetterKind.WITHDRAWN, request, request.asked, taken_back.code)
    return taken_back


def _beside() -> str:
    """The note on a child's own view. It does not say which carer: another one may ask to see it (E-29)."""
    return _("Said beside a carer, who sent it by their link.")


def _confirm(kind: str, request: ConsentRequest, person: Person, code: str) -> None:
    letters.queue(kind, request, to=person)
    receipts.hand_over(request.organisation_id, code)


def _last_code(request: ConsentRequest) -> str:
    last = Answer.objects.filter(request=request, giver=request.asked).exclude(code="").in_order().last()
    if last is None:
        raise Refused(_("Nothing is chosen yet. Choose yes or no for at least one question."))
    return last.code


def _locked(request: ConsentRequest) -> ConsentRequest:
    rows = ConsentRequest.objects.select_related("asked", "organisation")
    found: ConsentRequest = rows.select_for_update(no_key=True, of=("self",)).get(pk=request.pk)
    return found
