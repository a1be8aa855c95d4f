"""References for an applicant: who is asked, what they said, and asking once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from people.models import Person, digits
from safeguard.refusals import Refused
from volunteers.models import Application, AppliedReference, LetterKind, ReferenceAnswer
from volunteers.services import letters
from volunteers.services.applicants import locked_open
from volunteers.verbs import Verb

MOST = 10  # of one application
FIGURES = 9  # the last of a telephone number: +44 and 0 before it mean the same


def same_contact(one: str, other: str) -> bool:
    """Whether two ways to reach somebody are the same one: an e-mail address, or a telephone number."""
    return bool(known := _reached(one)) and known == _reached(other)


def same_name(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold() != ""


def doubtful(application: Application, named: Sequence[AppliedReference]) -> dict[int, str]:
    """By key, why somebody cannot speak for the applicant: they are the applicant, or reached where another is."""
    found: dict[int, str] = {}
    for number, one in enumerate(named):
        name, contact = str(one.words["name"]), str(one.words["contact"])
        others = [str(other.words["contact"]) for other in (*named[:number], *named[number + 1 :])]
        if same_contact(contact, application.email) or same_contact(contact, application.phone):
            found[one.pk] = _("This is the applicant’s own address or number. Ask for somebody else.")
        elif same_name(name, application.name):
            found[one.pk] = _("This is the applicant’s own name. Make sure that it is somebody else.")
        elif any(same_contact(contact, other) for other in others):
            found[one.pk] = _("Another referee has the same address or number. Make sure that they are two people.")
    return found


@transaction.atomic
def add(application: Application, *, name: str, contact: str, by: Person, relation: str = "") -> AppliedReference:
    """Somebody who can be asked. Two clicks make one."""
    found = locked_open(application, by=by)
    words = {"name": name, "contact": contact, "relation": relation}
    there = list(AppliedReference.objects.filter(application=found))
    for one in there:
        one.application = found
        if {key: one.words[key] for key in words} == words:
            return one
    if len(there) >= MOST:
        raise Refused(_("There are %(most)s references already. Note what these people say first.") % {"most": MOST})
    reference: AppliedReference = AppliedReference.objects.create(application=found, noted_by=by, words=words)
    record(Verb.REFERENCE, found, by=by, detail={"step": "named"})
    return reference


@transaction.atomic
def ask(reference: AppliedReference, *, by: Person, on: date | None = None, by_mail: bool = False) -> AppliedReference:
    """Asked on a day, for the first time or again. With `by_mail` we write, in words that tell nothing of anybody."""
    found = _locked(reference, by=by)
    if found.answer != ReferenceAnswer.WAITING:
        raise Refused(_("They have answered already."))
    on = on or timezone.localdate()
    if by_mail:
        if found.asked_on == timezone.localdate():
            return found  # the second of two clicks
        if not (to := mail_of(found)):
            raise Refused(_("There is no e-mail address for this reference. Ask by telephone, and note the day."))
        letters.queue(found.application, LetterKind.REFERENCE, to=to, by=by, reference=found)
    is_again = found.asked_on is not None
    found.asked_on, found.noted_by = on, by
    found.save(update_fields=["asked_on", "noted_by"])
    record(Verb.REFERENCE, found.application, by=by, detail={"step": "asked again" if is_again else "asked", "on": on})
    return found


@transaction.atomic
def answered(
    reference: AppliedReference, *, answer: str, by: Person, on: date, said: str = "", asked_on: date | None = None
) -> AppliedReference:
    """What they said; noted again, it is corrected."""
    found = _locked(reference, by=by)
    if answer == ReferenceAnswer.WAITING:
        raise Refused(_("Say what they answered."))
    found.answer, found.answered_on, found.noted_by = answer, on, by
    found.asked_on = asked_on or found.asked_on or on
    found.reword(said=said)
    found.save(update_fields=["answer", "answered_on", "asked_on", "noted_by", "sealed"])
    record(Verb.REFERENCE, found.application, by=by, detail={"step": "answered", "on": on})
    return found


def mail_of(reference: AppliedReference) -> str:
    """The e-mail address of a referee; empty where there is none that works."""
    contact = str(reference.words["contact"]).strip()
    try:
        validate_email(contact)
    except ValidationError:
        return ""
    return contact


def _reached(contact: str) -> str:
    """An address as its owner gets it, without “+word”; of a number its last figures. Empty where it is neither."""
    plain = contact.strip().casefold()
    if "@" in plain:
        local, _at, domain = plain.rpartition("@")
        return f"{local.partition('+')[0]}@{domain}"
    return digits(plain)[-FIGURES:]


def _locked(reference: AppliedReference, *, by: Person) -> AppliedReference:
    application = locked_open(reference.application, by=by)
    found: AppliedReference = AppliedReference.objects.get(pk=reference.pk)
    found.application = application
    return found
