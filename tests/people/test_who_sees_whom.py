"""Whose names somebody sees: a truth table by role, project and restriction, and the pages that follow from it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from organisations.models import Project
from people import services
from people.models import Authority, CareLink, Person, Relationship
from people.roles import INSIDERS, Role
from people.visibility import cared_for_visible_to, listed_to

pytestmark = pytest.mark.django_db

URL = "/o/harbour-lights/people/"
TODAY = timezone.localdate

ALL = ["In", "In kept", "Out", "Out kept"]
OPEN, PROJECT, NOBODY = ["In", "Out"], ["In"], []
SEES = {
    **dict.fromkeys(Role, NOBODY),
    **dict.fromkeys((Role.CHAIR, Role.LEAD), ALL),
    **dict.fromkeys((Role.TRUSTEE, Role.SAFEGUARDING_TRUSTEE, Role.COORDINATOR), OPEN),
    **dict.fromkeys(
        (Role.STAFF, Role.VOLUNTEER, Role.CONTRACTOR, Role.LINE_MANAGER, Role.WEB_MANAGER, Role.ASSESSOR), PROJECT
    ),
}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def club(scope):
    return Project.objects.create(name="Quayside Club")


@pytest.fixture
def members(scope, club):
    other = Project.objects.create(name="Lantern")
    made = {}
    for name, project, kept_back in (
        ("In", club, False),
        ("In kept", club, True),
        ("Out", other, False),
        ("Out kept", other, True),
    ):
        made[name] = services.add(
            name=name, roles=[Role.BENEFICIARY], project=project, restricted=kept_back, by="The tests"
        )
    return made


@pytest.mark.parametrize("role", Role)
def test_who_sees_whom(members, club, new_person, role):
    reader = new_person("Olu Reader", role, project=club)
    names = cared_for_visible_to(reader, TODAY()).exclude(pk=reader.pk).order_by("name").values_list("name", flat=True)

    assert list(names) == SEES[role]


def test_a_part_of_a_project_belongs_to_its_workers(members, club, new_person):
    part = Project.objects.create(name="Little ones", parent=club)
    services.change(members["Out"], by="The tests", project=part)

    seen = cared_for_visible_to(new_person("Olu Reader", Role.STAFF, project=club), TODAY())

    assert sorted(person.name for person in seen) == ["In", "Out"]


def test_who_left_sees_nobody(members, club, new_person):
    reader = new_person("Olu Reader", Role.LEAD, left_on=date(2025, 1, 1))

    assert list(cared_for_visible_to(reader, TODAY())) == []


@pytest.mark.parametrize(
    ("authority", "age", "ended", "sees"),
    [
        (Authority.PARENTAL, 9, False, True),
        (Authority.UNKNOWN, 9, False, True),
        (Authority.PARENTAL, None, False, True),
        (Authority.PARENTAL, 9, True, False),
        (Authority.PARENTAL, 18, False, False),
        (Authority.DELEGATED, 18, False, False),
        (Authority.UNKNOWN, 18, False, False),
        (Authority.NONE, 34, False, True),
        (Authority.DEPUTY, 34, False, True),
    ],
)
def test_a_carer_sees_those_whom_they_look_after_and_nobody_else(members, new_person, authority, age, ended, sees):
    """E-26: what a parent may see ends when the young person decides alone."""
    carer, child = new_person("Anna Turner", Role.CARER), members["Out kept"]
    born = date(TODAY().year - age, 1, 1) if age else None
    services.change(child, by="The tests", date_of_birth=born)
    CareLink.objects.create(
        cared_for=child,
        carer=carer,
        relationship=Relationship.MOTHER,
        authority=authority,
        starts_on=date(2020, 1, 1),
        ends_on=TODAY() if ended else None,
    )

    assert [person.name for person in cared_for_visible_to(carer, TODAY())] == (["Out kept"] if sees else [])


def test_in_scotland_it_ends_with_sixteen(members, charity, new_person):
    type(charity).objects.filter(pk=charity.pk).update(nation="scotland")
    carer, child = new_person("Anna Turner", Role.CARER), members["Out"]
    charity.refresh_from_db()
    services.add_carer(child, carer, by="The tests", relationship=Relationship.MOTHER, authority=Authority.PARENTAL)
    seen = []
    for born in (TODAY() - timedelta(days=15 * 365), TODAY() - timedelta(days=17 * 365)):
        services.change(child, by="The tests", date_of_birth=born)
        seen.append(cared_for_visible_to(carer, TODAY()).exists())

    assert seen == [True, False]


def test_a_member_sees_only_themself(members, new_person):
    member = new_person("Peter Langley", Role.BENEFICIARY)

    assert list(cared_for_visible_to(member, TODAY())) == [member]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.CHAIR, {"In", "In kept", "Out", "Out kept", "Vera Lindqvist"}),
        (Role.COORDINATOR, {"In", "Out", "Vera Lindqvist"}),
        (Role.TRUSTEE, {"In", "Out", "Vera Lindqvist"}),
        (Role.ADMINISTRATOR, {"Vera Lindqvist"}),
    ],
)
def test_the_list_of_people_and_its_files_name_nobody_more(signed_in, members, volunteer, new_person, role, names):
    """Those who were cared for once, and second entries of them, are as secret as before."""
    services.leave(members["Out kept"], on=TODAY(), by="The tests")
    Person.objects.create(name="Again kept", merged_into=members["In kept"])
    client = signed_in(new_person("Olu Reader", role))

    shown = {line.person.name for line in client.get(URL + "?status=all").context["lines"]} - {"Olu Reader"}
    file = client.get(URL + "export/csv/?status=all")

    assert shown - {"Again kept"} == names
    assert "In kept" not in text(file) or role == Role.CHAIR
    assert "Again kept" not in shown or role == Role.CHAIR


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STAFF, Role.ADMINISTRATOR, Role.CARER])
def test_every_page_about_somebody_kept_back_is_not_there(signed_in, members, club, new_person, role):
    client, key = signed_in(new_person("Olu Reader", role, project=club)), members["In kept"].pk
    pages = ["", "change/", "roles/give/", "leave/", "return/", "died/", "carers/add/", "twice/"]

    answers = [client.get(f"{URL}{key}/{page}").status_code for page in pages]

    assert answers == [404] * len(pages)
    assert client.get(f"{URL}cared-for/{key}/").status_code == 404


def test_somebody_of_the_same_name_is_no_hint_to_whoever_may_not_know(signed_in, members, coordinator):
    answer = signed_in(coordinator).post(URL + "add/", {"name": "In kept", "joined_on": "1.9.2026"})

    assert answer.status_code == 302


# --- The page of one's own work ------------------------------------------------------------------------------------


def test_a_worker_reads_what_the_work_needs(signed_in, members, club, new_person):
    child = services.change(
        members["In"],
        by="The tests",
        language="Welsh",
        contact_preference="carer_only",
        safe_contact="After six",
        age_band="8 to 10",
        email="in@families.example",
    )
    open_carer = new_person("Anna Turner", Role.CARER, phone="07700 900555")
    kept_carer = new_person("Ben Turner", Role.CARER, phone="07700 900556", restricted=True)
    for carer in (open_carer, kept_carer):
        services.add_carer(child, carer, by="The tests", relationship=Relationship.PARENT, court_order="Secret words")
    client = signed_in(new_person("Olu Reader", Role.STAFF, project=club))

    page = text(client.get(f"{URL}cared-for/{child.pk}/"))

    assert all(words in page for words in ("Welsh", "After six", "8 to 10", "Anna Turner", "07700 900555"))
    assert "Contact only the parents or carers: Anna Turner (Parent) or Ben Turner (Parent)." in page
    assert not any(words in page for words in ("07700 900556", "in@families.example", "Secret words"))


def test_a_volunteer_asks_the_coordinator_for_a_parents_number(signed_in, members, club, new_person):
    carer = new_person("Anna Turner", Role.CARER, phone="07700 900555")
    services.add_carer(members["In"], carer, by="The tests", relationship=Relationship.MOTHER)
    client = signed_in(new_person("Olu Reader", Role.VOLUNTEER, project=club))

    page = text(client.get(f"{URL}cared-for/{members['In'].pk}/"))

    assert ("07700 900555" in page, "Ask the coordinator" in page) == (False, True)


def test_a_carer_sees_the_child_but_neither_the_other_parent_nor_the_safe_contact(signed_in, members, new_person):
    """E-29: nothing of one parent shows to the other."""
    child = services.change(members["Out"], by="The tests", safe_contact="Not while Ben is there")
    anna, ben = new_person("Anna Turner", Role.CARER), new_person("Ben Turner", Role.CARER)
    for carer in (anna, ben):
        services.add_carer(child, carer, by="The tests", relationship=Relationship.PARENT)

    answer = signed_in(anna).get(f"{URL}cared-for/{child.pk}/")

    assert (answer.status_code, "Ben" in text(answer)) == (200, False)


def test_whoever_sees_the_list_goes_on_to_the_whole_page(signed_in, members, coordinator):
    answer = signed_in(coordinator).get(f"{URL}cared-for/{members['In'].pk}/")

    assert answer.headers["Location"] == f"{URL}{members['In'].pk}/"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["In", "In two"]),
        ("?q=TWO", ["In two"]),
        ("?q=zzz", []),
        ("?q=%00&project=x&after=x", ["In", "In two"]),
        ("?project=99999999999999999999999", ["In", "In two"]),
    ],
)
def test_the_list_of_the_people_of_ones_own_work(signed_in, members, club, new_person, query, names):
    services.add(name="In two", roles=[Role.BENEFICIARY], project=club, by="The tests")

    answer = signed_in(new_person("Olu Reader", Role.STAFF, project=club)).get(f"{URL}cared-for/{query}")

    assert [line["person"].name for line in answer.context["lines"]] == names


@pytest.mark.parametrize("others", [1, 5])
def test_it_asks_as_much_for_one_as_for_many(signed_in, club, new_person, others, django_assert_num_queries):
    for number in range(others):
        services.add(name=f"Member {number}", roles=[Role.BENEFICIARY], project=club, by="The tests")
    client = signed_in(new_person("Olu Reader", Role.STAFF, project=club))

    with django_assert_num_queries(9):
        answer = client.get(f"{URL}cared-for/")

    assert len(answer.context["lines"]) == others


def test_somebody_without_a_part_in_it_finds_an_empty_page(signed_in, members, new_person):
    donor = new_person("Olu Reader", Role.DONOR)

    answer = signed_in(donor).get(f"{URL}cared-for/")

    assert (answer.context["lines"], "You and your family" in text(answer)) == ([], True)


def test_everybody_is_listed_to_those_who_see_what_is_kept_back(members, new_person):
    lead = new_person("Olu Reader", Role.LEAD)

    assert listed_to(lead, TODAY()).filter(pk__in=[m.pk for m in members.values()]).count() == 4
    assert set(INSIDERS) >= {Role.LEAD}


def test_a_parent_who_works_here_reads_neither_where_the_other_one_is_nor_the_safe_contact(
    signed_in, members, club, new_person
):
    """E-29: staff ring the families of their project, and this one is theirs."""
    child = members["In"]
    Person.objects.filter(pk=child.pk).update(safe_contact="Ring the school, not the father")
    mother = new_person("Anna Byrne", Role.CARER, phone="07700 900401")
    father = new_person("Declan Byrne", Role.STAFF, project=club)
    colleague = new_person("Ola Worker", Role.STAFF, project=club)
    for carer in (mother, father):
        CareLink.objects.create(cared_for=child, carer=carer, relationship=Relationship.OTHER, starts_on=TODAY())
    url = f"{URL}cared-for/{child.pk}/"

    to_him, to_a_colleague = text(signed_in(father).get(url)), text(signed_in(colleague).get(url))

    wanted = ["Anna Byrne", "07700 900401", "Ring the school"]
    assert [words for words in wanted if words in to_him] == []
    assert [words for words in wanted if words in to_a_colleague] == wanted
