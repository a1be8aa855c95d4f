"""What falls due with policies, whom it is asked of, and where to do something about it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import RoleHolding
from people.roles import Role
from policies.models import Appendix, Policy
from policies.obligations import obligations
from policies.services import amendments, approvals, companions, reviews, versions, withdrawing
from safeguard.obligations import ASK_AT_MOST_FOUR_TIMES, POLICY_REVIEW
from safeguard.partial_dates import PartialDate
from tests.policies import factories

TODAY = date(2027, 1, 10)


@pytest.fixture(autouse=True)
def in_january(time_machine):
    time_machine.move_to("2027-01-10 12:00+00:00")


def owed(kind, today=TODAY):
    return [o for o in obligations(today=today) if o.key.startswith(f"policies.{kind}:")]


@pytest.mark.clause("RW-71")
def test_a_review_is_asked_of_the_owner_from_sixty_days_before_and_then_the_chair_is_told(
    policy_in_force, chair, volunteer
):
    Policy.objects.update(owner=volunteer)

    review = owed("review")[0]
    assert (review.title, review.due_on, review.schedule) == (
        "Review of “Pictures”",
        date(2027, 3, 2),
        POLICY_REVIEW,
    )
    assert (review.recipients, review.escalate_to) == ((volunteer.pk,), (chair.pk,))
    assert (review.url, review.action) == ("/o/harbour-lights/policies/pictures/", "Start the review")
    assert owed("review", date(2026, 12, 31)) == []
    assert len(owed("review", date(2027, 1, 1))) == 1


def test_a_month_is_due_at_its_end(policy_in_force):
    policy = policy_in_force.policy
    policy.next_review = PartialDate(2027, 2)
    policy.save()

    assert [o.due_on for o in owed("review")] == [date(2027, 2, 28)]


def test_without_an_owner_or_with_one_who_has_left_the_lead_is_asked(policy_in_force, lead, volunteer):
    alone = owed("review")[0].recipients
    Policy.objects.update(owner=volunteer)
    type(volunteer).objects.filter(pk=volunteer.pk).update(left_on="2026-12-31")

    assert (alone, owed("review")[0].recipients) == ((lead.pk,), (lead.pk,))


def test_the_key_of_a_review_is_the_same_for_ever(policy_in_force):
    keys = {o.key for day in (TODAY, date(2027, 6, 1), date(2029, 1, 1)) for o in owed("review", day)}

    assert keys == {f"policies.review:{policy_in_force.policy_id}"}


def test_a_policy_that_is_withdrawn_or_only_a_draft_owes_nothing(policy_in_force, lead, chair):
    withdrawing.withdraw(policy_in_force.policy, by=chair, reason="Over.")
    factories.a_draft("New", by=lead, next_review=PartialDate(2026))

    assert list(obligations(today=TODAY)) == []


def test_whoever_is_asked_to_read_owes_an_answer_until_they_have_read(policy_in_force, lead, trustee, second_trustee):
    review = reviews.open_review(policy_in_force.policy, by=lead, readers=[trustee, second_trustee])
    reviews.mark_read(review, by=trustee)

    waiting = owed("reader")
    assert [(o.recipients, o.due_on, o.schedule) for o in waiting] == [
        ((second_trustee.pk,), TODAY, ASK_AT_MOST_FOUR_TIMES)
    ]


def test_trustees_who_have_not_decided_on_this_wording_owe_an_answer(text_in_review, chair, trustee, second_trustee):
    approvals.approve(text_in_review, by=trustee, revision=2)

    asked = owed("approval")
    assert [o.recipients for o in asked] == [tuple(sorted([chair.pk, second_trustee.pk]))]
    assert asked[0].key == f"policies.approval:{text_in_review.pk}:2"
    assert asked[0].url == "/o/harbour-lights/policies/pictures/versions/1/approve/"


def test_an_approved_text_waits_for_the_chair_and_for_the_deputy_of_today(approved_text, chair, new_person):
    deputy = new_person("Ada Byron", Role.TRUSTEE)
    RoleHolding.objects.create(
        person=deputy, role=Role.CHAIR, deputy_for=chair, starts_on="2027-01-01", ends_on="2027-01-31"
    )

    waiting = owed("signature")
    assert [(set(o.recipients), o.url) for o in waiting] == [
        ({chair.pk, deputy.pk}, "/o/harbour-lights/policies/sign-off/")
    ]


@pytest.mark.clause("RW-49")
def test_the_end_of_a_relaxation_is_asked_about_before_it_comes(policy_in_force, chair, trustee, lead):
    Policy.objects.update(owner=lead)
    variation = amendments.draft(
        policy_in_force,
        by=trustee,
        heading="Calls",
        body="<p>By video.</p>",
        dated=PartialDate(2027),
        trigger="Repairs",
        ends_on=date(2027, 2, 1),
    )
    assert owed("variation") == []
    amendments.put_in_force(variation, by=trustee, authorised_by=trustee)

    asked = owed("variation")[0]
    assert (asked.due_on, asked.recipients, asked.escalate_to) == (
        date(2027, 2, 1),
        (lead.pk, trustee.pk),
        (chair.pk,),
    )
    assert [day for _step, day in asked.schedule.notices(asked.due_on, until=date(2027, 2, 1))] == [
        date(2027, 1, 18),
        date(2027, 2, 1),
    ]


@pytest.mark.clause("RW-74")
def test_an_appendix_of_others_is_looked_at_again_on_its_day(scope, lead, board):
    draft = factories.a_draft(by=lead)
    appendix = Appendix.objects.create(version=draft, anchor="2", title="A leaflet", review_on="2027-02-01")
    factories.signed(factories.approved(approvals.ask(draft, by=lead), board=board), chair=board[0])

    asked = owed("appendix")
    assert [(o.key, o.due_on, o.title) for o in asked] == [
        (f"policies.appendix:{appendix.pk}", date(2027, 2, 1), "“Pictures”: does “A leaflet” still apply?")
    ]


@pytest.mark.clause("RW-78", "WY-81")
def test_links_are_followed_once_a_year_with_one_notice_for_all_of_a_policy(policy_in_force, lead):
    for name in ("One", "Two"):
        reference = companions.add_reference(
            policy_in_force.policy, by=lead, title=name, link="https://example.org/" + name
        )
    never = owed("links")[0].due_on
    for reference in policy_in_force.policy.references.all():
        companions.check_reference(reference, by=lead, result="works")

    assert never == TODAY + timedelta(days=28)
    assert owed("links") == []
    assert [o.due_on for o in owed("links", date(2028, 1, 12))] == [date(2028, 1, 10)]


def test_what_is_owed_names_nobody_and_no_clause(policy_in_force, lead, trustee):
    review = reviews.open_review(policy_in_force.policy, by=lead, readers=[trustee])
    reviews.comment(review.version, by=trustee, text="A story about Amy.")
    versions.open_draft(policy_in_force.policy, by=lead)

    words = " ".join(f"{o.title} {o.reason}" for o in obligations(today=TODAY))
    assert [name for name in ("Amy", "Tom", "Dana") if name in words] == []


def test_what_is_owed_costs_the_same_for_one_policy_and_for_three(policy_in_force, lead, board):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            list(obligations(today=TODAY))
        return len(queries)

    one = cost()
    for title in ("Second", "Third"):
        factories.a_version_in_force(title, by=lead, board=board)

    assert len(owed("review")) == 3
    assert cost() == one
