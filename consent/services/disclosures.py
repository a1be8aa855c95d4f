"""What is passed to third parties about somebody: with their consent, or on a ground that is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from consent.models import Answer, Basis, Channel, Decision, Disclosure, Means, Question, Verdict
from consent.standing import standing
from consent.verbs import Verb
from organisations.models import LocalProtocol
from people.models import Person
from safeguard.refusals import Refused


@dataclass(frozen=True)
class OnRecord:
    """A yes that counts today to passing something on, and the word on which it rests."""

    question: Question
    answer: Answer

    @property
    def recipient(self) -> str:
        return str(self.question.channel_name)


def on_record(subject: Person, today: date) -> list[OnRecord]:
    """To whom data about this person may be passed with consent. The same few queries for any number of questions.

    A yes is for one recipient and one purpose; it covers no other.
    """
    questions = list(
        Question.objects.asked(today)
        .filter(means=Means.DISCLOSURE, channel=Channel.THIRD_PARTY)
        .order_by("place", "pk")
    )
    counted = standing([subject], questions, today)
    yes = [question for question in questions if counted[subject.pk, question.pk].verdict == Verdict.YES]
    newest: dict[int, Answer] = {}
    words = Answer.objects.filter(Q(subject=subject) | Q(subject__merged_into=subject), question__in=yes)
    for answer in words.filter(decision=Decision.YES).in_order():
        newest[answer.question_id] = answer
    return [OnRecord(question, newest[question.pk]) for question in yes if question.pk in newest]


@transaction.atomic
def pass_on(
    *,
    subject: Person,
    by: Person,
    recipient: str,
    what: str,
    purpose: str,
    how: str,
    passed_on: date,
    basis: str,
    question: Question | None = None,
    protocol: LocalProtocol | None = None,
    reasons: str = "",
) -> Disclosure:
    """Record what was passed to whom, what for, on which day and how, by whom and on which ground (RW-15, RW-16).

    With consent, `question` names what was asked; the yes must count today, be for this recipient, and not be younger
    than the day. Without it, a ground is named with reasons, for a local protocol its section too (RW-17). The same
    record, sent twice, is one. Raises Refused with a sentence that says what to do.
    """
    if passed_on > timezone.localdate():
        raise Refused(_("This day is still to come. Enter the day on which it was passed on."))
    Person.objects.select_for_update(no_key=True).get(pk=subject.pk)  # two clicks come one after the other
    answer = None
    if basis == Basis.CONSENT:
        found = _the_yes(subject, question, recipient, passed_on)
        answer, recipient, reasons, protocol = found.answer, found.recipient, "", None
    elif basis == Basis.PROTOCOL:
        if protocol is None:
            raise Refused(_("Choose the protocol."))
        if not reasons.strip():
            raise Refused(_("Name the section of the protocol on which you rely, and say why."))
    elif basis in Basis.values:
        protocol = None
        if not reasons.strip():
            raise Refused(_("Say why it was passed on without consent."))
    else:
        raise Refused(_("Say on which ground it was passed on."))
    if not recipient.strip():
        raise Refused(_("Say to whom it was passed on."))
    ground: dict[str, Any] = {"basis": basis, "answer": answer, "protocol": protocol, "reasons": reasons}
    given = {"subject": subject, "recipient": recipient, "what": what, "purpose": purpose, "how": how, **ground}
    given |= {"passed_on": passed_on}
    if earlier := Disclosure.objects.filter(**given, passed_by=by).first():
        return earlier
    made: Disclosure = Disclosure.objects.create(**given, passed_by=by)
    record(Verb.PASSED_ON, made, by=by, detail={"basis": basis, "on": passed_on})
    return made


def _the_yes(subject: Person, question: Question | None, recipient: str, passed_on: date) -> OnRecord:
    found = {one.question.pk: one for one in on_record(subject, timezone.localdate())}
    yes = found.get(question.pk) if question is not None else None
    if yes is None:
        raise Refused(
            _("There is no yes on record for this. Ask the family first, or name the ground on which it was passed on.")
        )
    if recipient.strip() and recipient.strip().casefold() != yes.recipient.casefold():
        raise Refused(
            _("The yes on record is for “%(recipient)s” and for nobody else. Ask again, or name another ground.")
            % {"recipient": yes.recipient}
        )
    if yes.answer.said_on > passed_on:
        raise Refused(_("The yes was given after that day. Check the day, or name the ground."))
    return yes
