"""Who may do what with policies: one row for each rule, one column for each of the cast."""

import pytest

from people.roles import Role
from policies import permissions
from policies.services import reviews
from tests.policies import factories

CAST = ("chair", "trustee", "safeguarding_trustee", "lead", "coordinator", "administrator", "volunteer")


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        ("can_edit", "yes yes yes yes yes yes no"),
        ("can_review", "yes yes yes yes no no no"),
        ("can_read_drafts", "yes yes yes yes yes yes no"),
        ("can_amend", "yes yes yes no no no no"),
        ("can_withdraw", "yes no no no no no no"),
    ],
)
def test_what_roles_may_do_with_a_policy(rule, answers, request, scope, policy_in_force):
    people = [request.getfixturevalue(name) for name in CAST]

    said = [getattr(permissions, rule)(person, policy_in_force.policy) for person in people]

    assert said == [answer == "yes" for answer in answers.split()]


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        ("can_comment", "yes yes yes yes yes yes no"),
        ("can_approve", "yes yes yes no no no no"),
        ("can_record_minute", "yes yes yes no no no no"),
        ("can_sign_off", "yes no no no no no no"),
        ("can_read", "yes yes yes yes yes yes no"),
    ],
)
def test_what_roles_may_do_with_a_text_in_review(rule, answers, request, scope, text_in_review):
    people = [request.getfixturevalue(name) for name in CAST]

    said = [getattr(permissions, rule)(person, text_in_review) for person in people]

    assert said == [answer == "yes" for answer in answers.split()]


def test_everybody_reads_what_is_or_was_in_force(scope, policy_in_force, lead, board, volunteer):
    after = factories.the_next_version(policy_in_force, by=lead, board=board, html="<p>All new.</p>")
    policy_in_force.refresh_from_db()

    assert [permissions.can_read(volunteer, v) for v in (policy_in_force, after)] == [True, True]


def test_the_owner_edits_and_reviews_their_own_policy_and_no_other(scope, lead, volunteer):
    own = factories.a_draft("Ours", by=lead, owner=volunteer).policy
    other = factories.a_draft("Theirs", by=lead).policy

    assert [permissions.can_edit(volunteer, own), permissions.can_review(volunteer, own)] == [True, True]
    assert [permissions.can_edit(volunteer, other), permissions.can_review(volunteer, other)] == [False, False]


def test_whoever_is_asked_to_read_may_comment_until_the_review_is_done(scope, policy_in_force, lead, volunteer):
    review = reviews.open_review(policy_in_force.policy, by=lead, readers=[volunteer])

    assert permissions.can_comment(volunteer, policy_in_force) is True

    reviews.cancel(review, by=lead)

    assert permissions.can_comment(volunteer, policy_in_force) is False


@pytest.mark.clause("RW-69")
def test_the_chair_is_the_one_who_signs(scope, approved_text, chair, trustee, lead):
    assert [permissions.can_sign_off(p, approved_text) for p in (chair, trustee, lead)] == [True, False, False]


def test_a_deputy_signs_between_the_days_of_the_deputyship(scope, approved_text, chair, new_person, time_machine):
    from people.models import RoleHolding

    deputy = new_person("Ada Byron", Role.TRUSTEE)
    RoleHolding.objects.create(
        person=deputy, role=Role.CHAIR, deputy_for=chair, starts_on="2026-06-01", ends_on="2026-06-30"
    )
    answers = []
    for day in ("2026-05-31 12:00+00:00", "2026-06-15 12:00+00:00", "2026-07-01 12:00+00:00"):
        time_machine.move_to(day)
        answers.append(permissions.can_sign_off(type(deputy).objects.get(pk=deputy.pk), approved_text))

    assert answers == [False, True, False]
