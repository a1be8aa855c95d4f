"""People are asked for consent, reminded, given a new link, or no longer asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record, transition
from consent import whom
from consent.models import ConsentLetter, ConsentRequest, Event, LetterKind, Question, RequestItem
from consent.services import letters
from consent.states import WAITING, RequestStatus
from consent.verbs import Verb
from people import links
from people.models import Person, Purpose
from safeguard.refusals import Refused
from safeguard.verification import new_code

ANSWER_WITHIN = timedelta(days=14)
AGAIN_AFTER = 20  # hours; nobody gets two reminders of the same thing in a day


@dataclass
class Sent:
    """The requests that were made: those that go out by mail, and those that are printed."""

    by_mail: list[ConsentRequest] = field(default_factory=list)
    on_paper: list[ConsentRequest] = field(default_factory=list)


@transaction.atomic
def send(
    people: Iterable[Person],
    questions: Iterable[Question],
    *,
    by: Person | None,
    event: Event | None = None,
    note: str = "",
) -> Sent:
    """Ask whoever decides about these people, one letter each, for what is missing.

    Sent twice, the second one finds everybody asked and asks nobody. What is not open is not asked.
    """
    people = list(people)
    keys = [person.pk for person in people]
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))  # two clicks, one letter
    today = timezone.localdate()
    asked = Question.objects.asked(today).filter(pk__in=[question.pk for question in questions])
    sent = Sent()
    for planned in whom.plan(people, asked.select_related("event"), today).letters:
        request = _ask(planned, by=by, event=event, note=note)
        (sent.on_paper if request.on_paper else sent.by_mail).append(request)
    return sent


def _ask(planned: whom.Planned, *, by: Person | None, event: Event | None, note: str) -> ConsentRequest:
    request = ConsentRequest.objects.create(
        asked=planned.asked,
        on_paper=planned.on_paper,
        language=planned.language,
        event=event,
        note=note,
        code=new_code(),
        asked_by=by,
        due_on=timezone.localdate() + ANSWER_WITHIN,
    )
    RequestItem.objects.bulk_create(
        [
            RequestItem(request=request, subject=subject, question=question, wording=wording)
            for subject, question, wording in planned.pairs
        ]
    )
    if not request.on_paper:
        letters.queue(LetterKind.ASK, request, to=planned.asked, by=by)
    detail = {"questions": len(planned.pairs), "on_paper": request.on_paper}
    record(Verb.ASKED, request, by=by, detail=detail)
    return request


@transaction.atomic
def chase(request: ConsentRequest, *, by: Person) -> ConsentLetter:
    """Remind somebody who has not answered everything. Raises Refused where that makes no sense now."""
    _refuse_unless_waiting(request)
    if request.misdirected_at:
        raise Refused(_("The last link reached somebody else. Check the address, then send a new link."))
    if letters.is_recent(letters.last_asked([request]).get(request.pk), AGAIN_AFTER):
        raise Refused(_("A mail went out less than a day ago. Wait until tomorrow, or ring."))
    letter = letters.queue(LetterKind.CHASE, request, to=request.asked, by=by)
    if letter is None:
        raise Refused(_("There is no e-mail address to write to. Print the form, or ring."))
    record(Verb.CHASED, request, by=by)
    return letter


@transaction.atomic
def cancel(request: ConsentRequest, *, by: Person) -> ConsentRequest:
    """Nobody waits for these answers any more. What was answered stays, and can still be taken back by the link."""
    return transition(request, to=RequestStatus.CANCELLED, by=by)


@transaction.atomic
def new_link(request: ConsentRequest, *, by: Person | None = None) -> ConsentLetter:
    """A fresh link to the person's own address; the older ones stop. It changes no answer. Raises Refused without one.

    Where somebody said "that is not me", this is how the right person is reached after the address was put right.
    """
    if not request.asked.is_here(timezone.localdate()):
        raise Refused(_("This person is no longer here."))
    links.revoke(request.asked, purpose=Purpose.RESPOND, about=request.link_about)
    ConsentRequest.objects.filter(pk=request.pk).update(misdirected_at=None)
    letter = letters.queue(LetterKind.NEW_LINK, request, to=request.asked, by=by)
    if letter is None:
        raise Refused(_("There is no e-mail address to write to. Print the form, or ring."))
    record(Verb.CHASED, request, by=by)
    return letter


@transaction.atomic
def not_me(request: ConsentRequest) -> None:
    """The link reached somebody else: it stops at once, no reminder follows, and the keepers are told."""
    links.revoke(request.asked, purpose=Purpose.RESPOND, about=request.link_about)
    ConsentRequest.objects.filter(pk=request.pk).update(misdirected_at=timezone.now())
    record(Verb.NOT_ME, request, by=None)


def _refuse_unless_waiting(request: ConsentRequest) -> None:
    if request.status not in WAITING:
        raise Refused(_("Nothing is waited for any more."))
