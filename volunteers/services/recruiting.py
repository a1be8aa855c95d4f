"""An application or a question comes in, by the form or on paper: the one place that takes it in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import midnight
from audit.services import record
from people.ages import age_on, is_minor
from people.models import Person
from safeguard.refusals import Refused
from safeguard.verification import ALPHABET, grouped, new_code
from volunteers.models import (
    Application,
    ApplicationStep,
    AppliedReference,
    CheckPermission,
    LetterKind,
    PermissionHow,
    Position,
    Source,
)
from volunteers.services import check_purge, letters
from volunteers.states import Stage
from volunteers.verbs import Verb

CODE_LETTERS = 12
LETTERS_A_DAY = 3  # of those that say it came: nobody's post is filled by a stranger with a form
SAME_WITHIN = timedelta(days=365)  # an open application older than that keeps nobody from applying anew


@dataclass(frozen=True)
class Referee:
    name: str
    contact: str
    relation: str = ""


@dataclass(frozen=True)
class Permission:
    """The answer about a check online, with the very words that were shown (BC-9)."""

    is_given: bool
    wording: str
    version: int
    how: str = PermissionHow.FORM


@dataclass(frozen=True)
class Applicant:
    """Who applies. `words` are those of `Application.WORDS`."""

    name: str
    email: str = ""
    phone: str = ""
    date_of_birth: date | None = None
    parent_name: str = ""
    parent_email: str = ""
    parent_phone: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def is_young(self, today: date) -> bool:
        return is_minor(self.date_of_birth, today)


@dataclass(frozen=True)
class Received:
    """`is_new` is false when it had come before; `is_other` when it was the same person, in another form."""

    application: Application
    is_new: bool = True
    is_other: bool = False


def receive(
    position: Position,
    applicant: Applicant,
    *,
    by: Person | None,
    source: str = Source.FORM,
    once: str = "",
    referees: Sequence[Referee] = (),
    permission: Permission | None = None,
    explained: bool = False,
    privacy: bool = False,
    is_question: bool = False,
    received_on: date | None = None,
) -> Received:
    """Take in an application, or a question that is not one yet.

    `by` is None for what an applicant sends. `once` is a random word of the form: the same form sent twice is one
    application. `explained` and `privacy` say that the applicant was told and shown this today (BC-10, BC-11). A parent
    gets a copy where somebody is under 18 (E-25). Of a second form of the same person nothing counts but a no about
    checks online. Raises Refused with a sentence for whoever sent it.
    """
    today = timezone.localdate()
    code = _code(once, position, applicant)
    if (there := Application.objects.filter(code=code).first()) is not None:
        return Received(there, is_new=False)
    try:
        with transaction.atomic():
            # A key lock on the position: two of the same person, sent at once, come one after the other.
            found: Position = Position.objects.select_for_update(no_key=True).get(pk=position.pk)
            _check(found, applicant, by=by, today=today, is_question=is_question)
            if not is_question and (there := same_as(found, applicant)) is not None:
                _came_again(there, permission, by=by)
                return Received(there, is_new=False, is_other=True)
            application = _write(found, applicant, code, by=by, source=source, is_question=is_question, on=received_on)
            for referee in referees:
                AppliedReference.objects.create(
                    application=application,
                    noted_by=by,
                    words={"name": referee.name, "contact": referee.contact, "relation": referee.relation},
                )
            for key, is_done in (("explained", explained), ("privacy", privacy)):
                if is_done:
                    on = received_on or today
                    ApplicationStep.objects.create(application=application, key=key, on=on, by=by, words={})
            record(Verb.APPLIED, application, by=by)
            if permission is not None:
                _permission(application, permission, by=by)
            _tell(application, by=by, today=today)
    except IntegrityError:
        there = Application.objects.filter(code=code).first()  # the other of two that were sent at the same moment
        if there is None:
            raise
        return Received(there, is_new=False)
    return Received(application)


def same_as(position: Position, applicant: Applicant) -> Application | None:
    """An open application for the position by the same person: name and birthday, and an address or a number."""
    if applicant.date_of_birth is None:
        return None
    rows = Application.objects.open().exclude(status=Stage.ENQUIRY)
    rows = rows.filter(
        position=position,
        date_of_birth=applicant.date_of_birth,
        received_at__gte=timezone.now() - SAME_WITHIN,
    )
    for one in rows:
        by_mail = applicant.email and one.email.casefold() == applicant.email.casefold()
        by_phone = _digits(applicant.phone) and _digits(one.phone) == _digits(applicant.phone)
        if _name(one.name) == _name(applicant.name) and (by_mail or by_phone):
            return one
    return None


def too_young(position: Position, born: date, today: date) -> str:
    """A sentence for somebody who has not reached the youngest age; empty for everybody else."""
    if age_on(born, today) >= position.minimum_age:
        return ""
    return _(
        "Thank you for wanting to help. For “%(position)s” we ask for people of %(age)s or older, so please come "
        "back when you are. Until then, ask us what else you can do."
    ) % {"position": position.title, "age": position.minimum_age}


def _check(position: Position, applicant: Applicant, *, by: Person | None, today: date, is_question: bool) -> None:
    if position.ended_on is not None:
        raise Refused(_("This position has ended. Nobody can apply for it any more."))
    if by is None and not Position.objects.taking_applications(today).filter(pk=position.pk).exists():
        raise Refused(_("Applications for this position are closed at the moment."))
    if is_question:
        return
    born = applicant.date_of_birth
    if born is None:
        if by is None:
            raise Refused(_("Enter your date of birth."))
        return
    if sentence := too_young(position, born, today):
        raise Refused(sentence)
    reachable = applicant.parent_email or applicant.parent_phone
    if applicant.is_young(today) and not (applicant.parent_name and reachable):
        raise Refused(_("Under 18, we need the name of a parent or carer and how we can reach them."))


def _write(
    position: Position,
    applicant: Applicant,
    code: str,
    *,
    by: Person | None,
    source: str,
    is_question: bool,
    on: date | None,
) -> Application:
    now = timezone.now()
    today = timezone.localdate(now)
    came = now if on is None or on == today else midnight(on)
    young = applicant.date_of_birth is None or applicant.is_young(today)
    application = Application(
        code=code,
        position=position,
        status=Stage.ENQUIRY if is_question else Stage.APPLIED,
        name=applicant.name,
        email=applicant.email,
        phone=applicant.phone,
        date_of_birth=applicant.date_of_birth,
        parent_name=applicant.parent_name if young else "",  # of a grown-up nobody keeps a parent
        parent_email=applicant.parent_email if young else "",
        parent_phone=applicant.parent_phone if young else "",
        source=source,
        received_at=came,
        applied_at=None if is_question else came,
        stage_since=timezone.localdate(came),
        entered_by=by,
    )
    application.words = {name: value for name, value in applicant.words.items() if value}
    application.save()
    return application


def _permission(application: Application, permission: Permission, *, by: Person | None) -> None:
    CheckPermission.objects.create(
        application=application,
        wording=permission.wording,
        version=permission.version,
        is_given=permission.is_given,
        how=permission.how,
        recorded_by=by,
    )
    record(Verb.PERMITTED, application, by=by)


def _came_again(application: Application, permission: Permission | None, *, by: Person | None) -> None:
    """The same person, in another form: whoever sent it is told at the address on file, and learns nothing otherwise.

    Anybody who knows a name, a birthday and an address can send it. A no therefore counts, for it only restricts; a yes
    does not.
    """
    if permission is not None and not permission.is_given:
        answers = list(CheckPermission.objects.filter(application=application).order_by("answered_at", "pk"))
        for earlier in answers:
            if earlier.stands:
                check_purge.take_back(earlier, by=by)
        if not answers or answers[-1].is_given:
            _permission(application, permission, by=by)
    if by is None:
        lately = application.letters.filter(kind=LetterKind.RECEIVED, queued_at__gte=timezone.now() - timedelta(days=1))
        if lately.count() < LETTERS_A_DAY:
            letters.queue(application, LetterKind.RECEIVED, to=application.email)


def _tell(application: Application, *, by: Person | None, today: date) -> None:
    letters.queue(application, LetterKind.RECEIVED, to=application.email, by=by)
    if application.parent_name and application.status != Stage.ENQUIRY:
        letters.queue(application, LetterKind.PARENT_COPY, to=application.parent_email, by=by)


def _code(once: str, position: Position, applicant: Applicant) -> str:
    """As random as the form's own word, and the same whenever the same form comes again with the same answers."""
    if not once:
        return new_code()[: CODE_LETTERS + 2]  # with its two hyphens
    said = json.dumps(
        [position.pk, applicant.name, applicant.email, applicant.phone, dict(applicant.words)], sort_keys=True
    )
    number = int.from_bytes(hashlib.sha256(f"application:{once}:{said}".encode()).digest(), "big")
    found = []
    for _place in range(CODE_LETTERS):
        number, letter = divmod(number, len(ALPHABET))
        found.append(ALPHABET[letter])
    return grouped("".join(found))


def _name(name: str) -> str:
    return " ".join(name.split()).casefold()


def _digits(phone: str) -> str:
    """The last nine figures: +44 and 0 before a number mean the same."""
    return "".join(c for c in phone if c.isdigit())[-9:]
