"""Who may do what, as truth tables."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from people import permissions as p
from people import services
from people.models import Person, RoleHolding
from people.roles import TRUSTEES, Role
from safeguard.refusals import require

pytestmark = pytest.mark.django_db

ALL = frozenset(Role.values)
ORDINARY = ALL - p.OFFICES
T, F = True, False


@pytest.mark.parametrize(
    ("role", "organisation", "people", "see", "restricted", "trustees", "lead"),
    [
        (Role.CHAIR, T, T, T, T, T, T),
        (Role.TRUSTEE, F, F, T, F, F, F),
        (Role.SAFEGUARDING_TRUSTEE, F, F, T, F, F, F),
        (Role.LEAD, T, T, T, T, F, F),
        (Role.COORDINATOR, F, T, T, F, F, F),
        (Role.ADMINISTRATOR, T, T, T, F, F, F),
        (Role.ASSESSOR, F, F, F, F, F, F),
        (Role.LINE_MANAGER, F, F, F, F, F, F),
        (Role.WEB_MANAGER, F, F, F, F, F, F),
        (Role.STAFF, F, F, F, F, F, F),
        (Role.VOLUNTEER, F, F, F, F, F, F),
        (Role.BENEFICIARY, F, F, F, F, F, F),
        (Role.CARER, F, F, F, F, F, F),
        (Role.VISITOR, F, F, F, F, F, F),
        (Role.CONTRACTOR, F, F, F, F, F, F),
        (Role.DONOR, F, F, F, F, F, F),
        (Role.EXTERNAL, F, F, F, F, F, F),
    ],
)
def test_what_a_role_may_do(scope, new_person, role, organisation, people, see, restricted, trustees, lead):
    person = new_person("Somebody", role)

    assert (
        p.MANAGE_ORGANISATION.allows(person),
        p.MANAGE_PEOPLE.allows(person),
        p.SEE_PEOPLE.allows(person),
        p.SEE_RESTRICTED.allows(person),
        p.APPOINT_TRUSTEES.allows(person),
        p.APPOINT_LEAD.allows(person),
    ) == (organisation, people, see, restricted, trustees, lead)


def test_nobody_at_all_may_do_nothing():
    assert [rule.sentence for rule in p.RULES if rule.allows(None)] == []


@pytest.mark.parametrize(
    ("role", "to_others", "to_oneself"),
    [
        (Role.CHAIR, ALL, ALL),
        (Role.LEAD, ORDINARY, ORDINARY - p.NOT_TO_ONESELF),
        (Role.COORDINATOR, ORDINARY, ORDINARY - p.NOT_TO_ONESELF),
        (Role.ADMINISTRATOR, ORDINARY, ORDINARY - p.NOT_TO_ONESELF),
        (Role.TRUSTEE, frozenset(), frozenset()),
        (Role.VOLUNTEER, frozenset(), frozenset()),
    ],
)
def test_which_roles_somebody_gives(scope, chair, new_person, volunteer, role, to_others, to_oneself):
    giver = new_person("Giver", role)

    assert p.roles_to_give(giver, volunteer) == to_others
    assert p.roles_to_give(giver, giver) == to_oneself


@pytest.mark.parametrize(
    ("role", "trustee_there", "may"),
    [
        (Role.TRUSTEE, T, T),
        (Role.ADMINISTRATOR, T, F),
        (Role.COORDINATOR, T, F),
        (Role.ADMINISTRATOR, F, T),
        (Role.LEAD, F, T),
        (Role.VOLUNTEER, F, F),
    ],
)
def test_who_fills_an_empty_chair(scope, new_person, role, trustee_there, may):
    if trustee_there:
        new_person("Some Trustee", Role.TRUSTEE)
    person = new_person("Giver", role)

    assert (Role.CHAIR in p.roles_to_give(person)) == may


def test_while_there_is_a_chair_no_trustee_appoints_another(scope, chair, trustee):
    assert p.roles_to_give(trustee) == frozenset()


def test_the_lead_names_a_deputy_for_oneself_and_only_of_the_lead(lead, coordinator, scope):
    assert [role for role in Role if p.may_name_deputy(lead, role)] == [Role.LEAD]
    assert [role for role in Role if p.may_name_deputy(coordinator, role)] == []


@pytest.mark.parametrize(
    ("who", "role", "may"),
    [
        ("chair", Role.TRUSTEE, T),
        ("chair", Role.VOLUNTEER, T),
        ("coordinator", Role.VOLUNTEER, T),
        ("coordinator", Role.TRUSTEE, F),
        ("coordinator", Role.LEAD, F),
        ("administrator", Role.LEAD, F),
        ("trustee", Role.VOLUNTEER, F),
        ("holder", Role.TRUSTEE, T),
        ("holder", Role.VOLUNTEER, T),
    ],
)
def test_who_ends_a_role(scope, chair, coordinator, administrator, trustee, new_person, who, role, may):
    holder = new_person("Holder", role)
    cast = {"chair": chair, "coordinator": coordinator, "administrator": administrator, "trustee": trustee}

    holding = RoleHolding.objects.get(person=holder)

    assert p.may_end(cast.get(who, holder), holding) == may


@pytest.mark.parametrize(
    ("who", "role", "may"),
    [
        ("chair", Role.LEAD, T),
        ("coordinator", Role.VOLUNTEER, T),
        ("coordinator", Role.LEAD, F),
        ("coordinator", Role.CHAIR, F),
        ("lead", Role.TRUSTEE, F),
        ("volunteer", Role.VOLUNTEER, F),
    ],
)
def test_who_records_that_somebody_leaves(scope, chair, coordinator, lead, volunteer, new_person, who, role, may):
    leaver = new_person("Leaver", role)
    cast = {"chair": chair, "coordinator": coordinator, "lead": lead, "volunteer": volunteer}

    assert p.may_end_service(cast[who], leaver) == may


@pytest.mark.parametrize(
    ("who", "restricted", "sees_page", "sees_contact", "changes"),
    [
        ("chair", T, T, T, T),
        ("lead", T, T, T, T),
        ("coordinator", F, T, T, T),
        ("coordinator", T, T, F, F),
        ("trustee", F, T, T, F),
        ("trustee", T, T, F, F),
        ("volunteer", F, F, F, F),
        ("themself", T, T, T, F),
    ],
)
def test_who_sees_whom(
    scope, chair, lead, coordinator, trustee, volunteer, new_person, who, restricted, sees_page, sees_contact, changes
):
    person = new_person("Nadia Rahman", restricted=restricted)
    cast = {"chair": chair, "lead": lead, "coordinator": coordinator, "trustee": trustee, "volunteer": volunteer}
    by = cast.get(who, person)

    assert (p.may_see(by, person), p.may_see_contact(by, person), p.may_change(by, person)) == (
        sees_page,
        sees_contact,
        changes,
    )


def test_a_role_counts_from_its_first_to_its_last_day(scope, new_person):
    person = new_person("Somebody")
    RoleHolding.objects.create(person=person, role=Role.LEAD, starts_on=date(2025, 3, 1), ends_on=date(2025, 3, 31))

    days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 31), date(2025, 4, 1)]

    assert [Person.objects.holding(Role.LEAD, on=day).exists() for day in days] == [F, T, T, F]


def test_the_refusal_names_whom_to_ask(scope, chair, lead, volunteer):
    with pytest.raises(PermissionDenied) as refused:
        require(p.MANAGE_ORGANISATION.allows(volunteer), p.whom_to_ask(p.MANAGE_ORGANISATION))

    assert str(refused.value) == (
        "Change the charity's settings: this is for the Chair of trustees, Designated safeguarding lead or Technical "
        "administrator. Ask Dana Whitlock or Margaret Hale."
    )


def test_the_refusal_says_so_where_nobody_could_be_asked(scope, volunteer):
    with pytest.raises(PermissionDenied, match="Nobody holds such a role yet"):
        require(p.APPOINT_TRUSTEES.allows(volunteer), p.whom_to_ask(p.APPOINT_TRUSTEES))


def test_nothing_is_asked_of_the_database_for_a_sentence_that_nobody_sees(scope, chair, django_assert_num_queries):
    assert chair.roles == {Role.CHAIR}

    with django_assert_num_queries(0):
        require(p.MANAGE_PEOPLE.allows(chair), p.whom_to_ask(p.MANAGE_PEOPLE))


@pytest.mark.clause("BC-15")
def test_the_management_committee_is_its_members_as_a_group(
    scope, chair, trustee, safeguarding_trustee, coordinator, new_person
):
    former = new_person("Former Trustee")
    services.give_role(former, role=Role.TRUSTEE, starts_on=date(2024, 9, 1), ends_on=date(2025, 1, 1), by=chair)

    assert set(Person.objects.current().on_the_board()) == {chair, trustee, safeguarding_trustee}
    assert [person.is_trustee for person in (chair, trustee, safeguarding_trustee, coordinator)] == [T, T, T, F]
    assert {Role.CHAIR, Role.TRUSTEE, Role.SAFEGUARDING_TRUSTEE} == TRUSTEES


def test_every_app_with_rules_is_on_the_page():
    titles = [title for title, rules in p.all_rules() if rules]

    assert "People" in titles
