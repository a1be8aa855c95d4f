"""What agreements know about somebody: what was signed, declined and told, and the letters that went out for it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agreements.models import AgreementRequest, Awareness, IssueRecord, Letter, Receipt, Signature
from people.models import Person
from safeguard.personal_data import IN_THEIR_WORK, Section, section

COVERED = {
    "agreements.Awareness.person",
    "agreements.IssueRecord.person",
    "agreements.AgreementRequest.person",
    "agreements.Letter.person",
    "agreements.Signature.person",
}
REASONS = {
    "agreements.Agreement.created_by": IN_THEIR_WORK,
    "agreements.Awareness.recorded_by": IN_THEIR_WORK,
    "agreements.IssueRecord.recorded_by": IN_THEIR_WORK,
    "agreements.AgreementRequest.offered_by": IN_THEIR_WORK,
    "agreements.AgreementRequest.settled_by": IN_THEIR_WORK,
    "agreements.PaperForm.printed_by": IN_THEIR_WORK,
    "agreements.Letter.queued_by": IN_THEIR_WORK,
    "agreements.Signature.recorded_by": IN_THEIR_WORK,
}
SIGNED = (
    *("agreement", "person_name", "on_behalf_of", "typed_name", "signed_on", "local_time", "zone", "how", "language"),
    *("reservation", "email", "account", "ip", "device", "witness_name", "read_aloud", "parent_email", "expires_on"),
    *("code", "text_fingerprint", "fingerprint"),
)


def about(person: Person) -> Iterator[Section]:
    signatures = list(Signature.objects.filter(person=person).select_related("agreement"))
    receipts = Receipt.objects.filter(signature__in=signatures).values_list("file", flat=True)
    scans = [signature.scan for signature in signatures if signature.scan]
    yield section(
        "agreements.signatures",
        _("What you signed"),
        signatures,
        SIGNED,
        about=person,
        another=("witness_name",),
        files=[*receipts, *scans],
    )
    requests = AgreementRequest.objects.filter(person=person).select_related("agreement")
    fields = (
        *("agreement", "status", "offered_at", "why", "opened_at", "paper_asked_at", "declined_at", "decline_reason"),
        *("signed_on", "expires_on", "settled_at", "settled_note"),
    )
    yield section("agreements.requests", _("What you were asked to sign"), requests, fields, about=person)
    told = Awareness.objects.filter(person=person).select_related("version__policy")
    fields = ("version", "on", "method", "understood", "questions")
    yield section("agreements.told", _("What you were told of"), told, fields, about=person)
    given = IssueRecord.objects.filter(person=person).select_related("version__policy")
    yield section("agreements.given", _("What you were given"), given, ("version", "on", "means", "note"), about=person)
    letters = Letter.objects.filter(person=person)
    fields = ("kind", "to", "queued_at", "sent_at", "problem")
    yield section("agreements.letters", _("E-mails about agreements"), letters, fields, about=person)
