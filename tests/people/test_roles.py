"""Roles from a day to a day, deputies, the chair's succession, and the charity's own words."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from organisations.models import Project, Settings
from people import services
from people.models import Person, RoleHolding, RoleLabel
from people.roles import Role
from people.services.roles import RoleRefused

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = timedelta(days=1)


def held(person):
    return [(h.role, h.starts_on, h.ends_on) for h in person.holdings.all()]


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(Role.CHAIR, marks=pytest.mark.clause("RW-69")),
        pytest.param(Role.WEB_MANAGER, marks=pytest.mark.clause("RW-24")),
        pytest.param(Role.LEAD, marks=pytest.mark.clause("IL-30", "WY-65", "WR-53")),
        pytest.param(Role.COORDINATOR, marks=pytest.mark.clause("BC-14")),
        pytest.param(Role.SAFEGUARDING_TRUSTEE, marks=pytest.mark.clause("WR-49")),
        pytest.param(Role.LINE_MANAGER, marks=pytest.mark.clause("WY-51")),
        Role.ASSESSOR,
        Role.STAFF,
    ],
)
def test_a_role_of_the_policies_is_held_from_to_and_shown_with_its_holder(scope, chair, volunteer, signed_in, role):
    services.give_role(volunteer, role=role, starts_on=date(2025, 1, 1), appointed_by="The board", by=chair)

    page = signed_in(chair).get("/o/harbour-lights/people/who-can-do-what/").content.decode()

    assert held(volunteer)[-1] == (role, date(2025, 1, 1), None)
    assert volunteer.holds(role)
    assert ("Vera Lindqvist" in page) == (role != Role.STAFF)


def test_who_was_lead_on_that_day_has_an_answer_years_later(scope, chair, lead, volunteer):
    services.end_role(RoleHolding.objects.get(person=lead), on=date(2025, 3, 31), by=chair)
    services.give_role(volunteer, role=Role.LEAD, starts_on=date(2025, 4, 1), by=chair)

    answers = [list(Person.objects.holding(Role.LEAD, on=day)) for day in (date(2025, 3, 31), date(2025, 4, 1))]

    assert answers == [[lead], [volunteer]]


def test_giving_a_role_is_recorded_with_its_days(scope, chair, volunteer):
    services.give_role(volunteer, role=Role.STAFF, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 30), by=chair)

    event = AuditEvent.objects.newest_first().first()
    assert (event.verb, event.actor_id) == ("appointed", chair.pk)
    assert event.detail == {"role": "staff", "from": "2025-01-01", "until": "2025-06-30", "deputy": False}


def test_several_roles_at_once_and_one_role_for_two_projects(scope, chair, volunteer):
    club, choir = (Project.objects.create(name=name) for name in ("Club", "Choir"))

    services.give_role(volunteer, role=Role.STAFF, by=chair)
    services.give_role(volunteer, role=Role.LINE_MANAGER, project=club, by=chair)
    services.give_role(volunteer, role=Role.LINE_MANAGER, project=choir, by=chair)

    assert volunteer.roles == {Role.VOLUNTEER, Role.STAFF, Role.LINE_MANAGER}


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(date(2024, 9, 1), None), (date(2023, 1, 1), date(2024, 9, 1)), (date(2025, 1, 1), date(2025, 2, 1))],
)
def test_the_same_role_is_not_held_twice_on_a_day(scope, chair, volunteer, starts_on, ends_on):
    with pytest.raises(RoleRefused, match="Vera Lindqvist holds this role on these days already"):
        services.give_role(volunteer, role=Role.VOLUNTEER, starts_on=starts_on, ends_on=ends_on, by=chair)


def test_a_role_before_the_present_one_can_be_recorded(scope, chair, volunteer):
    services.give_role(volunteer, role=Role.VOLUNTEER, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1), by=chair)

    assert len(held(volunteer)) == 2


def test_a_role_does_not_end_before_it_begins(scope, chair, volunteer):
    with pytest.raises(RoleRefused, match="The last day lies before the first"):
        services.give_role(volunteer, role=Role.STAFF, starts_on=TODAY(), ends_on=TODAY() - DAY, by=chair)


# --- Deputies (E-45) -----------------------------------------------------------------------------------------------


def test_a_deputy_may_do_what_the_role_may_until_the_last_day(scope, chair, trustee):
    services.give_role(
        trustee, role=Role.CHAIR, deputy_for=chair, ends_on=TODAY() + DAY, reason="Margaret is ill", by=chair
    )

    holding = RoleHolding.objects.get(deputy_for=chair)
    assert trustee.holds(Role.CHAIR)
    assert (holding.ends_on, holding.reason) == (TODAY() + DAY, "Margaret is ill")
    assert Person.objects.holding(Role.CHAIR, on=TODAY() + 2 * DAY).get() == chair


@pytest.mark.parametrize(
    ("deputy", "absent", "ends", "sentence"),
    [
        ("trustee", "chair", None, "Enter the last day: a deputy stands in for a time."),
        ("chair", "chair", DAY, "Nobody stands in for themself."),
        ("trustee", "lead", DAY, "Dana Whitlock does not hold this role on that day."),
    ],
)
def test_a_deputy_stands_in_for_somebody_else_who_holds_the_role_until_a_known_day(
    scope, chair, trustee, lead, deputy, absent, ends, sentence
):
    cast = {"chair": chair, "trustee": trustee, "lead": lead}
    RoleHolding.objects.filter(person=chair).update(starts_on=date(2020, 1, 1), ends_on=None)
    if deputy == absent:
        RoleHolding.objects.filter(person=chair).update(ends_on=TODAY() - DAY)

    with pytest.raises(RoleRefused) as refused:
        services.give_role(
            cast[deputy],
            role=Role.CHAIR,
            deputy_for=cast[absent],
            ends_on=TODAY() + ends if ends else None,
            by=chair,
        )

    assert str(refused.value) == sentence


# --- The last chair ------------------------------------------------------------------------------------------------


def test_the_last_chair_cannot_be_removed_without_a_successor(scope, chair, trustee):
    with pytest.raises(RoleRefused) as refused:
        services.end_role(RoleHolding.objects.get(person=chair), on=TODAY(), by=chair)

    assert str(refused.value) == (
        "The charity would be without a chair. Appoint the next chair first, then end the role of Margaret Hale."
    )
    assert RoleHolding.objects.get(person=chair).ends_on is None


def test_the_chair_hands_over_from_one_day_to_the_next(scope, chair, trustee):
    services.give_role(trustee, role=Role.CHAIR, starts_on=TODAY() + DAY, by=chair)

    services.end_role(RoleHolding.objects.get(person=chair), on=TODAY(), by=chair)

    days = [TODAY(), TODAY() + DAY]
    assert [Person.objects.holding(Role.CHAIR, on=day).get() for day in days] == [chair, trustee]


@pytest.mark.parametrize("case", ["deputy", "later", "leaves", "ended"])
def test_who_is_no_successor(scope, chair, trustee, case):
    dates = {
        "deputy": {"deputy_for": chair, "ends_on": TODAY() + 30 * DAY},
        "later": {"starts_on": TODAY() + 2 * DAY},
        "leaves": {},
        "ended": {"ends_on": TODAY()},
    }[case]
    services.give_role(trustee, role=Role.CHAIR, by=chair, **dates)
    if case == "leaves":
        services.leave(trustee, on=TODAY(), by=chair)

    with pytest.raises(RoleRefused, match="without a chair"):
        services.end_role(RoleHolding.objects.get(person=chair), on=TODAY(), by=chair)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2024, 8, 31), "The role began on 1 September 2024. It cannot end before that."),
        (date(2025, 6, 1), "This role ends on 1 June 2025 already."),
        (date(2025, 7, 1), "This role ends on 1 June 2025 already."),
    ],
)
def test_a_role_ends_once_and_after_its_beginning(scope, chair, volunteer, on, sentence):
    holding = services.end_role(RoleHolding.objects.get(person=volunteer), on=date(2025, 6, 1), by=chair)

    with pytest.raises(RoleRefused) as refused:
        services.end_role(holding, on=on, by=chair)

    assert str(refused.value) == sentence


def test_an_end_that_was_planned_can_be_brought_forward(scope, chair, volunteer):
    holding = RoleHolding.objects.get(person=volunteer)
    services.end_role(holding, on=TODAY() + 30 * DAY, by=chair)

    services.end_role(holding, on=TODAY() - DAY, reason="Moved away", by=chair)

    holding.refresh_from_db()
    assert (holding.ends_on, holding.reason) == (TODAY() - DAY, "Moved away")
    assert AuditEvent.objects.newest_first().first().verb == "role_ended"


# --- Words ---------------------------------------------------------------------------------------------------------


def test_the_charity_uses_its_own_words_for_roles(scope, chair):
    services.name_roles({"lead": " Designated  Safeguarding Officer ", "chair": "", "trustee": "Trustee"}, by=chair)

    assert RoleLabel.objects.by_role()["lead"] == "Designated Safeguarding Officer"
    assert RoleLabel.objects.by_role()["chair"] == "Chair of trustees"
    assert RoleLabel.objects.count() == 1
    assert AuditEvent.objects.newest_first().first().detail == {"names of roles": ["lead"]}

    services.name_roles({"lead": ""}, by=chair)
    assert RoleLabel.objects.by_role()["lead"] == "Designated safeguarding lead"


def test_words_of_one_charity_are_not_those_of_another(scope, chair, stranger, other_charity):
    from safeguard.scoping import acting_for

    with acting_for(other_charity):
        services.name_roles({"lead": "Child Protection Officer"}, by=stranger)

    assert RoleLabel.objects.by_role()["lead"] == "Designated safeguarding lead"


@pytest.mark.clause("WR-2")
def test_who_counts_as_staff_is_mapped_by_the_charity(scope, chair, volunteer, new_person):
    employee = new_person("Employee", Role.STAFF)
    contractor = new_person("Contractor", Role.CONTRACTOR)
    assert set(Person.objects.counted_as_staff(TODAY())) == {volunteer, employee}

    Settings.objects.update(staff_means=["staff", "contractor"])

    assert set(Person.objects.counted_as_staff(TODAY())) == {employee, contractor}


@pytest.mark.clause("WR-20")
def test_each_worker_has_a_line_manager_and_the_charity_sees_who_has_none(scope, chair, lead, volunteer, new_person):
    from people.commitments import commitments

    new_person("Second Volunteer", Role.VOLUNTEER)
    services.change(volunteer, line_manager=lead, by=chair)

    light = next(c for c in commitments(today=TODAY()) if c.key == "people.line_managers")

    assert (light.state, light.reason, light.number, light.of) == (
        "at_risk",
        "One worker has no line manager.",
        1,
        2,
    )
