"""The chair signs: from then on the version is in force and its text is closed."""

from datetime import date

import pytest

from audit.models import AuditEvent
from people.models import RoleHolding
from people.roles import Role
from policies.fingerprints import text_fingerprint
from policies.models import Policy, PolicyVersion
from policies.services import sign_off, versions
from policies.states import Status
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.policies import factories


@pytest.mark.clause("RW-68")
def test_the_signature_is_the_typed_name_the_office_and_the_day(approved_text, chair):
    version = factories.signed(approved_text, chair=chair)

    assert version.status == Status.IN_FORCE
    assert (version.signed_name, version.signed_office, version.signed_by) == (
        "Margaret Hale",
        "Chair of trustees",
        chair,
    )
    assert (version.signed_on, version.adopted) == (PartialDate(2026, 3, 9), PartialDate(2026, 3, 2))
    assert version.body_hash == text_fingerprint(version)


def test_the_version_before_is_superseded_at_the_same_moment(policy_in_force, lead, board):
    after = factories.the_next_version(policy_in_force, by=lead, board=board, html="<p>All new.</p>")
    policy_in_force.refresh_from_db()

    assert (policy_in_force.status, after.status) == (Status.SUPERSEDED, Status.IN_FORCE)
    assert after.supersedes == policy_in_force
    assert after.policy.current == after


def test_what_the_trustees_have_not_approved_is_not_signed(text_in_review, chair):
    with pytest.raises(Refused, match="It can be signed once the trustees have approved it"):
        factories.signed(text_in_review, chair=chair)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(date(2099, 1, 1), "lies in the future"), (date(2026, 3, 1), "approved this text on 2 March 2026")],
)
def test_new_signatures_keep_to_the_order_of_time(approved_text, chair, day, sentence):
    with pytest.raises(Refused, match=sentence):
        factories.signed(approved_text, chair=chair, signed_on=day)


def test_signing_twice_is_signing_once(approved_text, chair):
    first = factories.signed(approved_text, chair=chair)
    again = factories.signed(approved_text, chair=chair, signed_on=date(2026, 3, 20))

    assert (again.pk, again.signed_at, again.signed_on) == (first.pk, first.signed_at, first.signed_on)
    assert AuditEvent.objects.filter(verb="signed", object_id=str(first.pk)).count() == 1


@pytest.mark.clause("RW-72", "WR-13")
def test_the_next_review_is_counted_from_the_day_of_adoption(approved_text, chair):
    version = factories.signed(approved_text, chair=chair)

    assert version.policy.next_review == PartialDate(2027, 3, 2)
    assert version.policy.interval_months == 12
    assert version.policy.last_reviewed == PartialDate(2026, 3, 9)


def test_the_chair_may_set_the_next_review_and_the_day_of_adoption(approved_text, chair):
    version = factories.signed(
        approved_text, chair=chair, adopted=PartialDate(2026, 2), next_review=PartialDate(2028, 1)
    )

    assert (version.adopted, version.policy.next_review) == (PartialDate(2026, 2), PartialDate(2028, 1))


def test_several_texts_are_signed_with_one_name_and_one_that_cannot_be_is_named(scope, chair, lead, board):
    ready = factories.an_approved_text("One", by=lead, board=board)
    waiting = factories.a_text_in_review("Two", by=lead)
    also = factories.an_approved_text("Three", by=lead, board=board)

    results = sign_off.sign_off_many(
        [ready, waiting, also], by=chair, name="Margaret Hale", office="Chair", signed_on=factories.SIGNED
    )

    assert [(r.version.title, bool(r.refusal)) for r in results] == [("One", False), ("Two", True), ("Three", False)]
    assert PolicyVersion.objects.in_force().count() == 2


def test_a_deputy_signs_and_it_is_noted_why(approved_text, chair, new_person):
    deputy = new_person("Ada Byron", Role.TRUSTEE)
    RoleHolding.objects.create(person=deputy, role=Role.CHAIR, deputy_for=chair, starts_on="2026-01-01")

    sign_off.sign_off(
        approved_text, by=deputy, name="Ada Byron", office="Deputy", signed_on=factories.SIGNED, absence="On holiday"
    )

    detail = AuditEvent.objects.filter(verb="signed").last().detail
    assert detail == {"in_place_of": "Margaret Hale", "because": "On holiday"}
    assert sign_off.usual_office(deputy, factories.SIGNED) == "Deputy for Margaret Hale, Chair of trustees"


def test_what_the_chair_sends_back_begins_again_with_the_same_words(approved_text, chair):
    draft = sign_off.send_back(approved_text, by=chair, reason="The address is the old one.")
    approved_text.refresh_from_db()

    assert (approved_text.status, approved_text.ended_reason) == (Status.WITHDRAWN, "The address is the old one.")
    assert (draft.number, draft.status, draft.body) == (2, Status.DRAFT, approved_text.body)
    assert draft.comments.get().text == "The address is the old one."


def test_unsaved_words_are_forgotten_when_the_text_is_closed(approved_text, chair, lead):
    versions.autosave(approved_text, by=lead, html="<p>Late.</p>", based_on=1)

    version = factories.signed(approved_text, chair=chair)

    assert version.autosaved.count() == 0


def test_two_clicks_at_the_same_moment_sign_once(at_once, charity, chair, lead, trustee, second_trustee):
    with acting_for(charity):
        text = factories.an_approved_text(by=lead, board=[chair, trustee, second_trustee])

    def signing():
        with acting_for(charity):
            return factories.signed(PolicyVersion.objects.get(pk=text.pk), chair=chair).status

    def looked_at():
        with acting_for(charity):
            signatures = AuditEvent.objects.filter(verb="signed", object_id=str(text.pk)).count()
            return Policy.objects.get().current.pk, signatures

    assert at_once(signing, signing) == [Status.IN_FORCE, Status.IN_FORCE]
    assert at_once(looked_at) == [(text.pk, 1)]
