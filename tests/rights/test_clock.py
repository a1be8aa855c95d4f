"""When an answer is due: the month, the pauses, the extension, the complaint."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from audit.models import AuditEvent
from organisations.models import Organisation
from rights.models import DataRequest, RequestKind
from rights.services import requests
from safeguard.refusals import Refused
from tests.rights.factories import a_request

pytestmark = pytest.mark.django_db
TODAY = time_machine.travel("2027-03-20 10:00Z", tick=False)


@pytest.mark.parametrize(
    ("received", "nation", "due"),
    [
        (date(2027, 1, 31), "england", date(2027, 3, 1)),  # 28 February is a Sunday (E-10)
        (date(2026, 11, 2), "england", date(2026, 12, 2)),
        (date(2026, 11, 25), "england", date(2026, 12, 29)),  # Christmas, Boxing Day and its substitute day
        (date(2026, 2, 17), "england", date(2026, 3, 17)),
        (date(2026, 2, 17), "northern-ireland", date(2026, 3, 18)),  # Saint Patrick's Day
    ],
)
@TODAY
def test_an_answer_is_due_after_a_month_on_a_working_day_of_the_nation(scope, lead, received, nation, due):
    Organisation.objects.filter(pk=scope.pk).update(nation=nation)
    scope.nation = nation

    assert a_request(lead, received_on=received).due_on == due


@TODAY
def test_a_complaint_is_acknowledged_within_thirty_days_from_the_day_after(scope, lead):
    """Fact 59: day thirty is Saturday 19 December."""
    complaint = a_request(lead, RequestKind.COMPLAINT, date(2026, 11, 19))

    assert complaint.acknowledge_by == date(2026, 12, 21)
    assert a_request(lead, received_on=date(2026, 11, 19)).acknowledge_by is None


@TODAY
def test_the_days_of_a_clarification_do_not_count(scope, lead):
    request = a_request(lead, received_on=date(2026, 11, 2))

    requests.pause(request, by=lead, reason="clarification", asked="All of it?", from_on=date(2026, 11, 5))
    request = requests.resume(request, by=lead, until_on=date(2026, 11, 15))

    assert (request.status, request.due_on) == ("open", date(2026, 12, 14))  # 12 December is a Saturday


@TODAY
def test_the_month_begins_when_it_is_known_who_asks(scope, lead):
    request = a_request(lead, received_on=date(2026, 11, 2), identity="")

    requests.pause(request, by=lead, reason="identity", asked="Who are you?", from_on=date(2026, 11, 3))
    request = requests.resume(request, by=lead, until_on=date(2026, 11, 20))

    assert request.due_on == date(2026, 12, 21)  # 20 December is a Sunday


@TODAY
def test_more_time_is_taken_within_the_first_month_or_not_at_all(scope, lead):
    request = a_request(lead, received_on=date(2026, 11, 2))

    with pytest.raises(Refused, match="by 2 December 2026"):
        requests.extend(request, by=lead, months=2, reason="Complex", told_on=date(2026, 12, 3))
    with pytest.raises(Refused, match="three in all"):
        requests.extend(request, by=lead, months=3, reason="Complex", told_on=date(2026, 12, 2))
    request = requests.extend(request, by=lead, months=2, reason="Complex", told_on=date(2026, 12, 2))

    assert request.due_on == date(2027, 2, 2)


@TODAY
def test_a_clock_that_stands_still_is_not_stopped_again_and_the_answer_waits(scope, lead):
    request = a_request(lead)
    requests.pause(request, by=lead, reason="clarification", asked="All?", from_on=date(2026, 11, 5))

    with pytest.raises(Refused):
        requests.pause(request, by=lead, reason="clarification", asked="All?", from_on=date(2026, 11, 6))
    with pytest.raises(Refused):
        requests.answer(request, by=lead, outcome="Sent.", answered_on=date(2026, 11, 6))
    with pytest.raises(Refused, match="cannot be earlier"):
        requests.resume(request, by=lead, until_on=date(2026, 11, 4))


@TODAY
def test_nobody_gets_data_before_it_is_known_who_they_are(scope, lead):
    request = a_request(lead, identity="")

    with pytest.raises(Refused, match="who they are"):
        requests.answer(request, by=lead, outcome="Sent.", answered_on=date(2026, 11, 6))
    requests.identify(request, by=lead, identity="papers", identity_on=date(2026, 11, 6))

    assert requests.answer(request, by=lead, outcome="Sent.", answered_on=date(2026, 11, 6)).status == "answered"


@TODAY
def test_a_refusal_has_a_ground_and_reasons_and_a_closed_request_stays_closed(scope, lead):
    request = requests.refuse(
        a_request(lead), by=lead, refusal="excessive", outcome="The third time.", answered_on=date(2026, 11, 6)
    )

    assert (request.status, request.refusal, request.closed_by) == ("refused", "excessive", lead)
    with pytest.raises(Refused, match="closed"):
        requests.withdraw(request, by=lead, outcome="x", answered_on=date(2026, 11, 7))
    with pytest.raises(Refused, match="cannot be refused"):
        requests.refuse(
            a_request(lead, RequestKind.COMPLAINT), by=lead, refusal="other", outcome="x", answered_on=date(2026, 11, 6)
        )


@TODAY
def test_two_clicks_are_one_request_and_one_note(scope, lead):
    first, second = a_request(lead), a_request(lead)
    notes = {requests.note(first, by=lead, text="Looked in the cabinet.").pk for _click in range(2)}

    assert (first.pk, len(notes), DataRequest.objects.count()) == (second.pk, 1, 1)


@TODAY
def test_an_objection_to_mail_is_obeyed_at_once(scope, lead, volunteer):
    request = a_request(lead, RequestKind.OBJECTION, about=volunteer)

    requests.stop_mail(request, by=lead)
    requests.stop_mail(request, by=lead)

    volunteer.refresh_from_db()
    assert volunteer.do_not_email
    assert AuditEvent.objects.filter(verb="rights_stopped_mail").count() == 1


@TODAY
def test_what_somebody_said_stays_out_of_the_audit(scope, lead):
    request = a_request(lead, words="My neighbour told you about me.")
    requests.note(request, by=lead, text="The neighbour is Bob.")

    events = AuditEvent.objects.filter(object_type="rights.datarequest")
    assert {event.object_label for event in events} == {"request about data 1"}
    assert "eighbour" not in str([event.detail for event in events])


@TODAY
def test_nothing_is_received_in_the_future(scope, lead):
    with pytest.raises(Refused, match="still to come"):
        a_request(lead, received_on=date(2027, 3, 21))
