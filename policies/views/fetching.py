"""Finding what an address names, as the person who asks may know of it; what they may not know of is not there."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from people.permissions import whom_to_ask
from policies.models import Policy, PolicyVersion, Review
from policies.permissions import COMMENT, can_read
from policies.states import ReviewStatus
from safeguard.refusals import require


def policy_of(policy_slug: str) -> Policy:
    found: Policy = get_object_or_404(Policy.objects.select_related("owner").with_current(), slug=policy_slug)
    return found


def version_of(request: HttpRequest, policy_slug: str, number: int) -> PolicyVersion:
    """A version that this person may read. A draft is known to all and read by those who work on it: 403, not 404."""
    versions = PolicyVersion.objects.of(policy_slug).select_related("policy__owner", "edited_by", "signed_by")
    version: PolicyVersion = get_object_or_404(versions, number=number)
    require(can_read(request.person, version), whom_to_ask(COMMENT))
    return version


def open_review_of(policy: Policy) -> Review | None:
    return policy.reviews.filter(status=ReviewStatus.OPEN).first()
