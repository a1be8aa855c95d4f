"""Suitability: a status with a day, grounds and whoever decided it; decided again, both stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from people.roles import Role
from people.services import add_carer
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.incidents.factories import make_case, restricted
from tests.volunteers import factories
from volunteers.models import Suitability, SuitabilityOutcome
from volunteers.promises import applicants as promises
from volunteers.services import suitability
from volunteers.states import Stage

pytestmark = pytest.mark.usefixtures("scope")


def today():
    return timezone.localdate()


def decided(about, by, outcome=SuitabilityOutcome.SUITABLE, **more):
    return suitability.decide(about, outcome=outcome, reason="Interview and references.", by=by, **more)


def light():
    return next(one for one in promises.commitments(today=today()) if one.key == "volunteers.suitable")


@pytest.mark.clause("BC-2")
def test_a_decision_has_a_day_and_whoever_made_it_and_the_light_counts_who_has_one(volunteer, lead, coordinator):
    assert light().state == State.NEW
    row = decided(volunteer, lead)

    assert (row.decided_on, row.decided_by, row.person) == (today(), lead, volunteer)
    assert row.words["reason"] == "Interview and references."
    assert (light().state, light().number, light().of) == (State.KEPT, 1, 1)


def test_a_volunteer_whom_nobody_has_decided_on_turns_the_light(volunteer, new_person, lead):
    decided(volunteer, lead)
    new_person("Zoe Fen", Role.VOLUNTEER)

    assert (light().state, light().number, light().of) == (State.AT_RISK, 1, 2)


@pytest.mark.clause("BC-45")
def test_decided_again_after_a_case_both_decisions_stay_and_the_case_is_linked(volunteer, lead):
    case = make_case("Pictures were posted")
    decided(volunteer, lead, on=today() - timedelta(days=300))

    decided(volunteer, lead, SuitabilityOutcome.NOT, case=case)

    rows = suitability.of_person(volunteer, seen_by=lead)
    assert [(one.outcome, one.case) for one in rows] == [
        (SuitabilityOutcome.NOT, case),
        (SuitabilityOutcome.SUITABLE, None),
    ]
    assert light().state == State.BROKEN


def test_the_case_is_named_only_to_whoever_sees_that_case(volunteer, lead, coordinator, signed_in, charity):
    case = make_case("Pictures were posted")
    decided(volunteer, lead, SuitabilityOutcome.CONDITIONS, conditions="Not alone.", case=case)
    url = f"/o/{charity.slug}/volunteers/suitability/{volunteer.pk}/"

    for_lead = signed_in(lead).get(url).content.decode()
    for_coordinator = signed_in(coordinator).get(url).content.decode()

    assert case.code in for_lead
    assert "Not alone." in for_coordinator
    assert case.code not in for_coordinator


def test_a_case_that_is_not_open_to_the_decider_is_not_taken(volunteer, lead, coordinator, signed_in, charity):
    case = restricted("About the lead")

    with pytest.raises(Refused):
        decided(volunteer, coordinator, case=case)
    sent = {"outcome": "suitable", "reason": "All is well.", "case": case.code}
    answer = signed_in(coordinator).post(f"/o/{charity.slug}/volunteers/suitability/{volunteer.pk}/decide/", sent)

    assert (answer.status_code, Suitability.objects.count()) == (200, 0)
    assert "All is well." in answer.content.decode()


def test_the_second_of_two_clicks_decides_nothing_new(volunteer, lead):
    first, second = decided(volunteer, lead), decided(volunteer, lead)

    assert (first, Suitability.objects.count()) == (second, 1)


def test_an_applicant_is_decided_on_at_the_stage_of_the_decision(lead):
    early = factories.application(at=Stage.CHECKS)
    ready = factories.application("Zoe Fen", at=Stage.DECISION)

    with pytest.raises(Refused):
        decided(early, lead)

    assert decided(ready, lead).application == ready


def test_nobody_decides_about_themself_or_their_family(lead, coordinator, new_person):
    child = new_person("Ben Bell", Role.VOLUNTEER)
    add_carer(child, coordinator, by=lead, relationship="father")

    for about in (coordinator, child):
        with pytest.raises(Refused):
            decided(about, coordinator)


def test_somebody_without_the_role_decides_nothing(volunteer, trustee):
    with pytest.raises(Refused):
        decided(volunteer, trustee)


def test_conditions_are_written_down(volunteer, lead):
    with pytest.raises(Refused):
        decided(volunteer, lead, SuitabilityOutcome.CONDITIONS)


def test_the_audit_does_not_tell_how_it_was_decided(volunteer, lead):
    decided(volunteer, lead, SuitabilityOutcome.NOT)

    event = AuditEvent.objects.about(volunteer).newest_first().first()
    assert "not" not in str(event.detail)
    assert "Interview" not in str(event.detail)


@pytest.mark.parametrize(("role", "status"), [(Role.TRUSTEE, 403), (Role.VOLUNTEER, 403), (Role.ASSESSOR, 200)])
def test_who_opens_the_page(role, status, volunteer, new_person, signed_in, charity):
    who = new_person("Somebody Else", role)

    answer = signed_in(who).get(f"/o/{charity.slug}/volunteers/suitability/{volunteer.pk}/")

    assert answer.status_code == status


def test_nobody_reads_their_own(coordinator, signed_in, charity):
    answer = signed_in(coordinator).get(f"/o/{charity.slug}/volunteers/suitability/{coordinator.pk}/")

    assert answer.status_code == 404
