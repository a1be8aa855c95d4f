"""Late, twice, and to an address of yesterday: what was answered stays, and a link follows its owner."""

import pytest
from django.core import mail

from agreements.models import AgreementRequest, Kind, Letter
from agreements.services import asking, designing, letters, signing
from agreements.states import RequestStatus
from people import services as people
from safeguard.refusals import Refused
from tests.agreements import factories


@pytest.fixture
def reserved(agreement, volunteer) -> AgreementRequest:
    return factories.signed(agreement, volunteer, reservation="Not on Sundays").request


@pytest.mark.parametrize("second", [True, False])
def test_a_reservation_is_decided_once(reserved, coordinator, lead, second):
    signing.settle(reserved, accepted=True, note="Fine", by=coordinator)

    with pytest.raises(Refused, match="Signed"):
        signing.settle(reserved, accepted=second, note="No", by=lead)

    reserved.refresh_from_db()
    assert (reserved.status, reserved.settled_by) == (RequestStatus.SIGNED, coordinator)


def test_nobody_counts_as_signed_because_a_reservation_was_accepted_that_there_is_not(
    agreement, volunteer, coordinator
):
    asked = factories.asked(agreement, volunteer, by=coordinator)

    with pytest.raises(Refused, match="Asked"):
        signing.settle(asked, accepted=True, note="Fine", by=coordinator)


def test_a_letter_that_waited_goes_to_the_address_of_today(agreement, volunteer, coordinator, worker):
    """The worker was down while it was changed; a fresh link to the old one would open for whoever reads that."""
    asked = factories.asked(agreement, volunteer, by=coordinator)
    letter = letters.queue(Kind.ASK, asked, to=volunteer, by=coordinator)
    people.change(volunteer, email="vera@new.example", by=coordinator)

    with worker():
        letters.send(letter.pk)

    kept = Letter.objects.order_by("pk").values_list("to", "problem", "queued_by")
    assert [m.to for m in mail.outbox] == [["vera@new.example"]]
    assert list(kept) == [
        ("vera@harbour-lights.example", "The address changed while it waited; another one went out.", coordinator.pk),
        ("vera@new.example", "", coordinator.pk),
    ]


def test_a_copy_for_a_parent_goes_where_it_was_to_go(agreement, volunteer, coordinator):
    signature = factories.signed(agreement, volunteer, parent_email="parent@example.org")
    letter = letters.queue(Kind.PARENT_COPY, signature.request, email="parent@example.org")

    letters.send(letter.pk)

    assert [m.to for m in mail.outbox] == [["parent@example.org"]]


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_nobody_is_asked_to_sign_what_is_not_open(version, volunteer, coordinator, status, signed_in):
    agreement = factories.a_draft(version, by=coordinator)
    if status == "closed":
        agreement = designing.close(designing.open_(agreement, by=coordinator), by=coordinator)

    answer = signed_in(coordinator).post(
        f"/o/harbour-lights/agreements/{agreement.pk}/paper/{volunteer.pk}/record/", {}
    )

    assert (answer.status_code, AgreementRequest.objects.count()) == (302, 0)
    with pytest.raises(Refused):
        asking.ask(agreement, volunteer, by=coordinator)
