"""A charity sets itself up: from an address that is proven by a code to a list of what to do next."""

import io
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from audit.models import AuditEvent
from organisations.models import AgencyContact, Organisation, Project, Settings
from people.models import Person, User
from people.roles import Role
from people.starting import STEPS
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db

ANSWERS = {
    "charity": {"name": "Beacon Hill Friends", "nation": "scotland"},
    "address": {"address": "2 High Street\nPeebles", "charity_number": "SC012345", "regulator": ""},
    "logo": {},
    "chair": {"who": "other", "name": "Ewan Baird", "email": "ewan@beacon.example"},
    "lead": {"who": "me"},
    "safeguarding-trustee": {"who": "other", "name": "ewan  BAIRD", "email": "EWAN@beacon.example"},
    "coordinator": {"who": "nobody"},
    "contact": {
        "children_as_contacts": "forbidden",
        "former_young_people": "decided",
        "direct_messages_by_register": "True",
        "contact_register_keeper": "lead",
        "quiet_from": "20:00",
        "quiet_until": "08:00",
        "other_hours": "Friday 22:00 to 09:00",
    },
    "accounts": {
        "account_approver": "trustee",
        "minimum_admins": "2",
        "minimum_monitors": "2",
        "platforms_need_assessment": "True",
        "comment_answer_days": "2",
        "house_rules": "Be kind.",
    },
    "pictures": {
        "child_agreement_age": "12",
        "personal_phone_photos": "False",
        "phone_photo_minimum_age": "7",
        "photo_storage": "",
        "photo_upload_hours": "48",
        "consent_refresh_months": "12",
        "picture_store": "False",
    },
    "workers": {
        "carer_agreement": "told",
        "prompt_suspension": "True",
        "staff_means": ["staff", "volunteer"],
        "age_bands": "10: by ability",
    },
    "policies": {"review_interval_months": "12", "approval_quorum": "2"},
    "projects": {"projects": "Club\nDrop-in\nClub\n"},
}


@pytest.fixture(autouse=True)
def open_installation(settings):
    settings.ALLOW_NEW_ORGANISATIONS = True


def text(answer) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def sign_in_by_code(client: Client, email="niamh@beacon.example") -> str:
    """From the first page to the first question."""
    confirm = client.post("/start/", {"name": " Niamh  Ó Briain ", "email": email}).headers["Location"]
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE).group(1)
    return client.post(confirm, {"code": code, "next": "/start/charity/"}).headers["Location"]


def answer_all(client: Client, **other) -> str:
    """Every page in its order, each leading to the next; where the last one leads."""
    here = "/start/charity/"
    for step in STEPS:
        assert here == f"/start/{step.key}/"
        here = client.post(here, (ANSWERS | other)[step.key]).headers["Location"]
    return here


@pytest.fixture
def beginner(client):
    sign_in_by_code(client)
    return client


def test_the_story_from_an_address_to_a_charity(client, django_capture_on_commit_callbacks):
    assert sign_in_by_code(client) == "/start/charity/"
    check = answer_all(client)
    page = text(client.get(check))
    assert ("Beacon Hill Friends" in page, "Scotland" in page, "Ewan Baird (ewan@beacon.example)" in page) == (
        True,
    ) * 3
    assert ("Niamh Ó Briain" in page, "Nobody yet" in page, "20:00" in page, "Be kind." in page) == (True,) * 4

    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(check, {"invite": "on"})

    assert done.headers["Location"] == "/o/beacon-hill-friends/settings/set-up/"
    charity = Organisation.objects.get()
    with acting_for(charity):
        me, ewan = Person.objects.get(user__email="niamh@beacon.example"), Person.objects.get(name="Ewan Baird")
        settings = Settings.current()
        assert (me.name, me.roles, ewan.roles) == (
            "Niamh Ó Briain",
            {Role.LEAD},
            {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE},
        )
        assert (charity.regulator, charity.charity_number) == ("Scottish Charity Regulator (OSCR)", "SC012345")
        assert (settings.contact_register_keeper, settings.age_bands) == ("lead", [[10, "by ability"]])
        assert settings.quiet_hours_by_weekday == {"4": ["22:00", "09:00"]}
        assert sorted(Project.objects.values_list("name", flat=True)) == ["Club", "Drop-in"]
        assert AgencyContact.objects.filter(name="Police Scotland").count() == 1
        assert AuditEvent.objects.as_chain().first().actor_label == "Niamh Ó Briain"
    assert [message.to for message in mail.outbox] == [["niamh@beacon.example"], ["ewan@beacon.example"]]


