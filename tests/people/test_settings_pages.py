"""The settings: each question of the policies, asked in plain words, kept, refused with a sentence."""

from datetime import date, time

import pytest
from django.utils import timezone

from organisations.forms.rules import SECTIONS
from organisations.models import AgencyContact, LocalProtocol, Organisation, Project, Settings
from people.models import RoleLabel
from people.roles import Role
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db

URL = "/o/harbour-lights/settings/"
CONTACT = {
    "children_as_contacts": "forbidden",
    "former_young_people": "decided",
    "direct_messages_by_register": "True",
    "contact_register_keeper": "lead",
    "quiet_from": "20:00",
    "quiet_until": "08:30",
    "other_hours": "Friday 22:00 to 09:00\nsunday, 21.00 - 10.00",
}
WORKERS = {
    "carer_agreement": "sign",
    "prompt_suspension": "False",
    "staff_means": ["staff"],
    "age_bands": "0: in sight\n10: by ability",
}
ACCOUNTS = {
    "account_approver": "board",
    "minimum_admins": "3",
    "minimum_monitors": "1",
    "platforms_need_assessment": "False",
    "comment_answer_days": "1",
    "house_rules": "Be kind.",
}
PICTURES = {
    "child_agreement_age": "13",
    "personal_phone_photos": "True",
    "phone_photo_minimum_age": "7",
    "photo_storage": "Office drive",
    "photo_upload_hours": "24",
    "consent_refresh_months": "12",
    "picture_store": "False",
}


def text(answer) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


@pytest.fixture
def client(signed_in, charity, chair):
    return signed_in(chair)


@pytest.fixture
def settings_now(charity):
    def read() -> Settings:
        with acting_for(charity):
            return Settings.current()

    return read


@pytest.mark.clause("IL-51")
def test_contact_rules_are_kept_with_other_hours_on_some_days(client, settings_now):
    client.post(URL + "rules/contact/", CONTACT)

    now = settings_now()
    assert (now.contact_register_keeper, now.quiet_from, now.quiet_until) == ("lead", time(20), time(8, 30))
    assert now.quiet_hours_by_weekday == {"4": ["22:00", "09:00"], "6": ["21:00", "10:00"]}
    assert "Friday 22:00 to 09:00\nSunday 21:00 to 10:00" in client.get(URL + "rules/contact/").content.decode()


def test_the_other_sections_are_kept(client, settings_now):
    for section, given in (("accounts", ACCOUNTS), ("pictures", PICTURES), ("workers", WORKERS)):
        assert client.post(f"{URL}rules/{section}/", given).status_code == 302
    client.post(URL + "rules/policies/", {"review_interval_months": "24", "approval_quorum": "3"})

    now = settings_now()
    assert (now.account_approver, now.minimum_admins, now.platforms_need_assessment) == ("board", 3, False)
    assert (now.photo_storage, now.photo_upload_hours, now.personal_phone_photos) == ("Office drive", 24, True)
    assert (now.carer_agreement, now.staff_means) == ("sign", ["staff"])
    assert now.age_bands == [[0, "in sight"], [10, "by ability"]]
    assert (now.review_interval_months, now.approval_quorum) == (24, 3)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_a_section_that_is_saved_unread_changes_nothing(client, settings_now, section):
    before = settings_now().values()
    form = client.get(f"{URL}rules/{section.key}/").context["form"]
    given = {field.html_name: field.value() for field in form}

    answer = client.post(
        f"{URL}rules/{section.key}/",
        {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in given.items()},
    )

    assert (answer.status_code, settings_now().values()) == (302, before)


