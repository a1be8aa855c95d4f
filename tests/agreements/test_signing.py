"""What happens when somebody signs: once, under the text that they read, and for good."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail

from agreements import acknowledged, texts
from agreements.models import AgreementRequest, How, Signature
from agreements.services import asking, signing
from agreements.services.signing import Evidence, ReadAgain
from agreements.states import RequestStatus
from people.roles import Role
from policies.models import ChangeKind
from safeguard.refusals import Refused
from tests.agreements import factories


@pytest.mark.clause("IL-61", "WY-9")
def test_a_signature_records_what_was_read_by_whom_when_and_how(agreement, version, volunteer):
    request = signing.opened(agreement, volunteer)
    evidence = Evidence(how=How.LINK, email=volunteer.email, ip="203.0.113.7", device="Phone")

    with time_machine.travel(datetime(2026, 7, 1, 9, 30, 15, tzinfo=UTC), tick=False):
        signature = signing.sign(request, text=request.text, typed_name=" Vera  Lindqvist ", evidence=evidence)

    signature.refresh_from_db()
    assert signature.person == volunteer
    assert signature.person_name == "Vera Lindqvist"
    assert signature.typed_name == "Vera Lindqvist"
    assert signature.statement == "I have read this, I understand it, and I will keep to it."
    assert [d.version for d in signature.text.documents.all()] == [version]
    assert signature.text_fingerprint == request.text.fingerprint
    assert signature.signed_at == datetime(2026, 7, 1, 9, 30, 15, tzinfo=UTC)
    assert signature.local_time == "1 July 2026, 10:30:15 BST (UTC+01:00)"
    assert signature.zone == "Europe/London"
    assert (signature.how, signature.email, signature.ip) == (How.LINK, "vera@harbour-lights.example", "203.0.113.7")
    assert signature.fingerprint == signing.fingerprint(signature)


@pytest.mark.clause("IL-44")
def test_staff_acknowledge_the_policy_that_binds_them(coordinator, new_person, scope):
    version = factories.a_policy(audience=["staff"])
    agreement = factories.an_agreement(version, by=coordinator, title="Staff agreement", roles=["staff"])
    employee = new_person("Ada Byron", Role.STAFF)
    before = acknowledged.standing(date(2026, 7, 1), policy=version.policy)

    factories.signed(agreement, employee)

    after = acknowledged.standing(date(2026, 7, 1), policy=version.policy)
    assert [line.not_signed for line in before] == [frozenset({employee.pk})]
    assert [line.not_signed for line in after] == [frozenset()]


def test_the_hour_that_happens_twice_names_its_clock(agreement, volunteer):
    with time_machine.travel(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), tick=False):
        signature = factories.signed(agreement, volunteer)

    assert signature.local_time == "25 October 2026, 01:30:00 GMT (UTC+00:00)"


def test_opening_signs_nothing(agreement, volunteer):
    request = signing.opened(agreement, volunteer)

    assert request.status == RequestStatus.OPENED
    assert Signature.objects.count() == 0


def test_signing_twice_gives_the_first_signature(agreement, volunteer):
    first = factories.signed(agreement, volunteer)
    request = AgreementRequest.objects.get(agreement=agreement)

    again = signing.sign(request, text=request.text, typed_name="Somebody Else", evidence=Evidence(how=How.LINK))

    assert again == first
    assert list(Signature.objects.values_list("typed_name", flat=True)) == ["Vera Lindqvist"]


def test_a_wording_change_while_reading_signs_what_was_read(agreement, version, volunteer):
    request = signing.opened(agreement, volunteer)
    factories.a_version(version.policy, 2, change_kind=ChangeKind.WORDING)

    signature = factories.signed(agreement, volunteer, text=request.text)

    assert [d.version for d in signature.text.documents.all()] == [version]


def test_a_material_change_while_reading_asks_to_read_again(agreement, version, volunteer):
    request = signing.opened(agreement, volunteer)
    factories.a_version(version.policy, 2, change_kind=ChangeKind.MATERIAL)

    with pytest.raises(ReadAgain):
        signing.sign(request, text=request.text, typed_name="Vera Lindqvist", evidence=Evidence(how=How.LINK))

    assert Signature.objects.count() == 0


def test_a_material_amendment_while_reading_asks_to_read_again(agreement, version, volunteer, chair):
    request = signing.opened(agreement, volunteer)
    factories.an_amendment(version, by=chair)

    with pytest.raises(ReadAgain):
        signing.sign(request, text=request.text, typed_name="Vera Lindqvist", evidence=Evidence(how=How.LINK))


def test_amendments_in_force_are_part_of_what_is_signed(agreement, version, volunteer, chair):
    amendment = factories.an_amendment(version, by=chair)

    signature = factories.signed(agreement, volunteer)

    [document] = signature.text.documents.all()
    assert document.amendments == [amendment.pk]
    assert [a.heading for a in texts.readable(signature.text)[0].loose_amendments] == ["Voice messages"]


def test_a_policy_that_was_withdrawn_while_reading_cannot_be_signed(agreement, version, volunteer):
    request = signing.opened(agreement, volunteer)
    type(version).objects.filter(pk=version.pk).update(status="withdrawn")

    with pytest.raises(Refused, match="is not in force"):
        signing.sign(request, text=request.text, typed_name="Vera Lindqvist", evidence=Evidence(how=How.LINK))


def test_a_text_of_another_agreement_is_refused(agreement, version, volunteer, coordinator):
    other = factories.an_agreement(version, by=coordinator, title="Trustees' code")
    foreign = texts.current(other)
    request = signing.opened(agreement, volunteer)

    with pytest.raises(Refused, match="does not belong"):
        signing.sign(request, text=foreign, typed_name="Vera Lindqvist", evidence=Evidence(how=How.LINK))


def test_validity_runs_from_the_day_of_signing(version, volunteer, coordinator):
    agreement = factories.an_agreement(version, by=coordinator, valid_for_months=12)

    with time_machine.travel(datetime(2028, 2, 29, 12, tzinfo=UTC), tick=False):
        signature = factories.signed(agreement, volunteer)

    assert signature.expires_on == date(2029, 2, 28)
    assert signature.request.expires_on == date(2029, 2, 28)


def test_with_a_reservation_it_is_kept_and_does_not_count(agreement, volunteer, coordinator, worker):
    with worker():
        signature = factories.signed(agreement, volunteer, reservation="Not on my own telephone.")

    assert signature.reservation == "Not on my own telephone."
    assert signature.request.status == RequestStatus.RESERVED
    assert sorted(m.subject for m in mail.outbox) == [
        "An answer to look at: Volunteer agreement",
        "Your receipt: Volunteer agreement",
    ]


def test_an_accepted_reservation_counts(agreement, volunteer, coordinator):
    request = factories.signed(agreement, volunteer, reservation="Not on my own telephone.").request

    signing.settle(request, accepted=True, note="She may use ours.", by=coordinator)

    request.refresh_from_db()
    assert (request.status, request.settled_by) == (RequestStatus.SIGNED, coordinator)


def test_a_reservation_that_is_not_accepted_is_asked_about_again(agreement, volunteer, coordinator):
    request = factories.signed(agreement, volunteer, reservation="Not on my own telephone.").request

    signing.settle(request, accepted=False, note="It has to be ours.", by=coordinator)

    states = AgreementRequest.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == [RequestStatus.REPLACED, RequestStatus.OFFERED]
    assert request.signature.reservation == "Not on my own telephone."


def test_nobody_accepts_their_own_reservation(version, coordinator):
    agreement = factories.an_agreement(version, by=coordinator, roles=["coordinator"])
    request = factories.signed(agreement, coordinator, reservation="Not at weekends.").request

    with pytest.raises(Refused, match="Somebody else"):
        signing.settle(request, accepted=True, note="Fine.", by=coordinator)


def test_declining_is_told_to_the_coordinator_and_the_owner_of_the_document(
    version, volunteer, coordinator, lead, worker
):
    version.policy.owner = lead
    version.policy.save()
    agreement = factories.an_agreement(version, by=coordinator)
    request = signing.opened(agreement, volunteer)

    with worker():
        signing.decline(request, reason="I do not have a telephone.", by=volunteer)

    request.refresh_from_db()
    assert (request.status, request.decline_reason) == (RequestStatus.DECLINED, "I do not have a telephone.")
    assert sorted(m.to[0] for m in mail.outbox) == ["cory@harbour-lights.example", "dana@harbour-lights.example"]
    assert [text for m in mail.outbox for text in ("Vera", "telephone") if text in m.body] == []


def test_declining_twice_changes_nothing(agreement, volunteer):
    request = signing.opened(agreement, volunteer)
    signing.decline(request, reason="I do not have a telephone.", by=volunteer)

    signing.decline(request, reason="Something else.", by=volunteer)

    request.refresh_from_db()
    assert request.decline_reason == "I do not have a telephone."


def test_who_declined_can_still_sign(agreement, volunteer):
    signing.decline(signing.opened(agreement, volunteer), reason="I was not sure.", by=volunteer)

    signature = factories.signed(agreement, volunteer)

    assert signature.request.status == RequestStatus.SIGNED
    assert signature.request.decline_reason == "I was not sure."


def test_asking_for_paper_tells_the_coordinator_and_keeps_the_door_open(agreement, volunteer, coordinator, worker):
    request = signing.opened(agreement, volunteer)

    with worker():
        signing.ask_for_paper(request, by=volunteer)

    request.refresh_from_db()
    assert request.status == RequestStatus.PAPER_ASKED
    assert [m.to for m in mail.outbox] == [["cory@harbour-lights.example"]]
    assert factories.signed(agreement, volunteer).request.status == RequestStatus.SIGNED


def test_signing_again_before_it_runs_out_replaces_the_older_signature(version, volunteer, coordinator):
    agreement = factories.an_agreement(version, by=coordinator, valid_for_months=12)
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        first = factories.signed(agreement, volunteer)

    with time_machine.travel(datetime(2027, 2, 10, 12, tzinfo=UTC)):
        second = signing.sign_again(
            first.request, text=first.text, typed_name="Vera Lindqvist", evidence=Evidence(how=How.LINK)
        )
        again = signing.sign_again(
            first.request, text=first.text, typed_name="Vera Lindqvist", evidence=Evidence(how=How.LINK)
        )

    assert again == second
    assert second.expires_on == date(2028, 2, 10)
    assert (first.end.reason, first.end.ended_on) == ("replaced", date(2027, 2, 10))


def test_a_fresh_signature_is_not_given_twice(agreement, volunteer):
    first = factories.signed(agreement, volunteer)

    again = signing.sign_again(
        first.request, text=first.text, typed_name="Vera Lindqvist", evidence=Evidence(how=How.LINK)
    )

    assert again == first


def test_a_closed_agreement_is_not_signed(agreement, volunteer, coordinator):
    from agreements.services import designing

    request = signing.opened(agreement, volunteer)
    designing.close(agreement, by=coordinator)

    with pytest.raises(Refused, match="closed"):
        signing.sign(request, text=request.text, typed_name="Vera", evidence=Evidence(how=How.LINK))
    with pytest.raises(Refused, match="closed"):
        signing.opened(agreement, volunteer)


def test_two_tabs_at_the_same_moment_make_one_signature(charity, agreement, volunteer):
    request = signing.opened(agreement, volunteer)
    stale_copy = AgreementRequest.objects.get(pk=request.pk)

    first = signing.sign(request, text=request.text, typed_name="Vera Lindqvist", evidence=Evidence(how=How.LINK))
    second = signing.sign(stale_copy, text=request.text, typed_name="Vera Lindqvist", evidence=Evidence(how=How.LINK))

    assert first == second


def test_asking_is_not_needed_before_somebody_signs_of_their_own_accord(agreement, volunteer):
    signature = factories.signed(agreement, volunteer)

    assert signature.request.offered_by == volunteer
    assert asking.ask(agreement, volunteer, by=volunteer) == (signature.request, False)
