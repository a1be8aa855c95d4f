"""The list of people: found, filtered, turned over, taken away."""

import io
from datetime import date

import openpyxl
import pytest
from django.utils import timezone

from audit.models import AuditEvent
from organisations.models import Project
from people import services
from people.importing import FIELDS
from people.models import Person
from people.roles import Role
from people.views import listing
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db

URL = "/o/harbour-lights/people/"


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def shown(answer) -> list[str]:
    return [line.person.name for line in answer.context["lines"]]


def test_everybody_who_is_here_stands_in_the_order_of_names(signed_in, chair, volunteer, lead, new_person):
    new_person("Łukasz Wójcik", Role.VOLUNTEER)
    new_person("Øyvind Berg", Role.VOLUNTEER)

    assert shown(signed_in(chair).get(URL)) == [
        "Dana Whitlock",
        "Łukasz Wójcik",
        "Margaret Hale",
        "Øyvind Berg",
        "Vera Lindqvist",
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Dana Whitlock", "Jack Hargreaves", "Margaret Hale", "Vera Lindqvist"]),
        ("?q=lindqvist", ["Vera Lindqvist"]),
        ("?q=LÍNDQVIST+vera", ["Vera Lindqvist"]),
        ("?q=%20", ["Dana Whitlock", "Jack Hargreaves", "Margaret Hale", "Vera Lindqvist"]),
        ("?q=zzz", []),
        ("?role=volunteer", ["Jack Hargreaves", "Vera Lindqvist"]),
        ("?role=lead", ["Dana Whitlock"]),
        ("?role=nonsense", ["Dana Whitlock", "Jack Hargreaves", "Margaret Hale", "Vera Lindqvist"]),
        ("?status=left", ["Kevin Tranter"]),
        (
            "?status=all",
            ["Dana Whitlock", "George Allott", "Jack Hargreaves", "Kevin Tranter", "Margaret Hale", "Vera Lindqvist"],
        ),
        ("?project=1", []),
        (
            "?project=x&after=x&before=99999999999999999999",
            ["Dana Whitlock", "Jack Hargreaves", "Margaret Hale", "Vera Lindqvist"],
        ),
        ("?after=-1&before=%00&q=%00", ["Dana Whitlock", "Jack Hargreaves", "Margaret Hale", "Vera Lindqvist"]),
    ],
)
def test_what_the_filters_find(signed_in, scope, chair, lead, volunteer, new_person, query, names):
    project = Project.objects.create(name="Club")
    leaver, soon, dead = (new_person(n, Role.VOLUNTEER) for n in ("Kevin Tranter", "Jack Hargreaves", "George Allott"))
    services.leave(leaver, on=date(2025, 1, 31), by=chair)
    services.leave(soon, on=date(2099, 1, 31), by=chair)
    services.record_death(dead, on=date(2025, 1, 31), by=chair)
    query = query.replace("project=1", f"project={project.pk}")

    assert shown(signed_in(chair).get(URL + query)) == names


def test_people_of_another_charity_are_never_in_it(signed_in, chair, stranger):
    assert shown(signed_in(chair).get(URL + "?status=all&q=s")) == []


def test_an_empty_answer_says_what_to_do(signed_in, chair):
    assert "Nobody was found" in text(signed_in(chair).get(URL + "?q=zzz"))


