"""Nothing leaves the log without a fresh proof, and what leaves it names no child by oversight."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from incidents import idle
from incidents.models import Answer, Attachment, Entry, Part, Print, PrintKind, Report
from incidents.services import documents, prints
from safeguard.refusals import Refused
from tests.incidents.conftest import PASSWORD
from tests.incidents.factories import enter, make_case, restricted
from tests.incidents.test_documents import attached
from tests.incidents.test_idle import away, is_asked
from tests.incidents.test_prints import url

pytestmark = pytest.mark.usefixtures("scope")

CHRONOLOGY = {"what": "chronology", "for_whom": "The court", "why": "", "first_day": "", "last_day": ""}
SERIOUS = CHRONOLOGY | {"what": "serious"}


def working(client, case):
    """Somebody who is in the log, and proved it a little too long ago to take anything out."""
    client.get(url("prints", case))
    away(client, idle.LATELY + 1)
    assert client.get(url("prints", case)).status_code == 200
    return client


# A fresh proof --------------------------------------------------------------------------------------------------------


def test_a_copy_is_asked_for_after_a_fresh_proof_and_nothing_typed_is_lost(lead, in_the_log):
    case = make_case()
    client = working(in_the_log(lead), case)

    assert client.get(url("new_print", case)).status_code == 200
    answer = client.post(url("new_print", case), CHRONOLOGY)

    assert not Print.objects.exists()
    assert 'name="for_whom" value="The court"' in answer.text
    assert "/reauthenticate/" in answer.text
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(url("new_print", case), CHRONOLOGY)
    assert Print.objects.count() == 1


def test_a_copy_is_fetched_after_a_fresh_proof(lead, in_the_log):
    case = make_case()
    prints.make(prints.ask(case, by=lead, kind=PrintKind.CHRONOLOGY).pk)
    client = in_the_log(lead)
    assert client.get(url("print_file", case, 1)).content.startswith(b"%PDF")

    working(client, case)

    assert is_asked(client.get(url("print_file", case, 1)))
    assert is_asked(client.head(url("print_file", case, 1)))


def test_a_document_is_opened_after_a_fresh_proof(lead, in_the_log):
    case = make_case(types=["peer_abuse"])
    row = attached(case, lead)
    client = in_the_log(lead)
    assert client.get(url("document", case, row.uid)).content == b"She said she fell."

    working(client, case)

    assert is_asked(client.get(url("document", case, row.uid)))


# What the regulator is told -------------------------------------------------------------------------------------------


def test_for_the_regulator_children_are_ticked_unless_somebody_says_that_they_stay(lead, in_the_log):
    case = make_case()
    child, victim = enter(case, "Ruby Quill", Part.WITNESS, is_child=Answer.YES), enter(case, "Tom Carter")
    enter(case, "Ada Moss", Part.WITNESS)
    grown = enter(case, "Ben Hale", Part.VICTIM, is_child=Answer.NO)
    client = in_the_log(lead)

    page = client.post(url("new_print", case), SERIOUS)

    assert not Print.objects.exists()
    ticked = set(re.findall(r'name="hide" value="([^"]+)"[^>]* checked', page.text))
    assert ticked == {str(child.uid), str(victim.uid)}
    assert str(grown.uid) not in ticked
    assert "without names of children" in page.text
    client.post(url("new_print", case), SERIOUS | {"hide": sorted(ticked)})
    assert Print.objects.get().redacted == sorted(ticked)
    client.post(url("new_print", case), SERIOUS | {"names_stay": "on"})
    assert [copy.redacted for copy in Print.objects.order_by("number")] == [sorted(ticked), []]
    client.post(url("new_print", case), CHRONOLOGY)
    assert Print.objects.count() == 3


def test_a_child_who_is_not_entered_is_asked_about(lead, in_the_log):
    case = make_case()
    said = {"what": "She cried.", "child": "Posy, about ten", "who": "Her uncle Bert", "told_by": "Mrs Wren"}
    Report.objects.create(case=case, is_anonymous=True, words=said)
    enter(case, "Ruby Quill", is_child=Answer.NO)
    client = in_the_log(lead)

    page = client.get(url("new_print", case)).text
    assert [said for said in ("Posy, about ten", "Her uncle Bert", "Mrs Wren") if said not in page] == []
    answer = client.post(url("new_print", case), SERIOUS)
    assert "not entered among the people of this case: Posy, about ten" in answer.text
    assert not Print.objects.exists()

    posy = enter(case, "Posy Finch", is_child=Answer.YES)
    enter(case, "Bert Finch", Part.CONCERN)
    page = client.get(url("new_print", case)).text
    assert ("Posy, about ten" in page, "Her uncle Bert" in page, "Mrs Wren" in page) == (False, False, True)
    client.post(url("new_print", case), SERIOUS | {"hide": [str(posy.uid)]})
    assert Print.objects.get().redacted == [str(posy.uid)]


# Cases that belong together -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["join", "link_case", "move_report"])
def test_no_key_of_a_case_stands_on_a_page(lead, in_the_log, name):
    case, other = make_case(), make_case("Another")
    restricted("Hidden")
    last = make_case("The last")
    args = [case.reports.get().uid] if name == "move_report" else []

    page = in_the_log(lead).get(url(name, case, *args)).text

    chosen = re.findall(r'<option value="([^"]*)"', page)
    assert set(chosen) == {"", other.code, last.code}
    assert not {str(one.pk) for one in (case, other, last)} & set(re.findall(r'value="([^"]*)"', page))


# Documents of a case that takes none any more -------------------------------------------------------------------------


@pytest.fixture
def resorted(lead):
    case = make_case(types=["peer_abuse"])
    row = attached(case, lead)
    case.types = ["online_abuse"]
    case.save(update_fields=["types"])
    assert not documents.takes_documents(case)
    return case, row


def test_whoever_sorts_it_so_is_led_to_its_documents(lead, in_the_log):
    case = make_case(types=["peer_abuse"])
    attached(case, lead)
    client = in_the_log(lead)
    typed = {"types": ["online_abuse"], "severity": "high", "heading": "Pictures", "why_severity": "It goes on"}

    answer = client.post(url("sort", case), typed)

    case.refresh_from_db()
    assert case.types == ["online_abuse"]
    assert answer.url == url("evidence", case)
    assert "Set aside the documents" in " ".join(map(str, get_messages(answer.wsgi_request)))


def test_nobody_opens_one_without_a_reason(resorted, lead, in_the_log):
    case, row = resorted
    client = in_the_log(lead)
    assert "Set the documents of this case aside" in client.get(url("evidence", case)).text

    page = client.get(url("document", case, row.uid))
    empty = client.post(url("document", case, row.uid), {"why": " "})
    with pytest.raises(Refused):
        documents.read(row, by=lead)
    assert b"She said she fell." not in page.content + empty.content
    assert "Write why it has to be opened" in empty.text

    opened = client.post(url("document", case, row.uid), {"why": "The police ask for the notes"})
    assert opened.content == b"She said she fell."
    assert "The police ask for the notes" in Entry.objects.filter(about_uid=row.uid).last().words["text"]


def test_one_that_was_set_aside_is_not_opened_for_a_reason_either(resorted, lead, in_the_log):
    case, row = resorted
    documents.set_aside(row, by=lead)

    answer = in_the_log(lead).post(url("document", case, row.uid), {"why": "Please"})

    assert answer.status_code == 404
    assert "Set the documents of this case aside" not in in_the_log(lead).get(url("evidence", case)).text
    assert Attachment.objects.get().status == "quarantined"
