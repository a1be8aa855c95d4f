"""Policies, amendments and signatures as reports find them, made without going through every step of their lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.text import slugify

from agreements.models import (
    Agreement,
    AgreementDocument,
    AgreementRequest,
    AgreementRole,
    ExactDocument,
    ExactText,
    How,
    Signature,
)
from people.models import Person
from people.roles import Role
from policies.fingerprints import amendment_fingerprint, text_fingerprint
from policies.importing.sanitising import sanitise
from policies.models import Amendment, Appendix, Companion, Policy, PolicyVersion
from policies.services import clauses
from policies.states import AmendmentStatus, Status
from safeguard.partial_dates import PartialDate
from safeguard.verification import new_code

FAR_AHEAD = PartialDate(2099, 5)
BODY = """
<h2>1 Who this is for</h2>
<p>1.1 These rules bind everybody who writes in our name.</p>
<p>1.2 They hold on every telephone and every computer.</p>
<h2>2 Pictures</h2>
<p>2.1 A picture is posted after everybody in it has said yes.</p>
<p>2.2 Names of children are never written beside a picture.</p>
<ul><li>first names neither</li><li>nor the name of a school</li></ul>
<h2>Appendix A: Words for a consent form</h2>
<p>I agree that this picture is shown on the page of the charity.</p>
"""


def policy_of(
    title: str = "Social media",
    *,
    body: str = BODY,
    status: str = Status.IN_FORCE,
    number: int = 1,
    policy: Policy | None = None,
    next_review: PartialDate | None = FAR_AHEAD,
    signed: bool = True,
    appendices: Sequence[dict[str, object]] = (),
    **version: object,
) -> PolicyVersion:
    """A version in force, signed by the chair and due in the far future, unless the call says otherwise."""
    policy = policy or Policy.objects.create(
        title=title,
        slug=slugify(title),
        document_classes=["policy", "guidance"],
        scope="What we write and show online.",
        audience=["trustee", "volunteer"],
        protected_people="Children, families and volunteers",
        interval_months=12,
        last_reviewed=PartialDate(2025, 5),
        next_review=next_review,
    )
    signature = (
        {"signed_name": "Margaret Hale", "signed_office": "Chair of trustees", "signed_on": PartialDate(2026, 4, 20)}
        if signed
        else {}
    )
    given = {"dated": PartialDate(2026, 4), "adopted": PartialDate(2026, 4, 18), "author": "Tom Okafor"}
    made = PolicyVersion(policy=policy, number=number, title=title, **{**given, **signature, **version})
    made.body = sanitise(body)
    made.save()
    clauses.replace(made)
    for appendix in appendices:
        Appendix.objects.create(version=made, **appendix)
    if status != Status.DRAFT:
        stamps = {
            "status": status,
            "in_force_at": datetime(2026, 4, 20, tzinfo=UTC),
            "body_hash": text_fingerprint(made),
        }
        PolicyVersion.objects.filter(pk=made.pk).update(**stamps)
        made.refresh_from_db()
        made.policy = policy
    return made


def supersede(version: PolicyVersion, body: str = BODY) -> PolicyVersion:
    """The next version comes in force today."""
    PolicyVersion.objects.filter(pk=version.pk).update(status=Status.SUPERSEDED, ended_at=timezone.now())
    return policy_of(version.title, policy=version.policy, number=version.number + 1, body=body)


def withdraw(version: PolicyVersion) -> None:
    PolicyVersion.objects.filter(pk=version.pk).update(status=Status.WITHDRAWN, ended_at=timezone.now())
    Policy.objects.filter(pk=version.policy_id).update(withdrawn_on=timezone.localdate(), withdrawn_reason="No longer")


def amend(
    version: PolicyVersion, by: Person, heading: str = "WhatsApp", anchor: str = "", **fields: object
) -> Amendment:
    given = {"dated": PartialDate(2026, 6), "body": "<p>Groups have two adults.</p>", "authorised_by": by}
    number = version.amendments.count() + 1
    made = Amendment(
        version=version,
        number=number,
        heading=heading,
        anchor=anchor,
        in_force_at=timezone.now(),
        **{**given, **fields},
    )
    made.body_hash = amendment_fingerprint(made)
    made.status = AmendmentStatus.IN_FORCE
    made.save()
    return made


def companion_of(version: PolicyVersion, title: str, document: Policy | None = None, **fields: object) -> Companion:
    return Companion.objects.create(policy=version.policy, title=title, document=document, **fields)


def day(year: int, month: int, number: int) -> date:
    return date(year, month, number)


def agreement_of(version: PolicyVersion, by: Person, title: str = "Code of conduct") -> ExactText:
    """An open agreement to this version that binds volunteers, with the exact text that people sign."""
    agreement = Agreement.objects.create(title=title, statement="I keep to it.", created_by=by)
    AgreementRole.objects.create(agreement=agreement, role=Role.VOLUNTEER)
    document = AgreementDocument.objects.create(agreement=agreement, policy=version.policy)
    Agreement.objects.filter(pk=agreement.pk).update(status="open", opened_at=timezone.now())
    contents = [[document.pk, version.pk, []]]
    text = ExactText.objects.create(
        agreement=agreement,
        title=title,
        statement=agreement.statement,
        language="en-gb",
        contents=contents,
        fingerprint=title,
    )
    ExactDocument.objects.create(
        text=text,
        document=document,
        policy=version.policy,
        version=version,
        title=version.title,
        version_name=version.name,
        language="en-gb",
        extent="whole",
        fingerprint="0" * 64,
        position=0,
    )
    return text


def signature_of(person: Person, version: PolicyVersion, *, on: date = date(2026, 5, 1), **fields: object) -> Signature:
    """This person signed that version on a day, by a personal link."""
    text = ExactText.objects.filter(documents__version=version).first() or agreement_of(version, person)
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    request = AgreementRequest.objects.create(agreement=text.agreement, person=person, text=text)
    given = {
        "request": request,
        "agreement": text.agreement,
        "person": person,
        "person_name": person.name,
        "text": text,
        "text_fingerprint": text.fingerprint,
        "statement": text.statement,
        "typed_name": person.name,
        "language": "en-gb",
        "signed_at": at,
        "signed_on": on,
        "local_time": "1 May 2026, 10:00:00 BST",
        "zone": "Europe/London",
        "how": How.LINK,
        "code": new_code(),
        "fingerprint": "0" * 64,
    }
    signature = Signature.objects.create(**{**given, **fields})
    AgreementRequest.objects.filter(pk=request.pk).update(status="signed", signed_at=at, signed_on=on)
    return signature
