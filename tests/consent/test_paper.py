"""Answers that somebody else writes down: from paper, and from a talk."""

import io
from datetime import timedelta

import pytest
import zxingcpp
from django.core import mail
from django.core.files.storage import default_storage
from django.test import TestCase
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from consent import marks
from consent.effective import Reason
from consent.models import Answer, Channel, ConsentLetter, ConsentRequest, ConsentScan, Decision, Method, RequestItem
from consent.services import paper, paper_forms, progress, scanning, withdrawing
from consent.services.paper import Said
from consent.standing import standing_of
from consent.states import RequestStatus
from people.models import Person
from safeguard.refusals import Refused
from safeguard.scans import ScanRefused
from safeguard.scoping import acting_for
from tests.consent.factories import a_carer, a_child, a_question, an_answer, look_after, words_of

pytestmark = pytest.mark.usefixtures("scope")

CODE = "K7QD-2M4P-XW3H-9RTC"


def a_request(asked: Person, *pairs, code: str = CODE, **details) -> ConsentRequest:
    today = timezone.localdate()
    given = {"on_paper": True, "due_on": today + timedelta(days=14), **details}
    request = ConsentRequest.objects.create(asked=asked, code=code, **given)
    for subject, question in pairs:
        wording = question.wordings.order_by("-number").first()
        RequestItem.objects.create(request=request, subject=subject, question=question, wording=wording)
    return request


def said(subject, question, decision=Decision.YES, **details) -> Said:
    return Said(subject, question.wordings.order_by("-number").first(), decision, **details)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def child():
    return a_child()


@pytest.fixture
def mother(child):
    return a_carer(child)


def reason(child, question):
    return standing_of(child, question, timezone.localdate()).reason


# Progress ------------------------------------------------------------------------------------------------------------


def test_a_request_moves_on_by_what_is_answered(child, mother, coordinator):
    first, second = a_question("First", channel=Channel.WEBSITE), a_question("Second")
    request = a_request(mother, (child, first), (child, second))

    nothing = progress.settle(request).status
    an_answer(child, first, mother, request=request)
    some = progress.settle(request).status
    still_open = [item.question for item in progress.open_items(request)]
    an_answer(child, second, mother, Decision.NO, request=request)
    everything = progress.settle(request).status

    assert (nothing, some, everything) == (RequestStatus.ASKED, RequestStatus.PARTLY, RequestStatus.ANSWERED)
    assert still_open == [second]
    assert ConsentRequest.objects.get().answered_at is not None


def test_what_was_said_in_another_way_since_counts_too(child, mother):
    question = a_question()
    request = a_request(mother, (child, question))
    an_answer(child, question, mother)

    assert progress.settle(request).status == RequestStatus.ANSWERED


def test_what_was_said_before_it_was_asked_again_does_not(child, mother):
    question = a_question()
    an_answer(child, question, mother)
    request = a_request(mother, (child, question))

    assert progress.settle(request).status == RequestStatus.ASKED


def test_a_child_beside_a_carer_does_not_answer_in_their_place(child, mother):
    question = a_question()
    request = a_request(mother, (child, question))
    an_answer(child, question, child, request=request)

    assert progress.settle(request).status == RequestStatus.ASKED


def test_a_request_that_was_taken_back_stays_so(child, mother):
    question = a_question()
    request = a_request(mother, (child, question), status=RequestStatus.CANCELLED)
    an_answer(child, question, mother, request=request)

    assert progress.settle(request).status == RequestStatus.CANCELLED


# Codes ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [CODE, "k7qd2m4pxw3h9rtc", " K7QD 2M4P xw3h-9rtc ", "K70D-2M4P-XW3H-9RTC"])
def test_a_form_is_found_however_its_code_is_written(mother, child, typed):
    """The letters 0, O, 1 and I stand in no code; who reads a Q or D as 0 finds the form all the same."""
    request = a_request(mother, (child, a_question()))

    assert paper.find(typed) == request


@pytest.mark.parametrize("typed", ["", "0" * 40, "K7QD-2M4P-XW3H-9RTD", "\u202e", "–"])
def test_a_code_that_is_no_code_finds_nothing(mother, child, typed):
    a_request(mother, (child, a_question()))

    assert paper.find(typed) is None


def test_the_square_code_can_be_read_again():
    barcode = zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    assert marks.codes_in_picture(_jpeg(_picture_of(barcode))) == [CODE]
    assert marks.drawn(CODE).startswith("data:image/svg+xml;base64,")


