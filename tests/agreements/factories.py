"""Policies in force and agreements about them, as dull as can be. Every function needs the charity's scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from agreements.models import Agreement, AgreementRequest, ExactText, Extent, How, Signature
from agreements.services import asking, designing, signing
from agreements.services.signing import Evidence
from people.models import Person
from people.roles import Role
from policies.models import Amendment, ChangeKind, Policy, PolicyVersion
from policies.services import versions
from policies.states import AmendmentStatus, Status
from safeguard.partial_dates import PartialDate

IN_FORCE_AT = datetime(2026, 1, 12, 10, tzinfo=UTC)

WHO = "<h2>1. Who this is for</h2><p>Everybody who helps at our lighthouse keeps to these rules.</p>"
PRIVATE = "<h2>2. Private messages</h2><p>Nobody writes to a young person in private.</p>"
CHATS = "<h2>3. Handing over chats</h2><p>When the lead asks for a chat, you export it and hand it over.</p>"
TEXT = WHO + PRIVATE + CHATS


def a_policy(title: str = "Staying safe online", *, html: str = TEXT, **fields: Any) -> PolicyVersion:
    """Version 1 of a new policy, in force."""
    policy = Policy.objects.create(title=title, slug=title.lower().replace(" ", "-"), **fields)
    return a_version(policy, 1, html=html, change_kind=ChangeKind.FIRST)


def a_version(
    policy: Policy, number: int, *, html: str = TEXT, change_kind: str = ChangeKind.MATERIAL
) -> PolicyVersion:
    """The next version of a policy comes into force, and the one before is superseded."""
    version = PolicyVersion(policy=policy, number=number, change_kind=change_kind)
    versions.write(version, html)
    before = PolicyVersion.objects.filter(policy=policy, status=Status.IN_FORCE)
    before.update(status=Status.SUPERSEDED, ended_at=IN_FORCE_AT)
    PolicyVersion.objects.filter(pk=version.pk).update(status=Status.IN_FORCE, in_force_at=IN_FORCE_AT)
    version.refresh_from_db()
    return version


def an_amendment(version: PolicyVersion, *, by: Person, **fields: Any) -> Amendment:
    """An amendment that is in force."""
    values = {
        "number": version.amendments.count() + 1,
        "dated": PartialDate(2026, 6, 4),
        "heading": "Voice messages",
        "body": "<p>Voice messages count as messages.</p>",
    } | fields
    return Amendment.objects.create(
        version=version, status=AmendmentStatus.IN_FORCE, in_force_at=IN_FORCE_AT, authorised_by=by, **values
    )


def a_draft(
    version: PolicyVersion,
    *,
    by: Person,
    title: str = "Volunteer agreement",
    roles: Sequence[str] = (Role.VOLUNTEER,),
    extent: str = Extent.WHOLE,
    anchors: Sequence[str] = (),
    **terms: Any,
) -> Agreement:
    agreement = designing.create(
        title, by=by, statement="I have read this, I understand it, and I will keep to it.", roles=roles, **terms
    )
    designing.put_document(agreement, version.policy, by=by, extent=extent, anchors=anchors)
    return agreement


def an_agreement(version: PolicyVersion, *, by: Person, **terms: Any) -> Agreement:
    """An open agreement that volunteers sign."""
    return designing.open_(a_draft(version, by=by, **terms), by=by)


def asked(agreement: Agreement, person: Person, *, by: Person) -> AgreementRequest:
    return asking.ask(agreement, person, by=by)[0]


def opened(agreement: Agreement, person: Person) -> AgreementRequest:
    return signing.opened(agreement, person)


def signed(agreement: Agreement, person: Person, **words: Any) -> Signature:
    """Read and signed over a personal link."""
    request = signing.opened(agreement, person)
    evidence = Evidence(how=How.LINK, email=person.email, ip="203.0.113.7", device="Phone")
    words.setdefault("typed_name", person.name)
    text: ExactText = words.pop("text", request.text)
    return signing.sign(request, text=text, evidence=evidence, **words)