def test_turning_over_shows_everybody_once_and_comes_back(signed_in, scope, chair, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    for number in range(7):
        Person.objects.create(name=f"Person {number}")
    client = signed_in(chair)

    first = client.get(URL + "?q=e")
    second = client.get(first.context["next"])
    third = client.get(second.context["next"])
    back = client.get(third.context["previous"])

    assert [shown(page) for page in (first, second, third, back)] == [
        ["Margaret Hale", "Person 0", "Person 1"],
        ["Person 2", "Person 3", "Person 4"],
        ["Person 5", "Person 6"],
        ["Person 2", "Person 3", "Person 4"],
    ]
    assert [page.context["previous"] == "" for page in (first, second, third)] == [True, False, False]
    assert [page.context["next"] == "" for page in (first, second, third)] == [False, False, True]
    assert "q=e" in third.context["previous"]


def test_namesakes_are_all_shown_when_the_page_is_turned(signed_in, scope, chair, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    keys = [Person.objects.create(name="Ann").pk for _time in range(4)]
    client = signed_in(chair)

    first = client.get(URL + "?q=ann")
    second = client.get(first.context["next"])

    assert [line.person.pk for page in (first, second) for line in page.context["lines"]] == keys


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_many(
    signed_in, scope, chair, new_person, others, django_assert_num_queries
):
    project = Project.objects.create(name="Club")
    for number in range(others):
        new_person(f"Person {number}", Role.VOLUNTEER, Role.STAFF, project=project, email=f"p{number}@example.org")
    client = signed_in(chair)

    with django_assert_num_queries(9):
        answer = client.get(URL)

    assert len(shown(answer)) == others + 1


@pytest.mark.parametrize("others", [1, 3])
def test_a_person_asks_as_much_with_one_role_as_with_many(
    signed_in, scope, chair, new_person, others, django_assert_num_queries
):
    person = new_person("Vera Lindqvist", *[Role.VOLUNTEER, Role.STAFF, Role.WEB_MANAGER][:others])
    for number in range(others):
        new_person(f"Member {number}", line_manager=person, email=f"m{number}@example.org")
        new_person("Vera Lindqvist", email=f"v{number}@example.org")
    client = signed_in(chair)

    with django_assert_num_queries(29):
        answer = client.get(f"{URL}{person.pk}/")

    assert len(answer.context["roles"]) == others


def test_contact_details_that_are_kept_back_are_not_in_the_list_or_the_files(
    signed_in, charity, coordinator, new_person
):
    kept_back = {"email": "nadia@safe.example", "phone": "07700 900123", "date_of_birth": date(1999, 3, 4)}
    new_person("Nadia Rahman", Role.VOLUNTEER, restricted=True, **kept_back)
    client = signed_in(coordinator)

    pages = [client.get(URL), client.get(URL + "export/csv/")]

    for page in pages:
        assert ("Nadia Rahman" in text(page), "nadia@safe" in text(page), "900123" in text(page)) == (
            True,
            False,
            False,
        )
    assert "Contact kept back" in text(pages[0])
    assert "1999-03-04" not in text(pages[1])


def test_the_chair_sees_what_is_kept_back(signed_in, charity, chair, new_person):
    new_person("Nadia Rahman", Role.VOLUNTEER, restricted=True, email="nadia@safe.example")

    assert "nadia@safe.example" in text(signed_in(chair).get(URL))


# --- The files (E-82) ----------------------------------------------------------------------------------------------


@pytest.fixture
def awkward(charity, new_person):
    new_person(
        '=HYPERLINK("http://evil.example")',
        Role.VOLUNTEER,
        email="x@example.org",
        phone="07700 900123",
        known_as="@cmd",
    )


def test_the_csv_runs_nothing_and_keeps_noughts(signed_in, charity, coordinator, awkward):
    answer = signed_in(coordinator).get(URL + "export/csv/?role=volunteer")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.decode("utf-8-sig").splitlines() == [
        ",".join(str(FIELDS[name]) for name in listing.EXPORTED),
        '"\'=HYPERLINK(""http://evil.example"")",\'@cmd,x@example.org,07700 900123,,Volunteer,,2024-09-01,,,,,',
    ]
    today = timezone.localdate().isoformat()
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="people-{today}.csv"')


def test_the_excel_file_holds_nothing_but_text(signed_in, charity, coordinator, awkward):
    answer = signed_in(coordinator).get(URL + "export/xlsx/?role=volunteer")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for cell in sheet[2] if cell.value is not None]
    assert [cell.value for cell in cells] == [
        '=HYPERLINK("http://evil.example")',
        "@cmd",
        "x@example.org",
        "07700 900123",
        "Volunteer",
        "2024-09-01",
    ]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_what_is_exported_can_be_imported_again(signed_in, scope, coordinator, awkward):
    content = signed_in(coordinator).get(URL + "export/csv/?role=volunteer").content

    upload = services.begin_import(content, file_name="people.csv", by=coordinator)
    row = next(iter(services.checked_rows(upload, by=coordinator)))

    assert (row.problems, row.name, row.values["phone"], row.roles) == (
        [],
        '=HYPERLINK("http://evil.example")',
        "07700 900123",
        ["volunteer"],
    )


def test_an_export_is_recorded(signed_in, charity, coordinator):
    signed_in(coordinator).get(URL + "export/csv/")

    with acting_for(charity):
        event = AuditEvent.objects.newest_first().first()
    assert (event.verb, event.actor_id, event.detail) == ("exported", coordinator.pk, {"people": 1, "file": "csv"})


def test_there_is_no_other_kind_of_file(signed_in, coordinator):
    assert signed_in(coordinator).get(URL + "export/exe/").status_code == 404


def test_a_kind_of_file_that_there_is_not_leaves_no_trace_in_the_audit(signed_in, chair, charity):
    answer = signed_in(chair).get("/o/harbour-lights/people/export/secrets/")

    with acting_for(charity):
        assert (answer.status_code, AuditEvent.objects.filter(verb="exported").count()) == (404, 0)
