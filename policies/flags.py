"""What stands out: a companion that is missing, a dead link, a date that cannot be, control data that is not there.

Reads only. Each flag is a sentence with a kind (bad, soon, info), so that pages, prints and commitments say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from policies import due
from policies.models import (
    ClauseKind,
    Companion,
    CompanionKind,
    LinkResult,
    Policy,
    PolicyVersion,
    Reference,
    ReferenceKind,
)
from policies.states import Status
from safeguard.due_words import how_late
from safeguard.partial_dates import PartialDate

CHECK_LINKS_EVERY = timedelta(days=365)


@dataclass(frozen=True)
class Flag:
    kind: str  # of the tag: bad, soon, info
    text: str
    code: str = ""

    def __str__(self) -> str:
        return self.text


# --- Companions ------------------------------------------------------------------------------------------------------


def of_companion(companion: Companion, today: date) -> Flag | None:
    """Why this companion is not in order, or None. Load it `with_document()` to ask nothing of the database."""
    if companion.kind == CompanionKind.EXTERNAL:
        return None
    document = companion.document
    if document is None:
        return Flag("bad", _("Not filed here"), "missing")
    if document.withdrawn_on is not None:
        return Flag("bad", _("Withdrawn"), "withdrawn")
    version = document.current
    if version is None:
        return Flag("bad", _("Not in force"), "not_in_force")
    if document.is_overdue(today):
        return Flag("bad", _("Overdue for review"), "overdue")
    if not version.is_signed:
        return Flag("soon", _("Not signed"), "unsigned")
    return None


# --- References ------------------------------------------------------------------------------------------------------


def of_reference(reference: Reference, today: date) -> Flag | None:
    if reference.result == LinkResult.DEAD:
        return Flag("bad", _("Link does not work"), "dead")
    if reference.result == LinkResult.REPLACED:
        words = _("Replaced by %s") % reference.replaced_by if reference.replaced_by else _("Closed or replaced")
        return Flag("bad", words, "replaced")
    if not reference.link:  # a law or a guidance is cited by its name; a resource is nothing without its address
        return Flag("soon", _("No web address"), "empty") if reference.kind == ReferenceKind.RESOURCE else None
    if reference.last_checked_on is None:
        return Flag("soon", _("Never checked"), "unchecked")
    if reference.last_checked_on < today - CHECK_LINKS_EVERY:
        return Flag("soon", _("Last checked more than a year ago"), "unchecked")
    return None


# --- Where a policy stands -------------------------------------------------------------------------------------------


def standing(policy: Policy, today: date) -> Flag:
    """The one tag of a policy in a list. Load it `with_versions()` to ask nothing of the database."""
    if policy.withdrawn_on is not None:
        return Flag("quiet", _("Withdrawn"), "withdrawn")
    if policy.current is None:
        in_work = policy.in_work
        return Flag("info", in_work.get_status_display() if in_work else _("No text yet"), "draft")
    if policy.next_review_on is None:
        return Flag("soon", _("No review date"), "undated")
    if policy.is_overdue(today):
        return Flag("bad", _("Overdue"), "overdue")
    if policy.next_review_on <= today + timedelta(days=due.SOON):
        return Flag("soon", _("Due soon"), "due_soon")
    return Flag("good", _("Up to date"), "up_to_date")


# --- Control data ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Missing:
    """One thing that the document does not say about itself; `now` tells whether it can be added at once."""

    field: str
    text: str
    now: bool

    def __str__(self) -> str:
        return self.text


def missing(policy: Policy, version: PolicyVersion | None) -> list[Missing]:
    """The "control data missing" list: nothing is refused for it, everything is asked for."""
    found = []
    for absent, field, text in beside_the_text(policy):
        if absent:
            found.append(Missing(field, text, now=True))
    if version is not None:
        for absent, field, text in in_the_text(version):
            if absent:
                found.append(Missing(field, text, now=version.status in {Status.DRAFT, Status.IN_REVIEW}))
    return found


def beside_the_text(policy: Policy) -> list[tuple[bool, str, str]]:
    return [
        (not policy.document_classes, "document_classes", _("Whether it is a policy, a procedure or guidance")),
        (policy.owner_id is None, "owner", _("Who owns it and is reminded")),
        (not policy.audience, "audience", _("Whom it binds")),
        (policy.interval_months is None, "interval_months", _("How often it is reviewed")),
        (policy.last_reviewed is None, "last_reviewed", _("When it was last reviewed")),
        (policy.next_review is None, "next_review", _("When it is due for review")),
    ]


def in_the_text(version: PolicyVersion) -> list[tuple[bool, str, str]]:
    signs = version.status not in {Status.DRAFT, Status.IN_REVIEW, Status.APPROVED}
    return [
        (not version.author, "author", _("Who wrote it")),
        (not (version.label or version.origin != "imported"), "label", _("A version label")),
        (version.dated is None and version.origin == "imported", "dated", _("The date of the policy")),
        (signs and version.adopted is None, "adopted", _("When the trustees adopted it")),
        (signs and not version.signed_name, "signed_name", _("Who signed it")),
        (signs and not version.signed_office, "signed_office", _("The office of the person who signed it")),
        (signs and version.signed_on is None, "signed_on", _("When it was signed")),
    ]


# --- Oddities of history, shown and never refused (E-2, 1.12) --------------------------------------------------------


def oddities(policy: Policy, version: PolicyVersion, today: date) -> list[Flag]:
    """What in the document's own dates and links should make somebody look twice."""
    found = []
    if version.signed_on and version.reviewed and version.signed_on.latest < version.reviewed.earliest:
        words = {"signed": version.signed_on, "reviewed": version.reviewed}
        found.append(
            Flag("info", _("It was signed on %(signed)s, before the review of %(reviewed)s.") % words, "signed_early")
        )
    for clause in version.clauses.all():
        if (
            clause.kind == ClauseKind.AMENDMENT
            and clause.html.startswith("<h")
            and is_before(clause.dated, version.dated)
        ):
            words = {"heading": clause.heading or clause.anchor, "dated": clause.dated, "policy": version.dated}
            text = _("The amendment “%(heading)s” of %(dated)s is older than the policy of %(policy)s.") % words
            found.append(Flag("info", text, "amended_early"))
    if policy.is_overdue(today):
        words = {"due": policy.next_review, "late": how_late(policy.next_review_on, today)}
        found.append(Flag("bad", _("The review was due %(due)s: %(late)s.") % words, "overdue"))
    if version.in_force_at and not version.is_signed and version.status == Status.IN_FORCE:
        found.append(Flag("soon", _("It is in use and nobody has signed it."), "unsigned"))
    return found


def is_before(one: PartialDate | None, other: PartialDate | None) -> bool:
    return bool(one and other and one.latest < other.earliest)


def moved_on(version: PolicyVersion) -> list[Flag]:
    """Extracts whose source has a newer version in force than the one that is quoted (IL-4)."""
    found = []
    for extract in version.extracts.select_related("source__policy"):
        if extract.source.status != Status.IN_FORCE:
            words = {"clause": extract.anchor, "source": extract.source}
            text = _("Clause %(clause)s quotes %(source)s, which is no longer in force.") % words
            found.append(Flag("soon", text, "extract"))
    return found