def test_whoever_holds_no_office_can_go_on_as_administrator(beginner):
    nobody = {key: {"who": "nobody"} for key in ("chair", "lead", "safeguarding-trustee")}
    beginner.post(answer_all(beginner, **nobody, coordinator={"who": "me"}), {})

    charity = Organisation.objects.get()
    with acting_for(charity):
        Settings.objects.update(second_factor_roles=[])
        assert Person.objects.get().roles == {Role.ADMINISTRATOR, Role.COORDINATOR}
    assert beginner.get("/o/beacon-hill-friends/settings/set-up/").status_code == 200


def test_nobody_is_invited_unasked(beginner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        beginner.post(answer_all(beginner), {"nothing": "1"})

    assert [message.to for message in mail.outbox] == [["niamh@beacon.example"]]


def test_the_set_up_list_says_what_is_missing_with_links(beginner):
    nobody = {key: {"who": "nobody"} for key in ("chair", "lead", "safeguarding-trustee", "coordinator")}
    beginner.post(answer_all(beginner, **nobody), {})
    with acting_for(Organisation.objects.get()):
        Settings.objects.update(second_factor_roles=[])

    page = text(beginner.get("/o/beacon-hill-friends/settings/set-up/"))

    assert "Chair of trustees: the role is filled" in page
    assert page.count("Nobody has been named yet.") == 4
    assert "Nobody at the charity has checked the numbers yet." in page
    assert 'href="/o/beacon-hill-friends/settings/agencies/"' in page


def test_before_anybody_holds_a_role_the_numbers_are_there(beginner):
    nobody = {key: {"who": "nobody"} for key in ("chair", "lead", "safeguarding-trustee", "coordinator")}
    beginner.post(answer_all(beginner, **nobody), {})
    with acting_for(Organisation.objects.get()):
        Settings.objects.update(second_factor_roles=[])

    page = text(beginner.get("/o/beacon-hill-friends/people/who-to-call/"))

    assert ("Nobody is named yet. Use the numbers below." in page, "Police Scotland" in page) == (True, True)
    assert 'href="tel:999"' in page


# --- Back, out of order, twice -------------------------------------------------------------------------------------


def test_what_was_typed_is_there_when_one_goes_back(beginner):
    beginner.post("/start/charity/", ANSWERS["charity"])
    beginner.post("/start/address/", ANSWERS["address"])

    assert 'value="Beacon Hill Friends"' in text(beginner.get("/start/charity/"))
    assert "2 High Street Peebles" in text(beginner.get("/start/address/"))


def test_a_change_from_the_last_page_leads_back_to_it(beginner):
    check = answer_all(beginner)

    answer = beginner.post("/start/charity/?change", ANSWERS["charity"] | {"name": "Beacon Friends"})

    assert answer.headers["Location"] == check
    assert "Beacon Friends" in text(beginner.get(check))


def test_pages_out_of_order_lead_to_the_first_open_one(beginner):
    beginner.post("/start/projects/", ANSWERS["projects"])

    assert beginner.get("/start/check/").headers["Location"] == "/start/charity/"
    assert beginner.post("/start/check/", {"invite": "on"}).headers["Location"] == "/start/charity/"
    assert Organisation.objects.count() == 0


def test_the_questions_begin_with_a_name(client, charity, volunteer):
    client.force_login(volunteer.user)

    assert client.get("/start/charity/").headers["Location"] == "/start/"
    assert client.get("/start/check/").headers["Location"] == "/start/"
    assert client.get("/start/nothing/").status_code == 404


def test_the_last_button_pressed_twice_makes_one_charity(beginner):
    check = answer_all(beginner)

    beginner.post(check, {"invite": ""})
    again = beginner.post(check, {"invite": ""})

    assert (Organisation.objects.count(), again.headers["Location"]) == (1, "/start/")


def test_a_logo_is_asked_for_and_kept(beginner):
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(picture, "PNG")
    hostile = beginner.post("/start/logo/", {"logo": SimpleUploadedFile("x.png", b"<svg/>")})
    assert "cannot be read as a picture" in text(hostile)

    check = answer_all(beginner, logo={"logo": SimpleUploadedFile("logo.png", picture.getvalue())})
    assert "You have chosen a logo." in text(beginner.get("/start/logo/"))
    beginner.post(check, {})

    served = beginner.get(Organisation.objects.get().logo_address)
    assert b"".join(served.streaming_content).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("key", "given", "sentence"),
    [
        ("charity", {"name": "", "nation": "england"}, "Enter the charity's name."),
        ("charity", {"name": "X"}, "Choose the nation."),
        ("chair", {}, "Choose who it is."),
        ("chair", {"who": "other", "name": " "}, "Enter the name."),
        ("chair", {"who": "other", "name": "X", "email": "none"}, "Enter an e-mail address such as name@example.org."),
        ("policies", {"review_interval_months": "0", "approval_quorum": "2"}, "Enter 1 or more."),
        ("policies", {"review_interval_months": "99", "approval_quorum": "2"}, "Enter 60 months at most."),
        ("contact", {}, "Answer this question."),
        ("projects", {"projects": "x" * 201}, "Each line takes at most 200 characters."),
    ],
)
def test_an_answer_that_makes_no_sense_is_asked_again(beginner, key, given, sentence):
    answer = beginner.post(f"/start/{key}/", given)

    assert (answer.status_code, sentence in text(answer)) == (200, True)


