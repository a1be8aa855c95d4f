"""From the list of people to a sign-in of one's own."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from audit.models import AuditEvent
from people import links, services
from people.models import Person, Purpose, User
from people.roles import Role
from people.services.invitations import InvitationRefused
from safeguard.scoping import acting_for
from tests.conftest import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(new_person):
    return new_person("Nora Quinn", Role.VOLUNTEER, email="nora@home.example", signs_in=False)


@pytest.fixture
def invited(charity, chair, newcomer, django_capture_on_commit_callbacks):
    """The path of the page behind the link that went to the newcomer."""
    with acting_for(charity), django_capture_on_commit_callbacks(execute=True):
        services.invite(newcomer, by=chair)
    return path_in(mail.outbox[-1])


def path_in(message) -> str:
    return urlsplit(re.search(r"https://safeguard\.example/\S+", message.body).group(0)).path


def again(person):
    with acting_for(person.organisation):
        return Person.objects.get(pk=person.pk)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


# --- Sending -------------------------------------------------------------------------------------------------------


def test_an_invitation_goes_as_text_and_html_to_the_person_alone(charity, invited):
    message = mail.outbox[-1]

    assert (message.to, message.subject) == (["nora@home.example"], "Your sign-in at Harbour Lights")
    assert [kind for _content, kind in message.alternatives] == ["text/html"]
    assert f'href="https://safeguard.example{invited}"' in message.alternatives[0][0]
    assert "<style" not in message.alternatives[0][0]
    assert message.body.startswith("Dear Nora Quinn,")


def test_nothing_is_sent_when_the_change_is_undone(charity, chair, newcomer, django_capture_on_commit_callbacks):
    with acting_for(charity), django_capture_on_commit_callbacks() as waiting:
        services.invite(newcomer, by=chair)

    assert (len(waiting), mail.outbox) == (1, [])


def test_an_invitation_is_recorded_without_its_link(charity, invited, newcomer):
    with acting_for(charity):
        event = AuditEvent.objects.about(newcomer).newest_first().first()

    assert (event.verb, event.detail) == ("invited", {})


def test_a_second_invitation_closes_the_first(
    charity, chair, newcomer, invited, client, django_capture_on_commit_callbacks
):
    with acting_for(charity), django_capture_on_commit_callbacks(execute=True):
        services.invite(newcomer, by=chair)

    assert client.get(invited).status_code == 410
    assert client.get(path_in(mail.outbox[-1])).status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "has no e-mail address that we may use"),
        ({"do_not_email": True}, "has no e-mail address that we may use"),
        ({"left_on": "2025-01-01"}, "is not here any more"),
        ({"deceased_on": "2025-01-01"}, "is not here any more"),
    ],
)
def test_who_cannot_be_invited(scope, chair, newcomer, fields, sentence):
    Person.objects.filter(pk=newcomer.pk).update(**fields)

    with pytest.raises(InvitationRefused, match=sentence):
        services.invite(Person.objects.get(pk=newcomer.pk), by=chair)


def test_who_can_sign_in_is_not_invited(scope, chair, volunteer):
    with pytest.raises(InvitationRefused, match="Vera Lindqvist can sign in already"):
        services.invite(volunteer, by=chair)


def test_who_left_between_the_button_and_the_worker_gets_no_mail(
    charity, chair, newcomer, django_capture_on_commit_callbacks
):
    with acting_for(charity), django_capture_on_commit_callbacks() as waiting:
        services.invite(newcomer, by=chair)
        services.leave(newcomer, on=timezone.localdate(), by=chair)
    for send in waiting:
        send()

    assert mail.outbox == []


# --- Accepting -----------------------------------------------------------------------------------------------------


def test_opening_the_link_changes_nothing(client, newcomer, invited):
    answer = client.get(invited)

    assert "Are you Nora Quinn?" in text(answer)
    assert (again(newcomer).user, User.objects.filter(email="nora@home.example").exists()) == (None, False)


@pytest.mark.parametrize("password", ["", "correct horse battery"])
def test_the_button_makes_a_sign_in_and_signs_in(client, charity, newcomer, invited, password):
    answer = client.post(invited, {"password": password})

    user = again(newcomer).user
    assert (answer.status_code, answer.headers["Location"]) == (302, "/o/harbour-lights/")
    assert (user.email, user.has_usable_password()) == ("nora@home.example", bool(password))
    assert EmailAddress.objects.get(user=user).verified is True
    assert client.get("/o/harbour-lights/people/who-to-call/").status_code == 200
    with acting_for(charity):
        event = AuditEvent.objects.about(newcomer).newest_first().first()
        assert (event.verb, event.actor_id) == ("joined", newcomer.pk)


@pytest.mark.parametrize("password", ["short", "password123", "1234567890123"])
def test_a_weak_password_is_refused_beside_the_box(client, newcomer, invited, password):
    answer = client.post(invited, {"password": password})

    assert (answer.status_code, "field--error" in text(answer), again(newcomer).user) == (200, True, None)


def test_a_link_is_used_once(client, newcomer, invited):
    client.post(invited, {"password": ""})
    other = Client()

    assert "This invitation was used before." in text(other.get(invited))
    assert "This invitation was used before." in text(other.post(invited, {"password": ""}))
    assert other.get("/o/harbour-lights/").status_code == 302


@pytest.mark.parametrize("token", ["wrong", "a" * 300, "🙂"])
def test_a_wrong_link_says_what_to_do(client, db, token):
    answer = client.get(f"/invitation/{token}/")

    assert (answer.status_code, "Ask the charity to send you a new one." in text(answer)) == (410, True)


def test_a_link_for_signing_opens_no_sign_in(client, charity, newcomer):
    with acting_for(charity):
        token = links.issue(newcomer, Purpose.SIGN)

    assert client.post(f"/invitation/{token}/", {"password": ""}).status_code == 410
    assert again(newcomer).user is None


def test_an_old_link_says_so(client, charity, newcomer, invited):
    with acting_for(charity):
        newcomer.links.update(expires_at=timezone.now())

    assert "This link is out of date." in text(client.get(invited))


# --- One sign-in, several charities (E-19) -------------------------------------------------------------------------


def test_an_existing_sign_in_is_used_by_its_owner_alone(client, other_charity, newcomer, invited):
    elsewhere = make_person(other_charity, "Nora Quinn", Role.VOLUNTEER, email="nora@home.example")

    assert "There is a sign-in with nora@home.example already." in text(client.get(invited))
    assert "Sign in with it first." in text(client.post(invited, {"password": "correct horse battery"}))
    assert again(newcomer).user is None

    client.force_login(elsewhere.user)
    client.post(invited)

    assert again(newcomer).user == elsewhere.user
    assert client.get("/o/harbour-lights/people/who-to-call/").status_code == 200
    assert client.get("/o/hill-farm/people/who-to-call/").status_code == 200


def test_nothing_of_one_charity_shows_in_the_other(client, other_charity, charity, chair, newcomer, invited):
    elsewhere = make_person(other_charity, "Nora Quinn", Role.VOLUNTEER, email="nora@home.example")
    client.force_login(elsewhere.user)
    client.post(invited)
    colleague = Client()
    colleague.force_login(chair.user)

    page = text(colleague.get(f"/o/harbour-lights/people/{newcomer.pk}/"))

    assert "Hill Farm" not in page


# --- One address, two people (E-14) --------------------------------------------------------------------------------


def test_the_second_of_a_couple_uses_another_address_proven_by_a_code(
    client, charity, chair, newcomer, invited, new_person
):
    new_person("Pat Quinn", Role.VOLUNTEER, email="nora@home.example")

    page = text(client.get(invited))
    assert "somebody else's at this charity" in page.replace("&#x27;", "'")

    answer = client.post(invited, {"email": "nora.alone@home.example"})
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE).group(1)
    assert mail.outbox[-1].to == ["nora.alone@home.example"]
    answer = client.post(answer.headers["Location"], {"code": code, "next": invited})
    assert answer.headers["Location"] == invited
    client.post(invited)

    assert again(newcomer).user.email == "nora.alone@home.example"
    assert EmailAddress.objects.get(email="nora.alone@home.example").verified is True


def test_the_other_of_a_couple_cannot_take_the_place_while_signed_in(client, newcomer, invited, new_person):
    pat = new_person("Pat Quinn", Role.VOLUNTEER, email="nora@home.example")
    client.force_login(pat.user)

    assert "this sign-in is Pat Quinn's here" in text(client.get(invited)).replace("&#x27;", "'")
    client.post(invited)

    assert (again(newcomer).user, again(pat).user) == (None, pat.user)


def test_an_address_that_is_none_is_refused_beside_the_box(client, newcomer, invited):
    answer = client.post(invited, {"email": "no address"})

    assert "Enter an e-mail address such as name@example.org." in text(answer)


def test_too_many_codes_are_refused_with_a_sentence(client, newcomer, invited):
    answers = [client.post(invited, {"email": "other@home.example"}) for _time in range(5)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200, 200]
    assert "Too many codes were asked for." in text(answers[-1])


# --- Taking it away ------------------------------------------------------------------------------------------------


def test_a_sign_in_that_is_taken_away_opens_nothing_here_and_stays_elsewhere(
    client, charity, other_charity, chair, volunteer
):
    with acting_for(other_charity):
        Person.objects.create(name="Vera Lindqvist", user=volunteer.user)
    client.force_login(volunteer.user)

    with acting_for(charity):
        services.take_sign_in(volunteer, by=chair)

    assert client.get("/o/harbour-lights/people/who-to-call/").status_code == 404
    assert client.get("/o/hill-farm/people/who-to-call/").status_code == 200
