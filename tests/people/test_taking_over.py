"""Nobody becomes somebody else: sign-ins and addresses of those who hold an office are moved by the chair alone."""

from datetime import date, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from organisations import services as services_of_organisation
from organisations.models import Settings
from people import links, services
from people.models import Person, Purpose, RoleHolding
from people.permissions import may_move_sign_in, may_record_death, roles_to_give
from people.roles import Role

pytestmark = pytest.mark.django_db

URL = "/o/harbour-lights/people/"
OFFICE_HOLDERS = ["chair", "trustee", "safeguarding_trustee", "lead", "administrator"]


@pytest.fixture
def whoever(request):
    return request.getfixturevalue


def changed(client, who: Person, email: str):
    return client.post(f"{URL}{who.pk}/change/", {"name": who.name, "email": email})


@pytest.mark.parametrize("by", ["coordinator", "administrator", "lead"])
def test_the_chairs_sign_in_is_taken_by_nobody_who_manages_people(by, whoever, signed_in, chair, scope):
    answer = signed_in(whoever(by)).post(f"{URL}{chair.pk}/take-sign-in/")

    chair.refresh_from_db()
    assert (answer.status_code, chair.user_id is None) == (403, False)


@pytest.mark.parametrize("who", OFFICE_HOLDERS)
def test_mail_to_an_office_is_not_led_elsewhere(who, whoever, signed_in, chair, coordinator, scope):
    holder = whoever(who)
    before = holder.email

    changed(signed_in(coordinator), holder, "mine@elsewhere.example")

    holder.refresh_from_db()
    assert holder.email == before
    assert "mine@elsewhere.example" not in signed_in(coordinator).get(f"{URL}{holder.pk}/change/").content.decode()


def test_nor_to_an_office_that_is_still_to_come(signed_in, chair, coordinator, volunteer, scope):
    services.give_role(volunteer, role=Role.TRUSTEE, starts_on=timezone.localdate() + timedelta(days=3), by=chair)

    changed(signed_in(coordinator), volunteer, "mine@elsewhere.example")

    volunteer.refresh_from_db()
    assert volunteer.email == "vera@harbour-lights.example"


def test_the_chair_moves_them_and_everybody_their_own(signed_in, chair, trustee, lead, scope):
    changed(signed_in(chair), trustee, "tom@new.example")
    changed(signed_in(lead), lead, "dana@new.example")
    signed_in(chair).post(f"{URL}{trustee.pk}/take-sign-in/")

    trustee.refresh_from_db()
    lead.refresh_from_db()
    assert (trustee.email, trustee.user, lead.email) == ("tom@new.example", None, "dana@new.example")


def test_those_without_an_office_are_looked_after_as_before(signed_in, chair, coordinator, volunteer, scope):
    changed(signed_in(coordinator), volunteer, "vera@new.example")
    signed_in(coordinator).post(f"{URL}{volunteer.pk}/take-sign-in/")

    volunteer.refresh_from_db()
    assert (volunteer.email, volunteer.user) == ("vera@new.example", None)


def test_while_no_chair_can_sign_in_an_address_that_was_typed_wrongly_is_put_right(administrator, new_person, scope):
    chair = new_person("Margaret Hale", Role.CHAIR, signs_in=False)

    assert may_move_sign_in(administrator, chair) is True


@pytest.mark.parametrize(
    ("by", "who", "allowed"),
    [
        ("coordinator", "chair", False),
        ("administrator", "trustee", False),
        ("lead", "chair", True),
        ("chair", "lead", True),
        ("coordinator", "volunteer", True),
        ("coordinator", "coordinator", False),
        ("volunteer", "chair", False),
    ],
)
def test_the_death_of_an_office_holder_is_recorded_by_another(by, who, allowed, whoever, lead, chair, scope):
    assert may_record_death(whoever(by), whoever(who)) is allowed


def test_nobody_comes_to_the_chair_over_deaths_that_they_recorded(signed_in, coordinator, chair, trustee, lead, scope):
    client = signed_in(coordinator)

    answers = [client.post(f"{URL}{who.pk}/died/", {"on": "1 November 2025"}) for who in (trustee, chair, lead)]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Role.CHAIR not in roles_to_give(Person.objects.get(pk=coordinator.pk))


def test_where_nobody_else_holds_an_office_the_coordinator_records_it(coordinator, chair, scope):
    assert may_record_death(coordinator, chair) is True


def test_an_office_that_has_ended_binds_nobody(coordinator, chair, trustee, scope):
    RoleHolding.objects.filter(person=trustee).update(ends_on=date(2025, 1, 31))

    assert may_move_sign_in(coordinator, trustee) is True


def test_whoever_loses_the_sign_in_loses_the_calendar_with_it(scope, chair, volunteer):
    feed, signing = (links.issue(volunteer, purpose) for purpose in (Purpose.CALENDAR, Purpose.SIGN))

    services.take_sign_in(volunteer, by=chair)

    assert links.open_link(signing, Purpose.SIGN).person == volunteer
    with pytest.raises(links.LinkUnusable):
        links.open_link(feed, Purpose.CALENDAR)


@pytest.mark.parametrize(
    ("by", "left"), [("chair", ["staff"]), ("lead", ["chair", "lead"]), ("administrator", ["chair", "lead"])]
)
def test_the_second_step_is_taken_from_offices_by_the_chair_alone(by, left, whoever, signed_in, chair, scope):
    services_of_organisation.change_settings(by=chair, second_factor_roles=["chair", "lead"])
    who = whoever(by)
    for person in {who, chair}:
        TOTP.activate(person.user, "A" * 32)

    signed_in(who).post("/o/harbour-lights/settings/second-step/", {"roles": ["staff"]})

    assert Settings.current().second_factor_roles == left


def test_others_may_ask_for_it_of_more_roles_and_of_fewer_without_an_office(signed_in, administrator, chair, scope):
    services_of_organisation.change_settings(by=chair, second_factor_roles=["volunteer"])

    signed_in(administrator).post("/o/harbour-lights/settings/second-step/", {"roles": ["trustee"]})

    assert Settings.current().second_factor_roles == ["trustee"]