def _picture_of(barcode, scale=6) -> Image.Image:
    drawn = zxingcpp.write_barcode_to_image(barcode, scale=scale, add_quiet_zones=True)
    height, width = drawn.shape
    return Image.frombuffer("L", (width, height), bytes(memoryview(drawn)))


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def a_page(code: str = "") -> Image.Image:
    """A scanned page of A4 at 100 dots per inch, slightly turned, with the code in its corner where there is one."""
    page = Image.new("L", (827, 1169), 250)
    if code:
        barcode = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
        page.paste(_picture_of(barcode, 4), (560, 60))
    return page.rotate(2, fillcolor=250)


def a_pile(*codes: str) -> io.BytesIO:
    """A PDF as a scanner makes it: one picture on each page."""
    first, *others = [a_page(code) for code in codes]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others)
    out.seek(0)
    return out


# A form that came back -----------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-31")
def test_a_form_that_came_back_is_kept_with_the_childs_own_record(child, mother, coordinator, today):
    facebook, press = a_question(), a_question("Press", channel=Channel.PRESS)
    request = a_request(mother, (child, facebook), (child, press))

    ticked = [said(child, facebook), said(child, press, Decision.NO)]
    paper.record_form(request, ticked, by=coordinator, giver=mother, giver_name="A. Turner", said_on=today)

    answers = child.consent_answers.order_by("pk")
    assert [(a.question, a.decision, a.method, a.giver_name) for a in answers] == [
        (facebook, "yes", Method.PAPER, "A. Turner"),
        (press, "no", Method.PAPER, "A. Turner"),
    ]
    assert {a.recorded_by for a in answers} == {coordinator}
    assert ConsentRequest.objects.get().status == RequestStatus.ANSWERED


def test_an_empty_box_is_no_yes_and_leaves_the_request_open(child, mother, coordinator, today):
    first, second = a_question("First", channel=Channel.WEBSITE), a_question("Second")
    request = a_request(mother, (child, first), (child, second))

    paper.record_form(request, [said(child, first)], by=coordinator, giver=mother, said_on=today)

    assert reason(child, second) == "no_answer"
    assert ConsentRequest.objects.get().status == RequestStatus.PARTLY


@pytest.mark.clause("BC-40")
def test_from_the_set_age_the_childs_own_boxes_count_beside_the_mothers(coordinator, today):
    young = a_child("Ida Stone", born=today.replace(year=today.year - 14, day=1))
    mother, question = a_carer(young), a_question()
    request = a_request(mother, (young, question))

    paper.record_form(request, [said(young, question)], by=coordinator, giver=mother, said_on=today)
    without = reason(young, question)
    paper.record_form(request, [said(young, question, own=True)], by=coordinator, giver=mother, said_on=today)
    both = reason(young, question)
    own_no = said(young, question, Decision.NO, own=True)
    paper.record_form(request, [own_no], by=coordinator, giver=mother, said_on=today)

    assert (without, both, reason(young, question)) == ("child_not_asked", "agreed", "child_refused")


def test_recorded_twice_it_is_written_once(child, mother, coordinator, today):
    question = a_question()
    request = a_request(mother, (child, question))

    for _twice in range(2):
        paper.record_form(request, [said(child, question)], by=coordinator, giver=mother, said_on=today)

    assert (Answer.objects.count(), ConsentLetter.objects.count()) == (1, 1)


def test_who_signed_gets_a_receipt(child, mother, coordinator, today):
    question = a_question()
    request = a_request(mother, (child, question))

    (answer,) = paper.record_form(request, [said(child, question)], by=coordinator, giver=mother, said_on=today)

    assert (ConsentLetter.objects.get().kind, ConsentLetter.objects.get().person) == ("receipt", mother)
    assert answer.code


def test_the_other_parent_may_have_signed(child, mother, coordinator, today):
    """E-29: whoever signed is whose word it is; the other one's answer is still to come."""
    father, question = a_carer(child, "Paul Turner"), a_question()
    request = a_request(mother, (child, question))

    paper.record_form(request, [said(child, question)], by=coordinator, giver=father, said_on=today)

    assert set(paper.signers(request)) == {mother, father}
    assert Answer.objects.get().giver == father
    assert Answer.objects.get().request is None
    assert progress.settle(request).status == RequestStatus.ASKED


