"""What is left of applications: those that were closed, enquiries that went nowhere, and who became a volunteer."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.models import CareLink, Person
from people.services import leave
from rights.services.periods import set_period
from safeguard.recurrence import add_months
from safeguard.retention import rules
from safeguard.vault import VaultError
from tests.volunteers import factories
from volunteers.models import (
    Application,
    ApplicationStep,
    AppliedReference,
    CriminalCheck,
    Placement,
    Suitability,
    SuitabilityOutcome,
)
from volunteers.owed import applicants as owed
from volunteers.personal_parts import applicants as personal
from volunteers.services import applicants, suitability
from volunteers.states import OPEN_STAGES, Stage

pytestmark = pytest.mark.usefixtures("scope")


def today():
    return timezone.localdate()


def rule(name):
    return rules()[f"volunteers.{name}"]


def over(name):
    found = rule(name)
    return found.over(add_months(today(), -found.months))


def months_ago(months):
    return add_months(today(), -months) - timedelta(days=1)


def closed(name, months, at=Stage.UNSUCCESSFUL):
    applicant = factories.application(name, at=at, stage_since=months_ago(months))
    Application.objects.filter(pk=applicant.pk).update(closed_on=months_ago(months))
    return applicant


def test_checks_of_applicants_go_when_their_application_goes(chair):
    """A charity that keeps applications for a year keeps what was checked for them as long."""
    set_period("volunteers.Application", by=chair, months=12, reason="Our insurer asks for a year.")
    made = {
        months: CriminalCheck.objects.create(application=closed(name, months), kind="dbs_enhanced", logged_by=chair)
        for name, months in (("Ada Byron", 11), ("Zoe Fen", 12))
    }

    assert set(over("CriminalCheck")) == {made[12]}


def test_what_was_closed_half_a_year_ago_is_over(scope):
    old = {closed("Ada Byron", 6), closed("Zoe Fen", 7, at=Stage.WITHDRAWN)}
    closed("Kim Lee", 5)
    enquiry = factories.application("Sam Reed", at=Stage.ENQUIRY, stage_since=months_ago(6))
    for stage in OPEN_STAGES[1:]:
        factories.application(f"At {stage}", at=stage, stage_since=months_ago(20))

    assert set(over("Application")) == {*old, enquiry}


def test_whoever_was_taken_on_keeps_the_application_for_a_year(volunteer):
    old = factories.application(at=Stage.ACTIVE, person=volunteer, stage_since=months_ago(12))
    factories.application("Zoe Fen", at=Stage.ACTIVE, person=volunteer, stage_since=months_ago(11))

    assert list(over("Application")) == [old]


def test_at_the_end_the_name_goes_and_no_word_can_be_read(coordinator, lead):
    applicant = factories.application(
        at=Stage.DECISION, phone="07700 900123", parent_name="Ida Fen", parent_email="ida@mail.example"
    )
    step = applicants.note_step(applicant, key="identity", by=coordinator, on=today(), seen=["passport"])
    reference = AppliedReference.objects.create(application=applicant, words={"name": "Sam", "said": "Kind."})
    suitability.decide(applicant, outcome=SuitabilityOutcome.NOT, reason="Two doubts.", by=lead)
    applicants.not_taken_on(applicant, by=coordinator, reason="Two doubts.")

    assert rule("Application").anonymise(Application.objects.filter(pk=applicant.pk)) == 1

    found = Application.objects.get()
    left = (found.name, found.email, found.phone, found.date_of_birth, found.parent_name, found.parent_email)
    assert left == ("", "", "", None, "", "")
    assert (found.status, found.closed_on) == (Stage.UNSUCCESSFUL, today())
    for row in (
        found,
        ApplicationStep.objects.get(pk=step.pk),
        AppliedReference.objects.get(pk=reference.pk),
        Suitability.objects.get(),
    ):
        with pytest.raises(VaultError):
            _ = row.words
    assert not rule("Application").over(today()).exists()


def test_what_was_decided_about_a_volunteer_stays_when_the_application_goes(volunteer, lead):
    applicant = factories.application(at=Stage.ACTIVE, person=volunteer)
    decided = Suitability.objects.create(
        application=applicant, person=volunteer, outcome="suitable", decided_by=lead, words={"reason": "Kind."}
    )

    rule("Application").anonymise(Application.objects.all())

    decided.refresh_from_db()
    assert decided.words["reason"] == "Kind."


def test_decisions_and_places_of_people_who_left_six_years_ago_are_over(volunteer, lead, coordinator, new_person):
    gone = new_person("Ada Byron", "volunteer")
    leave(gone, on=today() - timedelta(days=1), by=coordinator)
    type(gone).objects.filter(pk=gone.pk).update(left_on=months_ago(72))
    place = factories.position()
    rows = {}
    for person in (volunteer, gone):
        rows[person] = (
            Suitability.objects.create(person=person, outcome="suitable", decided_by=lead, words={"reason": "Kind."}),
            Placement.objects.create(person=person, position=place, starts_on=date(2018, 1, 1)),
        )

    assert (list(over("Suitability")), list(over("Placement"))) == ([rows[gone][0]], [rows[gone][1]])


def test_a_copy_of_somebodys_data_has_their_words_and_not_what_referees_said(volunteer, coordinator, lead):
    applicant = factories.application("Vera Lindqvist", at=Stage.DECISION, person=volunteer, words={"why": "To help."})
    applicants.note_step(applicant, key="interview", by=lead, on=today(), who="Dana", note="Asked about secrets.")
    AppliedReference.objects.create(application=applicant, words={"name": "Sam Reed", "said": "A little late."})
    suitability.decide(volunteer, outcome="suitable", reason="A good interview.", by=lead)

    told = " ".join(fact.value for part in personal.about(volunteer) for one in part.records for fact in one.facts)

    for words in ("To help.", "Asked about secrets.", "A good interview."):
        assert words in told
    for words in ("A little late.", "Sam Reed"):
        assert words not in told


def waiting():
    return [one for one in owed.obligations(today=today()) if one.key.startswith("volunteers.application")]


def test_an_application_that_nobody_moves_is_asked_after_in_a_week(coordinator, lead):
    factories.application("Ada Byron", stage_since=today() - timedelta(days=6))
    applicant = factories.application("Zoe Fen", stage_since=today() - timedelta(days=7))

    [one] = waiting()

    assert (one.due_on, one.recipients, one.escalate_to) == (today(), (coordinator.pk,), (lead.pk,))
    assert one.schedule.escalate_after == 14
    assert "Zoe" not in f"{one.title} {one.reason} {one.url}"
    assert one.url.endswith(f"/applications/{applicant.code}/")
    assert list(owed.obligations(today=today(), person=coordinator.pk)) == [one]
    assert list(owed.obligations(today=today(), person=lead.pk)) == [one]


def test_a_decision_is_asked_for_of_whoever_assesses(coordinator, lead, new_person):
    assessor = new_person("Lukas Wojcik", "assessor")
    applicant = factories.application(at=Stage.DECISION, stage_since=today() - timedelta(days=8))

    [one] = waiting()
    assert (one.title, one.recipients) == ("An application waits for a decision", (assessor.pk,))
    suitability.decide(applicant, outcome="suitable", reason="A good interview.", by=lead)

    [one] = waiting()
    assert (one.title, one.recipients) == ("An application waits for its next step", (coordinator.pk,))


def test_nobody_is_asked_about_their_own_application(coordinator, lead):
    factories.application("Cory Bell", email=coordinator.email, stage_since=today() - timedelta(days=30))

    [one] = waiting()

    assert one.recipients == (lead.pk,)


def test_nobody_is_asked_about_the_application_of_their_own_child(coordinator, lead):
    child = Person.objects.create(name="Cal Bell", joined_on=today())
    CareLink.objects.create(carer=coordinator, cared_for=child, authority="parent")
    factories.application("Cal Bell", person=child, stage_since=today() - timedelta(days=30))

    [one] = waiting()

    assert one.recipients == (lead.pk,)


def test_others_are_asked_nothing_and_nothing_is_looked_up_for_them(volunteer, django_assert_max_num_queries):
    factories.application(stage_since=today() - timedelta(days=30))

    with django_assert_max_num_queries(5):
        assert list(owed.obligations(today=today(), person=volunteer.pk)) == []
