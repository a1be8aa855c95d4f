"""Taking on: one person, one place, one standing, and all that the application brought; nobody is entered twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people import services as people
from people.models import Person, RoleHolding
from people.roles import Role
from safeguard.refusals import Refused
from tests.volunteers import factories
from volunteers.models import (
    CheckPermission,
    CriminalCheck,
    OnlineCheck,
    Placement,
    Recruitment,
    RequiredCheck,
    Result,
    RiskAssessment,
    StandingChange,
    Suitability,
    SuitabilityOutcome,
    VettingDecision,
    VolunteerStanding,
)
from volunteers.owed import applicants as applicants_owed
from volunteers.services import applicants, suitability, taking_on
from volunteers.services.applicants import StillMissing
from volunteers.states import CheckStatus, Stage, Standing

pytestmark = pytest.mark.usefixtures("scope")


def today():
    return timezone.localdate()


@pytest.fixture
def few_needs(scope):
    """This charity's stages ask for the decision only."""
    return Recruitment.objects.create(needs={Stage.DECISION: ["decision"]})


def decided(applicant, by, outcome=SuitabilityOutcome.SUITABLE):
    return suitability.decide(applicant, outcome=outcome, reason="A good interview.", by=by)


def cleared(applicant, by, kind="dbs_enhanced_barred"):
    return CriminalCheck.objects.create(
        application=applicant,
        kind=kind,
        decision=VettingDecision.CLEAR,
        decided_on=today(),
        decided_by=by,
        logged_by=by,
    )


@pytest.fixture
def applicant(few_needs, coordinator, lead):
    found = factories.application(at=Stage.DECISION)
    factories.permitted(found)
    decided(found, lead)
    return found


def test_an_applicant_becomes_a_volunteer_with_all_that_was_known(applicant, coordinator):
    cleared(applicant, coordinator)

    person = taking_on.take_on(applicant, by=coordinator, on=today())

    applicant.refresh_from_db()
    assert (applicant.status, applicant.person) == (Stage.ACTIVE, person)
    assert (person.name, person.email, person.date_of_birth) == ("Ada Byron", "ada@mail.example", factories.BORN)
    assert person.holds(Role.VOLUNTEER)
    assert Placement.objects.get().person == person
    assert VolunteerStanding.objects.get(person=person).status == Standing.ACTIVE
    assert StandingChange.objects.filter(person=person).count() == 1
    brought = [model.objects.get().person for model in (CheckPermission, CriminalCheck, Suitability)]
    assert brought == [person, person, person]


def test_the_second_of_two_clicks_makes_nobody(applicant, coordinator):
    first = taking_on.take_on(applicant, by=coordinator, on=today())
    second = taking_on.take_on(applicant, by=coordinator, on=today())

    assert (first, Person.objects.filter(name="Ada Byron").count()) == (second, 1)
    assert Placement.objects.count() == 1


def test_nobody_is_taken_on_without_a_decision_or_against_one(few_needs, coordinator, lead):
    applicant = factories.application(at=Stage.DECISION)

    with pytest.raises(StillMissing):
        taking_on.take_on(applicant, by=coordinator, on=today())
    decided(applicant, lead, SuitabilityOutcome.NOT)
    with pytest.raises(StillMissing):
        taking_on.take_on(applicant, by=coordinator, on=today())

    assert not Person.objects.filter(name="Ada Byron").exists()


def test_a_decision_from_before_an_online_check_does_not_count(applicant, coordinator, lead, signed_in):
    cleared(applicant, coordinator)
    early = timezone.now() - timedelta(days=2)
    Suitability.objects.update(recorded_at=early)
    OnlineCheck.objects.create(
        code="CHECK-1",
        application=applicant,
        permission_given=CheckPermission.objects.get(),
        switch=factories.checks_on(lead),
        assigned_to=coordinator,
        assigned_by=lead,
        assigned_at=early + timedelta(hours=1),
        status=CheckStatus.CLOSED,
        result=Result.NOTHING,
        done_at=early + timedelta(hours=2),
        closed_at=early + timedelta(hours=2),
    )

    with pytest.raises(StillMissing) as refused:
        taking_on.take_on(applicant, by=coordinator, on=today())
    assert "before the online check was over" in refused.value.sentences[0]
    page = signed_in(lead).get(f"/o/harbour-lights/volunteers/applications/{applicant.code}/")
    assert page.context["next"]["label"] == "Decide"
    assert [one.title for one in applicants_owed.obligations(today=today() + timedelta(days=9))] == [
        "An application waits for a decision"
    ]
    decided(applicant, lead)

    assert taking_on.take_on(applicant, by=coordinator, on=today()).holds(Role.VOLUNTEER)