@pytest.mark.parametrize(
    ("section", "given", "field", "value", "sentence"),
    [
        ("contact", CONTACT, "other_hours", "Someday 22:00 to 09:00", "“Someday 22:00 to 09:00” cannot be read."),
        ("contact", CONTACT, "other_hours", "Friday 25:00 to 09:00", "cannot be read. Write it like this"),
        ("contact", CONTACT, "other_hours", "Friday", "cannot be read. Write it like this"),
        ("contact", CONTACT, "quiet_from", "late", "Enter a valid time."),
        ("contact", CONTACT, "children_as_contacts", "maybe", "Select a valid choice."),
        ("accounts", ACCOUNTS, "minimum_admins", "0", "Enter 1 or more."),
        ("accounts", ACCOUNTS, "minimum_admins", "many", "Enter a whole number."),
        ("accounts", ACCOUNTS, "minimum_admins", "9" * 40, "Ensure this value is less than or equal to"),
        ("pictures", PICTURES, "child_agreement_age", "40", "Enter an age of 18 at most."),
        ("workers", WORKERS, "age_bands", "ten: by ability", "“ten: by ability” cannot be read."),
        ("workers", WORKERS, "age_bands", "10", "cannot be read. Write the age, a colon and the words"),
        ("workers", WORKERS, "age_bands", "\n".join(f"{n}: x" for n in range(20)), "Enter at most 18 lines."),
        ("workers", WORKERS, "age_bands", "1: " + "x" * 300, "Each line takes at most 200 characters."),
        ("workers", WORKERS, "staff_means", ["wizard"], "Select a valid choice."),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_beside_its_question(
    client, settings_now, section, given, field, value, sentence
):
    before = settings_now().values()

    answer = client.post(f"{URL}rules/{section}/", given | {field: value})

    assert (answer.status_code, sentence in text(answer), settings_now().values()) == (200, True, before)


def test_the_second_step_is_asked_of_the_roles_that_are_ticked(client, settings_now, charity, chair):
    client.post(URL + "second-step/", {"roles": ["lead", "trustee"]})
    assert settings_now().second_factor_roles == ["lead", "trustee"]
    assert client.get(URL).status_code == 200

    client.post(URL + "second-step/", {"roles": ["chair"]})

    assert client.get(URL).headers["Location"] == "/accounts/2fa/"


def test_roles_are_called_as_the_charity_calls_them(client, charity):
    client.post(URL + "roles/", {"lead": "Designated Safeguarding Officer", "line_manager": "Youth work manager"})

    with acting_for(charity):
        labels = RoleLabel.objects.by_role()
    assert (labels["lead"], labels["line_manager"]) == ("Designated Safeguarding Officer", "Youth work manager")
    page = text(client.get("/o/harbour-lights/people/who-can-do-what/"))
    assert ("Designated Safeguarding Officer" in page, "Designated safeguarding lead" in page) == (True, False)
    assert "at most 100 characters" in text(client.post(URL + "roles/", {"lead": "x" * 101}))


# --- The charity ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "given", "field", "kept"),
    [
        ("name", {"name": " Harbour  Lanterns ", "nation": "wales"}, "name", "Harbour Lanterns"),
        ("address", {"address": "1 Quay", "charity_number": "12", "regulator": "OSCR"}, "regulator", "OSCR"),
        (
            "neighbours",
            {"local_partnership": "P", "languages": "English\nWelsh\nEnglish"},
            "languages",
            ["English", "Welsh"],
        ),
        ("colour", {"brand_colour": "#AA3344"}, "brand_colour", "#aa3344"),
    ],
)
def test_the_charitys_details_are_kept(client, part, given, field, kept):
    client.post(f"{URL}charity/{part}/", given)

    assert getattr(Organisation.objects.get(), field) == kept
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize(
    ("part", "given", "sentence"),
    [
        ("name", {"name": "", "nation": "england"}, "Enter the charity's name."),
        ("name", {"name": "X" * 301, "nation": "england"}, "at most 300 characters"),
        ("name", {"name": "X", "nation": "atlantis"}, "Select a valid choice."),
        ("colour", {"brand_colour": "red"}, "Enter a colour such as #114b5f."),
        ("colour", {"brand_colour": "#</a>"}, "Enter a colour such as #114b5f."),
    ],
)
def test_bad_details_are_refused_and_show_nowhere(client, charity, part, given, sentence):
    answer = client.post(f"{URL}charity/{part}/", given)

    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert ("Harbour Lights" in text(answer), Organisation.objects.get().name) == (True, "Harbour Lights")


# --- Lists ---------------------------------------------------------------------------------------------------------


def test_an_agency_is_added_changed_checked_and_removed(client, charity):
    given = {"name": "Gateway", "kind": "children", "purpose": "A child is at risk", "link": "gateway.example"}
    client.post(URL + "agencies/add/", given)
    with acting_for(charity):
        gateway = AgencyContact.objects.get()
    assert (gateway.link, gateway.last_verified_on) == ("https://gateway.example", None)
    assert "stands in the list for this purpose already" in text(client.post(URL + "agencies/add/", given))
    assert "Not yet" in text(client.get(URL + "agencies/"))

    client.post(f"{URL}agencies/{gateway.pk}/", given | {"phone": "01632 960110"})
    client.post(f"{URL}agencies/{gateway.pk}/checked/")

    with acting_for(charity):
        gateway = AgencyContact.objects.get()
    assert (gateway.phone, gateway.last_verified_on) == ("01632 960110", timezone.localdate())
    client.post(f"{URL}agencies/{gateway.pk}/remove/")
    assert "No agency is in the list" in text(client.get(URL + "agencies/"))


@pytest.mark.parametrize("link", ["not a link at all", "javascript:alert(1)", "ftp//x"])
def test_a_link_that_is_none_is_refused(client, link):
    given = {"name": "Gateway", "kind": "children", "purpose": "A child is at risk", "link": link}

    assert "Enter a web address such as https://example.org." in text(client.post(URL + "agencies/add/", given))


@pytest.mark.clause("IL-76")
def test_carers_find_the_contact_of_an_activity(client, signed_in, charity, volunteer):
    client.post(
        URL + "projects/add/",
        {"name": "Thursday Group", "contact_name": "Helen Marsh", "contact_phone": "07700 900101"},
    )

    page = text(signed_in(volunteer).get("/o/harbour-lights/people/who-to-call/"))

    assert "Carers reach us here:" in page
    assert 'Helen Marsh</bdi>, <a href="tel:07700900101">07700 900101</a>' in page


@pytest.mark.clause("RW-27")
def test_projects_with_a_page_are_listed_for_print(client, charity):
    client.post(URL + "projects/add/", {"name": "Welcome scheme", "online_page": "https://facebook.example/welcome"})
    client.post(
        URL + "projects/add/", {"name": "Ended scheme", "ends_on": "1.1.2020", "online_page": "https://old.example"}
    )

    page = text(client.get("/o/harbour-lights/people/who-to-call/"))

    assert ("https://facebook.example/welcome" in page, "https://old.example" in page) == (True, False)
    assert "Not now" in text(client.get(URL + "projects/"))


@pytest.mark.clause("WR-46")
def test_the_rule_against_running_others_down_is_printed_for_everybody(client, signed_in, charity, volunteer):
    page = text(signed_in(volunteer).get("/o/harbour-lights/people/who-to-call/"))

    assert "runs down children, schools or the organisations we work with." in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Answer this question."),
        ({"name": "club"}, "There is a project called “club” already."),
        ({"name": "X", "starts_on": "2.1.2026", "ends_on": "1.1.2026"}, "The last day lies before the first."),
        ({"name": "X", "starts_on": "sometime"}, "sometime"),
    ],
)
def test_a_bad_project_is_refused_beside_its_question(client, charity, given, sentence):
    with acting_for(charity):
        Project.objects.create(name="Club")

    answer = client.post(URL + "projects/add/", given)

    assert (answer.status_code, sentence in text(answer)) == (200, True)
    with acting_for(charity):
        assert Project.objects.count() == 1


