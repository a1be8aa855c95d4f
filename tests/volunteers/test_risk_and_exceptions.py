"""Risk assessments and exceptions; what falls due about them and about checks, what is promised, and what is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import CareLink, Person
from people.roles import Role
from safeguard.commitments import State
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from tests.volunteers import factories
from tests.volunteers.test_vetting import CHILDREN, what_was_seen
from volunteers.models import CriminalCheck, Exemption, Placement, RequiredCheck, RiskAssessment, VettingDecision
from volunteers.owed.vetting import obligations
from volunteers.personal_parts.vetting import about as personal
from volunteers.promises.vetting import commitments
from volunteers.retention.vetting import RULES
from volunteers.services import criminal_checks, exemptions, risk_assessments
from volunteers.services.vetting import holds
from volunteers.states import Stage

pytestmark = pytest.mark.usefixtures("on_that_day")
TODAY = timezone.localdate()
DAY = timedelta(days=1)
LATER = TODAY + 30 * DAY


def url(name, *args):
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def assess(about, by, **changes):
    given = {
        "why": RiskAssessment.Why.WAITING,
        "risk": "Nobody knows her yet",
        "measures": "Never alone with children",
        "starts_on": TODAY,
        "review_on": LATER,
    }
    return risk_assessments.assess(about, by=by, **(given | changes))


def allow(about, by, **changes):
    given = {"what": "criminal", "reason": "Known for years", "starts_on": TODAY, "ends_on": LATER}
    return exemptions.allow(about, by=by, **(given | changes))


@pytest.fixture
def helping(scope):
    """Work that is not regulated and asks for an enhanced check."""
    position = factories.position()
    RequiredCheck.objects.create(position=position, kind="dbs_enhanced", starts_on=TODAY - 400 * DAY)
    return position


@pytest.fixture
def regulated(scope):
    position = factories.position("Worker with children", is_regulated=True)
    RequiredCheck.objects.create(position=position, kind=CHILDREN, starts_on=TODAY - 400 * DAY)
    return position


@pytest.fixture
def waiting(coordinator, volunteer, scope):
    return criminal_checks.apply_for(volunteer, kind="dbs_enhanced", applied_on=TODAY - 50 * DAY, by=coordinator)


def owed(today=TODAY, person=None):
    return {one.key.split(":")[0].removeprefix("volunteers."): one for one in obligations(today=today, person=person)}


def light(key):
    return {one.key: one for one in commitments(today=TODAY)}[f"volunteers.{key}"]


def test_a_risk_assessment_helps_while_a_check_is_awaited_until_its_day(helping, waiting, coordinator, volunteer):
    assert holds(volunteer, helping, TODAY) != []
    assess(volunteer, coordinator)

    assert holds(volunteer, helping, TODAY) == []
    assert holds(volunteer, helping, LATER) == []
    assert holds(volunteer, helping, LATER + DAY) != []


def test_without_a_check_applied_for_nothing_is_awaited(scope, coordinator, volunteer):
    with pytest.raises(Refused):
        assess(volunteer, coordinator)


def test_for_regulated_work_neither_an_assessment_nor_an_exception_helps(regulated, coordinator, volunteer):
    criminal_checks.apply_for(volunteer, kind=CHILDREN, applied_on=TODAY, by=coordinator)
    assess(volunteer, coordinator)
    allow(volunteer, coordinator)
    Placement.objects.create(person=volunteer, position=regulated)

    assert len(holds(volunteer, regulated, TODAY)) == 1
    exemptions.end(Exemption.objects.get(), by=coordinator)
    with pytest.raises(Refused, match="regulated work"):
        allow(volunteer, coordinator)
    with pytest.raises(Refused, match="regulated work"):
        allow(factories.application(position=regulated), coordinator)


def test_an_assessment_of_the_wait_ends_when_the_check_comes_back(waiting, coordinator, volunteer):
    made = assess(volunteer, coordinator)
    criminal_checks.come_back(waiting, seen=what_was_seen(coordinator), by=coordinator)

    made.refresh_from_db()
    assert made.ended_on == TODAY


def test_nobody_is_taken_on_with_a_risk_that_nobody_assessed(waiting, coordinator, volunteer):
    accepted = what_was_seen(coordinator, decision=VettingDecision.ACCEPTED)
    with pytest.raises(Refused, match="risk assessment"):
        criminal_checks.come_back(waiting, seen=accepted, by=coordinator)

    assess(volunteer, coordinator, why=RiskAssessment.Why.CONTENT)
    assert criminal_checks.come_back(waiting, seen=accepted, by=coordinator).decision == "accepted"


def test_the_words_of_an_assessment_are_sealed(waiting, coordinator, volunteer, signed_in):
    made = assess(volunteer, coordinator)

    row = RiskAssessment.objects.values().get()
    assert b"Nobody knows" not in bytes(row["sealed"])
    page = signed_in(coordinator).get(url("risk_assessment", made.uid)).content.decode()
    assert "Nobody knows her yet" in page


def test_it_is_looked_at_again_and_ended_in_the_pages(waiting, coordinator, volunteer, signed_in, trustee):
    made = assess(volunteer, coordinator)
    client = signed_in(coordinator)
    far = client.post(url("risk_assessment", made.uid), {"measures": "Still", "review_on": "1 1 2090"})
    sent = {"measures": "Two colleagues", "review_on": (LATER + DAY).isoformat()}
    again = client.post(url("risk_assessment", made.uid), sent)

    assert "within twelve months" in far.content.decode()
    assert again.status_code == 302
    made = RiskAssessment.objects.get()
    assert (made.words["measures"], made.review_on) == ("Two colleagues", LATER + DAY)
    client.post(url("end_risk_assessment", made.uid))
    assert RiskAssessment.objects.get().ended_on == TODAY
    with pytest.raises(Refused):
        risk_assessments.end(made, by=coordinator)
    assert signed_in(trustee).get(url("risk_assessment", made.uid)).status_code == 403


def test_one_assessment_for_each_reason(waiting, coordinator, volunteer):
    assess(volunteer, coordinator)

    with pytest.raises(Refused):
        assess(volunteer, coordinator)


def test_an_exception_holds_from_its_day_to_its_day(helping, coordinator, volunteer):
    allow(volunteer, coordinator)

    assert holds(volunteer, helping, TODAY) == holds(volunteer, helping, LATER) == []
    assert holds(volunteer, helping, LATER + DAY) != []
    assert [one.what for one in Exemption.objects.running(TODAY)] == ["criminal"]


def test_an_exception_that_another_follows_holds_to_its_own_last_day(helping, coordinator, volunteer):
    allow(volunteer, coordinator)
    allow(volunteer, coordinator, starts_on=LATER + DAY, ends_on=LATER + 5 * DAY)

    assert [holds(volunteer, helping, day) for day in (TODAY, LATER, LATER + DAY, LATER + 5 * DAY)] == [[], [], [], []]
    assert holds(volunteer, helping, LATER + 6 * DAY) != []


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": add_months(TODAY, 12) + DAY},
        {"ends_on": TODAY - DAY, "starts_on": TODAY - 5 * DAY},
        {"ends_on": TODAY, "starts_on": TODAY + DAY},
        {"what": "topic:99999"},
        {"what": "everything"},
        {"reason": " "},
    ],
)
def test_an_exception_that_makes_no_sense_is_refused(scope, coordinator, volunteer, changes):
    with pytest.raises(Refused):
        allow(volunteer, coordinator, **changes)


def test_an_exception_is_allowed_in_the_page_once(scope, coordinator, volunteer, signed_in):
    client = signed_in(coordinator)
    sent = {"what": "references", "reason": "Known", "starts_on": TODAY.isoformat(), "ends_on": LATER.isoformat()}
    whose = f"person-{volunteer.pk}"

    assert client.post(url("vetting_except", whose), sent).status_code == 302
    twice = client.post(url("vetting_except", whose), sent)
    assert "There is an exception from this already" in twice.content.decode()
    assert "Vera Lindqvist" in client.get(url("vetting_exceptions")).content.decode()
    client.post(url("end_exception", Exemption.objects.get().pk))
    assert not Exemption.objects.running(TODAY).exists()


def test_nobody_allows_their_own(scope, coordinator):
    with pytest.raises(Refused):
        allow(coordinator, coordinator)
    with pytest.raises(Refused):
        assess(coordinator, coordinator, why=RiskAssessment.Why.OTHER)


def test_a_check_that_does_not_come_back_is_asked_after(waiting, coordinator, lead):
    late = owed()["vetting_waiting"]

    assert late.due_on == TODAY - 8 * DAY
    assert late.recipients == (coordinator.pk,)
    assert late.escalate_to == (lead.pk,)
    assert "Vera" not in f"{late.title} {late.reason}"
    assert owed(today=TODAY - 10 * DAY) == {}
    assert owed(person=coordinator.pk).keys() == {"vetting_waiting"}
    assert owed(person=lead.pk + 1000) == {}


def test_everything_that_falls_due_about_a_check_is_asked(scope, coordinator, volunteer):
    member = what_was_seen(
        coordinator,
        issued_on=TODAY - 400 * DAY,
        seen_on=TODAY - 400 * DAY,
        decided_on=TODAY - 200 * DAY,
        renew_on=TODAY + 59 * DAY,
        expires_on=TODAY + 30 * DAY,
        has_copy=True,
    )
    criminal_checks.record_seen(volunteer, kind="pvg", seen=member, by=coordinator)
    updated = what_was_seen(
        coordinator, issued_on=TODAY - 400 * DAY, seen_on=TODAY - 400 * DAY, update_service=True, reference="12 345"
    )
    criminal_checks.record_seen(volunteer, kind=CHILDREN, seen=updated, by=coordinator)
    assess(volunteer, coordinator, why=RiskAssessment.Why.OTHER, review_on=TODAY + DAY)
    allow(volunteer, coordinator, what="references", ends_on=TODAY + DAY)

    assert owed().keys() == {
        "vetting_renewal",
        "vetting_expiry",
        "vetting_copy",
        "vetting_status",
        "risk",
        "exception",
    }


def test_what_is_owed_about_oneself_or_the_family_goes_to_somebody_else(scope, coordinator, lead, new_person):
    partner = new_person("Paula Bell", Role.VOLUNTEER)
    child = Person.objects.create(name="Cal Bell", joined_on=TODAY)
    for carer in (coordinator, partner):
        CareLink.objects.create(carer=carer, cared_for=child, authority="parent")
    for about in (coordinator, partner):
        criminal_checks.apply_for(about, kind=CHILDREN, applied_on=TODAY - 50 * DAY, by=lead)

    assert {one.recipients for one in obligations(today=TODAY)} == {(lead.pk,)}
    assert list(obligations(today=TODAY, person=coordinator.pk)) == []


def test_what_is_owed_costs_the_same_queries_for_many(scope, coordinator, volunteer, new_person):
    criminal_checks.apply_for(volunteer, kind=CHILDREN, applied_on=TODAY - 50 * DAY, by=coordinator)
    allow(volunteer, coordinator, what="references", ends_on=TODAY)
    with CaptureQueriesContext(connection) as one:
        list(obligations(today=TODAY))
        list(commitments(today=TODAY))
    for number in range(3):
        who = new_person(f"Helper{number} Ash", Role.VOLUNTEER)
        criminal_checks.apply_for(who, kind=CHILDREN, applied_on=TODAY - 50 * DAY, by=coordinator)
        allow(who, coordinator, what="references", ends_on=TODAY)
    criminal_checks.apply_for(factories.application(), kind=CHILDREN, applied_on=TODAY - 50 * DAY, by=coordinator)
    with CaptureQueriesContext(connection) as many:
        assert len(list(obligations(today=TODAY))) == 9
        list(commitments(today=TODAY))

    assert len(one) == len(many)


def test_the_light_of_regulated_work(regulated, coordinator, volunteer):
    assert light("vetted").state == State.NEW
    Placement.objects.create(person=volunteer, position=regulated)
    assert light("vetted").state == State.BROKEN
    criminal_checks.record_seen(volunteer, kind=CHILDREN, seen=what_was_seen(coordinator), by=coordinator)
    assert light("vetted").state == State.KEPT
    CriminalCheck.objects.update(renew_on=TODAY - DAY)
    assert light("vetted").state == State.AT_RISK


def test_the_lights_of_copies_and_exceptions(waiting, coordinator, volunteer):
    assert (light("certificate_copies").state, light("exceptions").state) == (State.NEW, State.NEW)
    criminal_checks.come_back(waiting, seen=what_was_seen(coordinator, has_copy=True), by=coordinator)
    allow(volunteer, coordinator, what="references")
    assert (light("certificate_copies").state, light("exceptions").state) == (State.KEPT, State.KEPT)

    CriminalCheck.objects.update(copy_destroy_by=TODAY - DAY)
    Exemption.objects.update(starts_on=TODAY - 9 * DAY, ends_on=TODAY - DAY)

    assert (light("certificate_copies").state, light("exceptions").state) == (State.BROKEN, State.BROKEN)
    allow(volunteer, coordinator, what="references")
    assert light("exceptions").state == State.KEPT


def test_the_log_goes_after_its_time_and_assessments_are_shredded(waiting, coordinator, volunteer):
    rules = {rule.model: rule for rule in RULES}
    made = assess(volunteer, coordinator)
    criminal_checks.end(waiting, by=coordinator)
    risk_assessments.end(made, by=coordinator)
    ada = factories.application("Ada Byron", at=Stage.UNSUCCESSFUL, position=factories.position("Cook"))
    ada.closed_on = add_months(TODAY, -6) - DAY
    ada.save()
    hers = CriminalCheck.objects.create(application=ada, kind=CHILDREN, logged_by=coordinator)

    over = rules["volunteers.CriminalCheck"].over
    assert list(over(TODAY - DAY)) == [hers]
    assert set(over(TODAY)) == {hers, waiting}
    assert rules["volunteers.RiskAssessment"].shred(rules["volunteers.RiskAssessment"].over(TODAY)) == 1
    made = RiskAssessment.objects.get()
    assert made.is_shredded
    assert list(rules["volunteers.RiskAssessment"].over(TODAY)) == []


def test_a_shredded_assessment_is_still_a_page_and_a_copy_of_data(waiting, coordinator, volunteer, signed_in):
    made = assess(volunteer, coordinator)
    told = [fact.value for section in personal(volunteer) for record in section.records for fact in record.facts]
    assert "Never alone with children" in told
    assert "DBS enhanced" in told

    made.shred()
    made.ended_on = TODAY
    made.save(update_fields=["wrapped_key", "shredded_at", "ended_on"])

    assert "were destroyed" in signed_in(coordinator).get(url("risk_assessment", made.uid)).content.decode()
    told = [fact.value for section in personal(volunteer) for record in section.records for fact in record.facts]
    assert "Never alone with children" not in told
