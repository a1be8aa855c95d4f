"""The trustees decide on one exact wording, each of them once."""

from datetime import date

import pytest

from audit.models import AuditEvent
from organisations.models import Settings
from people.roles import Role
from policies.models import Approval, PolicyVersion
from policies.services import approvals, versions
from policies.states import Status
from safeguard.append_only import NeverChanges
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.policies import factories


def standing(version):
    return version.approvals.standing().count()


def test_a_text_goes_before_the_trustees(draft, lead, trustee):
    asked = approvals.ask(draft, by=lead)

    assert (asked.status, asked.revision) == (Status.IN_REVIEW, 2)


def test_an_empty_text_is_not_put_before_anybody(scope, lead, trustee):
    empty = factories.a_draft(by=lead, html="<p> </p>")

    with pytest.raises(Refused, match="There is no text yet"):
        approvals.ask(empty, by=lead)


def test_without_a_trustee_nobody_can_be_asked(draft, lead):
    with pytest.raises(Refused, match="Nobody holds the role of a trustee today"):
        approvals.ask(draft, by=lead)


def test_the_quorum_approves_and_not_one_before_it(text_in_review, trustee, second_trustee):
    one = approvals.approve(text_in_review, by=trustee, revision=2)
    two = approvals.approve(text_in_review, by=second_trustee, revision=2, minute_reference="June, item 5")

    assert (one.status, two.status) == (Status.IN_REVIEW, Status.APPROVED)
    assert two.approved_at is not None
    assert two.approvals.last().minute_reference == "June, item 5"


def test_the_quorum_is_the_charitys_own(text_in_review, chair, trustee, second_trustee):
    Settings.objects.update(approval_quorum=3)
    states = [approvals.approve(text_in_review, by=p, revision=2).status for p in (chair, trustee, second_trustee)]

    assert states == [Status.IN_REVIEW, Status.IN_REVIEW, Status.APPROVED]


def test_the_same_answer_twice_is_one_answer(text_in_review, trustee):
    approvals.approve(text_in_review, by=trustee, revision=2)
    approvals.approve(text_in_review, by=trustee, revision=2)

    assert standing(text_in_review) == 1


def test_a_trustee_does_not_answer_the_other_way_on_the_same_text(text_in_review, trustee):
    approvals.approve(text_in_review, by=trustee, revision=2)

    with pytest.raises(approvals.AlreadyDecided, match="You have decided on this text before: “Approve”"):
        approvals.refuse(text_in_review, by=trustee, revision=2, conditions="No.")


def test_a_text_that_was_changed_is_read_again_before_it_is_approved(text_in_review, lead, trustee):
    versions.save_text(text_in_review, by=lead, html="<p>Other words.</p>", revision=2)

    with pytest.raises(Refused, match="The text was changed after you opened it"):
        approvals.approve(text_in_review, by=trustee, revision=2)


def test_approvals_of_an_earlier_wording_do_not_count(text_in_review, lead, trustee, second_trustee):
    approvals.approve(text_in_review, by=trustee, revision=2)
    changed = versions.save_text(text_in_review, by=lead, html="<p>Other words.</p>", revision=2)

    after = approvals.approve(changed, by=second_trustee, revision=changed.revision)

    assert after.status == Status.IN_REVIEW
    assert approvals.outstanding(after) == ["One more trustee must approve."]


def test_a_text_that_is_sent_back_is_a_draft_again_with_the_reason(text_in_review, trustee):
    back = approvals.refuse(text_in_review, by=trustee, revision=2, conditions="Say who the lead is.")

    assert back.status == Status.DRAFT
    assert back.approvals.get().conditions == "Say who the lead is."


def test_after_a_refusal_the_same_trustee_decides_anew_in_the_next_round(text_in_review, lead, trustee):
    back = approvals.refuse(text_in_review, by=trustee, revision=2, conditions="Not yet.")
    again = approvals.ask(back, by=lead)

    approvals.approve(again, by=trustee, revision=again.revision)

    assert standing(again) == 1


def test_only_a_trustee_of_today_approves(text_in_review, lead):
    with pytest.raises(Refused, match="Dana Whitlock is not a trustee today"):
        approvals.approve(text_in_review, by=lead, revision=2)


def test_a_draft_is_not_approved(draft, trustee):
    with pytest.raises(Refused, match="This text is “Draft” and not before the trustees"):
        approvals.approve(draft, by=trustee, revision=1)


def test_whoever_wrote_the_text_is_not_the_only_one_to_approve_it(scope, trustee, second_trustee):
    Settings.objects.update(approval_quorum=1)
    own = approvals.ask(factories.a_draft(by=trustee), by=trustee)

    alone = approvals.approve(own, by=trustee, revision=own.revision)
    together = approvals.approve(own, by=second_trustee, revision=own.revision)

    assert (alone.status, together.status) == (Status.IN_REVIEW, Status.APPROVED)


def test_a_board_that_is_too_small_is_told_what_to_do(scope, lead, trustee):
    text = approvals.ask(factories.a_draft(by=lead), by=lead)

    assert approvals.outstanding(text) == [
        "2 more trustees must approve.",
        "Only 1 of the 2 trustees who are needed hold office. Appoint one, or change the number in the settings.",
    ]


def test_a_meetings_decision_is_entered_from_its_minutes(text_in_review, chair, trustee, second_trustee):
    approvals.approve(text_in_review, by=trustee, revision=2, conditions="With the new address.")
    Settings.objects.update(approval_quorum=3)

    after = approvals.record_minute(
        text_in_review,
        by=chair,
        revision=2,
        present=[chair, trustee, second_trustee],
        minute_reference="Item 7",
        meeting_on=date(2026, 5, 4),
    )

    found = [(a.person, a.recorded_by, a.minute_reference, a.role) for a in after.approvals.order_by("pk")]
    assert after.status == Status.APPROVED
    assert found == [
        (trustee, None, "", Role.TRUSTEE),
        (chair, None, "Item 7", Role.CHAIR),
        (second_trustee, chair, "Item 7", Role.TRUSTEE),
    ]


def test_a_decision_stays_as_it_was_made(text_in_review, trustee):
    approvals.approve(text_in_review, by=trustee, revision=2)
    approval = Approval.objects.get()
    approval.conditions = "Something else."

    with pytest.raises(NeverChanges):
        approval.save()
    with pytest.raises(NeverChanges):
        Approval.objects.all().delete()


def test_every_decision_is_audited_without_its_words(text_in_review, trustee):
    approvals.refuse(text_in_review, by=trustee, revision=2, conditions="A private reason.")

    event = AuditEvent.objects.filter(verb="refused").get()
    assert (event.actor_label, event.object_id) == ("Tom Okafor", str(text_in_review.pk))
    assert "private" not in str(event.detail)


def test_two_trustees_at_the_same_moment_are_both_counted(at_once, charity, chair, lead, trustee, second_trustee):
    with acting_for(charity):
        text = factories.a_text_in_review(by=lead)

    def approving(person):
        def call():
            with acting_for(charity):
                return approvals.approve(
                    PolicyVersion.objects.get(pk=text.pk), by=person, revision=text.revision
                ).status

        return call

    def looked_at():
        with acting_for(charity):
            return PolicyVersion.objects.get(pk=text.pk).status, Approval.objects.count()

    said = at_once(approving(trustee), approving(second_trustee))

    assert sorted(said) == sorted([Status.IN_REVIEW, Status.APPROVED])
    assert at_once(looked_at) == [(Status.APPROVED, 2)]
