"""One person's data as it is handed over: complete, without what is others', and never to the wrong one."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from consent.models import Disclosure, Settlement
from people.models import Person
from people.roles import Role
from rights.copying import copy_of
from rights.models import Paper
from rights.services import papers
from safeguard import pdf
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.consent import factories

pytestmark = pytest.mark.django_db
PASSWORD = "pass phrase of the cast"


def words_of(copy) -> str:
    facts = [fact for section in copy.sections for record in section.records for fact in record.facts]
    return " | ".join(f"{fact.label}: {fact.value}" for fact in facts)


@pytest.fixture
def apart(scope, lead):
    """Mia's mother said yes and her father no; each has an address of their own."""
    mia = factories.a_child("Mia Turner")
    anna = factories.a_carer(mia, "Anna Turner")
    ben = factories.a_carer(mia, "Ben Stone", relationship="father")
    question = factories.a_question()
    factories.an_answer(mia, question, anna, sent_to=anna.email, note="Ben Stone must not know")
    factories.an_answer(mia, question, ben, "no", sent_to=ben.email, witness="Gran Stone")
    reasons = "Ben Stone showed a court order."
    Settlement.objects.create(
        subject=mia, question=question, decision="no", basis="court", reasons=reasons, decided_by=lead
    )
    return mia, anna, ben


def test_a_copy_for_one_parent_shows_neither_the_answer_nor_the_address_of_the_other(apart):
    """E-29."""
    mia, anna, ben = apart

    for_anna = words_of(copy_of(mia, for_parent=True, receiver=anna))
    for_ben = words_of(copy_of(mia, for_parent=True, receiver=ben))

    assert ("Ben Stone" in for_anna, "Stone" in for_anna, ben.email in for_anna) == (False, False, False)
    assert ("Anna" in for_ben, anna.email in for_ben) == (False, False)
    assert (anna.email in for_anna, ben.email in for_ben) == (True, True)
    assert ("court order" in for_anna, "Answer: Yes" in for_anna, "Answer: No" in for_ben) == (False, True, True)


def test_what_is_left_out_is_counted(apart):
    mia, anna, _ben = apart

    copy = copy_of(mia, for_parent=True, receiver=anna)

    assert copy.left_out == 2  # what Ben answered, and that and why he may
    assert copy.blacked_out > 0


def test_a_complete_copy_stays_inside(apart):
    mia, _anna, ben = apart

    assert ben.email in words_of(copy_of(mia, redacted=False))


def test_a_parent_is_not_given_what_was_passed_on_to_protect_the_child(apart, lead):
    """Fact 57: left out until the lead decides; the person themself has it."""
    mia, anna, _ben = apart
    given = {"subject": mia, "purpose": "Help", "how": "By telephone", "passed_by": lead, "passed_on": date(2026, 6, 1)}
    Disclosure.objects.create(
        **given, recipient="Children's services", what="A worry", basis="protection", reasons="At home"
    )

    for_parent = copy_of(mia, for_parent=True, receiver=anna)

    assert "Children's services" not in words_of(for_parent)
    assert for_parent.withheld == ("What was passed to others to protect you",)
    assert "Children's services" in words_of(copy_of(mia))


def test_families_are_blacked_out_in_free_text_and_workers_are_not(apart, volunteer, lead):
    mia, _anna, _ben = apart
    Person.objects.filter(pk=mia.pk).update(
        safe_contact="Ring Dana Whitlock, never Ben Stone or BEN STONE; Benny is fine"
    )

    words = words_of(copy_of(Person.objects.get(pk=mia.pk)))

    assert "Ring Dana Whitlock, never ████ or ████; Benny is fine" in words


def test_everybody_has_a_section_of_details_and_only_their_own(scope, volunteer, new_person):
    other = new_person("Una Page", Role.VOLUNTEER, phone="07700 900555")

    words = words_of(copy_of(volunteer))

    assert "Vera Lindqvist" in words
    assert (other.name in words, other.phone in words) == (False, False)


def test_a_copy_costs_the_same_for_one_row_and_for_many(apart, django_assert_num_queries):
    mia, anna, _ben = apart
    with time_machine.travel("2026-11-20 10:00Z"):
        list(copy_of(mia).sections)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as before:
            copy_of(mia)
        for number in range(5):
            factories.an_answer(mia, factories.a_question(f"Question {number}"), anna)

        with django_assert_num_queries(len(before)):
            copy_of(mia)


# Files ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def made(scope, lead, apart, django_capture_on_commit_callbacks):
    mia, anna, _ben = apart
    with django_capture_on_commit_callbacks(execute=True):
        paper = papers.ask_copy(mia, by=lead, for_parent=True, receiver=anna)
    paper.refresh_from_db()
    return paper