def test_the_other_parent_is_sent_no_way_into_the_page_of_whoever_was_asked(child, mother, coordinator, today):
    """E-29: the receipt of what he signed on her form opens neither her page nor his answer on hers."""
    father, question = a_carer(child, "Paul Turner"), a_question()
    request = a_request(mother, (child, question), on_paper=False)

    with TestCase.captureOnCommitCallbacks(execute=True):
        paper.record_form(request, [said(child, question)], by=coordinator, giver=father, said_on=today)

    (letter,) = mail.outbox
    assert letter.to == [father.email]
    assert "/respond/" not in str(letter.message())
    assert not mother.links.exists()


def test_what_the_other_parent_signed_settles_a_letter_of_their_own(child, mother, coordinator, today):
    father, question = a_carer(child, "Paul Turner"), a_question()
    hers = a_request(mother, (child, question))
    his = a_request(father, (child, question), code="HHHH-2M4P-XW3H-9RTC")

    paper.record_form(hers, [said(child, question)], by=coordinator, giver=father, said_on=today)

    assert Answer.objects.get().request == his
    hers.refresh_from_db()
    his.refresh_from_db()
    assert (hers.status, his.status) == (RequestStatus.ASKED, RequestStatus.ANSWERED)


@pytest.mark.parametrize("days", [0, 2])
def test_a_form_that_was_signed_before_a_withdrawal_brings_nothing_back(child, mother, coordinator, today, days):
    """E-33: it counts until somebody says yes after it. Of one day, nobody knows which came first."""
    facebook, press = a_question(), a_question("Press", channel=Channel.PRESS)
    request = a_request(mother, (child, facebook), (child, press), asked_at=timezone.now() - timedelta(days=5))
    signed_on = today - timedelta(days=days)
    aunt = {"giver": None, "giver_name": "An aunt", "method": Method.PHONE}
    withdrawing.withdraw(child, [facebook], **aunt, by=coordinator, said_on=today)
    late = {"by": coordinator, "giver": mother, "said_on": signed_on}

    with pytest.raises(Refused, match=r"Pictures on Facebook.*was taken back"):
        paper.record_form(request, [said(child, facebook), said(child, press)], **late)
    assert Answer.objects.get().decision == Decision.WITHDRAWN
    paper.record_form(request, [said(child, facebook, Decision.NO), said(child, press)], **late)

    assert (reason(child, facebook), reason(child, press)) == (Reason.WITHDRAWN, Reason.AGREED)


def test_a_form_that_was_signed_before_a_no_of_the_same_person_brings_nothing_back(child, mother, coordinator, today):
    question = a_question()
    request = a_request(mother, (child, question), asked_at=timezone.now() - timedelta(days=5))
    an_answer(child, question, mother, Decision.NO)

    with pytest.raises(Refused, match="ask again"):
        paper.record_form(
            request, [said(child, question)], by=coordinator, giver=mother, said_on=today - timedelta(days=1)
        )

    assert reason(child, question) == Reason.REFUSED


@pytest.mark.parametrize(
    ("days", "sentence"), [(1, "This day is still to come."), (-1, "Look at the date on the paper again.")]
)
def test_a_day_that_cannot_be_is_refused(child, mother, coordinator, today, days, sentence):
    question = a_question()
    request = a_request(mother, (child, question))

    with pytest.raises(Refused, match=sentence):
        paper.record_form(
            request, [said(child, question)], by=coordinator, giver=mother, said_on=today + timedelta(days=days)
        )
    assert not Answer.objects.exists()


def test_nobody_records_their_own_form(child, coordinator, today):
    question = a_question()
    look_after(child, coordinator)
    request = a_request(coordinator, (child, question))

    with pytest.raises(Refused, match="Somebody else records your own answers"):
        paper.record_form(request, [said(child, question)], by=coordinator, giver=coordinator, said_on=today)


def test_a_form_without_a_tick_is_no_answer(child, mother, coordinator, today):
    request = a_request(mother, (child, a_question()))

    with pytest.raises(Refused, match="No answer is entered yet"):
        paper.record_form(request, [], by=coordinator, giver=mother, said_on=today)


def test_words_that_ask_for_more_since_it_was_printed_make_the_yes_old(child, mother, coordinator, today):
    """E-35: what counts is what stood on the paper."""
    question = a_question()
    request = a_request(mother, (child, question))
    printed = question.wordings.get()
    words_of(question, 2, widened=True)

    yes = Said(child, printed, Decision.YES)
    paper.record_form(request, [yes], by=coordinator, giver=mother, said_on=today)

    assert reason(child, question) == "new_words"


# A talk --------------------------------------------------------------------------------------------------------------


