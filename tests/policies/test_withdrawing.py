"""A policy is given up, and all of it can still be read."""

import pytest
from django.utils import timezone

from policies.models import Policy
from policies.services import amendments, approvals, reviews, versions, withdrawing
from policies.states import AmendmentStatus, ReviewStatus, Status
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused
from tests.policies import factories


def test_withdrawing_ends_all_that_runs(policy_in_force, lead, chair, trustee):
    review = reviews.open_review(policy_in_force.policy, by=lead)
    amendment = amendments.draft(policy_in_force, by=trustee, heading="A", body="<p>B</p>", dated=PartialDate(2026))
    amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)
    draft = versions.open_draft(policy_in_force.policy, by=lead)

    withdrawing.withdraw(policy_in_force.policy, by=chair, reason="The club has closed.")

    for row in (policy_in_force, draft, review, amendment):
        row.refresh_from_db()
    policy = Policy.objects.get()
    assert (policy.withdrawn_on, policy.withdrawn_reason) == (timezone.localdate(), "The club has closed.")
    assert [policy_in_force.status, draft.status] == [Status.WITHDRAWN, Status.WITHDRAWN]
    assert (review.status, amendment.status) == (ReviewStatus.CANCELLED, AmendmentStatus.ENDED)
    assert "Pictures" in policy_in_force.title


def test_withdrawn_twice_the_first_reason_stands(policy_in_force, chair):
    withdrawing.withdraw(policy_in_force.policy, by=chair, reason="First.")
    again = withdrawing.withdraw(policy_in_force.policy, by=chair, reason="Second.")

    assert again.withdrawn_reason == "First."


def test_a_reason_is_needed(policy_in_force, chair):
    with pytest.raises(Refused, match="Say why the policy is withdrawn"):
        withdrawing.withdraw(policy_in_force.policy, by=chair, reason=" ")


def test_a_policy_that_was_withdrawn_is_taken_up_again_with_a_new_version(policy_in_force, lead, chair, board):
    withdrawing.withdraw(policy_in_force.policy, by=chair, reason="The club has closed.")

    draft = versions.open_draft(policy_in_force.policy, by=lead)
    version = factories.signed(factories.approved(approvals.ask(draft, by=lead), board=board), chair=chair)

    policy = Policy.objects.get()
    assert (policy.current, policy.withdrawn_on, policy.withdrawn_reason) == (version, None, "")
    assert version.body == policy_in_force.body
