"""What stands out about a policy, as sentences."""

from datetime import date

import pytest

from people.roles import Role
from policies import flags
from policies.models import Policy
from policies.services import policies
from safeguard.partial_dates import PartialDate
from tests.policies import factories

TODAY = date(2026, 11, 20)


def loaded(policy):
    return Policy.objects.with_current().get(pk=policy.pk)


@pytest.mark.parametrize(
    ("next_review", "text"),
    [
        (PartialDate(2026, 11, 19), "Overdue"),
        (PartialDate(2026, 10), "Overdue"),
        (PartialDate(2026, 11), "Due soon"),
        (PartialDate(2027, 1, 19), "Due soon"),
        (PartialDate(2027, 1, 20), "Up to date"),
        (None, "No review date"),
    ],
)
def test_the_one_tag_of_a_policy_follows_its_date(policy_in_force, next_review, text):
    Policy.objects.filter(pk=policy_in_force.policy_id).update(
        next_review=next_review, next_review_on=next_review and next_review.latest
    )

    assert flags.standing(loaded(policy_in_force.policy), TODAY).text == text


def test_the_one_tag_of_a_policy_that_is_not_in_force_is_its_step(draft):
    policy = loaded(draft.policy)
    withdrawn = Policy.objects.create(title="Old", slug="old", withdrawn_on=TODAY)

    assert flags.standing(policy, TODAY).text == "Draft"
    assert flags.standing(loaded(withdrawn), TODAY).text == "Withdrawn"
    assert flags.standing(loaded(Policy.objects.create(title="New", slug="new")), TODAY).text == "No text yet"


@pytest.mark.clause("IL-78")
def test_what_is_missing_goes_once_it_is_there(policy_in_force, lead):
    policy = policy_in_force.policy
    before = {item.field: item.now for item in flags.missing(policy, policy_in_force)}

    policies.change_details(policy, by=lead, owner=lead, audience=[Role.VOLUNTEER])

    assert before == {"owner": True, "audience": True}
    assert flags.missing(policy, policy_in_force) == []
    assert Policy.objects.lacking_control_data().count() == 0


def test_a_signature_is_not_missed_before_there_can_be_one(draft):
    fields = [item.field for item in flags.missing(draft.policy, draft)]

    assert [name for name in fields if name.startswith("signed")] == []


def test_the_list_in_the_database_and_the_list_in_words_agree(policy_in_force, scope, lead, board):
    factories.a_version_in_force("Complete", by=lead, board=board, owner=lead, audience=["volunteer"])

    in_words = [p.title for p in Policy.objects.all() if flags.missing(p, p.current)]
    assert in_words == [policy.title for policy in Policy.objects.lacking_control_data()] == ["Pictures"]