def test_regulated_work_does_not_begin_before_the_check_whatever_the_stages_ask(few_needs, coordinator, lead):
    """Fact 34: neither a risk that was assessed nor an exception helps."""
    post = factories.position("Minibus escort", is_regulated=True)
    RequiredCheck.objects.create(position=post, kind="dbs_enhanced_barred", starts_on=date(2020, 1, 1))
    applicant = factories.application(at=Stage.DECISION, position=post)
    decided(applicant, lead)
    RiskAssessment.objects.create(
        application=applicant,
        review_on=today() + timedelta(days=30),
        decided_by=lead,
        words={"risk": "Alone in the bus.", "measures": "Never alone."},
    )

    with pytest.raises(StillMissing) as refused:
        taking_on.take_on(applicant, by=coordinator, on=today())
    assert len(refused.value.sentences) == 1
    cleared(applicant, coordinator, kind=RequiredCheck.objects.get().kind)

    assert taking_on.take_on(applicant, by=coordinator, on=today()).holds(Role.VOLUNTEER)


def test_people_who_may_be_the_same_are_shown_first(applicant, new_person):
    same = new_person("Ada Byron", Role.DONOR, email="other@mail.example")
    new_person("Zoe Fen", Role.DONOR)

    assert list(taking_on.perhaps(applicant)) == [same]


def test_somebody_who_is_known_is_not_entered_twice(applicant, coordinator, new_person):
    known = new_person("Ada Byron", Role.DONOR)

    taken = taking_on.take_on(applicant, by=coordinator, on=today(), person=known)

    assert (taken, Person.objects.filter(name="Ada Byron").count()) == (known, 1)
    assert RoleHolding.objects.filter(person=known, role=Role.VOLUNTEER).count() == 1


def test_whoever_comes_back_begins_a_new_time_and_nothing_old_counts(applicant, coordinator, lead, new_person):
    """E-21."""
    old = new_person("Ada Byron", Role.VOLUNTEER)
    earlier = suitability.decide(
        old, outcome="conditions", conditions="Not alone.", reason="Was often late.", by=lead, on=date(2024, 10, 1)
    )
    people.leave(old, on=today() - timedelta(days=200), by=coordinator)

    taken = taking_on.take_on(applicant, by=coordinator, on=today(), person=old)

    assert [(one.starts_on, one.ends_on) for one in taken.periods.all()][-1] == (today(), None)
    assert taken.joined_on == today()
    assert [one.outcome for one in suitability.of_person(taken, seen_by=coordinator)] == [SuitabilityOutcome.SUITABLE]
    assert earlier in suitability.of_person(taken, seen_by=lead)


def test_only_the_lead_is_told_that_somebody_was_here_before(
    applicant, coordinator, lead, new_person, signed_in, charity
):
    old = new_person("Ada Byron", Role.VOLUNTEER)
    people.leave(old, on=today() - timedelta(days=200), by=coordinator)
    url = f"/o/{charity.slug}/volunteers/applications/{applicant.code}/"

    for_coordinator = signed_in(coordinator).get(url).content.decode()
    for_lead = signed_in(lead).get(url).content.decode()

    assert "was here before" not in for_coordinator
    assert "Ada Byron was here before" in for_lead


def test_the_parent_of_somebody_under_18_comes_into_the_list_beside_them(few_needs, coordinator, lead):
    """E-25."""
    applicant = factories.application(
        "Zoe Fen",
        at=Stage.DECISION,
        date_of_birth=today() - timedelta(days=17 * 365),
        parent_name="Ida Fen",
        parent_email="ida@mail.example",
    )
    applicants.note_step(applicant, key="parent", by=lead, on=today(), note="Spoken to on the telephone")
    decided(applicant, lead)

    person = taking_on.take_on(applicant, by=coordinator, on=today())

    carers = [(link.carer.name, link.carer.email) for link in person.carer_links.all()]
    assert carers == [("Ida Fen", "ida@mail.example")]


def test_nobody_takes_on_themself_or_their_family(applicant, coordinator):
    with pytest.raises(Refused):
        taking_on.take_on(applicant, by=coordinator, on=today(), person=coordinator)


def test_the_name_of_now_is_shown_once_somebody_is_taken_on(applicant, coordinator, signed_in, charity):
    """E-24: the application keeps the name that it came with; pages show the one of now."""
    person = taking_on.take_on(applicant, by=coordinator, on=today())
    people.change(person, by=coordinator, name="Adam Byron")

    shown = signed_in(coordinator).get(f"/o/{charity.slug}/volunteers/board/closed/").content.decode()

    assert "Adam Byron" in shown
    assert "Ada Byron" not in shown


def test_the_page_asks_who_it_is_and_invites(applicant, coordinator, signed_in, charity, new_person):
    known = new_person("Ada Byron", Role.DONOR, signs_in=False)
    url = f"/o/{charity.slug}/volunteers/applications/{applicant.code}/take-on/"
    client = signed_in(coordinator)

    unsaid = client.post(url, {"on": today().strftime("%d.%m.%Y")})
    answer = client.post(url, {"who": str(known.pk), "on": today().strftime("%d.%m.%Y"), "invite": "on"}, follow=True)

    assert unsaid.status_code == 200
    applicant.refresh_from_db()
    assert applicant.person == known
    assert "An invitation is on its way" in answer.content.decode()