def content(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def test_the_worker_makes_a_tagged_pdf_and_a_file_for_computers(made, apart):
    reader = PdfReader(BytesIO(content(made.pdf)))
    words = " ".join(page.extract_text() for page in reader.pages)
    data = json.loads(content(made.json))

    assert pdf.is_available()
    assert (made.status, "Mia Turner" in words, "Stone" in words) == ("ready", True, False)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert (data["format"], data["person"], data["records_of_others_left_out"]) == (
        "safeguard-person-1",
        "Mia Turner",
        2,
    )
    details = next(section for section in data["sections"] if section["key"] == "people.details")
    assert details["records"][0][0] == {"label": "Full name", "value": "Mia Turner"}
    assert "Mia" not in made.pdf + made.json


def test_two_clicks_are_one_copy_and_the_copy_is_noted(scope, lead, apart):
    mia, _anna, _ben = apart
    papers_asked = {papers.ask_copy(mia, by=lead).pk for _click in range(2)}

    event = AuditEvent.objects.get(verb="rights_copied")
    assert len(papers_asked) == 1
    assert "Mia" not in event.object_label + str(event.detail)


def test_files_are_removed_after_two_weeks_and_the_record_stays(made, lead):
    names = [made.pdf, made.json]
    with time_machine.travel(made.expires_at):
        from django.utils import timezone

        papers.remove_old_files(now=timezone.now())
    made.refresh_from_db()

    assert (made.status, made.pdf, made.json, made.sha256 != "") == ("expired", "", "", True)
    with pytest.raises(Refused, match="no longer kept"):
        papers.open_file(made, "pdf", by=lead)
    assert Paper.objects.count() == 1
    assert names


# In the browser ------------------------------------------------------------------------------------------------------


@pytest.fixture
def proven(signed_in):
    def sign_in(person):
        client = signed_in(person)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    return sign_in


def test_everybody_reads_what_is_known_of_them_and_takes_a_copy_after_proving_who_they_are(
    charity, signed_in, proven, volunteer, django_capture_on_commit_callbacks
):
    page = signed_in(volunteer).get("/o/harbour-lights/rights/mine/")
    asked = signed_in(volunteer).get("/o/harbour-lights/rights/mine/copy/")
    assert ("Vera Lindqvist" in page.content.decode(), asked.status_code) == (True, 302)

    client = proven(volunteer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/o/harbour-lights/rights/mine/copy/")
    page = client.get(answer.url)
    file = client.get(f"{answer.url}file/json/")
    content = b"".join(file.streaming_content)  # to its end, which closes the file

    assert "Fetch the PDF" in page.content.decode()
    assert json.loads(content)["person"] == "Vera Lindqvist"
    assert file.headers["Cache-Control"] == "private, no-store"
    assert "Vera" not in file.headers["Content-Disposition"]
    with acting_for(charity):
        assert AuditEvent.objects.filter(verb="rights_fetched").count() == 1


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.STAFF, Role.ADMINISTRATOR, Role.TRUSTEE])
def test_others_do_not_open_a_person_s_data_or_copy(charity, proven, new_person, made, apart, role):
    client = proven(new_person("Una Page", role))

    assert client.get(f"/o/harbour-lights/rights/people/{apart[0].pk}/").status_code == 403
    assert client.get(f"/o/harbour-lights/rights/papers/{made.pk}/").status_code == 404
    assert client.get(f"/o/harbour-lights/rights/papers/{made.pk}/file/pdf/").status_code == 404


def test_looking_at_a_person_is_noted_and_asks_for_the_password_first(charity, signed_in, proven, lead, apart):
    address = f"/o/harbour-lights/rights/people/{apart[0].pk}/"
    assert signed_in(lead).get(address).status_code == 302

    page = proven(lead).get(address, {"for": "parent", "carer": apart[1].pk})

    assert (page.status_code, apart[2].email in page.content.decode()) == (200, False)
    assert AuditEvent.objects.filter(verb="rights_looked", actor_id=lead.pk).count() == 1


def test_details_that_are_kept_back_are_not_for_the_coordinator(charity, proven, coordinator, lead, apart):
    Person.objects.filter(pk=apart[0].pk).update(restricted=True)
    address = f"/o/harbour-lights/rights/people/{apart[0].pk}/"

    assert proven(coordinator).get(address).status_code == 403
    assert proven(lead).get(address).status_code == 200


def test_a_copy_for_a_parent_names_the_parent(charity, proven, lead, apart):
    address = f"/o/harbour-lights/rights/people/{apart[0].pk}/"

    answer = proven(lead).post(address, {"receiver": "parent"})

    assert "Choose the parent or carer who gets the copy." in answer.content.decode()
    assert not Paper.objects.exists()


@pytest.mark.parametrize("whose", [0, 2])
def test_a_parent_who_works_here_opens_neither_the_child_s_data_nor_the_other_parent_s(
    charity, proven, coordinator, lead, apart, whose
):
    """E-29: a colleague hands them over. Nor do they find them, or have a copy made."""
    factories.look_after(apart[0], coordinator)
    person = apart[whose]
    address = f"/o/harbour-lights/rights/people/{person.pk}/"
    browser = proven(coordinator)

    answers = browser.get(address), browser.post(address, {"receiver": "self"}), browser.post(f"{address}erase/")
    found = browser.get("/o/harbour-lights/rights/find/", {"q": person.name}).content.decode()

    assert [answer.status_code for answer in answers] == [403] * 3
    assert (address in found, Paper.objects.exists()) == (False, False)
    assert proven(lead).get(address).status_code == 200
