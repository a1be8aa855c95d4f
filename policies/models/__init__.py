"""Policies: documents, their versions by clause, amendments, reviews and approvals, and imports on their way in."""

from policies.models.amendment import Amendment, AmendmentQuerySet
from policies.models.clause import Appendix, Clause, ClauseKind, Extract
from policies.models.companion import Companion, CompanionKind, LinkResult, Reference, ReferenceKind
from policies.models.import_draft import ImportDraft
from policies.models.policy import DocumentClass, Policy, PolicyQuerySet
from policies.models.review import (
    Approval,
    ClauseComment,
    Decision,
    Outcome,
    Review,
    Reviewer,
    Suggestion,
    SuggestionQuerySet,
)
from policies.models.version import AutosavedText, ChangeKind, Origin, PolicyVersion, PolicyVersionQuerySet

__all__ = [
    "Amendment",
    "AmendmentQuerySet",
    "Appendix",
    "Approval",
    "AutosavedText",
    "ChangeKind",
    "Clause",
    "ClauseComment",
    "ClauseKind",
    "Companion",
    "CompanionKind",
    "Decision",
    "DocumentClass",
    "Extract",
    "ImportDraft",
    "LinkResult",
    "Origin",
    "Outcome",
    "Policy",
    "PolicyQuerySet",
    "PolicyVersion",
    "PolicyVersionQuerySet",
    "Reference",
    "ReferenceKind",
    "Review",
    "Reviewer",
    "Suggestion",
    "SuggestionQuerySet",
]
