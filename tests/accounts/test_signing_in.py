"""Signing in: by password or by e-mailed code, slowed down when guessed at, with a second step where a role asks."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from organisations.models import Settings
from people.models import Person
from safeguard.scoping import acting_for

PASSWORD = "pass phrase of the cast"


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def log_in(client: Client, person: Person, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def home(organisation) -> str:
    return f"/o/{organisation.slug}/"


@pytest.fixture
def marked_roles(charity) -> None:
    """The charity asks its chair for a second step."""
    with acting_for(charity):
        Settings.objects.update(second_factor_roles=["chair"])


def test_a_password_signs_in(client, charity, volunteer):
    answer = log_in(client, volunteer)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get(home(charity)).status_code == 200


def test_a_wrong_password_is_refused_with_a_sentence(client, volunteer):
    answer = log_in(client, volunteer, "wrong")

    assert answer.status_code == 200
    assert "not correct" in answer.content.decode()


def test_guessing_is_slowed_down(client, volunteer):
    for _ in range(5):
        log_in(client, volunteer, "wrong")

    answer = log_in(client, volunteer)

    assert "Too many failed login attempts" in answer.content.decode()


def test_an_e_mailed_code_signs_in(client, charity, volunteer, mailoutbox):
    client.post(reverse("account_request_login_code"), {"email": volunteer.email})
    code = re.search(r"^([A-Z0-9-]{6,})$", mailoutbox[0].body, re.MULTILINE).group(1)

    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert answer.status_code == 302
    assert client.get(home(charity)).status_code == 200


def test_a_code_for_an_unknown_address_says_nothing_about_who_is_known(client, db, volunteer, mailoutbox):
    known = client.post(reverse("account_request_login_code"), {"email": volunteer.email})
    unknown = Client().post(reverse("account_request_login_code"), {"email": "nobody@nowhere.example"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def test_nobody_signs_up_by_an_open_form(client, db):
    answer = client.get(reverse("account_signup"))

    assert "Ask for an invitation" in answer.content.decode()


def test_a_marked_role_without_a_second_step_is_led_to_setting_it_up(client, charity, chair, marked_roles):
    log_in(client, chair)

    answer = client.get(home(charity))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index"))


def test_a_marked_role_cannot_post_either(client, charity, chair, marked_roles):
    log_in(client, chair)

    assert client.post(f"/o/{charity.slug}/people/").headers["Location"] == reverse("mfa_index")


def test_an_unmarked_role_needs_no_second_step(client, charity, volunteer, marked_roles):
    log_in(client, volunteer)

    assert client.get(home(charity)).status_code == 200


def test_the_app_is_asked_for_and_lets_in(client, charity, chair, marked_roles):
    secret = generate_totp_secret()
    TOTP.activate(chair.user, secret)

    answer = log_in(client, chair)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(home(charity)).status_code == 302

    client.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
    assert client.get(home(charity)).status_code == 200


def test_whoever_has_just_set_the_app_up_sees_the_recovery_codes_without_being_asked_again(
    client, charity, chair, marked_roles
):
    chair.user.set_unusable_password()  # as for those who sign in by codes from their mail
    chair.user.save()
    client.force_login(chair.user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    answer = client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)}, follow=True)

    assert answer.redirect_chain == [(reverse("mfa_view_recovery_codes"), 302)]
    assert answer.status_code == 200


def test_a_recovery_code_works_once(client, charity, chair, marked_roles):
    TOTP.activate(chair.user, generate_totp_secret())
    code = RecoveryCodes.activate(chair.user).get_unused_codes()[0]

    log_in(client, chair)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(home(charity)).status_code == 200

    again = Client()
    log_in(again, chair)
    again.post(reverse("mfa_authenticate"), {"code": code})
    assert again.get(home(charity)).status_code == 302


def test_sessions_are_listed_and_the_others_can_be_ended(client, charity, volunteer):
    stolen_phone = Client(headers={"user-agent": "Old phone"})
    log_in(stolen_phone, volunteer)
    log_in(client, volunteer)
    assert "Old phone" in client.get(reverse("usersessions_list")).content.decode()

    client.post(reverse("usersessions_list"))

    assert stolen_phone.get(home(charity)).status_code == 302
    assert client.get(home(charity)).status_code == 200
    assert UserSession.objects.filter(user=volunteer.user).count() == 1


def test_changing_the_second_step_asks_for_the_password_again(client, volunteer):
    client.force_login(volunteer.user)

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_an_inactive_sign_in_opens_nothing(client, charity, volunteer):
    volunteer.user.is_active = False
    volunteer.user.save()

    log_in(client, volunteer)

    assert client.get(home(charity)).status_code == 302


def test_one_sign_in_may_serve_two_charities_and_neither_shows_in_the_other(
    client, charity, other_charity, volunteer, stranger
):
    with acting_for(other_charity):
        Person.objects.create(name="Vera Lindqvist", user=volunteer.user)
    client.force_login(volunteer.user)

    choice = client.get("/").content.decode()
    here = client.get(home(charity)).content.decode()

    assert "Harbour Lights" in choice
    assert "Hill Farm" in choice
    assert "Hill Farm" not in here


@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code", "account_login"])
def test_an_empty_form_says_what_to_type(name, client, db):
    answer = client.post(reverse(name), {}).content.decode()

    assert "Type your e-mail address." in answer


@pytest.mark.parametrize(
    "name", ["account_change_password", "mfa_index", "usersessions_list", "account_logout", "account_reauthenticate"]
)
def test_the_pages_of_ones_own_account_open(name, client, volunteer):
    log_in(client, volunteer)

    assert client.get(reverse(name)).status_code == 200
