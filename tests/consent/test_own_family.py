"""Somebody who works here keeps nothing about their own family.

As a parent they would read what the other parent said (E-29), and what was done to protect the child (E-20, fact 57).
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consent.models import Answer, ConsentScan, Decision, Override, ScanBatch
from consent.permissions import can_see_answers
from consent.services import contact
from people.models import CareLink
from people.roles import Role
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.consent.factories import a_carer, a_child, a_question, an_answer, look_after
from tests.consent.test_disclosures import pass_on
from tests.consent.test_overrides import a_wish, contacted
from tests.consent.test_paper import CODE, a_pile, a_request
from tests.consent.test_paper_pages import send

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def child():
    return a_child()


@pytest.fixture
def mother(child):
    return a_carer(child)


@pytest.fixture
def father(child, lead):
    """The safeguarding lead is the father."""
    look_after(child, lead)
    return lead


@pytest.fixture
def asked(child, mother):
    """The mother was asked, and said no."""
    question = a_question()
    request = a_request(mother, (child, question))
    an_answer(child, question, mother, Decision.NO, request=request)
    return request


@pytest.mark.parametrize(
    ("page", "status"), [("request", 404), ("record_form", 403), ("paper_form", 403), ("paper_form_pdf", 403)]
)
def test_what_the_other_parent_was_asked_is_dealt_with_by_a_colleague(
    asked, father, coordinator, signed_in, page, status
):
    """E-29: neither the answer nor the form."""
    where = address(f"consent:{page}", asked.pk)
    expected = 404 if page == "paper_form_pdf" else 200  # nobody has had it made

    assert signed_in(father).get(where).status_code == status
    assert signed_in(coordinator).get(where).status_code == expected


def test_the_list_of_requests_leaves_out_what_the_other_parent_was_asked(asked, father, mother, signed_in, child):
    own = a_request(father, (child, a_question("Press", channel="press")), code="PPPP-2M4P-XW3H-9RTC")

    page = signed_in(father).get(address("consent:requests")).content.decode()

    assert mother.name not in page
    assert address("consent:request", own.pk) in page


def test_nobody_writes_down_what_the_other_parent_signed_or_said(asked, father, mother, child, signed_in):
    today = timezone.localdate().strftime("%d.%m.%Y")
    (item,) = asked.items.all()
    browser = signed_in(father)

    ticked = {"giver": mother.pk, "said_on": today, f"answer-{item.pk}": "yes"}
    signed = browser.post(address("consent:record_form", asked.pk), ticked)
    said = {"method": "in_person", "said_on": today, f"answer-{child.pk}-{item.question_id}": "yes"}
    talked = browser.post(address("consent:record_talk", mother.pk), said)

    assert signed.status_code == 403
    assert "answer-" not in talked.content.decode()
    assert [answer.decision for answer in Answer.objects.all()] == [Decision.NO]


def test_the_scan_of_what_the_other_parent_signed_is_opened_by_a_colleague(
    mother, child, father, coordinator, signed_in
):
    a_request(mother, (child, a_question()))
    pile = SimpleUploadedFile("pile.pdf", a_pile(CODE).getvalue())
    send(signed_in(coordinator), "consent:scans", files=[pile])
    scan, batch = ConsentScan.objects.get(), ScanBatch.objects.get()
    file, place = address("consent:scan_file", scan.pk), address("consent:scan_batch", batch.pk)

    seen = {}
    for who in (coordinator, father):
        browser = signed_in(who)
        answer = browser.get(file)
        if answer.streaming:
            assert b"".join(answer.streaming_content)  # to its end, which closes the file
        seen[who] = answer.status_code, browser.get(place).content.decode()

    assert [status for status, _page in seen.values()] == [200, 404]
    assert mother.name in seen[coordinator][1]
    assert mother.name not in seen[father][1]
    assert "or about your own family" in seen[father][1]


def test_what_was_passed_on_to_protect_a_child_is_not_shown_to_somebody_at_home(
    child, father, chair, volunteer, signed_in
):
    """Fact 57: perhaps the child is protected from whoever works here."""
    made = pass_on(child, volunteer, recipient="Children's services")
    one, everything, export = (
        address("consent:disclosure", made.pk),
        address("consent:disclosures"),
        address("consent:export_disclosures"),
    )

    at_home = signed_in(father)
    assert at_home.get(one).status_code == 404
    assert made.recipient not in at_home.get(everything).content.decode()
    assert at_home.get(export).status_code == 200
    assert signed_in(chair).get(one).status_code == 200
    assert "Children&#x27;s services" in signed_in(chair).get(everything).content.decode()


def test_a_tie_that_has_ended_opens_nothing_either(child, father, chair, volunteer, signed_in):
    made = pass_on(child, volunteer)
    CareLink.objects.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert signed_in(father).get(address("consent:disclosure", made.pk)).status_code == 404
    assert not can_see_answers(father, child, timezone.localdate())


def test_a_contact_with_ones_own_child_is_looked_into_by_somebody_else(child, father, chair, volunteer, signed_in):
    made = contacted(volunteer, a_wish(child))
    one, everything = address("consent:override", made.pk), address("consent:overrides")

    with pytest.raises(Refused, match="Nobody looks into their own contact"):
        contact.review(made, by=father, finding="All was well.")
    at_home = signed_in(father)
    assert at_home.get(one).status_code == 404
    assert str(volunteer) not in at_home.get(everything).content.decode()
    assert str(volunteer) in signed_in(chair).get(everything).content.decode()
    contact.review(made, by=chair, finding="It was right.")

    assert Override.objects.get().reviewed_by == chair


def test_whoever_made_the_contact_still_sees_it(child, new_person, signed_in):
    worker = new_person("Ruth Ellery", Role.SAFEGUARDING_TRUSTEE)
    look_after(child, worker)
    made = contacted(worker, a_wish(child))

    assert signed_in(worker).get(address("consent:override", made.pk)).status_code == 200
