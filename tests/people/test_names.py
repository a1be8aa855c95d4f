"""Names of every script are kept as they are written, found without accents, and shown (E-16)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import services
from people.models import Person, digits, folded, searchable

NAMES = [
    "O'Neill",
    "Siobhán Ní Dhómhnaill",
    "D'Arcy-Smith",
    "Łukasz Wójcik",
    "Ngũgĩ wa Thiong’o",
    "李小龙",
    "محمد الأحمد",
    "Suprapto",
    "Øyvind Ærø",
    "Sunny ☀️ Adeyemi",
    "Gwenllïan Prŷs-Jones",
    "İpek Işık",
    "Ἑλένη",
    "Дарья Ёлкина",
    "नागार्जुन",
    "X" * 300,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_as_it_was_written_and_shown(signed_in, chair, new_person, name):
    person = new_person(name, email="somebody@example.org")

    page = signed_in(chair).get(f"/o/harbour-lights/people/{person.pk}/").content.decode()

    assert f"<h1><bdi>{name.replace(chr(39), '&#x27;')}</bdi></h1>" in page


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siobhán O'Neill", "oneill"),
        ("Siobhán O’Neill", "o'neill siobhan"),
        ("Ellie D'Arcy-Smith", "darcy smith"),
        ("Łukasz Wójcik", "LUKASZ wojcik"),
        ("Ngũgĩ wa Kamau", "ngugi"),
        ("Øyvind Ærø", "oyvind aero"),
        ("李小龙", "小龙"),
        ("محمد الأحمد", "محمد"),
        ("İpek Işık", "ipek isik"),
        ("Gwenllïan Prŷs", "prys"),
        ("Strauß", "strauss"),
    ],
)
def test_the_search_finds_a_name_without_its_accents(scope, new_person, name, typed):
    new_person(name, email="somebody@example.org")
    new_person("Somebody Else", email="else@example.org")

    assert [person.name for person in Person.objects.matching(typed)] == [name]


def test_the_search_finds_what_people_are_called(scope, new_person):
    new_person("Katherine Brook", known_as="Kate", email="k@example.org")

    assert Person.objects.matching("kate").count() == 1
    assert Person.objects.matching("kate katherine").count() == 1
    assert Person.objects.matching("kate nobody").count() == 0


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_folded_and_fits_the_column(name, known_as):
    assert folded(folded(name)) == folded(name)
    assert len(searchable(name, known_as)) <= 600


def test_a_name_is_never_put_into_other_capitals(scope, chair):
    assert services.add(name="bell hooks", by=chair).name == "bell hooks"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("07700 900123", "07700900123"),
        ("+44 7700 900123", "07700900123"),
        ("+44 (0)7700 900-123", "07700900123"),
        ("0044 7700 900123", "07700900123"),
        ("(01632) 960 001 ext 2", "016329600012"),
        ("+353 1 234 5678", "35312345678"),
        ("０７７００", "07700"),
        ("none", ""),
        ("", ""),
    ],
)
def test_a_number_is_compared_by_its_figures(typed, kept):
    assert digits(typed) == kept


def test_the_same_name_number_or_address_is_a_hint(scope, new_person):
    first = new_person("Łukasz Wójcik", email="home@example.org", phone="+44 7700 900123", known_as="Luke")
    new_person("Łukasz Wójcikowski", email="x@example.org", signs_in=False)

    known = Person.objects.all()
    found = {
        "name": list(services.duplicates_of(among=known, name="lukasz wojcik")),
        "phone": list(services.duplicates_of(among=known, name="Nobody", phone="07700 900 123")),
        "email": list(services.duplicates_of(among=known, name="Nobody", email="HOME@example.org")),
        "none": list(
            services.duplicates_of(among=known, name="Nobody", email="other@example.org", phone="07700 900124")
        ),
        "unknown": list(services.duplicates_of(among=known.none(), name="lukasz wojcik")),
    }

    assert found == {"name": [first], "phone": [first], "email": [first], "none": [], "unknown": []}
