"""The mails about consent: neutral words, in the person's language where the software speaks it, once each."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import TestCase
from django.utils import timezone

from consent.models import ConsentLetter, ConsentRequest, LetterKind
from consent.services import asking, letters
from people import links
from people.models import Person, Purpose
from safeguard.mailing import message_id
from tests.consent.factories import a_carer, a_child, a_question

pytestmark = pytest.mark.usefixtures("scope")

SECRETS = ("Mia", "Turner's", "Facebook", "Pictures", "Child")


@pytest.fixture
def request_() -> ConsentRequest:
    mia = a_child("Mia Child")
    a_carer(mia)
    [request] = asking.send([mia], [a_question("Pictures on Facebook")], by=None, note="See you on Friday").by_mail
    return request


def sent(kind: str, request: ConsentRequest | None, to: Person):
    with TestCase.captureOnCommitCallbacks(execute=True):
        letters.queue(kind, request, to=to)
    return mail.outbox[-1]


@pytest.mark.parametrize("kind", LetterKind.values)
def test_no_letter_names_a_child_or_what_was_asked(kind, request_):
    """E-37: the mail lies open on a shared telephone, and its first line is shown before it is opened."""
    letter = sent(kind, request_, request_.asked)

    everything = letter.subject + letter.body + letter.alternatives[0][0] + str(letter.extra_headers)
    assert [secret for secret in SECRETS if secret in everything] == []
    assert "Dear Anna Turner" in letter.body
    assert letter.attachments == []
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_every_letter_about_a_request_has_a_link_of_its_own(request_):
    first, second = (sent(LetterKind.NEW_LINK, request_, request_.asked) for _time in range(2))

    tokens = [letter.body.split("/respond/")[1].split("/")[0] for letter in (first, second)]
    assert len(set(tokens)) == 2
    assert {links.open_link(token, Purpose.RESPOND).person for token in tokens} == {request_.asked}


def test_a_confirmation_without_a_request_has_no_link(request_):
    letter = sent(LetterKind.TAKEN_DOWN, None, request_.asked)

    assert "/respond/" not in letter.body
    assert letter.subject == "It has been taken down"


def test_the_word_that_goes_with_it_stands_in_the_letter(request_):
    assert "See you on Friday" in sent(LetterKind.CHASE, request_, request_.asked).body


def test_who_is_not_written_to_gets_nothing(request_):
    Person.objects.filter(pk=request_.asked_id).update(do_not_email=True)
    request_.asked.refresh_from_db()

    assert letters.queue(LetterKind.CHASE, request_, to=request_.asked) is None


def test_a_confirmation_reaches_somebody_who_has_left_and_a_reminder_does_not(request_):
    chase = letters.queue(LetterKind.CHASE, request_, to=request_.asked)
    receipt = letters.queue(LetterKind.RECEIPT, request_, to=request_.asked)
    Person.objects.filter(pk=request_.asked_id).update(left_on=timezone.localdate())

    assert [letters.send(letter.pk) for letter in (chase, receipt)] == [False, True]


def test_a_letter_follows_an_address_that_changed_while_it_waited(request_):
    letter = letters.queue(LetterKind.NEW_LINK, request_, to=request_.asked)
    Person.objects.filter(pk=request_.asked_id).update(email="new@families.example")

    with TestCase.captureOnCommitCallbacks(execute=True):
        letters.send(letter.pk)

    assert [m.to for m in mail.outbox] == [["new@families.example"]]


def test_a_letter_that_a_dead_worker_took_is_taken_up_after_ten_minutes(request_):
    letter = letters.queue(LetterKind.NEW_LINK, request_, to=request_.asked)
    ConsentLetter.objects.filter(pk=letter.pk).update(taken_at=timezone.now())

    early = letters.send(letter.pk)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        late = letters.send(letter.pk)

    assert (early, late) == (False, True)
    assert mail.outbox[0].extra_headers["Message-ID"] == message_id("consent", f"{letter.organisation_id}.{letter.pk}")
