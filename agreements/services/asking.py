"""People are asked to sign: one, many, or everybody who has not been asked; and reminded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import texts
from agreements.audience import has_run_out
from agreements.changes import Changes
from agreements.models import Agreement, AgreementRequest, Kind, Letter
from agreements.services import ending, letters
from agreements.states import RequestStatus
from agreements.verbs import Verb
from audit.services import record, transition
from audit.verbs import Verb as Common
from people.models import Person
from safeguard.refusals import Refused

AGAIN_AFTER = timedelta(hours=20)  # nobody gets two reminders of the same thing in a day


@dataclass
class Sent:
    """What became of a batch: who gets a mail, who needs paper, and who was left out because nothing is to be asked."""

    by_mail: list[Person] = field(default_factory=list)
    on_paper: list[Person] = field(default_factory=list)
    left_out: list[Person] = field(default_factory=list)


def send(agreement: Agreement, people: Iterable[Person], *, by: Person) -> Sent:
    """Ask each of these people. Whoever has signed, or was asked already, is left out.

    Raises Refused when nobody can sign the agreement now. Each person is a transaction of its own.
    """
    refuse_unless_signable(agreement)
    stale = Changes([agreement]).stale()
    today, sent = timezone.localdate(), Sent()
    for person in people:
        if not person.is_here(today):
            sent.left_out.append(person)
            continue
        request, is_new = ask(agreement, person, by=by, stale=stale)
        if not is_new:
            sent.left_out.append(person)
        elif letters.queue(Kind.ASK, request, to=person, by=by):
            sent.by_mail.append(person)
        else:
            sent.on_paper.append(person)
    return sent


@transaction.atomic
def ask(
    agreement: Agreement, person: Person, *, by: Person | None, stale: Iterable[int] = ()
) -> tuple[AgreementRequest, bool]:
    """The live request of this person, and whether it was made (or made anew) just now. No mail goes out.

    Who declined is asked again with the same request; whose signature no longer counts gets a new one. Raises Refused
    for an agreement that is not open and for somebody who has left.
    """
    if not agreement.is_open:
        raise Refused(not_open(agreement))
    if not person.is_here(timezone.localdate()):
        raise Refused(_("%s is not with the charity any more.") % person)
    live = AgreementRequest.objects.live().filter(agreement=agreement, person=person).select_related("person").first()
    if live is None:
        return _made(agreement, person, by=by)
    if live.status == RequestStatus.DECLINED:
        transition(
            live, to=RequestStatus.OFFERED, by=by, verb=Common.SENT, offered_at=timezone.now(), misdirected_at=None
        )
        return live, True
    if live.status == RequestStatus.SIGNED and (live.text_id in stale or has_run_out(live, timezone.localdate())):
        gone = RequestStatus.EXPIRED if has_run_out(live, timezone.localdate()) else RequestStatus.REPLACED
        ending.end_signed(live, to=gone, by=by)
        return _made(agreement, person, by=by)
    return live, False


def _made(agreement: Agreement, person: Person, *, by: Person | None) -> tuple[AgreementRequest, bool]:
    try:
        with transaction.atomic():
            request = AgreementRequest.objects.create(agreement=agreement, person=person, offered_by=by)
    except IntegrityError:  # somebody else asked the same person at the same moment
        return AgreementRequest.objects.live().get(agreement=agreement, person=person), False
    record(Common.SENT, request, by=by)
    return request, True


def chase(agreement: Agreement, people: Iterable[Person], *, by: Person) -> Sent:
    """Remind those of these people who were asked and have not answered, once a day at most.

    Whoever has answered in the meantime, was written to today or was never asked is left out; whoever cannot be written
    to is named for paper.
    """
    refuse_unless_signable(agreement)
    people = list(people)
    waiting = AgreementRequest.objects.waiting_for_the_person().filter(agreement=agreement, person__in=people)
    requests = {request.person_id: request for request in waiting.select_related("agreement", "person")}
    written = letters.last_asked(requests.values())
    sent = Sent()
    for person in people:
        request = requests.get(person.pk)
        if request is None or (request.misdirected_at is None and _just_written(written.get(request.pk))):
            sent.left_out.append(person)
        elif _chase_one(request, person, by=by):
            sent.by_mail.append(person)
        else:
            sent.on_paper.append(person)
    return sent


@transaction.atomic
def _chase_one(request: AgreementRequest, person: Person, *, by: Person) -> bool:
    if letters.queue(Kind.CHASE, request, to=person, by=by) is None:
        return False
    AgreementRequest.objects.filter(pk=request.pk).update(misdirected_at=None)
    record(Verb.CHASED, request, by=by)
    return True


def _just_written(letter: Letter | None) -> bool:
    return letter is not None and timezone.now() - letter.queued_at < AGAIN_AFTER


@transaction.atomic
def new_link(agreement: Agreement, person: Person) -> Letter | None:
    """A fresh link to the person's own address, because an old one has run out; it changes no answer.

    None when there is no address, or nothing to open.
    """
    mine = AgreementRequest.objects.filter(agreement=agreement, person=person)
    request = mine.live().first() or mine.newest_first().first()
    if agreement.is_open and (request is None or not request.is_live):
        request, _is_new = ask(agreement, person, by=None)
    return letters.queue(Kind.NEW_LINK, request, to=person) if request else None


def refuse_unless_signable(agreement: Agreement) -> None:
    if not agreement.is_open:
        raise Refused(not_open(agreement))
    if sentences := texts.obstacles(agreement):
        raise Refused(" ".join(sentences))


def not_open(agreement: Agreement) -> str:
    return _("This agreement is “%s”. Open it before you ask anybody.") % agreement.get_status_display()
