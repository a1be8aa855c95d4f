"""Who is told what became of a withdrawal: whoever withdrew, and nobody besides (E-29, E-32)."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from consent.models import Answer, LetterKind, Question
from consent.services import letters
from consent.whom import Deciders
from people.models import Person


def to_be_told(subject: Person, giver: Person | None, questions: Collection[Question]) -> list[Person]:
    """Whoever said so. Where it was nobody on record, the carers whose right to decide is confirmed, else the person.

    Of an adult who decides alone no parent hears (E-26). The mails name nobody and nothing.
    """
    if giver is not None:
        return [giver]
    deciders = Deciders([subject], questions, timezone.localdate())
    confirmed = {link.carer_id for link in deciders.links[subject.pk] if link.is_confirmed}
    deciding = [person for question in questions for person in deciders.of(subject, question)]
    return list({person.pk: person for person in deciding if person.pk in confirmed}.values()) or [subject]


def withdrawn(subject: Person, giver: Person | None, questions: Collection[Question], *, by: Person) -> None:
    for person in to_be_told(subject, giver, questions):
        letters.queue(LetterKind.WITHDRAWN, None, to=person, by=by)


def taken_down(subject: Person, answer: Answer, *, by: Person) -> bool:
    """Whether a mail goes out to everybody who is to know; else somebody tells them."""
    told = to_be_told(subject, answer.giver, [answer.question])
    sent = [letters.queue(LetterKind.TAKEN_DOWN, None, to=one, by=by) for one in told]
    return all(sent)
