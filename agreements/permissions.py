"""Who may do what with agreements: the only place that says so. What a status allows is said by the services."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementRequest, Signature
from people.models import Person
from people.roles import TRUSTEES, Role
from safeguard.rules import rule

KEEPERS = frozenset({Role.CHAIR, Role.LEAD, Role.COORDINATOR})

OWN = rule(_("Read and sign one's own agreements, and re-read what was signed"), frozenset(Role))
SEE = rule(_("See who has signed which agreement, and who has not"), TRUSTEES | {Role.LEAD, Role.COORDINATOR})
DESIGN = rule(_("Write, open and close agreements"), KEEPERS)
ASK = rule(_("Ask people to sign, and remind them"), KEEPERS)
RECORD = rule(_("Record a signature on paper or on a device of the charity; note who was told of a policy"), KEEPERS)
SETTLE = rule(_("Decide on a reservation (so may the owner of a document that is signed)"), KEEPERS)
EXPORT = rule(_("Save the list of who has signed as a file"), KEEPERS)

RULES = [OWN, SEE, DESIGN, ASK, RECORD, SETTLE, EXPORT]

SEE_SENTENCE = _("Trustees, the safeguarding lead and the volunteer coordinator see who has signed. Ask one of them.")
KEEPERS_SENTENCE = _("The chair, the safeguarding lead and the volunteer coordinator do this. Ask one of them.")
OWN_SENTENCE = _("This belongs to somebody else. Ask the volunteer coordinator if you need to see it.")


def can_see(person: Person) -> bool:
    return SEE.allows(person)


def can_design(person: Person) -> bool:
    return DESIGN.allows(person)


def can_ask(person: Person) -> bool:
    return ASK.allows(person)


def can_record(person: Person) -> bool:
    return RECORD.allows(person)


def can_export(person: Person) -> bool:
    return EXPORT.allows(person)


def can_read_signature(person: Person, signature: Signature) -> bool:
    """Whoever signed, and those who see who has signed."""
    return signature.person_id == person.pk or SEE.allows(person)


def can_see_evidence(person: Person, signature: Signature) -> bool:
    """Internet address, device and scan: whoever signed, and those who record signatures."""
    return signature.person_id == person.pk or RECORD.allows(person)


def can_look_into(person: Person, request: AgreementRequest) -> bool:
    """See the reason of an answer: the keepers, and the owner of a document that is signed (E-44)."""
    return SEE.allows(person) or owns_a_document(person, request)


def can_settle(person: Person, request: AgreementRequest) -> bool:
    """Nobody decides on their own reservation."""
    return request.person_id != person.pk and (SETTLE.allows(person) or owns_a_document(person, request))


def owns_a_document(person: Person, request: AgreementRequest) -> bool:
    """Whoever is suspended owns it still, and may do nothing by it."""
    at_work = person.is_at_work(timezone.localdate())
    return at_work and request.agreement.documents.filter(policy__owner=person).exists()
