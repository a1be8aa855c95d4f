"""E-mails about an application. They tell the applicant, a parent or a referee what they need, and quote nothing."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people import post
from people.models import Person
from safeguard import mailing
from safeguard.scoping import active_organisation
from volunteers import wording
from volunteers.models import Application, AppliedReference, LetterKind, ReferenceAnswer, VolunteerLetter
from volunteers.services import settings


def queue(
    application: Application,
    kind: str,
    *,
    to: str,
    by: Person | None = None,
    reference: AppliedReference | None = None,
) -> VolunteerLetter | None:
    """A letter to an address. None without one."""
    if not to:
        return None
    letter: VolunteerLetter | None = POST.queue(
        email=to, by=by, application=application, kind=kind, reference=reference
    )
    return letter


def needless(letter: VolunteerLetter) -> str:
    """Why a letter no longer goes out; empty when it does."""
    application = letter.application
    asks = letter.kind == LetterKind.REFERENCE
    answered = letter.reference is not None and letter.reference.answer != ReferenceAnswer.WAITING
    if application.shredded_at is not None or (asks and (answered or not application.is_open)):
        return _("It was no longer needed.")
    return ""


def write(letter: VolunteerLetter) -> EmailMultiAlternatives:
    context = {
        LetterKind.RECEIVED: _received,
        LetterKind.PARENT_COPY: _parent_copy,
        LetterKind.REFERENCE: _reference,
        LetterKind.NOT_TAKEN_ON: _not_taken_on,
    }[LetterKind(letter.kind)](letter.application)
    mail = mailing.write(
        "volunteers/mail/letter",
        to=letter.to,
        context=context | {"how": _how_to_answer(letter)},
        message_id=mailing.message_id("volunteers", f"{letter.organisation_id}.{letter.pk}"),
    )
    mail.reply_to = [_answers_go_to(letter)] if _answers_go_to(letter) else []
    return mail


def _answers_go_to(letter: VolunteerLetter) -> str:
    """The address of whoever of the charity had it sent; empty where nobody did or theirs is kept back."""
    by = letter.queued_by
    return by.email if by is not None and by.can_be_mailed and not by.restricted else ""


def _how_to_answer(letter: VolunteerLetter) -> str:
    organisation = active_organisation()
    names = _names(letter.application) | {"asker": str(letter.queued_by)}
    if _answers_go_to(letter):
        return _("To answer, reply to this e-mail: it goes to %(asker)s. Name the code %(code)s.") % names
    names |= {"address": ", ".join(line.strip() for line in organisation.address.splitlines() if line.strip())}
    if names["address"]:
        return _("To reach %(charity)s, write to %(address)s, and name the code %(code)s.") % names
    return _("To reach %(charity)s, ask whoever gave you the link, and name the code %(code)s.") % names


def _received(application: Application) -> dict[str, Any]:
    names = _names(application)
    if application.applied_at is None:
        return {
            "subject": _("We have your question"),
            "heading": _("Thank you for asking"),
            "greeting": _("Dear %(applicant)s,") % names,
            "paragraphs": [
                _("Your question about “%(position)s” has reached us. Somebody of %(charity)s will answer you.")
                % names,
            ],
            "why": _("You get this because somebody used this address to ask %(charity)s a question.") % names,
        }
    return {
        "subject": _("We have your application"),
        "heading": _("Thank you for applying"),
        "greeting": _("Dear %(applicant)s,") % names,
        "paragraphs": [
            _("Your application for “%(position)s” reached us on %(day)s.") % names,
            _("Somebody of %(charity)s reads it and tells you what comes next. You need not do anything now.") % names,
            *([_came_again()] if application.letters.filter(kind=LetterKind.RECEIVED).count() > 1 else []),
            wording.no_passwords(),
        ],
        "why": _("You get this because somebody used this address to apply to %(charity)s.") % names,
    }


def _came_again() -> str:
    return _(
        "The form has come again since, with your name, birthday and address. The first one counts, and of a later one "
        "only a no about looking you up online. Has something else changed, or was it not you? Tell us."
    )


def _parent_copy(application: Application) -> dict[str, Any]:
    names = _names(application)
    organisation = active_organisation()
    return {
        "subject": _("A young person in your care would like to volunteer"),
        "heading": _("They would like to volunteer with us"),
        "greeting": _("Dear %(parent)s,") % names,
        "paragraphs": [
            _(
                "%(applicant)s applied to %(charity)s on %(day)s for “%(position)s”, and named you as parent or "
                "carer. This is your copy of what we told them."
            )
            % names,
            *wording.young(organisation),
            *[
                line
                for text in wording.internet_use(settings.current(), application.position)
                for line in text.splitlines()
                if line.strip()
            ],
            _("Do you not agree, or is this not your child? Tell %(charity)s.") % names,
        ],
        "why": _("You get this because you were named as parent or carer of somebody under 18.") % names,
    }


def _reference(application: Application) -> dict[str, Any]:
    names = _names(application)
    return {
        "subject": _("Would you tell us about somebody you know?"),
        "heading": _("You were named as a referee"),
        "greeting": _("Good day,"),
        "paragraphs": [
            _("%(applicant)s would like to volunteer with %(charity)s and has named you as a referee.") % names,
            _(
                "Please tell us how long and from where you know them, and whether you know of any reason why they "
                "should not work with children or adults at risk."
            ),
            _("What you write, the applicant may ask to see."),
        ],
        "why": _("You get this because you were named as a referee.") % names,
    }


def _not_taken_on(application: Application) -> dict[str, Any]:
    names = _names(application)
    return {
        "subject": _("Your application"),
        "heading": _("About your application"),
        "greeting": _("Dear %(applicant)s,") % names,
        "paragraphs": [
            _("Thank you for wanting to help, and for the time that you gave us."),
            _("We will not take your application for “%(position)s” further.") % names,
            _("If you would like to talk about it, tell us."),
            _("What you sent us is deleted when its time is over, as we said when you applied."),
        ],
        "why": _("You get this because you applied to %(charity)s.") % names,
    }


def _names(application: Application) -> dict[str, str]:
    received = timezone.localdate(application.applied_at or application.received_at)
    return {
        "applicant": application.name,
        "parent": application.parent_name,
        "position": application.position.title,
        "charity": active_organisation().name,
        "code": application.code,
        "day": date_format(received, "j F Y"),
    }


def _again(letter: VolunteerLetter) -> VolunteerLetter | None:
    return queue(letter.application, letter.kind, to=letter.to, by=letter.queued_by, reference=letter.reference)


POST = post.Post(
    VolunteerLetter,
    task="volunteers.tasks.send_letter",
    write=write,
    needless=needless,
    again=_again,
    related=("application__position", "reference"),
)
send, send_waiting = POST.send, POST.send_waiting
