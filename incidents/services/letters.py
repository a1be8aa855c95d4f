"""E-mails about concerns. They name no child, no case and no kind of concern: they say "sign in and look"."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.access import VIEW, can, is_handler_by_office
from incidents.models import Case, IncidentLetter, LetterKind, StepAside, Task
from incidents.permissions import HANDLE, HANDLE_RESTRICTED
from incidents.unopened import unopened
from people import post
from people.models import Person
from safeguard import mailing
from safeguard.addresses import address, whole
from safeguard.scoping import active_organisation


def queue(
    kind: str,
    *,
    to: Person | None,
    case: Case | None = None,
    task: Task | None = None,
    by: Person | None = None,
) -> IncidentLetter | None:
    """A letter for a person. None when the person cannot be written to."""
    letter: IncidentLetter | None = POST.queue(to=to, by=by, case=case, task=task, kind=kind)
    return letter


def needless(letter: IncidentLetter) -> str:
    """Why a letter no longer goes out; empty when it does. Whoever was put aside in the meantime hears nothing."""
    if post.is_unreachable(letter.person):
        return _("The person is not written to any more.")
    if letter.kind in (LetterKind.RAISED, LetterKind.LET_IN) and not _may_hear(letter):
        return _("It was no longer needed.")
    if StepAside.objects.standing().filter(case=letter.case, person=letter.person).exists():
        return _("It was no longer needed.")
    if letter.kind == LetterKind.UNOPENED and not unopened().filter(pk=letter.case_id).exists():
        return _("It was no longer needed.")
    if letter.task is not None and (letter.task.done_at or letter.task.withdrawn_at):
        return _("It was no longer needed.")
    return ""


def _may_hear(letter: IncidentLetter) -> bool:
    """An office-holder without a sign-in is told that something waits, and sees it once they have one."""
    if letter.person is None or letter.case is None:
        return False
    return can(letter.person, letter.case, VIEW) or is_handler_by_office(
        letter.person, letter.case, timezone.localdate()
    )


def write(letter: IncidentLetter) -> EmailMultiAlternatives:
    return mailing.write(
        "incidents/mail/letter",
        to=letter.to,
        context={"name": str(letter.person or ""), **_words(letter)},
        message_id=mailing.message_id("incidents", f"{letter.organisation_id}.{letter.pk}"),
    )


def _words(letter: IncidentLetter) -> dict[str, Any]:
    return {
        LetterKind.RAISED: _raised,
        LetterKind.MESSAGE: _message,
        LetterKind.TASK: _task,
        LetterKind.LET_IN: _let_in,
        LetterKind.BREAK_GLASS: _glass,
        LetterKind.UNOPENED: _unopened,
    }[LetterKind(letter.kind)](letter)


def _raised(letter: IncidentLetter) -> dict[str, Any]:
    return {
        "subject": _("Please sign in and look now"),
        "heading": _("Something was raised that needs you now"),
        "paragraphs": [
            _("Please sign in and look as soon as you can, at any hour."),
            _("This e-mail says no more than that on purpose."),
        ],
        "url": whole(address("incidents:log")),
        "action": _("Sign in and look"),
        "why": _why(_("you handle concerns at %(organisation)s")),
    }


def _message(letter: IncidentLetter) -> dict[str, Any]:
    handles = letter.person is not None and (HANDLE.allows(letter.person) or HANDLE_RESTRICTED.allows(letter.person))
    path = address("incidents:log") if handles else reverse("home")
    return {
        "subject": _("There is a message for you"),
        "heading": _("There is a message for you"),
        "paragraphs": [_("Please sign in to read it.")],
        "url": whole(path),
        "action": _("Sign in and read it"),
        "why": _why(_("you have written to, or work with, %(organisation)s")),
    }


def _task(letter: IncidentLetter) -> dict[str, Any]:
    url = whole(letter.task.get_absolute_url()) if letter.task else whole(reverse("home"))
    return {
        "subject": _("There is something for you to do"),
        "heading": _("There is something for you to do"),
        "paragraphs": [_("Please sign in to see what it is and by when.")],
        "url": url,
        "action": _("Sign in and look"),
        "why": _why(_("somebody at %(organisation)s asked you to do something")),
    }


def _let_in(letter: IncidentLetter) -> dict[str, Any]:
    return {
        "subject": _("Something was opened to you"),
        "heading": _("Something was opened to you"),
        "paragraphs": [_("You were let in to something confidential. Please sign in and look.")],
        "url": whole(address("incidents:log")),
        "action": _("Sign in and look"),
        "why": _why(_("somebody at %(organisation)s let you in")),
    }


def _glass(letter: IncidentLetter) -> dict[str, Any]:
    return {
        "subject": _("A way in for an emergency: please look"),
        "heading": _("A way in for an emergency"),
        "paragraphs": [
            _("Somebody asked for a way in to the concerns log for an emergency, or it was opened, refused or ended."),
            _("Please look who it was and why. If it should not be, you can end it there."),
        ],
        "url": whole(address("incidents:glass")),
        "action": _("Look at it"),
        "why": _why(_("you look after concerns at %(organisation)s")),
    }


def _unopened(letter: IncidentLetter) -> dict[str, Any]:
    """To those who handle it again, and to those above, who see nothing of it and ring."""
    words = {
        "subject": _("Nobody has looked yet: please act now"),
        "heading": _("Something was raised, and nobody has opened it yet"),
        "why": _why(_("you look after concerns at %(organisation)s")),
    }
    if _may_hear(letter):
        return words | {
            "paragraphs": [
                _("Please sign in and look as soon as you can, at any hour."),
                _("This e-mail says no more than that on purpose."),
            ],
            "url": whole(address("incidents:log")),
            "action": _("Sign in and look"),
        }
    return words | {
        "paragraphs": [
            _("Please ring the safeguarding lead or a deputy now, and ask them to sign in and look."),
            _("If you reach none of them, give somebody who is there the office, so that they can open it."),
            _("This e-mail says no more than that on purpose."),
        ],
        "url": whole(reverse("home")),
        "action": _("Sign in"),
    }


def _why(because: str) -> str:
    reason = because % {"organisation": active_organisation().name}
    return _("You get this because %(reason)s.") % {"reason": reason}


POST = post.Post(
    IncidentLetter,
    task="incidents.tasks.send_letter",
    write=write,
    needless=needless,
    again=lambda letter: queue(letter.kind, to=letter.person, case=letter.case, task=letter.task, by=letter.queued_by),
    related=("case", "task"),
)
send, send_waiting = POST.send, POST.send_waiting
