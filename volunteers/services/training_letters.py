"""E-mails that tell people of a training that they were offered: what it is, when and where, and by when."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people import post
from people.ages import is_minor
from people.models import Person
from safeguard import mailing
from safeguard.addresses import address, whole
from safeguard.scoping import active_organisation
from volunteers.models import Topic, TrainingLetter, TrainingOffer


def queue(topic: Topic, *, to: Person, by: Person | None) -> TrainingLetter | None:
    """A letter about the open offer of this topic. None for somebody who cannot be written to."""
    letter: TrainingLetter | None = POST.queue(to=to, by=by, topic=topic)
    return letter


def needless(letter: TrainingLetter) -> str:
    """Why a letter no longer goes out; empty when it does."""
    if post.is_unreachable(letter.person):
        return _("The person is not written to any more.")
    return "" if _offer_of(letter) else _("It was no longer needed.")


def write(letter: TrainingLetter) -> EmailMultiAlternatives:
    offer, person = _offer_of(letter), letter.person
    assert offer is not None  # noqa: S101  `needless` was asked before
    assert person is not None  # noqa: S101  it goes to somebody of the list
    words = {
        "name": person,
        "charity": active_organisation().name,
        "topic": letter.topic,
        "when": offer.happens,
        "place": offer.place,
        "day": date_format(offer.due_on, "j F Y"),
        "asker": letter.queued_by,
        "url": whole(address("volunteers:training_of", person.pk)),
    }
    mail = mailing.write(
        "volunteers/mail/letter",
        to=letter.to,
        context=_words(letter.topic, offer, words),
        message_id=mailing.message_id("volunteers.training", f"{letter.organisation_id}.{letter.pk}"),
    )
    mail.reply_to = [_answers_go_to(letter)] if _answers_go_to(letter) else []
    return mail


def _words(topic: Topic, offer: TrainingOffer, words: dict[str, Any]) -> dict[str, Any]:
    return {
        "subject": _("Training: %(topic)s") % words,
        "heading": _("You are offered a training"),
        "greeting": _("Dear %(name)s,") % words,
        "paragraphs": [
            _("%(charity)s offers you this training: %(topic)s.") % words,
            *[line for line in topic.what.splitlines() if line.strip()],
            (_("When: %(when)s") if offer.happens else _("When: you choose the time yourself, or ask.")) % words,
            *([_("Where: %(place)s") % words] if offer.place else []),
            _("To be completed by %(day)s.") % words,
            _("Your training stands here: %(url)s") % words,
        ],
        "how": _("If you cannot come, or would like to know more, tell %(asker)s.") % words,
        "why": _("You get this because you help at %(charity)s and were offered a training.") % words,
    }


def _answers_go_to(letter: TrainingLetter) -> str:
    """Whoever offered it; of somebody under 18 nobody, because no adult here writes with them alone (E-25)."""
    by, person = letter.queued_by, letter.person
    if by is None or person is None or is_minor(person.date_of_birth, timezone.localdate()):
        return ""
    return by.email if by.can_be_mailed and not by.restricted else ""


def _offer_of(letter: TrainingLetter) -> TrainingOffer | None:
    found: TrainingOffer | None = TrainingOffer.objects.filter(
        topic=letter.topic, person=letter.person_id, closed_on=None
    ).first()
    return found


def _again(letter: TrainingLetter) -> TrainingLetter | None:
    return queue(letter.topic, to=letter.person, by=letter.queued_by) if letter.person else None


POST = post.Post(
    TrainingLetter,
    task="volunteers.tasks.send_training_letter",
    write=write,
    needless=needless,
    again=_again,
    related=("topic",),
)
send, send_waiting = POST.send, POST.send_waiting