def test_a_call_is_recorded_with_its_witness(child, mother, coordinator, today):
    question = a_question()
    request = a_request(mother, (child, question))

    (answer,) = paper.record_talk(
        mother,
        [said(child, question)],
        by=coordinator,
        method=Method.PHONE,
        said_on=today,
        witness="Dana Whitlock",
        support="Read twice",
        interpreter="Jan Kowalski",
    )

    assert (answer.witness, answer.support, answer.interpreter) == ("Dana Whitlock", "Read twice", "Jan Kowalski")
    assert answer.request == request
    assert ConsentRequest.objects.get().status == RequestStatus.ANSWERED


def test_a_call_that_nobody_else_heard_is_not_recorded(child, mother, coordinator, today):
    yes = said(child, a_question())

    with pytest.raises(Refused, match="Name somebody who heard the call too"):
        paper.record_talk(mother, [yes], by=coordinator, method=Method.PHONE, said_on=today, witness=" ")
    paper.record_talk(mother, [yes], by=coordinator, method=Method.IN_PERSON, said_on=today)

    assert Answer.objects.get().method == Method.IN_PERSON


@pytest.mark.clause("WY-42")
def test_without_a_yes_of_somebody_entitled_nothing_may_be_published(child, mother, coordinator, today):
    facebook = a_question()
    stranger = a_carer(a_child("Ben Stone"), "Eva Stone")

    with pytest.raises(Refused, match="is not on record as a carer"):
        paper.record_talk(stranger, [said(child, facebook)], by=coordinator, method=Method.IN_PERSON, said_on=today)

    assert reason(child, facebook) == "not_asked"


# The form itself -----------------------------------------------------------------------------------------------------


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.clause("BC-41")
def test_the_form_has_every_question_for_every_child_with_empty_boxes_and_the_warning(mother, child):
    brother = a_child("Ben Turner")
    look_after(brother, mother)
    facebook, phones = a_question(), a_question("Phones", channel=Channel.TAKEN_PHONE)
    request = a_request(mother, (child, facebook), (brother, facebook), (child, phones))

    words = paper_forms.words(request)
    content = paper_forms.render(request)
    text = text_of(content)

    assert [[subject for subject, _own in one.lines] for one in words["asked"]] == [[child, brother], [child]]
    assert CODE in text
    assert "copies cannot be called back" in text
    assert "only in connection with group activities" in text
    assert "Mia Turner" in text
    assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.clause("IL-7")
def test_the_rule_about_own_phones_stands_on_the_paper_that_asks_for_them(mother, child):
    phones, camera = a_question("Phones", channel=Channel.TAKEN_PHONE), a_question("Camera", channel=Channel.TAKEN)

    assert paper_forms.words(a_request(mother, (child, phones)))["has_phones"]
    assert not paper_forms.words(a_request(mother, (child, camera), code="OTHER"))["has_phones"]


@pytest.mark.clause("BC-40")
def test_the_form_has_boxes_of_their_own_for_those_who_are_old_enough(today):
    young = a_child("Ida Stone", born=today.replace(year=today.year - 14, day=1))
    small, question = a_child("Tim Stone", born=today.replace(year=today.year - 5, day=1)), a_question()
    mother = a_carer(young)
    look_after(small, mother)
    request = a_request(mother, (young, question), (small, question))

    (asked,) = paper_forms.words(request)["asked"]

    assert asked.lines == [(young, True), (small, False)]


def test_the_form_is_written_in_the_language_of_the_family(mother, child):
    question = a_question()
    words_of(question, 1, language="pl", text="Czy możemy?")
    request = a_request(mother, language="pl")
    polish = question.wordings.get(language="pl")
    RequestItem.objects.create(request=request, subject=child, question=question, wording=polish)

    text = text_of(paper_forms.render(request))

    assert "Czy możemy?" in text
    assert "kopii nie da się cofnąć" in text


def test_the_form_is_made_by_the_worker_once(mother, child, coordinator):
    request = a_request(mother, (child, a_question()))
    with TestCase.captureOnCommitCallbacks(execute=True):
        form = paper_forms.ask(request, by=coordinator)
        again = paper_forms.ask(request, by=coordinator)

    form.refresh_from_db()
    assert (form.pk, form.is_waiting) == (again.pk, False)
    assert default_storage.exists(form.file)


def test_a_form_whose_worker_was_lost_is_made_by_the_next_one(mother, child, coordinator):
    form = paper_forms.ask(a_request(mother, (child, a_question())), by=coordinator)

    paper_forms.make_waiting()

    form.refresh_from_db()
    assert form.made_at is not None


