"""Who may do what with policies: the only place that says so. What a policy's state allows is said by the services."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.roles import TRUSTEES, Role
from policies.models import Policy, PolicyVersion
from policies.states import Status
from safeguard.rules import rule

EVERYBODY = frozenset(Role)
EDITORS = TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR}
REVIEWERS = TRUSTEES | {Role.LEAD}
COMMENTERS = EDITORS | REVIEWERS

READ = rule(_("Read the policies that are in force, and earlier ones"), EVERYBODY)
EDIT = rule(_("Write, import and edit drafts, and keep companions and references"), EDITORS)
REVIEW = rule(_("Review a policy and say what comes of it (so may the policy's owner)"), REVIEWERS)
COMMENT = rule(_("Read drafts and comment on their clauses (so may whoever is asked)"), COMMENTERS)
APPROVE = rule(_("Approve a text, or send it back"), TRUSTEES)
MINUTE = rule(_("Enter from the minutes who approved a text at a meeting"), TRUSTEES)
SIGN_OFF = rule(_("Sign a policy off, in person or as deputy from day to day"), {Role.CHAIR})
AMEND = rule(_("Put an amendment or a temporary variation in force, and end it"), TRUSTEES)
WITHDRAW = rule(_("Withdraw a policy"), {Role.CHAIR})

RULES = [READ, EDIT, REVIEW, COMMENT, APPROVE, MINUTE, SIGN_OFF, AMEND, WITHDRAW]


def can_edit(person: Person, policy: Policy | None = None) -> bool:
    """Write drafts and control data: the editors, and the owner for their own policy."""
    return EDIT.allows(person) or owns(person, policy)


def can_review(person: Person, policy: Policy) -> bool:
    return REVIEW.allows(person) or owns(person, policy)


def can_read_drafts(person: Person, policy: Policy) -> bool:
    return COMMENT.allows(person) or owns(person, policy) or was_asked(person, policy)


def can_read(person: Person, version: PolicyVersion) -> bool:
    """Everybody reads what is or was in force; a text in work is for those who work on it."""
    is_public = version.status in {Status.IN_FORCE, Status.SUPERSEDED} or version.in_force_at is not None
    return is_public or can_read_drafts(person, version.policy)


def can_comment(person: Person, version: PolicyVersion) -> bool:
    return can_read_drafts(person, version.policy)


def can_approve(person: Person, version: PolicyVersion) -> bool:
    """A trustee, who then decides once on each wording; whether it is their turn is said by the service."""
    return APPROVE.allows(person)


def can_record_minute(person: Person, version: PolicyVersion) -> bool:
    """A trustee enters what the board decided; the name of whoever entered it stands beside each approval."""
    return MINUTE.allows(person)


def can_sign_off(person: Person, version: PolicyVersion | None = None) -> bool:
    """The chair; a deputy holds the chair's role from a day to a day (E-45)."""
    return SIGN_OFF.allows(person)


def can_amend(person: Person, policy: Policy) -> bool:
    return AMEND.allows(person)


def can_withdraw(person: Person, policy: Policy) -> bool:
    return WITHDRAW.allows(person)


def owns(person: Person, policy: Policy | None) -> bool:
    """Whoever is suspended owns it still, and may do nothing by it."""
    return policy is not None and policy.owner_id == person.pk and person.is_at_work(timezone.localdate())


def was_asked(person: Person, policy: Policy) -> bool:
    """Named as a reader in the review that is open."""
    is_named = policy.reviews.filter(status="open", reviewers__person=person).exists()
    return is_named and person.is_at_work(timezone.localdate())
