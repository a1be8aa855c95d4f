"""The receipt: what was said, in which words, how to change it; genuine for whoever holds it, and telling no more."""

from io import BytesIO

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader

from consent.models import Channel, ConsentReceipt, Decision, Method
from consent.services import receipts
from consent.services.receipts import make, make_missing, render
from safeguard.verification import new_code, sha256_of, verify, verify_file
from tests.consent.factories import a_carer, a_child, a_question, an_answer, words_of

pytestmark = pytest.mark.usefixtures("scope")


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.fixture
def code() -> str:
    """Of a yes and a no of one mother about one child."""
    mia, code = a_child(), new_code()
    anna = a_carer(mia)
    an_answer(mia, a_question("Website", channel=Channel.WEBSITE), anna, code=code, interpreter="Ewa Nowak")
    an_answer(mia, a_question("Facebook"), anna, Decision.NO, code=code)
    return code


@pytest.mark.clause("BC-39")
def test_the_receipt_says_what_was_answered_in_which_words_and_how_to_change_it(code):
    text = text_of(render(list(receipts.answers_of(code))))

    for words in (
        "Mia Turner",
        "Anna Turner",
        "Ewa Nowak",
        "May we do this: Website? Yes",
        "May we do this: Facebook? No",
        "We show it for a year.",
        "Tell us at any time.",
        "How to change an answer",
        code,
    ):
        assert words in text


def test_later_words_do_not_change_an_earlier_receipt(code):
    before = render(list(receipts.answers_of(code)))
    for answer in receipts.answers_of(code):
        words_of(answer.question, 2, text="Something else?", widened=True)

    assert sha256_of([render(list(receipts.answers_of(code)))]) == sha256_of([before])


def test_it_is_made_once(code):
    first, second = make(code), make(code)

    assert first == second
    assert ConsentReceipt.objects.count() == 1
    assert make("XXXX-XXXX-XXXX-XXXX") is None


def test_what_was_lost_with_a_worker_is_made_in_the_next_round(code):
    assert (make_missing(), make_missing()) == (1, 0)


def test_whoever_holds_it_can_see_that_it_is_genuine_and_learns_no_name(code):
    made = make(code)

    by_code, by_file = verify(code.lower().replace("-", " ")), verify_file(made.sha256)

    assert by_code == by_file
    assert (by_code.genuine, by_code.title, by_code.superseded_since) == (True, "Answers about consent", ())
    assert by_code.lines[-1] == "2 answers stand on it."
    assert [name for name in ("Mia", "Anna", "Website", "Facebook") if name in str(by_code)] == []
    assert (verify("XXXX-XXXX-XXXX-XXXX"), verify_file("0" * 64)) == (None, None)


def test_it_says_when_an_answer_was_taken_back_since_and_nothing_of_what_others_said(code):
    """E-29: another parent's answer is none of the holder's business."""
    website = next(answer for answer in receipts.answers_of(code) if answer.decision == Decision.YES)
    father = a_carer(website.subject, "Declan Byrne")
    an_answer(website.subject, website.question, father, Decision.NO)
    untouched = verify(code).superseded_since

    an_answer(website.subject, website.question, website.giver, Decision.WITHDRAWN)

    assert untouched == ()
    assert verify(code).superseded_since == ("One of the answers has been given anew or taken back since.",)


def test_a_receipt_of_an_answer_on_the_phone_says_who_heard_it(coordinator):
    mia, code = a_child(), new_code()
    an_answer(mia, a_question(), a_carer(mia), code=code, method=Method.PHONE, by=coordinator, witness="Helen Marsh")

    rows = {row["key"]: row["value"] for row in receipts.words(list(receipts.answers_of(code)))["rows"]}

    assert (rows["How"], rows["Who heard it too"]) == ("By telephone", "Helen Marsh")
    assert rows["Code"] == code
    assert rows["Said on"] == date_format(timezone.localdate())
