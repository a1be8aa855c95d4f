"""The induction pack: what stands in it, for whom it is made, and who may have it."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.cache import cache
from django.template.loader import render_to_string
from pypdf import PdfReader

from audit.models import AuditEvent
from incidents.services import links
from organisations.models import AgencyContact, AgencyKind
from people.roles import Role
from policies.models import Policy
from policies.services import versions
from safeguard import pdf
from safeguard.tickets import NO_PDF
from tests.consent.factories import a_child
from tests.policies.factories import a_draft, a_version_in_force
from tests.volunteers.factories import position
from volunteers.composing.induction import context_of, cover_rows, said_to_volunteers, steps_of
from volunteers.models import Completion, Placement, Topic, TopicKind
from volunteers.services import induction
from volunteers.verbs import Verb

pytestmark = pytest.mark.usefixtures("scope")

ROOM = "/o/harbour-lights/volunteers/induction/"
TODAY = date(2026, 7, 4)
setting_type = pytest.mark.usefixtures("type_can_be_set")


@pytest.fixture
def type_can_be_set():
    assert pdf.is_available()


def words_of(person, *, young=False) -> str:
    """The pack as it goes to the printer, before type is set."""
    return " ".join(render_to_string("volunteers/mine/print/induction.html", context_of(person, young=young)).split())


def an_induction_topic(title="Shown the building", **details) -> Topic:
    return Topic.objects.create(kind=TopicKind.INDUCTION, title=title, roles=[Role.VOLUNTEER], **details)


TEXT = """<h1>Online safety</h1><h2>1. For volunteers</h2><p>1.1 Wear the blue badge.</p>
<h2>2. For trustees</h2><p>2.1 Read the accounts.</p>"""


def test_it_says_whom_to_call_what_holds_and_what_to_sign(volunteer, lead):
    type(lead).objects.filter(pk=lead.pk).update(phone="07700 900103")
    for kind, name, phone in (
        (AgencyKind.EMERGENCY, "Police, ambulance, fire", "999"),
        (AgencyKind.HELPLINE, "Childline", "0800 1111"),
        (AgencyKind.BARRING, "Barring office", "01632 960999"),
    ):
        AgencyContact.objects.create(kind=kind, name=name, purpose="In need", phone=phone)

    words = words_of(volunteer)

    for expected in ("Vera Lindqvist", "Dana Whitlock", "07700 900103", "999", "0800 1111", "House rules online"):
        assert expected in words
    assert ("Received and understood" in words, words.count('class="wallet-card"')) == (True, 2)
    assert "Barring office" not in words


def test_a_number_that_is_kept_back_is_not_printed(volunteer, lead):
    type(lead).objects.filter(pk=lead.pk).update(phone="07700 900103", restricted=True)

    assert "07700 900103" not in words_of(volunteer)


def test_the_card_has_the_open_address_where_there_is_one(volunteer, lead):
    assert "safeguard.example/o/harbour-lights/incidents/raise" in words_of(volunteer)
    link = links.make(label="Poster", for_children=False, by=lead)
    children = links.make(label="For children", for_children=True, by=lead)

    words = words_of(volunteer)

    assert (f"safeguard.example/raise/{link.token}" in words, children.token in words) == (True, False)


def test_the_clauses_for_volunteers_stand_in_it_from_versions_in_force(volunteer, lead, chair, trustee):
    a_version_in_force("Online safety", by=lead, board=[chair, trustee], html=TEXT)
    a_draft("Not yet", by=lead, html=TEXT)

    words = words_of(volunteer)

    assert [said.title for said in said_to_volunteers()] == ["Online safety"]
    assert ("For volunteers</h3>" in words, "Wear the blue badge." in words) == (True, True)
    assert "Read the accounts." not in words


def test_a_policy_without_a_part_for_volunteers_is_named_at_least(volunteer, lead, chair, trustee):
    version = a_version_in_force("Pictures", by=lead, board=[chair, trustee], html="<h1>Pictures</h1><p>Ask first.</p>")
    Policy.objects.filter(pk=version.policy_id).update(audience=["volunteer"])

    words = words_of(volunteer)

    assert ("No policy has a part that is only for volunteers" in words, "<li>Pictures</li>" in words) == (True, True)


def test_the_checklist_has_the_days_of_this_person_and_blanks_for_others(volunteer, coordinator):
    done, open_ = an_induction_topic(), an_induction_topic("Knows the lead")
    Completion.objects.create(topic=done, person=volunteer, done_on=date(2026, 3, 2), recorded_by=coordinator)

    own = {step.title: step.done_on for step in steps_of(volunteer, TODAY)}
    blank = {step.title: step.done_on for step in steps_of(None, TODAY)}

    assert own == {str(done): date(2026, 3, 2), str(open_): None}
    assert blank == {str(done): None, str(open_): None}
    assert "2 March 2026" in words_of(volunteer)


def test_without_an_induction_of_its_own_the_charity_gets_the_usual_steps(volunteer):
    assert len(steps_of(volunteer, TODAY)) == len(steps_of(None, TODAY)) == 8


@pytest.mark.clause("IL-47")
def test_the_young_version_says_what_protects_them_and_has_a_sheet_for_the_parents(volunteer):
    young, grown_up = words_of(None, young=True), words_of(None)

    for expected in ("This rule protects you", "If you are under 18", "For parents and carers of a volunteer under 18"):
        assert (expected in young, expected in grown_up) == (True, False)
    assert "Staff send no friend requests to members or volunteers under 18" in grown_up


@pytest.mark.parametrize(("born", "young"), [(date(2009, 7, 5), True), (date(2008, 7, 4), False), (None, False)])
def test_the_date_of_birth_decides_which_version_somebody_gets(volunteer, born, young):
    type(volunteer).objects.filter(pk=volunteer.pk).update(date_of_birth=born)
    volunteer.refresh_from_db()

    with time_machine.travel(TODAY, tick=False):
        ticket = induction.ask(volunteer, young=not young, by=volunteer)

        assert induction.PAPERS.read(ticket)["young"] == young


@setting_type
def test_the_worker_makes_a_tagged_pdf_that_only_whoever_asked_can_fetch(
    signed_in, volunteer, coordinator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        asked = signed_in(volunteer).post(ROOM)
    page = signed_in(volunteer).get(asked["Location"])
    url = asked["Location"].replace("/pack/", "/pack.pdf")
    made = signed_in(volunteer).get(url)

    assert "The pack is ready" in page.content.decode()
    assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
    document = PdfReader(BytesIO(made.content))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(document.pages) >= 7
    assert "Vera Lindqvist" in document.pages[0].extract_text()
    assert signed_in(coordinator).get(url).status_code == 302
    event = AuditEvent.objects.get(verb=Verb.PRINTED_PACK)
    assert (event.actor_id, event.object_label) == (volunteer.pk, "Vera Lindqvist")


def test_while_it_is_made_and_where_none_can_be_made_the_page_says_so(signed_in, volunteer):
    ticket = induction.ask(volunteer, by=volunteer)
    url = f"{ROOM}pack/?ticket={ticket}"
    waiting = signed_in(volunteer).get(url).content.decode()
    cache.set(induction.PAPERS.place(ticket), NO_PDF)
    without = signed_in(volunteer).get(url).content.decode()

    assert ("The pack is being made" in waiting, "This computer makes no PDF" in without) == (True, True)
    assert signed_in(volunteer).get(f"{ROOM}pack.pdf?ticket={ticket}").status_code == 302


@pytest.mark.parametrize("ticket", ["", "made-up", "x" * 5000])
def test_a_ticket_that_was_made_up_opens_nothing(signed_in, volunteer, ticket):
    for page in ("pack/", "pack.pdf"):
        assert signed_in(volunteer).get(f"{ROOM}{page}", {"ticket": ticket}).status_code == 302


def test_who_prints_for_whom(signed_in, volunteer, coordinator, lead, trustee, administrator, stranger):
    people = (volunteer, coordinator, lead, trustee, administrator, stranger)
    pages = (ROOM, f"{ROOM}blank/", f"{ROOM}people/{volunteer.pk}/")

    answers = {str(one): [signed_in(one).get(page).status_code for page in pages] for one in people}

    assert answers == {
        "Vera Lindqvist": [200, 403, 200],
        "Cory Bell": [200, 200, 200],
        "Dana Whitlock": [200, 200, 200],
        "Tom Okafor": [200, 403, 403],
        "Adam Root": [403, 403, 403],
        "Simon Strange": [404, 404, 404],
    }


def test_there_is_no_pack_for_those_whom_the_charity_cares_for(signed_in, coordinator):
    assert signed_in(coordinator).get(f"{ROOM}people/{a_child().pk}/").status_code == 404


def test_whoever_no_longer_prints_for_others_cannot_fetch_it_either(signed_in, coordinator, volunteer):
    ticket = induction.ask(volunteer, by=coordinator)
    coordinator.holdings.update(ends_on=date(2025, 1, 1))

    assert signed_in(coordinator).get(f"{ROOM}pack/?ticket={ticket}").status_code == 302


def test_a_blank_pack_for_young_volunteers_is_asked_for_by_its_button(signed_in, coordinator):
    answer = signed_in(coordinator).post(f"{ROOM}blank/", {"young": "1"})

    ticket = answer["Location"].split("ticket=")[1].replace("%3A", ":")
    asked = {"person": None, "young": True, "by": coordinator.pk, "language": "en-gb"}
    assert induction.PAPERS.read(ticket) == asked


def test_the_cover_of_somebody_without_a_position_has_no_empty_line(volunteer):
    assert [row["key"] for row in cover_rows(volunteer, TODAY)] == ["For", "Who leads you", "Printed on"]

    Placement.objects.create(person=volunteer, position=position("Reading helper"), starts_on=TODAY)

    assert {"key": "Position", "value": "Reading helper"} in cover_rows(volunteer, TODAY)
    assert "Position" in [row["key"] for row in cover_rows(None, TODAY)]  # to be written in by hand


def test_a_part_for_volunteers_is_written_in_the_editor_and_needs_no_import(volunteer, lead, chair, trustee):
    """The heading says for whom it is."""
    draft = a_draft("Kitchen", by=lead, html="<h1>Kitchen</h1><p>Wash your hands.</p>")
    parts = "<h2>1. What volunteers do</h2><p>1.1 Sweep.</p><h2>2. Rules for volunteers</h2><p>2.1 Mop.</p>"
    draft = versions.save_text(draft, by=lead, html=f"<h1>Kitchen</h1>{parts}", revision=draft.revision)

    said = [clause.html for clause in draft.clauses.filter(audience="volunteers")]

    assert any("Mop." in html for html in said)
    assert not any("Sweep." in html for html in said)
