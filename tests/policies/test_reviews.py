"""A review has two good ends: nothing changes, or a new version begins."""

from datetime import date

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from policies.models import ChangeKind, ClauseComment, Outcome, Policy, Review
from policies.questions import Answer, open_points
from policies.services import reviews
from policies.states import ReviewStatus, Status
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused

TODAY = date(2027, 2, 20)


@pytest.fixture(autouse=True)
def in_february(time_machine):
    time_machine.move_to("2027-02-20 12:00+00:00")


@pytest.fixture
def review(policy_in_force, lead, trustee):
    return reviews.open_review(policy_in_force.policy, by=lead, readers=[trustee])


@pytest.mark.clause("RW-67")
def test_reviewed_without_change_moves_the_next_date_and_leaves_version_and_signature_alone(review, lead):
    before = review.version

    version = reviews.complete(review, by=lead, outcome=Outcome.NO_CHANGE, done_on=TODAY, minute_reference="Item 2")

    policy = Policy.objects.get()
    assert (version.pk, version.status, version.number) == (before.pk, Status.IN_FORCE, 1)
    assert (version.signed_on, version.body_hash) == (before.signed_on, before.body_hash)
    assert version.reviewed == policy.last_reviewed == PartialDate(2027, 2, 20)
    assert policy.next_review == PartialDate(2028, 3, 2)
    assert (review.status, review.done_on, review.done_by, review.next_due) == (
        ReviewStatus.DONE,
        TODAY,
        lead,
        PartialDate(2028, 3, 2),
    )


def test_the_next_date_may_be_a_month(review, lead):
    reviews.complete(review, by=lead, outcome=Outcome.NO_CHANGE, done_on=TODAY, next_review=PartialDate(2028, 5))

    policy = Policy.objects.get()
    assert (policy.next_review, policy.next_review_on) == (PartialDate(2028, 5), date(2028, 5, 31))


@pytest.mark.parametrize("kind", [ChangeKind.MATERIAL, ChangeKind.WORDING])
def test_a_new_version_begins_as_a_draft_that_says_what_changes(review, lead, kind):
    draft = reviews.complete(
        review, by=lead, outcome=Outcome.NEW_VERSION, done_on=TODAY, next_review=PartialDate(2030), change_kind=kind
    )

    policy = Policy.objects.get()
    assert (draft.number, draft.status, draft.change_kind) == (2, Status.DRAFT, kind)
    assert policy.current == review.version
    assert (policy.last_reviewed, policy.next_review) == (PartialDate(2027, 2, 20), PartialDate(2027, 3, 2))


def test_a_review_may_end_with_the_end_of_the_policy(review, lead):
    reviews.complete(review, by=lead, outcome=Outcome.WITHDRAW, done_on=TODAY, reason="Nobody goes there any more.")

    policy = Policy.objects.get()
    assert (policy.withdrawn_on, policy.withdrawn_reason) == (TODAY, "Nobody goes there any more.")
    assert policy.current is None


def test_one_review_at_a_time(review, lead):
    with pytest.raises(Refused, match="A review of this policy is open already"):
        reviews.open_review(review.policy, by=lead)


def test_what_has_no_version_in_force_is_not_reviewed(scope, draft, lead):
    with pytest.raises(Refused, match="no version in force to review"):
        reviews.open_review(draft.policy, by=lead)


def test_a_review_is_finished_once(review, lead):
    reviews.complete(review, by=lead, outcome=Outcome.NO_CHANGE, done_on=TODAY)

    with pytest.raises(Refused, match="This review is “Done”"):
        reviews.complete(review, by=lead, outcome=Outcome.NO_CHANGE, done_on=TODAY)


def test_a_review_is_not_done_tomorrow(review, lead):
    with pytest.raises(Refused, match="lies in the future"):
        reviews.complete(review, by=lead, outcome=Outcome.NO_CHANGE, done_on=date(2027, 2, 21))


def test_a_review_that_was_begun_by_mistake_is_called_off_and_another_may_begin(review, lead):
    reviews.cancel(review, by=lead, reason="The wrong policy.")

    assert review.status == ReviewStatus.CANCELLED
    assert reviews.open_review(review.policy, by=lead).status == ReviewStatus.OPEN


def test_readers_are_asked_once_and_say_once_that_they_have_read(review, lead, trustee, second_trustee):
    assert reviews.ask_readers(review, by=lead, readers=[trustee, second_trustee]) == 1

    reviews.mark_read(review, by=trustee)
    first = review.reviewers.get(person=trustee).read_at
    reviews.mark_read(review, by=trustee)

    assert review.reviewers.get(person=trustee).read_at == first
    assert review.reviewers.filter(read_at=None).count() == 1


def test_a_comment_stands_with_its_clause_until_it_is_settled(review, lead, trustee):
    said = reviews.comment(review.version, by=trustee, anchor="2-1", text="Everybody? Babies too?")
    again = reviews.comment(review.version, by=trustee, anchor="2-1", text="Everybody? Babies too?")

    settled = reviews.settle(said, by=lead, answer="Their parents.")
    reviews.settle(said, by=trustee, answer="Later words.")

    settled.refresh_from_db()
    assert said.pk == again.pk
    assert (settled.settled_by, settled.answer) == (lead, "Their parents.")


def test_a_comment_on_a_clause_that_has_gone_is_refused_with_its_words_kept(review, trustee):
    with pytest.raises(Refused, match="no longer in the text"):
        reviews.comment(review.version, by=trustee, anchor="9-9", text="Hm.")

    assert ClauseComment.objects.count() == 0


@pytest.mark.clause("IL-23", "IL-24")
def test_each_review_asks_about_life_online_and_keeps_what_is_to_be_done(review, lead):
    answers = {"practice": Answer.YES, "online_reporting": Answer.NO, "online_bullying": Answer.NO}

    reviews.complete(review, by=lead, outcome=Outcome.NO_CHANGE, done_on=TODAY, answers=answers)

    assert open_points(Review.objects.get().answers) == [
        "Do the steps for reporting a worry also fit what happens and is told online?",
        "Is bullying online covered like any other bullying?",
    ]


def test_a_review_that_cannot_be_recorded_changes_nothing(review, lead, monkeypatch):
    def unwritten(*args, **kwargs):
        raise RuntimeError("The audit cannot be written.")

    monkeypatch.setattr("audit.services.record", unwritten)

    with pytest.raises(RuntimeError):
        reviews.complete(review, by=lead, outcome=Outcome.NO_CHANGE, done_on=TODAY)

    assert Review.objects.get().status == ReviewStatus.OPEN
    assert Policy.objects.get().next_review == PartialDate(2027, 3, 2)


def test_the_audit_tells_of_a_review_and_not_of_its_notes(review, lead):
    reviews.complete(review, by=lead, outcome=Outcome.NO_CHANGE, done_on=TODAY, notes="Between us.")

    event = AuditEvent.objects.filter(verb="reviewed").last()
    assert (event.states, "Between us" in str(event.detail)) == (["open", "done"], False)
    assert timezone.localdate(event.at) == TODAY
