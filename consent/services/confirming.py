"""Who is told what became of a withdrawal: whoever withdrew, and nobody besides (E-29, E-32)."""

from __future__ import annotations

from django.utils import timezone

from consent.models import LetterKind
from consent.services import letters
from people.models import Authority, CareLink, Person


def to_be_told(subject: Person, giver: Person | None) -> list[Person]:
    """Whoever said so. Where it was nobody on record, the carers whose right to decide is confirmed, else the person.

    The mails name nobody and nothing.
    """
    if giver is not None:
        return [giver]
    links = CareLink.objects.filter(cared_for=subject, authority_confirmed_on__isnull=False).exclude(
        authority=Authority.NONE
    )
    carers = [link.carer for link in links.on(timezone.localdate()).select_related("carer")]
    return carers or [subject]


def withdrawn(subject: Person, giver: Person | None, *, by: Person) -> None:
    for person in to_be_told(subject, giver):
        letters.queue(LetterKind.WITHDRAWN, None, to=person, by=by)


def taken_down(subject: Person, giver: Person | None, *, by: Person) -> bool:
    """Whether a mail goes out to everybody who is to know; else somebody tells them."""
    sent = [letters.queue(LetterKind.TAKEN_DOWN, None, to=one, by=by) for one in to_be_told(subject, giver)]
    return all(sent)
