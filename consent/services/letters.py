"""E-mails about consent. They name no child and no answer, and their links show nothing of whom they are about (E-37).

A personal link is made when its mail is written, and stands nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from consent.models import ConsentLetter, ConsentRequest, LetterKind
from consent.states import WAITING
from people import links, post
from people.models import Person, Purpose
from safeguard import mailing
from safeguard.addresses import whole
from safeguard.scoping import active_organisation

ASKING = (LetterKind.ASK, LetterKind.CHASE)


def queue(
    kind: str, request: ConsentRequest | None, *, to: Person | None, by: Person | None = None
) -> ConsentLetter | None:
    """A letter for a person. None when the person cannot be written to."""
    letter: ConsentLetter | None = POST.queue(to=to, by=by, request=request, kind=kind)
    return letter


def needless(letter: ConsentLetter) -> str:
    """Why a letter no longer goes out; empty when it does. Nobody is chased who has answered in the meantime."""
    confirms = letter.kind in (LetterKind.RECEIPT, LetterKind.WITHDRAWN, LetterKind.TAKEN_DOWN)
    if post.is_unreachable(letter.person) and not (confirms and letter.person and letter.person.can_be_mailed):
        return _("The person is not written to any more.")
    if letter.kind in ASKING and (letter.request is None or letter.request.status not in WAITING):
        return _("It was no longer needed.")
    return ""


def language_of(request: ConsentRequest | None) -> str:
    """In which of the software's own languages a mail or page is written: English, unless it speaks theirs."""
    wanted = request.language if request else ""
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def write(letter: ConsentLetter) -> EmailMultiAlternatives:
    with override(language_of(letter.request)):
        context = {"name": str(letter.person), **_words(letter), "url": "", "action": _("Open your page")}
        if letter.request is not None and opens_page(letter):
            context["url"] = whole(answering_address(letter.request))
        return mailing.write(
            "consent/mail/letter",
            to=letter.to,
            context=context,
            message_id=mailing.message_id("consent", f"{letter.organisation_id}.{letter.pk}"),
        )


def opens_page(letter: ConsentLetter) -> bool:
    """The page of a request is for whoever was asked, and for nobody who answered in another way (E-29)."""
    return letter.request is not None and letter.request.asked_id == letter.person_id


def _words(letter: ConsentLetter) -> dict[str, Any]:
    return {
        LetterKind.ASK: _asking,
        LetterKind.CHASE: _asking,
        LetterKind.NEW_LINK: _new_link,
        LetterKind.RECEIPT: _receipt,
        LetterKind.WITHDRAWN: _withdrawn,
        LetterKind.TAKEN_DOWN: _taken_down,
    }[LetterKind(letter.kind)](letter)


def _asking(letter: ConsentLetter) -> dict[str, Any]:
    organisation, request = active_organisation().name, letter.request
    asks = _("%(organisation)s has some questions for you. You answer each of them with yes or no.")
    missing = _("%(organisation)s has asked you some questions, and some answers are still missing.")
    is_reminder = letter.kind == LetterKind.CHASE
    by_day = _("Please answer by %(day)s.") % {"day": date_format(request.due_on)} if request else ""
    return {
        "subject": _("Your answers are still missing") if is_reminder else _("Some questions for you"),
        "heading": _("Your answers are still missing") if is_reminder else _("Some questions for you"),
        "paragraphs": [
            (missing if is_reminder else asks) % {"organisation": organisation},
            request.note if request else "",
            " ".join((by_day, _("You need no account and no password. You can stop and go on later."))),
            _("You are free to say no. It changes nothing about taking part."),
        ],
        "after": _("The link is for you alone. Please do not pass it on. It works for 30 days; after that you can ask "
                   "for a new one on the same page. If you would rather answer on paper or by telephone, tell us."),
        "why": _("You get this because %(organisation)s has you on record as somebody to ask.")
        % {"organisation": organisation},
    }  # fmt: skip


def _new_link(letter: ConsentLetter) -> dict[str, Any]:
    return {
        "subject": _("Your new link"),
        "heading": _("Your new link"),
        "paragraphs": [_("Here is your new link. What you have chosen so far is kept.")],
        "after": _("The link is for you alone. Please do not pass it on."),
        "why": _("You get this because a new link was asked for. If that was not you, you can ignore it."),
    }


def _receipt(letter: ConsentLetter) -> dict[str, Any]:
    if not opens_page(letter):
        return _receipt_without_page()
    return {
        "subject": _("Your answers have arrived"),
        "heading": _("Your answers have arrived"),
        "paragraphs": [
            _("Thank you. Your answers are on record."),
            _("On your page you can read what you answered, in which words, and save a receipt with a code."),
            _("You can change your mind at any time: each yes has a button beside it that takes it back at once."),
        ],
        "after": _("The link is for you alone. Please do not pass it on."),
        "why": _("You get this because you answered. If it was not you, tell the charity at once."),
    }


def _receipt_without_page() -> dict[str, Any]:
    """For whoever answered on paper or in a talk without having been asked by a letter of their own."""
    return {
        "subject": _("Your answers have arrived"),
        "heading": _("Your answers have arrived"),
        "paragraphs": [
            _("Thank you. Your answers are on record."),
            _("You can change your mind at any time: tell us, and it counts at once."),
        ],
        "after": "",
        "why": _("You get this because you answered. If it was not you, tell the charity at once."),
    }


def _withdrawn(letter: ConsentLetter) -> dict[str, Any]:
    return {
        "subject": _("Your change has arrived"),
        "heading": _("What you changed counts from now on"),
        "paragraphs": [
            _("You took an answer back. From this moment it is a no."),
            _("Whatever the charity itself still shows because of it is to be taken down today."),
            _("Copies that others have made, and what is printed already, may stay about. We cannot call them back."),
        ],
        "after": _("The link is for you alone. Please do not pass it on.") if opens_page(letter) else "",
        "why": _("You get this because an answer of yours was changed. If it was not you, tell the charity at once."),
    }


def _taken_down(letter: ConsentLetter) -> dict[str, Any]:
    return {
        "subject": _("It has been taken down"),
        "heading": _("It has been taken down"),
        "paragraphs": [
            _("After an answer was taken back, the charity has taken down what it showed because of it."),
            _("Copies that others have made, and what is printed already, may stay about. We cannot call them back."),
        ],
        "after": _("If you still see something, please tell us where."),
        "why": _("You get this because an answer about consent was changed."),
    }


def answering_address(request: ConsentRequest) -> str:
    token = links.issue(request.asked, Purpose.RESPOND, about=request.link_about)
    return reverse("respond", args=[token])


def last_asked(requests: Iterable[ConsentRequest]) -> dict[int, ConsentLetter]:
    """The newest request, reminder or new link that went out for each, in one query."""
    found: dict[int, ConsentLetter] = {}
    for letter in ConsentLetter.objects.asking().filter(request__in=list(requests)).order_by("queued_at", "pk"):
        found[letter.request_id] = letter
    return found


POST = post.Post(
    ConsentLetter,
    task="consent.tasks.send_letter",
    write=write,
    needless=needless,
    again=lambda letter: queue(letter.kind, letter.request, to=letter.person, by=letter.queued_by),
    related=("request__asked",),
)
send, send_waiting = POST.send, POST.send_waiting


def is_recent(letter: ConsentLetter | None, hours: int) -> bool:
    return letter is not None and (timezone.now() - letter.queued_at).total_seconds() < hours * 3600