# --- Who may -------------------------------------------------------------------------------------------------------


def test_the_address_decides_who_it_is_and_tells_nobody_whether_it_is_known(client, other_charity, stranger):
    answers = [client.post("/start/", {"name": "X", "email": email}) for email in ("new@x.example", stranger.email)]

    assert {answer.headers["Location"] for answer in answers} == {
        "/accounts/login/code/confirm/?next=%2Fstart%2Fcharity%2F"
    }
    assert [message.to for message in mail.outbox] == [["new@x.example"], [stranger.email]]
    assert User.objects.filter(email__in=["new@x.example", stranger.email]).count() == 2


def test_a_person_who_is_signed_in_sets_up_a_second_charity_with_the_same_sign_in(client, charity, volunteer):
    client.force_login(volunteer.user)
    assert "What is your e-mail address?" not in text(client.get("/start/"))
    client.post("/start/", {"name": "Vera Lindqvist"})

    client.post(answer_all(client), {})

    second = Organisation.objects.get(slug="beacon-hill-friends")
    with acting_for(second):
        assert Person.objects.get(user=volunteer.user).name == "Vera Lindqvist"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "", "email": "a@b.example"}, "Answer this question."),
        ({"name": "X", "email": "none"}, "Enter an e-mail address such as name@example.org."),
    ],
)
def test_the_first_page_says_what_is_missing(client, given, sentence):
    assert sentence in text(client.post("/start/", given))


def test_too_many_codes_are_refused(client):
    answers = [client.post("/start/", {"name": "X", "email": "a@b.example"}) for _time in range(4)]

    assert "Too many codes were asked for." in text(answers[-1])


def test_a_closed_installation_says_whom_to_ask(client, charity, volunteer, settings):
    settings.ALLOW_NEW_ORGANISATIONS = False
    client.force_login(volunteer.user)

    answers = [client.get(url) for url in ("/start/", "/start/charity/", "/start/check/")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "whoever runs this installation" in text(answers[0])


def test_the_first_charity_can_always_be_set_up(client, settings):
    settings.ALLOW_NEW_ORGANISATIONS = False

    assert client.get("/start/").status_code == 200
