"""Reading people in: row by row, the good rows kept, the others given back with their reasons."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from audit.models import AuditEvent
from organisations.models import Project
from people import services
from people.models import CareLink, PeopleImport, Person, RoleHolding, ServicePeriod
from people.roles import Role
from safeguard.refusals import Refused

pytestmark = pytest.mark.django_db

URL = "/o/harbour-lights/people/import/"


def begun(text: str, by, name="people.csv") -> PeopleImport:
    return services.begin_import(text.encode(), file_name=name, by=by)


def problems(text: str, by) -> list[list[str]]:
    return [row.problems for row in services.checked_rows(begun(text, by), by=by)]


# --- Checking ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cell", "sentence"),
    [
        ("Phone", "07700 900123", None),
        ("Name", "", "The name is missing."),
        ("Name", "X" * 300, None),
        ("Name", "X" * 301, "Full name: at most 300 characters fit."),
        ("Email", "ann@example.org", None),
        ("Email", "ann at example", "“ann at example” is no e-mail address."),
        ("Email", "a" * 250 + "@example.org", "E-mail address: at most 254 characters fit."),
        ("Phone", "ask her", "“ask her” is no telephone number."),
        ("DOB", "17.6.01", None),
        ("DOB", "17 June 2001", None),
        ("DOB", "2001-06-17", None),
        ("DOB", "31 February 2001", "Date of birth: “31 February 2001” is no full date, such as 17 June 2001."),
        ("DOB", "May 2001", "Date of birth: “May 2001” is no full date, such as 17 June 2001."),
        ("DOB", "next week", "Date of birth: “next week” is no full date, such as 17 June 2001."),
        ("DOB", "1.1.2090", "Date of birth: “1.1.2090” lies in the future."),
        ("Start date", "1/9/2024", None),
        ("Start date", "1.1.2090", "Joined on: “1.1.2090” lies in the future."),
        ("Role", "Volunteer; staff member", None),
        ("Role", "Youth worker", None),
        ("Role", "Wizard", "“Wizard” is no role that your charity uses."),
        ("Role", "Trustee", "The role “Trustee” is given by the chair, on the person's page."),
        ("Project", "youth CLUB", None),
        ("Project", "Choir", "There is no project called “Choir”."),
    ],
)
def test_what_a_cell_may_hold(scope, chair, coordinator, heading, cell, sentence):
    Project.objects.create(name="Youth Club")
    services.name_roles({"staff": "Youth worker"}, by=chair)
    services.name_roles({"volunteer": "Helper"}, by=chair)
    out = io.StringIO()
    csv.writer(out).writerows([["Name", heading] if heading != "Name" else ["Email", "Name"], ["Ann", cell]])
    text = out.getvalue() if heading != "Name" else out.getvalue().replace("Ann", "ann@example.org")

    assert problems(text, coordinator) == [[sentence] if sentence else []]


def test_dates_are_read_with_the_day_first(scope, coordinator):
    rows = services.checked_rows(begun("Name,DOB\nAnn,3/4/2001\n", coordinator), by=coordinator)

    assert [row.values["date_of_birth"] for row in rows] == [date(2001, 4, 3)]


def test_a_year_of_two_figures_has_been(scope, coordinator):
    this_year = timezone.localdate().year
    text = f"Name,DOB\nOld,1.1.{(this_year + 1) % 100:02}\nYoung,1.1.{(this_year - 1) % 100:02}\n"

    rows = services.checked_rows(begun(text, coordinator), by=coordinator)

    assert [row.values["date_of_birth"].year for row in rows] == [this_year + 1 - 100, this_year - 1]


def test_what_would_turn_a_line_round_is_taken_out_of_a_name(scope, coordinator):
    rows = services.checked_rows(begun("Name\nAnn\u202egnp.exe\n", coordinator), by=coordinator)

    assert [row.name for row in rows] == ["Anngnp.exe"]


def test_first_and_last_name_make_a_name(scope, coordinator):
    rows = services.checked_rows(begun("Surname,First name\nO'Neill,Siobhán\n,Suprapto\n", coordinator), by=coordinator)

    assert [row.name for row in rows] == ["Siobhán O'Neill", "Suprapto"]


def test_a_name_in_the_list_or_twice_in_the_file_is_a_hint(scope, coordinator, volunteer):
    text = "Name,Email\nvera LINDQVIST,\nNew One,\nNew One,\nOther,VERA@harbour-lights.example\n"

    rows = list(services.checked_rows(begun(text, coordinator), by=coordinator))

    assert [row.twins for row in rows] == [["Vera Lindqvist"], [], ["row 3"], []]
    assert [row.shares for row in rows] == [[], [], [], ["Vera Lindqvist"]]
    assert [row.is_good for row in rows] == [True, True, True, True]


@pytest.mark.parametrize("rows", [1, 300])
def test_checking_asks_as_much_for_one_row_as_for_many(scope, chair, coordinator, rows, django_assert_num_queries):
    upload = begun("Name,Role,Project\n" + "".join(f"Person {n},Volunteer,\n" for n in range(rows)), coordinator)
    assert coordinator.roles == {Role.COORDINATOR}

    with django_assert_num_queries(4):  # is there a chair, role names, projects, people
        assert len(list(services.checked_rows(upload, by=coordinator))) == rows


# --- Taking in -----------------------------------------------------------------------------------------------------


def test_good_rows_are_kept_and_the_others_given_back(scope, coordinator):
    upload = begun("Name,Phone,Role,Start date\nZoë,07700900555,Volunteer,1/9/2025\n,1,,\n李小龙,,,\n", coordinator)

    done = services.finish_import(upload, by=coordinator)

    zoe = Person.objects.get(name="Zoë")
    assert (done.added, [row[2] for row in done.rows]) == (2, [["The name is missing."]])
    assert (zoe.phone, zoe.joined_on, zoe.search_text) == ("07700900555", date(2025, 9, 1), "zoe")
    assert RoleHolding.objects.get(person=zoe).starts_on == date(2025, 9, 1)
    assert ServicePeriod.objects.get(person=zoe).starts_on == date(2025, 9, 1)
    assert Person.objects.get(name="李小龙").joined_on == timezone.localdate()


def test_an_import_is_recorded_as_a_whole_and_for_each_person(scope, coordinator):
    services.finish_import(begun("Name\nAnn\n\n", coordinator), by=coordinator)

    whole, person = AuditEvent.objects.newest_first()[:2]
    assert (whole.verb, whole.detail) == ("imported", {"added": 1, "not taken": 0})
    assert (person.verb, person.detail) == ("created", {"row": 2, "roles": []})


@pytest.mark.parametrize(("with_twins", "added"), [(False, 1), (True, 3)])
def test_names_that_are_in_the_list_wait_for_a_word(scope, coordinator, volunteer, with_twins, added):
    upload = begun("Name\nVera Lindqvist\nNew One\nNew One\n", coordinator)

    done = services.finish_import(upload, by=coordinator, with_twins=with_twins)

    assert done.added == added
    if not with_twins:
        assert [row[2] for row in done.rows] == [
            ["Perhaps in the list already: Vera Lindqvist."],
            ["Perhaps in the list already: row 3."],
        ]


def test_a_list_is_taken_in_once(scope, coordinator):
    upload = begun("Name\nAnn\n", coordinator)
    again = PeopleImport.objects.get(pk=upload.pk)
    services.finish_import(upload, by=coordinator)

    with pytest.raises(Refused, match="This list was taken in already"):
        services.finish_import(again, by=coordinator)

    assert Person.objects.filter(name="Ann").count() == 1


def test_uploads_are_thrown_away_after_a_week_or_by_the_next_one(scope, chair, coordinator):
    mine = begun("Name\nAnn\n", coordinator)
    old = begun("Name\nAnn\n", chair)
    PeopleImport.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=8))

    new = begun("Name\nBob\n", coordinator)

    assert mine.pk != new.pk
    assert list(PeopleImport.objects.all()) == [new]


# --- The pages -----------------------------------------------------------------------------------------------------


def upload_to(client: Client, content: bytes, name: str = "people.csv"):
    return client.post(URL, {"table": SimpleUploadedFile(name, content)})


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_from_the_file_to_the_list_and_the_rest_back(signed_in, scope, coordinator):
    client = signed_in(coordinator)
    content = "Wer,Mobile\nZoë Ångström,07700900555\n,123\n=1+1,\n".encode()

    columns = upload_to(client, content).headers["Location"]
    assert "Say which column holds the name." in text(client.post(columns, {"phone": "1"}))
    check = client.post(columns, {"name": "0", "phone": "1"}).headers["Location"]
    page = text(client.get(check))
    assert ("Take in the 2 good rows" in page, "The name is missing." in page) == (True, True)
    result = client.post(check).headers["Location"]
    assert "2 people were added" in text(client.get(result))
    rest = client.get(result.replace("result", "not-taken-in"))

    assert Person.objects.filter(name__in=["Zoë Ångström", "=1+1"]).count() == 2
    assert rest.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert rest.content.decode("utf-8-sig").splitlines() == [
        "Wer,Mobile,Why it was not taken in",
        ",123,The name is missing.",
    ]
    assert client.post(check).headers["Location"] == result
    assert client.get(columns).headers["Location"] == result


def test_the_page_asks_about_names_that_are_in_the_list(signed_in, scope, coordinator, volunteer):
    client = signed_in(coordinator)
    check = upload_to(client, b"Name\nVera Lindqvist\n").headers["Location"] + "check/"

    assert "The same name as Vera Lindqvist." in text(client.get(check))
    assert "Answer this question." in text(client.post(check))
    client.post(check, {"with_twins": "yes"})

    assert Person.objects.filter(name="Vera Lindqvist").count() == 2


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "people.csv", "This file is empty. Choose another one."),
        (b"\x89PNG rest", "people.csv", "This file is no table."),
        (b"a" * (5 * 1024 * 1024 + 1), "people.csv", "This file is too large."),
        (b"Name\n", "people.csv", "There is nobody in this file."),
    ],
)
def test_a_bad_file_gets_a_sentence_beside_the_field(signed_in, charity, coordinator, content, name, sentence):
    answer = upload_to(signed_in(coordinator), content, name)

    assert (answer.status_code, sentence in text(answer)) == (200, True)


def test_without_a_file_the_page_says_what_to_do(signed_in, charity, coordinator):
    assert "Choose a file." in text(signed_in(coordinator).post(URL))


def test_columns_that_make_no_sense_are_refused_beside_their_boxes(signed_in, scope, coordinator):
    client = signed_in(coordinator)
    columns = upload_to(client, b"A,B\n1,2\n").headers["Location"]

    assert text(client.post(columns, {"name": "0", "email": "0"})).count("This column is chosen twice.") == 4
    assert "Select a valid choice" in text(client.post(columns, {"name": "17"}))


def test_steps_out_of_order_lead_back(signed_in, scope, coordinator):
    client = signed_in(coordinator)
    columns = upload_to(client, b"A,B\n1,2\n").headers["Location"]

    assert client.get(columns + "check/").headers["Location"] == columns
    assert client.get(columns + "result/").headers["Location"] == columns + "check/"


def test_a_list_can_be_thrown_away(signed_in, scope, coordinator):
    client = signed_in(coordinator)
    columns = upload_to(client, b"Name\nAnn\n").headers["Location"]

    client.post(columns + "discard/")

    assert (PeopleImport.objects.count(), client.get(columns).status_code) == (0, 404)
    event = AuditEvent.objects.newest_first().first()
    assert (event.verb, event.object_type, event.actor_id) == ("removed", "people.peopleimport", coordinator.pk)


def test_nobody_sees_the_list_that_somebody_else_uploaded(signed_in, scope, coordinator, chair):
    columns = upload_to(signed_in(coordinator), b"Name\nAnn\n").headers["Location"]
    client = Client()
    client.force_login(chair.user)

    answers = [client.get(columns + page).status_code for page in ("", "check/", "result/", "not-taken-in/")]

    assert [*answers, client.post(columns + "check/").status_code] == [404] * 5


def long_list(rows: int) -> str:
    return "Name\n" + "".join(f"Person {n}\n" for n in range(rows))


def test_a_long_list_goes_to_the_worker_and_the_page_waits(
    signed_in, charity, scope, coordinator, django_capture_on_commit_callbacks
):
    upload = begun(long_list(60), coordinator)
    client, check = signed_in(coordinator), f"{URL}{upload.pk}/check/"

    with django_capture_on_commit_callbacks() as asked:
        client.post(check, {})
    waiting = client.get(f"{URL}{upload.pk}/result/").content.decode()
    for ask in asked:
        ask()
        ask()  # the worker was asked twice
    done = client.get(f"{URL}{upload.pk}/result/").content.decode()

    assert "60 rows are being looked at" in waiting
    assert "60 people were added" in done
    assert Person.objects.matching("Person").count() == 60


# --- Families ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cell", "sentence"),
    [
        ("Adult at risk", "yes", None),
        ("Adult at risk", "No", None),
        ("Adult at risk", "perhaps", "Adult at risk: “perhaps” is neither yes nor no."),
        ("DOB", "1.1.1900", "Date of birth: “1.1.1900” is more than a hundred years ago."),
        ("Carer of", "mia TURNER", None),
        ("Carer of", "Leo Turner", "Carer of: there is nobody called “Leo Turner” in the list or the file."),
        ("Carer of", "Ann", "Nobody is their own carer."),
        ("Carer of", "Twin", "Carer of: several people are called “Twin”. Tie them on the page."),
    ],
)
def test_what_a_cell_about_a_family_may_hold(scope, coordinator, heading, cell, sentence):
    for name in ("Mia Turner", "Twin", "Twin"):
        services.add(name=name, roles=[Role.BENEFICIARY], by=coordinator)

    assert problems(f"Name,{heading}\nAnn,{cell}\n", coordinator) == [[sentence] if sentence else []]


def test_nobody_is_found_of_whom_one_may_not_know(scope, coordinator, lead):
    services.add(name="Mia Turner", roles=[Role.BENEFICIARY], by=lead, restricted=True)

    assert [len(problems("Name,Carer of\nAnn,Mia Turner\n", by)[0]) for by in (coordinator, lead)] == [1, 0]


def test_an_unknown_relationship_is_said(scope, coordinator):
    services.add(name="Mia Turner", roles=[Role.BENEFICIARY], by=coordinator)

    (found,) = problems("Name,Carer of,Relationship\nAnn,Mia Turner,step-uncle\n", coordinator)

    assert found == ["Relationship to that person: “step-uncle” is not known. Write mother, father or other."]


def test_families_come_in_whole_and_go_out_again(signed_in, scope, coordinator):
    services.add(name="Leo Turner", roles=[Role.BENEFICIARY], by=coordinator)
    table = (
        "Name,Role,Date of birth,Language,Adult at risk,Carer of,Relationship\n"
        "Anna Turner,Carer or parent,1985-01-02,Polish,,Mia Turner; Leo Turner,Mother\n"
        "Mia Turner,Beneficiary or member,2016-05-04,,,,\n"
        "Peter Langley,Beneficiary or member,1990-01-01,,Yes,,\n"
    )

    done = services.finish_import(begun(table, coordinator), by=coordinator)

    links = CareLink.objects.select_related("carer", "cared_for").order_by("pk")
    assert [(link.carer.name, link.cared_for.name, link.relationship, link.authority) for link in links] == [
        ("Anna Turner", "Mia Turner", "mother", "unknown"),
        ("Anna Turner", "Leo Turner", "mother", "unknown"),
    ]
    assert (done.added, done.rows, Person.objects.get(name="Peter Langley").adult_at_risk) == (3, [], True)
    file = signed_in(coordinator).get("/o/harbour-lights/people/export/csv/").content.decode("utf-8-sig")
    (anna,) = [row for row in csv.DictReader(io.StringIO(file)) if row["Full name"] == "Anna Turner"]
    assert (anna["Carer of"], anna["Relationship to that person"]) == ("Mia Turner; Leo Turner", "Mother")


def test_a_carer_whose_child_was_not_taken_in_is_given_back_with_the_reason(scope, coordinator):
    table = "Name,Carer of,Email\nAnna Turner,Mia Turner,\nMia Turner,,no address\n"

    done = services.finish_import(begun(table, coordinator), by=coordinator)

    assert (done.added, CareLink.objects.count()) == (1, 0)
    assert done.rows[-1][2] == ["This person is in the list now, but not as a carer: the other row was not taken in."]
