"""A copy shows nobody more than the pages of its case do."""

import pytest
from django.urls import reverse

from incidents.access import SHARE
from incidents.models import PrintKind
from incidents.services import access as services
from incidents.services import joining, prints
from incidents.states import PrintStatus
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def joined(lead, volunteer, safeguarding_trustee):
    """Two cases in one; a volunteer may share the first, and nothing was said to them of the second."""
    case, other = make_case(), make_case("Zebrafinch")
    enter(other, "Zelda Zebrafinch")
    joining.join(other, into=case, by=lead)
    services.let_in(case, volunteer, rights=[SHARE], by=lead)
    return case, other


def of(case, page, *args):
    return reverse(f"incidents:{page}", args=["harbour-lights", case.code, *args])


def test_a_copy_with_a_joined_case_is_only_for_those_who_see_both(joined, lead, volunteer, in_the_log):
    case, other = joined
    copy = prints.ask(case, by=lead, kind=PrintKind.CHRONOLOGY, hide=[str(other.parties.get().uid)])

    assert copy.words["joined"] == [other.code]
    assert prints.is_for(copy, lead)
    with pytest.raises(Refused):
        prints.take(copy, by=volunteer)
    client = in_the_log(volunteer)
    assert client.get(of(case, "print", copy.number)).status_code == 404
    assert client.get(of(case, "print_file", copy.number)).status_code == 404
    assert "Zebrafinch" not in client.get(of(case, "prints")).text


def test_a_copy_of_what_somebody_sees_is_theirs(joined, volunteer):
    case, _other = joined
    copy = prints.ask(case, by=volunteer, kind=PrintKind.CHRONOLOGY)

    assert prints.is_for(copy, volunteer)
    assert copy.words["joined"] in ([], "")


def test_what_is_joined_between_asking_and_making_is_in_no_copy(joined, lead):
    case, _other = joined
    copy = prints.ask(case, by=lead, kind=PrintKind.CHRONOLOGY)
    joining.join(make_case("A third one"), into=case, by=lead)

    prints.make(copy.pk)

    copy.refresh_from_db()
    assert copy.status == PrintStatus.FAILED
    assert "Ask for a new copy" in copy.problem