def test_no_form_for_a_request_that_was_taken_back(mother, child, coordinator):
    request = a_request(mother, (child, a_question()), status=RequestStatus.CANCELLED)

    with pytest.raises(Refused, match="was taken back"):
        paper_forms.ask(request, by=coordinator)


# Scans ---------------------------------------------------------------------------------------------------------------


def test_a_scan_is_kept_with_its_form_once(mother, child, coordinator):
    request = a_request(mother, (child, a_question()))

    first = scanning.add(io.BytesIO(_jpeg(a_page(CODE))), request=request, by=coordinator)
    again = scanning.add(io.BytesIO(_jpeg(a_page(CODE))), request=request, by=coordinator)

    assert first == again
    assert default_storage.exists(first.file)


def test_the_worker_ties_each_page_of_a_pile_to_its_form(mother, child, coordinator):
    question = a_question()
    request = a_request(mother, (child, question))
    other = a_request(a_carer(child, "Paul Turner"), (child, question), code="AAAA-BBBB-CCCC-DDDD")

    with TestCase.captureOnCommitCallbacks(execute=True):
        batch = scanning.upload([a_pile("AAAA-BBBB-CCCC-DDDD", "", CODE)], by=coordinator)

    batch.refresh_from_db()
    assert [scan.request for scan in batch.scans.all()] == [other, None, request]
    assert (batch.pages, batch.read, batch.files) == (3, 3, [])
    assert batch.finished_at is not None


def test_pictures_are_read_as_well(mother, child, coordinator):
    request = a_request(mother, (child, a_question()))

    batch = scanning.upload([io.BytesIO(_jpeg(a_page(CODE)))], by=coordinator)
    scanning.read(batch.pk)

    assert ConsentScan.objects.get().request == request


def test_a_pile_is_read_once_whoever_takes_it(coordinator):
    batch = scanning.upload([a_pile("")], by=coordinator)
    scanning.read(batch.pk)
    scanning.read(batch.pk)

    assert ConsentScan.objects.count() == 1


def test_a_pile_that_was_left_half_read_is_taken_up_again(mother, child, coordinator):
    request = a_request(mother, (child, a_question()))
    batch = scanning.upload([a_pile("", CODE)], by=coordinator)
    type(batch).objects.update(taken_at=timezone.now())
    scanning.read_left_behind()  # somebody is reading it
    busy = ConsentScan.objects.count()

    type(batch).objects.update(taken_at=timezone.now() - timedelta(minutes=11))
    scanning.read_left_behind()

    assert (busy, [scan.request for scan in ConsentScan.objects.all()]) == (0, [None, request])


def test_of_a_pile_with_a_file_that_is_no_scan_nothing_is_kept(coordinator):
    with pytest.raises(ScanRefused):
        scanning.upload([a_pile(""), io.BytesIO(b"hello")], by=coordinator)

    assert not ConsentScan.objects.exists()
    assert default_storage.listdir("scans")[1] == []


def test_a_page_that_cannot_be_read_is_tied_by_hand(mother, child, coordinator):
    question = a_question()
    request = a_request(mother, (child, question))
    other = a_request(mother, (child, question), code="OTHER")
    batch = scanning.upload([a_pile("")], by=coordinator)
    scanning.read(batch.pk)
    scan = ConsentScan.objects.get()

    scanning.attach(scan, request, by=coordinator)
    scanning.attach(scan, request, by=coordinator)

    assert ConsentScan.objects.get().request == request
    with pytest.raises(Refused, match="belongs to another form"):
        scanning.attach(scan, other, by=coordinator)
    with pytest.raises(Refused, match="is kept with it"):
        scanning.throw_away(scan, by=coordinator)


def test_an_empty_page_is_thrown_away(coordinator):
    batch = scanning.upload([a_pile("")], by=coordinator)
    scanning.read(batch.pk)
    scan = ConsentScan.objects.get()

    with TestCase.captureOnCommitCallbacks(execute=True):
        scanning.throw_away(scan, by=coordinator)
    scanning.throw_away(scan, by=coordinator)

    assert not default_storage.exists(scan.file)


def test_the_code_of_another_charity_ties_nothing(coordinator, other_charity):
    with acting_for(other_charity):
        child, question = a_child(), a_question()
        a_request(a_carer(child), (child, question))
    batch = scanning.upload([a_pile(CODE)], by=coordinator)
    scanning.read(batch.pk)

    assert ConsentScan.objects.get().request is None