def test_a_project_is_changed_ended_and_removed(client, charity):
    client.post(URL + "projects/add/", {"name": "Club"})
    with acting_for(charity):
        club = Project.objects.get()

    client.post(f"{URL}projects/{club.pk}/", {"name": "Club", "ends_on": "1.3.2026"})
    with acting_for(charity):
        assert Project.objects.get().ends_on == date(2026, 3, 1)
    client.post(f"{URL}projects/{club.pk}/remove/")

    with acting_for(charity):
        assert Project.objects.count() == 0


def test_a_project_with_people_stays_with_a_sentence(client, charity, new_person):
    with acting_for(charity):
        club = Project.objects.create(name="Club")
    new_person("Vera", Role.VOLUNTEER, project=club)

    answer = client.post(f"{URL}projects/{club.pk}/remove/", follow=True)

    assert "“Club” is used elsewhere, so it stays. You can give it an end date." in text(answer)


@pytest.mark.clause("RW-18")
def test_a_protocol_is_added_changed_and_removed(client, charity):
    client.post(URL + "protocols/add/", {"name": "Sharing", "area": "Seahaven", "link": "p.example", "version": "2"})
    with acting_for(charity):
        protocol = LocalProtocol.objects.get()
    assert ("Seahaven" in text(client.get(URL + "protocols/")), protocol.link) == (True, "https://p.example")

    client.post(f"{URL}protocols/{protocol.pk}/", {"name": "Sharing", "version": "3"})
    with acting_for(charity):
        assert LocalProtocol.objects.get().version == "3"
    client.post(f"{URL}protocols/{protocol.pk}/remove/")

    assert "No local protocol is in the list" in text(client.get(URL + "protocols/"))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("place", "kind"), [("agencies", AgencyContact), ("projects", Project), ("protocols", LocalProtocol)]
)
def test_a_list_asks_as_much_for_one_as_for_many(client, charity, place, kind, rows, django_assert_num_queries):
    with acting_for(charity):
        parent = Project.objects.create(name="Parent")
        for number in range(rows):
            kind.objects.create(name=f"Row {number}", **({"parent": parent} if kind is Project else {}))
    expected = {"agencies": 6, "projects": 7, "protocols": 6}[place]

    with django_assert_num_queries(expected):
        answer = client.get(f"{URL}{place}/")

    assert text(answer).count("Row ") >= rows
