"""Certificates of a training and of the whole induction: made by the worker, with a code that anybody can verify."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb as CommonVerb
from organisations import logos
from organisations.brand import palette
from people import post
from people.models import Person
from safeguard import pdf
from safeguard.addresses import whole
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation
from safeguard.tickets import Papers
from volunteers.models import Completion, InductionCertificate
from volunteers.services.training import State, induction_in, items_of

PAPERS = Papers("volunteers.certificates", kept=timedelta(hours=12))
VERIFY = "/verify/"  # the page belongs to a higher floor
STYLESHEETS = (*pdf.STYLESHEETS, "css/print/certificate.css")


class Kind(models.TextChoices):
    TRAINING = "training", gettext_lazy("Certificate of training")
    INDUCTION = "induction", gettext_lazy("Certificate of induction")


@transaction.atomic
def ask_for_training(completion: Completion, *, by: Person) -> str:
    """Print one completion: it is recorded who did. Returns the ticket that opens the PDF. Raises Refused."""
    if completion.taken_back_at is not None:
        raise Refused(_("This completion was taken back. There is no certificate of it."))
    record(CommonVerb.EXPORTED, completion, by=by, detail={"paper": Kind.TRAINING.value})
    return _ask(Kind.TRAINING, completion.pk, by)


def ask_for_induction(person: Person, *, by: Person, today: date) -> str:
    """Print that the induction is complete. Returns the ticket that opens the PDF. Raises Refused."""
    with transaction.atomic():
        return _ask(Kind.INDUCTION, issue_induction(person, by=by, today=today).pk, by)


@transaction.atomic
def issue_induction(person: Person, *, by: Person, today: date) -> InductionCertificate:
    """The certificate with the parts as they are today; asked for again it is the same one.

    Raises Refused while a part is missing, or where there is none.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two clicks make one certificate
    parts = induction_in(items_of([person.pk], today)[person.pk])
    if not parts:
        raise Refused(_("No induction is set up for the roles of %(person)s.") % {"person": person})
    if missing := [str(item.topic) for item in parts if item.state != State.DONE]:
        words = {"parts": get_text_list(missing, _("and"))}
        raise Refused(_("The induction is not complete yet. Still to be done: %(parts)s.") % words)
    done = [(item.done_on, str(item.topic)) for item in parts if item.done_on]
    values: dict[str, Any] = {
        "person": person,
        "person_name": person.name,
        "completed_on": max(day for day, _title in done),
        "parts": [[title, day.isoformat()] for day, title in done],
    }
    found = InductionCertificate.objects.filter(**values).first()
    if found is None:
        found = InductionCertificate.objects.create(**values, issued_by=by)
        record(CommonVerb.CREATED, found, by=by)
    return found


def _ask(kind: Kind, pk: int, by: Person) -> str:
    ticket = PAPERS.ticket(kind=kind.value, of=pk, person=by.pk, language=get_language() or "en-gb")
    organisation = active_organisation().pk
    transaction.on_commit(lambda: post.hand_over("volunteers.tasks.make_certificate", organisation, ticket))
    return ticket


def opened(ticket: str, *, by: Person) -> Completion | InductionCertificate | None:
    """What this ticket was given to this person for, some hours ago at most; None for a ticket of somebody else."""
    found = PAPERS.read(ticket)
    return _subject(found) if found.get("person") == by.pk else None


def make(ticket: str) -> None:
    """The PDF, kept until the ticket ends."""
    found = PAPERS.read(ticket)
    subject = _subject(found)
    if subject is not None:
        with override(found["language"]):
            PAPERS.keep(ticket, lambda: render(subject))


def _subject(found: dict[str, Any]) -> Completion | InductionCertificate | None:
    if found.get("kind") == Kind.TRAINING:
        rows = Completion.objects.standing().select_related("topic", "person", "session")
        return rows.filter(pk=found["of"]).first()
    if found.get("kind") == Kind.INDUCTION:
        return InductionCertificate.objects.select_related("person").filter(pk=found["of"]).first()
    return None


def render(subject: Completion | InductionCertificate) -> bytes:
    organisation = active_organisation()
    context = {
        "document_title": str(kind_of(subject).label),
        "palette": palette(organisation.brand_colour) if organisation.brand_colour else None,
        "language": get_language(),
        "organisation": organisation,
        "logo": logos.as_data(organisation),
        "code": subject.code,
        "verify_url": whole(VERIFY),
        **(_of_training(subject) if isinstance(subject, Completion) else _of_induction(subject)),
    }
    return pdf.render(
        "volunteers/training/print/certificate.html", context, identifier=subject.code, stylesheets=STYLESHEETS
    )


def kind_of(subject: Completion | InductionCertificate) -> Kind:
    return Kind.TRAINING if isinstance(subject, Completion) else Kind.INDUCTION


def _of_training(completion: Completion) -> dict[str, Any]:
    session = completion.session
    rows = [
        (_("Completed on"), date_format(completion.done_on, "j F Y")),
        (_("Counts until"), date_format(completion.expires_on, "j F Y") if completion.expires_on else ""),
        (_("Taught by"), session.trainer if session else ""),
        (_("Place"), session.place if session else ""),
    ]
    return {
        "name": completion.person.name,
        "sentence": _("has completed the training"),
        "title": str(completion.topic),
        "what": completion.topic.what,
        "rows": [(key, value) for key, value in rows if value],
    }


def _of_induction(certificate: InductionCertificate) -> dict[str, Any]:
    organisation = certificate.organisation
    return {
        "name": certificate.person_name,
        "sentence": _("has completed the induction"),
        "title": _("Induction at %(charity)s") % {"charity": organisation.name},
        "parts": [title for title, _day in certificate.parts],
        "rows": [(_("Completed on"), date_format(certificate.completed_on, "j F Y"))],
    }
