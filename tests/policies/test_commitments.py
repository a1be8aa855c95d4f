"""What the charity promises about its policies, in the four states that a light can have."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.roles import Role
from policies.commitments import commitments
from policies.models import Outcome, Policy
from policies.services import companions, policies, reviews
from safeguard.commitments import State
from safeguard.partial_dates import PartialDate
from tests.policies import factories
from tests.policies.bringing import sample, taken_in

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def in_november(time_machine):
    time_machine.move_to("2026-11-20 12:00+00:00")


def light(name, today=TODAY):
    return next(c for c in commitments(today=today) if c.key == f"policies.{name}")


def test_a_charity_without_policies_is_new_and_not_at_fault(scope):
    assert {c.state for c in commitments(today=TODAY)} == {State.NEW}


@pytest.mark.parametrize(
    ("next_review", "state", "reason"),
    [
        (PartialDate(2027, 5), State.KEPT, "Every policy is in date."),
        (PartialDate(2026, 12), State.AT_RISK, "Due soon: “Pictures”."),
        (None, State.AT_RISK, "Without a date for the next review: “Pictures”."),
        (PartialDate(2026, 10), State.BROKEN, "Overdue for review: “Pictures”."),
    ],
)
def test_policies_are_in_date(policy_in_force, next_review, state, reason):
    policy = policy_in_force.policy
    policy.next_review = next_review
    policy.save()

    found = light("in_date")
    assert (found.state, found.reason) == (state, reason)
    assert (found.number, found.of) == (0 if state == State.BROKEN else 1, 1)


def test_many_overdue_policies_are_named_up_to_three(scope, lead, board):
    for title in ("A", "B", "C", "D"):
        factories.a_version_in_force(title, by=lead, board=board)
    Policy.objects.update(next_review_on=date(2026, 1, 1))

    assert light("in_date").reason == "Overdue for review: “A”, “B”, “C” and others."


@pytest.mark.clause("WR-58")
def test_a_policy_in_use_that_nobody_signed_is_found(client, charity, scope, coordinator, chair):
    client.force_login(coordinator.user)
    taken_in(client, sample("stoneleigh"), document_classes=["policy"])

    found = light("signed")
    assert (found.state, found.reason) == (State.BROKEN, "In use and not signed: “SYBC Social Media Policy”.")


def test_a_text_that_waits_for_the_chair_is_at_risk(policy_in_force, lead, board):
    factories.an_approved_text("Trips", by=lead, board=board)

    found = light("signed")
    assert (found.state, found.reason, found.url) == (
        State.AT_RISK,
        "One text waits for the chair.",
        "/o/harbour-lights/policies/sign-off/",
    )


@pytest.mark.clause("RW-6", "WY-11")
@pytest.mark.parametrize(("mandatory", "state"), [(True, State.BROKEN), (False, State.AT_RISK)])
def test_a_companion_that_is_missing_weighs_more_when_it_must_be_read_together(policy_in_force, lead, mandatory, state):
    companions.add(policy_in_force.policy, by=lead, title="Lone working", mandatory=mandatory)

    found = light("companions")
    assert (found.state, found.reason) == (state, "Missing, overdue or unsigned: “Lone working”.")
    assert found.url == "/o/harbour-lights/policies/pictures/about/"


@pytest.mark.clause("IL-78", "BC-51", "WY-118")
def test_control_data_that_is_missing_is_found_and_put_right(policy_in_force, lead):
    before = light("control_data")
    policies.change_details(policy_in_force.policy, by=lead, owner=lead, audience=[Role.VOLUNTEER])

    assert (before.state, before.reason) == (State.AT_RISK, "Something is missing in: “Pictures”.")
    assert light("control_data").state == State.KEPT


@pytest.mark.clause("IL-24")
def test_what_a_review_answered_with_no_stays_until_another_review_says_yes(policy_in_force, lead):
    def review_with(answer):
        review = reviews.open_review(policy_in_force.policy, by=lead)
        reviews.complete(review, by=lead, outcome=Outcome.NO_CHANGE, done_on=TODAY, answers={"online_bullying": answer})

    review_with("no")
    before = light("open_points")
    review_with("yes")

    assert (before.state, before.reason) == (
        State.AT_RISK,
        "Answered with no at the last review: Is bullying online covered like any other bullying?",
    )
    assert light("open_points").state == State.KEPT


def test_the_lights_cost_the_same_for_one_policy_and_for_three(policy_in_force, lead, board):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            list(commitments(today=TODAY))
        return len(queries)

    one = cost()
    for title in ("Second", "Third"):
        factories.a_version_in_force(title, by=lead, board=board)

    assert cost() == one


def test_a_document_that_two_policies_lean_on_is_named_once(policy_in_force, lead, board):
    other = factories.a_version_in_force("Trips", by=lead, board=board)
    for version in (policy_in_force, other):
        companions.add(version.policy, by=lead, title="Lone working")

    assert light("companions").reason == "Missing, overdue or unsigned: “Lone working”."
