"""Two people at the same moment, or one with two clicks: each decision counts once, and nobody sees an error."""

from datetime import date

import pytest

from organisations.models import Settings
from policies.models import Amendment, Approval, Policy, PolicyVersion, Review
from policies.services import amendments, approvals, policies, reviews, sign_off, versions
from policies.states import AmendmentStatus, Status
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.policies import factories


@pytest.fixture
def together(at_once, charity):
    """Calls at the same moment, each in the charity's scope."""

    def within(call):
        def scoped():
            with acting_for(charity):
                return call()

        return scoped

    return lambda *calls: at_once(*[within(call) for call in calls])


def failures(answers) -> list[object]:
    return [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, Refused)]


@pytest.fixture
def asked(charity, lead, chair, trustee, second_trustee):
    with acting_for(charity):
        Settings.objects.update(approval_quorum=2)
        return factories.a_text_in_review(by=lead)


def test_a_trustee_who_clicks_twice_decides_once(together, asked, trustee):
    def click():
        return approvals.approve(PolicyVersion.objects.get(pk=asked.pk), by=trustee, revision=asked.revision)

    answers = together(click, click, click)

    assert failures(answers) == []
    assert together(Approval.objects.count) == [1]


def test_two_trustees_who_decide_at_once_count_each_other(together, asked, trustee, second_trustee):
    def approve(person):
        return lambda: approvals.approve(PolicyVersion.objects.get(pk=asked.pk), by=person, revision=asked.revision)

    answers = together(approve(trustee), approve(second_trustee))

    assert failures(answers) == []
    assert together(lambda: PolicyVersion.objects.get(pk=asked.pk).status) == [Status.APPROVED]


def test_a_text_that_is_saved_while_a_trustee_decides_is_never_approved_unread(together, asked, lead, chair, trustee):
    with acting_for(asked.organisation):
        Settings.objects.update(approval_quorum=1)

    answers = together(
        lambda: approvals.approve(PolicyVersion.objects.get(pk=asked.pk), by=trustee, revision=asked.revision),
        lambda: versions.save_text(asked, by=lead, html="<p>1.1 Other words.</p>", revision=asked.revision),
    )
    [now] = together(lambda: PolicyVersion.objects.get(pk=asked.pk))

    assert failures(answers) == []
    assert (now.status == Status.APPROVED) == (now.revision == asked.revision)


def test_an_amendment_is_not_left_in_force_on_a_version_that_gives_way(together, charity, lead, chair, trustee, board):
    with acting_for(charity):
        old = factories.a_version_in_force(by=lead, board=board)
        draft = amendments.draft(
            old, by=trustee, body="<p>Voice messages count too.</p>", heading="Voice", dated=date(2026, 6, 1)
        )
        text = factories.approved(approvals.ask(versions.open_draft(old.policy, by=lead), by=lead), board=board)

    answers = together(
        lambda: amendments.put_in_force(Amendment.objects.get(pk=draft.pk), by=trustee, authorised_by=trustee),
        lambda: sign_off.sign_off(text, by=chair, name="M", office="Chair", signed_on=factories.SIGNED),
    )
    astray = Amendment.objects.filter
    [left] = together(lambda: astray(status=AmendmentStatus.IN_FORCE, version__status=Status.SUPERSEDED).count())

    assert (failures(answers), left) == ([], 0)


def test_a_chair_who_clicks_twice_signs_once(together, charity, lead, chair, board):
    with acting_for(charity):
        text = factories.an_approved_text(by=lead, board=board)

    def click():
        found = PolicyVersion.objects.get(pk=text.pk)
        return sign_off.sign_off(found, by=chair, name="M", office="Chair", signed_on=factories.SIGNED)

    answers = together(click, click)

    assert failures(answers) == []
    assert together(lambda: PolicyVersion.objects.filter(status=Status.IN_FORCE).count()) == [1]


def test_two_who_begin_the_same_review_or_draft_begin_one(together, charity, lead, chair, board):
    with acting_for(charity):
        version = factories.a_version_in_force(by=lead, board=board)

    answers = together(
        *[lambda: reviews.open_review(Policy.objects.get(pk=version.policy_id), by=lead)] * 2,
        *[lambda: versions.open_draft(Policy.objects.get(pk=version.policy_id), by=lead)] * 2,
        *[lambda: policies.create("Trips", by=lead)] * 2,
    )

    assert failures(answers) == []
    assert together(Review.objects.count, lambda: PolicyVersion.objects.in_work().count()) == [1, 2]


def test_a_review_that_two_complete_at_once_is_completed_once(together, charity, lead, chair, trustee, board):
    with acting_for(charity):
        version = factories.a_version_in_force(by=lead, board=board)
        review = reviews.open_review(version.policy, by=lead)

    def complete(person):
        return lambda: reviews.complete(
            Review.objects.get(pk=review.pk), by=person, outcome="no_change", done_on=factories.SIGNED
        )

    answers = together(complete(trustee), complete(lead))

    assert failures(answers) == []
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
