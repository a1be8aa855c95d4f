"""The pages for paper, scans and talks."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.utils import timezone

from audit.models import AuditEvent
from consent.models import Answer, Channel, ConsentScan, Method, ScanBatch
from people.models import Authority, Person
from people.roles import Role
from safeguard.addresses import address
from tests.consent.factories import a_carer, a_child, a_question, look_after
from tests.consent.test_paper import CODE, _jpeg, a_page, a_pile, a_request

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def keeper(signed_in, coordinator):
    return signed_in(coordinator)


@pytest.fixture
def child():
    return a_child()


@pytest.fixture
def mother(child):
    return a_carer(child)


@pytest.fixture
def today() -> str:
    return timezone.localdate().strftime("%d.%m.%Y")


def page(client, name, *args, **query):
    answer = client.get(address(name, *args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, name, *args, **data):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address(name, *args), data)


def words(answer) -> str:
    return answer.content.decode()


# Forms ---------------------------------------------------------------------------------------------------------------


def test_a_form_is_made_and_fetched(keeper, mother, child):
    request = a_request(mother, (child, a_question()))

    before = page(keeper, "consent:paper_form", request.pk)
    send(keeper, "consent:paper_form", request.pk)
    after = page(keeper, "consent:paper_form", request.pk)
    file = keeper.get(address("consent:paper_form_pdf", request.pk))

    assert "Make the form" in before
    assert "Open the form (PDF)" in after
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    assert "Turner" not in file.headers["Content-Disposition"]


def test_while_the_form_is_being_made_the_page_looks_again(keeper, mother, child):
    request = a_request(mother, (child, a_question()))
    keeper.post(address("consent:paper_form", request.pk))

    assert "data-look-again" in page(keeper, "consent:paper_form", request.pk)
    assert keeper.get(address("consent:paper_form_pdf", request.pk)).status_code == 404


def test_a_form_about_somebody_kept_back_is_not_for_the_coordinator(keeper, mother, child):
    request = a_request(mother, (child, a_question()))
    Person.objects.filter(pk=child.pk).update(restricted=True)

    for name in ("paper_form", "paper_form_pdf", "record_form"):
        answer = keeper.get(address(f"consent:{name}", request.pk))
        assert answer.status_code == 403
        assert "Mia" not in words(answer)


@pytest.mark.parametrize("typed", [CODE, CODE.lower().replace("-", " ")])
def test_a_code_that_is_typed_leads_to_its_form(keeper, mother, child, typed):
    request = a_request(mother, (child, a_question()))

    assert send(keeper, "consent:take_in", code=typed).url == address("consent:record_form", request.pk)


@pytest.mark.parametrize("typed", ["K7QD", "x" * 60, "\u202e"])
def test_a_code_that_is_nobodys_gets_a_sentence_and_stays(keeper, typed):
    answer = words(send(keeper, "consent:take_in", code=typed))

    assert "No form of ours has this code." in answer
    assert typed in answer


def test_what_is_ticked_on_the_form_is_recorded(keeper, mother, child, today):
    facebook, press = a_question(), a_question("Press", channel=Channel.PRESS)
    request = a_request(mother, (child, facebook), (child, press))
    first, second = request.items.all()
    scan = SimpleUploadedFile("form.jpg", _jpeg(a_page()))

    ticked = {f"answer-{first.pk}": "yes", f"answer-{second.pk}": "open"}
    answer = send(keeper, "consent:record_form", request.pk, giver=mother.pk, said_on=today, scan=scan, **ticked)

    assert answer.url == address("consent:take_in")
    assert [(a.question, a.decision, a.giver) for a in Answer.objects.all()] == [(facebook, "yes", mother)]
    assert ConsentScan.objects.get().request == request


def test_nothing_on_the_form_page_is_ticked_beforehand(keeper, mother, child):
    father = a_carer(child, "Paul Turner")
    request = a_request(mother, (child, a_question()))

    html = page(keeper, "consent:record_form", request.pk)

    assert "checked" not in html
    assert father.name in html


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"giver": ""}, "Choose who signed the form."),
        ({"giver": "9" * 30}, "Choose who signed the form."),
        ({"said_on": f"{timezone.localdate() + timedelta(days=9):%d.%m.%Y}"}, "This day is still to come."),
        ({"said_on": "1.1.2001"}, "Look at the date on the paper again."),
        ({"scan": SimpleUploadedFile("x.pdf", b"hello")}, "This file cannot be read."),
        ({"note": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_nothing_is_lost(keeper, mother, child, today, wrong, sentence):
    request = a_request(mother, (child, a_question()))
    item = request.items.get()
    given = {f"answer-{item.pk}": "no", "giver": mother.pk, "said_on": today, "interpreter": "Jan K."}

    html = words(send(keeper, "consent:record_form", request.pk, **given | wrong))

    assert sentence in html
    assert 'value="Jan K."' in html
    assert not Answer.objects.exists()


def test_a_box_that_is_none_is_refused(keeper, mother, child, today):
    request = a_request(mother, (child, a_question()))
    item = request.items.get()

    given = {f"answer-{item.pk}": "perhaps", "giver": mother.pk, "said_on": today}
    html = words(send(keeper, "consent:record_form", request.pk, **given))

    assert "Choose yes, no or not answered." in html


def test_a_form_on_which_nothing_is_ticked_is_not_recorded(keeper, mother, child, today):
    request = a_request(mother, (child, a_question()))

    html = words(send(keeper, "consent:record_form", request.pk, giver=mother.pk, said_on=today))

    assert "No answer is entered yet." in html


@pytest.mark.clause("BC-40")
def test_the_childs_own_boxes_stand_beside_those_of_the_mother(keeper, today):
    born = timezone.localdate().replace(year=timezone.localdate().year - 14, day=1)
    young = a_child("Ida Stone", born=born)
    mother = a_carer(young, "Eva Stone")
    request = a_request(mother, (young, a_question()))
    item = request.items.get()

    ticked = {f"answer-{item.pk}": "yes", f"own-{item.pk}": "no"}
    send(keeper, "consent:record_form", request.pk, giver=mother.pk, said_on=today, **ticked)

    assert [(a.giver, a.decision) for a in Answer.objects.order_by("pk")] == [(mother, "yes"), (young, "no")]


@pytest.mark.parametrize("number", [1, 6])
def test_the_form_page_costs_the_same_for_one_question_and_for_many(
    keeper, mother, child, django_assert_num_queries, number
):
    questions = [a_question(f"Question {n}", what_for=f"Purpose {n}") for n in range(number)]
    request = a_request(mother, *((child, question) for question in questions))
    page(keeper, "consent:record_form", request.pk)

    with django_assert_num_queries(22):
        page(keeper, "consent:record_form", request.pk)


# Scans ---------------------------------------------------------------------------------------------------------------


def test_a_pile_is_uploaded_read_and_shown(keeper, mother, child):
    request = a_request(mother, (child, a_question()))
    pile = SimpleUploadedFile("pile.pdf", a_pile(CODE, "").getvalue())

    answer = send(keeper, "consent:scans", files=[pile])
    batch = ScanBatch.objects.get()
    html = page(keeper, "consent:scan_batch", batch.pk)

    assert answer.url == batch.get_absolute_url()
    assert "All 2 pages have been read." in html
    assert address("consent:record_form", request.pk) in html
    assert "Type its code" in html
    assert "One scanned page waits for its code" in page(keeper, "consent:take_in")
    assert "pile.pdf" not in page(keeper, "consent:scans")


def test_while_a_pile_is_read_the_page_shows_how_far_it_is(keeper):
    keeper.post(address("consent:scans"), {"files": [SimpleUploadedFile("p.pdf", a_pile("", "").getvalue())]})

    html = page(keeper, "consent:scan_batch", ScanBatch.objects.get().pk)

    assert "data-look-again" in html
    assert "Pages read" in html


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "Choose at least one file."),
        ([b"hello"], "This file cannot be read."),
        ([b"x"] * 7, "Choose at most 6 files at once."),
        ([b""], "One of these files is empty."),
    ],
)
def test_what_is_no_pile_gets_a_sentence(keeper, files, sentence):
    uploads = [SimpleUploadedFile(f"{n}.pdf", content) for n, content in enumerate(files)]

    assert sentence in words(send(keeper, "consent:scans", files=uploads))
    assert not ScanBatch.objects.exists()


def test_a_page_is_put_with_its_form_by_hand(keeper, mother, child):
    request = a_request(mother, (child, a_question()))
    send(keeper, "consent:scans", files=[SimpleUploadedFile("p.jpg", _jpeg(a_page()))])
    scan = ConsentScan.objects.get()

    wrong = words(send(keeper, "consent:place_scan", scan.pk, code="K7QD"))
    right = send(keeper, "consent:place_scan", scan.pk, code=CODE)

    assert "No form of ours has this code." in wrong
    assert right.url == address("consent:record_form", request.pk)
    assert "page 1" in page(keeper, "consent:record_form", request.pk)
    assert keeper.get(address("consent:place_scan", scan.pk)).status_code == 404


def test_a_page_that_is_no_form_is_thrown_away(keeper, mother, child):
    request = a_request(mother, (child, a_question()))
    send(keeper, "consent:scans", files=[SimpleUploadedFile("p.pdf", a_pile(CODE, "").getvalue())])
    form, empty = ConsentScan.objects.all()

    send(keeper, "consent:throw_scan_away", empty.pk)
    kept = send(keeper, "consent:throw_scan_away", form.pk)

    assert ConsentScan.objects.get().request == request
    assert "is kept with it" in words(keeper.get(kept.url))


def test_a_scan_is_saved_and_every_look_is_noted(keeper):
    send(keeper, "consent:scans", files=[SimpleUploadedFile("p.jpg", _jpeg(a_page()))])
    scan = ConsentScan.objects.get()

    answer = keeper.get(address("consent:scan_file", scan.pk))

    assert io.BytesIO(b"".join(answer.streaming_content)).read(3) == b"\xff\xd8\xff"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.filter(verb="viewed", object_type="consent.consentscan").count() == 1


def test_a_scan_about_somebody_kept_back_is_not_there_for_the_coordinator(keeper, mother, child):
    a_request(mother, (child, a_question()))
    send(keeper, "consent:scans", files=[SimpleUploadedFile("p.jpg", _jpeg(a_page(CODE)))])
    Person.objects.filter(pk=child.pk).update(restricted=True)

    assert keeper.get(address("consent:scan_file", ConsentScan.objects.get().pk)).status_code == 404


# Talks ---------------------------------------------------------------------------------------------------------------


def test_a_call_is_written_down(keeper, mother, child, today):
    question = a_question()

    answer = send(
        keeper,
        "consent:record_talk",
        mother.pk,
        **{f"answer-{child.pk}-{question.pk}": "yes"},
        method="phone",
        said_on=today,
        witness="Dana Whitlock",
    )

    assert answer.url == address("consent:talk")
    written = Answer.objects.get()
    assert (written.giver, written.method, written.witness) == (mother, Method.PHONE, "Dana Whitlock")


def test_a_call_needs_a_witness(keeper, mother, child, today):
    question = a_question()

    given = {f"answer-{child.pk}-{question.pk}": "yes", "method": "phone", "said_on": today}
    html = words(send(keeper, "consent:record_talk", mother.pk, **given))

    assert "Name somebody who heard the call too" in html
    assert not Answer.objects.exists()


@pytest.mark.clause("BC-41")
def test_what_is_read_out_has_the_warning(keeper, mother, child):
    a_question()

    html = page(keeper, "consent:record_talk", mother.pk)

    assert "copies cannot be called back" in html
    assert "checked" not in html


def test_a_carer_without_the_right_to_decide_is_not_asked(keeper, child):
    a_question()
    neighbour = a_carer(child, "Nora Field", authority=Authority.NONE)

    assert "There is nothing to ask this person" in page(keeper, "consent:record_talk", neighbour.pk)


def test_only_those_who_can_answer_are_found(keeper, mother, child, volunteer):
    html = page(keeper, "consent:talk", q="turner")

    assert "Anna Turner" in html
    assert "Mia Turner" in html
    assert keeper.get(address("consent:record_talk", volunteer.pk)).status_code == 404
    assert "Nobody is found" in page(keeper, "consent:talk", q="lindqvist")


def test_somebody_kept_back_and_their_carer_are_not_found_by_the_coordinator(keeper, mother, child):
    Person.objects.filter(pk=child.pk).update(restricted=True)

    assert "Nobody is found" in page(keeper, "consent:talk", q="turner")
    assert keeper.get(address("consent:record_talk", mother.pk)).status_code == 404


def test_own_answers_are_recorded_by_somebody_else(keeper, coordinator, child, today):
    question = a_question()
    look_after(child, coordinator)

    html = page(keeper, "consent:record_talk", coordinator.pk)
    given = {f"answer-{child.pk}-{question.pk}": "yes", "method": "in_person", "said_on": today}
    refused = words(send(keeper, "consent:record_talk", coordinator.pk, **given))

    assert "Somebody else records your own answers." in html
    assert "Somebody else records your own answers." in refused
    assert not Answer.objects.exists()


@pytest.mark.parametrize("number", [1, 5])
def test_the_talk_page_costs_the_same_for_one_child_and_for_many(keeper, mother, django_assert_num_queries, number):
    a_question()
    a_question("Press", channel=Channel.PRESS)
    for n in range(number):
        look_after(a_child(f"Sibling {n}"), mother)
    page(keeper, "consent:record_talk", mother.pk)

    with django_assert_num_queries(19):
        page(keeper, "consent:record_talk", mother.pk)


@pytest.mark.parametrize("name", ["take_in", "scans", "talk"])
def test_a_volunteer_is_told_whom_to_ask(signed_in, volunteer, coordinator, name):
    answer = signed_in(volunteer).get(address(f"consent:{name}"))

    assert answer.status_code == 403
    assert "Cory Bell" in words(answer)


def test_a_carer_opens_nothing_of_this(signed_in, new_person, child):
    miriam = new_person("Miriam Osei", Role.CARER)
    request = a_request(miriam, (child, a_question()))

    assert signed_in(miriam).get(address("consent:record_form", request.pk)).status_code in (403, 404)


def test_the_day_of_a_form_is_not_before_it_was_printed(keeper, mother, child):
    request = a_request(mother, (child, a_question()))
    item = request.items.get()
    yesterday = (timezone.localdate() - timedelta(days=1)).strftime("%d.%m.%Y")

    given = {f"answer-{item.pk}": "yes", "giver": mother.pk, "said_on": yesterday}

    assert "Look at the date on the paper again." in words(send(keeper, "consent:record_form", request.pk, **given))


def test_talking_stands_beside_paper_in_the_way_round(signed_in, coordinator):
    """Who takes answers on the telephone is in the part for answers, and not in “May I post this?”."""
    page = signed_in(coordinator).get(address("consent:talk")).content.decode()

    marked = re.findall(r'<a href="[^"]*"[^>]*aria-current[^>]*>([^<]+)<', page)
    assert [label.strip() for label in marked if "Answers" in label or "Paper" in label or "May I" in label] == [
        "Answers",
        "Paper and telephone",
    ]
