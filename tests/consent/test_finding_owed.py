"""What trustees owe to those who ask, and the light that says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.models import Channel, Means
from consent.models.checks import Choice
from consent.owed import finding as owed
from consent.promises import finding as promises
from consent.services import answer_for
from consent.services.finding import approve, decide
from safeguard.commitments import State
from tests.consent.factories import a_carer, a_child, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")


def a_waiting_check(by):
    question, child = a_question(needs_trustee=True), a_child("Mia Turner")
    an_answer(child, question, a_carer(child))
    found = answer_for([child], means=Means.PICTURE, channel=Channel.FACEBOOK)
    return decide(found, choice=Choice.POST, by=by)


def light(days=0):
    (found,) = promises.commitments(today=timezone.localdate() + timedelta(days=days))
    return found.state, found.number


@pytest.mark.clause("RW-34")
def test_every_trustee_but_the_one_who_asked_is_told(volunteer, chair, trustee, second_trustee):
    today = timezone.localdate()
    check = a_waiting_check(trustee)

    (due,) = owed.obligations(today=today)

    assert due.recipients == (chair.pk, second_trustee.pk)
    assert due.escalate_to == (chair.pk,)
    assert due.url == f"/o/harbour-lights/consent/checks/{check.pk}/"
    assert "Mia" not in due.title + due.reason
    assert [o.key for o in owed.obligations(today=today, person=chair.pk)] == [due.key]
    assert list(owed.obligations(today=today, person=trustee.pk)) == []


def test_an_answer_ends_it(volunteer, trustee):
    approve(a_waiting_check(volunteer), approved=True, note="", by=trustee)

    assert list(owed.obligations(today=timezone.localdate())) == []


def test_the_light_begins_new_and_says_when_something_waits_too_long(volunteer, trustee):
    before = light()
    check = a_waiting_check(volunteer)
    waiting, late = light(), light(days=4)
    approve(check, approved=False, note="No", by=trustee)

    assert before == (State.NEW, 0)
    assert (waiting, late) == ((State.KEPT, 1), (State.AT_RISK, 1))
    assert light() == (State.KEPT, 0)
