"""E-29: parents who live apart are asked each for themself, and neither learns what the other said, or where they are.

Everything that one of them can open, is sent, or is handed is read for the other's answer, name and address; and what
could leak is there to leak.
"""

import re
from io import BytesIO

import pytest
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from consent.effective import Reason
from consent.models import Answer, Channel, ConsentReceipt
from consent.services import asking
from consent.standing import standing_of
from people import links
from people.models import Purpose
from safeguard.addresses import address
from safeguard.verification import verify
from tests.consent.factories import a_carer, a_child, a_question
from tests.consent.test_respond import TODAY, Guest

pytestmark = pytest.mark.usefixtures("scope")

HIS = ("Declan", "Byrne", "declan@", "07700 900402", "Ewa Interpreter")
HERS = ("Hannah", "Coyle", "hannah@", "07700 900401")


@pytest.fixture
def robin():
    robin = a_child("Robin Nobody")
    a_carer(robin, "Hannah Coyle")
    father = a_carer(robin, "Declan Byrne", court_order="Both are told about everything")
    type(father).objects.filter(pk=father.pk).update(phone="07700 900402")
    return robin


def visit(guest: Guest, child, answer, question, name, **more) -> list[str]:
    """The whole way through, and everything that was shown on it."""
    guest.client.post(guest.url())
    shown = [guest.client.get(guest.url()), guest.get("all"), guest.get("about", child.pk)]
    guest.answer(child, {question: answer})
    shown += [guest.get("about", child.pk), guest.get("check"), guest.send(name, **more), guest.get("all")]
    return [page.content.decode() for page in shown]


def test_neither_parent_learns_of_the_other(robin):
    question = a_question(channel=Channel.WEBSITE)
    with TestCase.captureOnCommitCallbacks(execute=True):
        requests = {r.asked.name: r for r in asking.send([robin], [question], by=None).by_mail}
    his, hers = Guest(Client(), requests["Declan Byrne"]), Guest(Client(), requests["Hannah Coyle"])

    with TestCase.captureOnCommitCallbacks(execute=True):
        for_him = visit(his, robin, "no", question, "Declan Byrne", interpreter="Ewa Interpreter")
        for_her = visit(hers, robin, "yes", question, "Hannah Coyle")
        for_him.append(his.get("all").content.decode())

    assert standing_of(robin, question, TODAY()).reason == Reason.DISAGREE
    codes = {answer.giver_name: answer.code for answer in Answer.objects.all()}
    for_her += [
        text_of(hers.get("pdf", codes["Hannah Coyle"])),
        hers.get("receipt", codes["Hannah Coyle"]).content.decode(),
    ]
    for_her += [str(verify(codes["Hannah Coyle"]))]
    for_him += [text_of(his.get("pdf", codes["Declan Byrne"])), str(verify(codes["Declan Byrne"]))]
    for letter in mail.outbox:
        text = letter.body + letter.subject + letter.alternatives[0][0]
        (for_her if letter.to == ["hannah@families.example"] else for_him).append(text)

    assert {name for name in HIS if name in "".join(for_her)} == set()
    assert {name for name in HERS if name in "".join(for_him)} == set()
    assert len(mail.outbox) == 4
    # her page looks the same whether he has answered or not
    assert tags(for_her[1]) == ["One to answer"]
    assert tags(for_her[6]) == ["Answered", "Yes"]
    assert [
        hers.get("receipt", codes["Declan Byrne"]).status_code,
        hers.get("pdf", codes["Declan Byrne"]).status_code,
    ] == [404] * 2
    assert ConsentReceipt.objects.count() == 2


def everything_about(guest: Guest, code: str) -> list[str]:
    return [text_of(guest.get("pdf", code)), guest.get("receipt", code).content.decode(), str(verify(code))]


def tags(page: str) -> list[str]:
    return re.findall(r'class="tag [^"]*">([^<]+)<', page)


def text_of(answer) -> str:
    document = PdfReader(BytesIO(b"".join(answer.streaming_content)))
    return "".join(page.extract_text() for page in document.pages) + str(document.metadata)


def test_the_page_of_one_request_tells_of_one_person_only(robin, client, coordinator):
    question = a_question()
    requests = {r.asked.name: r for r in asking.send([robin], [question], by=coordinator).by_mail}
    his = Guest(Client(), requests["Declan Byrne"])
    visit(his, robin, "no", question, "Declan Byrne")
    client.force_login(coordinator.user)

    page = client.get(requests["Hannah Coyle"].get_absolute_url()).content.decode()

    assert "Declan" not in page
    assert "No answer yet" in page


def test_the_audit_keeps_no_content_of_an_answer(robin):
    question = a_question()
    requests = {r.asked.name: r for r in asking.send([robin], [question], by=None).by_mail}
    visit(Guest(Client(), requests["Declan Byrne"]), robin, "no", question, "Declan Byrne")

    [event] = AuditEvent.objects.filter(object_type="consent.answer")
    assert (event.object_label, event.changed) == ("answer about consent", [])
    assert event.detail == {"method": "link", "question": question.pk}


def test_a_link_of_one_parent_opens_nothing_of_the_other(robin):
    question = a_question()
    requests = {r.asked.name: r for r in asking.send([robin], [question], by=None).by_mail}
    hannah = requests["Hannah Coyle"].asked
    token = links.issue(hannah, Purpose.RESPOND, about=requests["Declan Byrne"].link_about)

    assert Client().get(reverse("respond", args=[token])).status_code == 404


def test_somebody_who_signs_in_reaches_their_own_page_and_no_other(robin, client, new_person, charity):
    question = a_question()
    requests = {r.asked.name: r for r in asking.send([robin], [question], by=None).by_mail}
    margaret = new_person("Margaret Elsewhere")
    mine = asking.send([robin], [a_question("Second")], by=None).by_mail[0]
    type(mine).objects.filter(pk=mine.pk).update(asked=margaret)
    client.force_login(margaret.user)

    own = client.post(address("consent:mine", mine.pk))
    page = client.get(address("consent:mine", mine.pk))
    others = client.get(address("consent:mine", requests["Declan Byrne"].pk))

    assert own.headers["Location"].startswith("/respond/")
    assert (page.status_code, others.status_code) == (200, 404)
