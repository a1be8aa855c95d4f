"""A copy of somebody's data says the same about concerns for everybody."""

import pytest

from incidents import personal_data
from incidents.services import entries
from rights.copying import copy_of
from safeguard.personal_data import all_sections
from tests.incidents.factories import enter, make_case, restricted

pytestmark = pytest.mark.usefixtures("scope")


def texts(sections):
    return [[fact.value for record in one.records for fact in record.facts] for one in sections]


def about(person):
    return [one for one in all_sections(person) if one.key.startswith("incidents.")]


def test_a_copy_does_not_tell_whether_there_is_anything(new_person, chair):
    known, unknown = new_person("Mia Small"), new_person("Ben Stone")
    case = restricted("Bruises on Mia", raised_by=known)
    enter(case, "Mia Small", person=known)
    entries.write(case, by=chair, text="Mia Small said it.")

    assert texts(about(known)) == texts(about(unknown))
    assert len(about(known)) == 1
    assert "safeguarding lead" in texts(about(known))[0][0]


@pytest.mark.parametrize("for_parent", [True, False])
def test_no_copy_has_a_word_of_a_case(new_person, lead, for_parent):
    """Fact 57: what is known of a child is given once the lead has decided, and never by this way."""
    child = new_person("Mia Small")
    case = make_case("Bruises on Mia", what="Her father hit her.", raised_by=child)
    enter(case, "Mia Small", person=child)

    found = copy_of(child, for_parent=for_parent)
    said = str(found)

    for words in ("Bruises", "hit her", case.code):
        assert words not in said


def test_every_line_to_a_person_has_its_reason():
    assert set() == personal_data.COVERED
    assert all(str(words) for words in personal_data.REASONS.values())
