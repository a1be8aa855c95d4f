"""Nobody is reminded of what cannot be answered any more."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consent.effective import Reason
from consent.models import Answer, Channel, RequestItem
from consent.services import asking, designing, ending, responding
from consent.sheets import Sheet
from consent.standing import standing_of
from consent.states import RequestStatus
from people.models import Authority, CareLink, Person
from tests.consent.factories import a_carer, a_child, a_question, an_answer, look_after

pytestmark = pytest.mark.usefixtures("scope")


def today():
    return timezone.localdate()


def keep_up() -> list[int]:
    return [ending.keep_up(today=today()) for _time in range(2)]


def status(request) -> str:
    request.refresh_from_db()
    return request.status


def test_nothing_changes_while_everything_can_be_answered():
    mia = a_child()
    a_carer(mia)
    [request] = asking.send([mia], [a_question()], by=None).by_mail

    assert keep_up() == [0, 0]
    assert status(request) == RequestStatus.ASKED


def test_a_question_that_is_closed_is_not_waited_for(coordinator):
    mia = a_child()
    anna = a_carer(mia)
    one, two = a_question("One"), a_question("Two", channel=Channel.WEBSITE)
    [request] = asking.send([mia], [one, two], by=None).by_mail
    an_answer(mia, one, anna, request=request)
    designing.close_question(two, by=coordinator)

    assert keep_up() == [1, 0]
    assert status(request) == RequestStatus.ANSWERED
    assert Answer.objects.count() == 1


def test_a_parent_is_not_waited_for_after_the_eighteenth_birthday():
    """E-26."""
    eighteen = today().replace(year=today().year - 18)
    jo, question = a_child("Jo Turner", eighteen + timedelta(days=3)), a_question()
    anna = a_carer(jo)
    asking.send([jo], [question], by=None)
    parents = next(item.request for item in RequestItem.objects.filter(request__asked=anna))

    with time_machine.travel(timezone.now() + timedelta(days=4)):
        changed = keep_up()

    assert changed == [1, 0]
    assert status(parents) == RequestStatus.CANCELLED


def test_a_carer_who_left_or_looks_after_somebody_no_more_is_not_waited_for():
    mia, leo, question = a_child(), a_child("Leo Stone"), a_question()
    anna, beth = a_carer(mia), a_carer(leo, "Beth Stone")
    requests = asking.send([mia, leo], [question], by=None).by_mail
    Person.objects.filter(pk=anna.pk).update(left_on=today())
    CareLink.objects.filter(carer=beth).update(ends_on=today() - timedelta(days=1))

    assert keep_up() == [2, 0]
    assert [status(request) for request in requests] == [RequestStatus.CANCELLED] * 2


def test_who_says_that_somebody_else_decides_is_asked_no_more_and_the_child_counts_as_not_asked():
    """E-30."""
    mia, leo, question = a_child(), a_child("Leo Turner"), a_question()
    gran = a_carer(mia, "Edith Turner", confirmed=False, authority=Authority.UNKNOWN)
    look_after(leo, gran)
    [request] = asking.send([mia, leo], [question], by=None).by_mail
    part = Sheet(request, today()).part(mia.pk)

    responding.say_who(request, part, relationship="grandparent", authority=Authority.NONE)

    assert [item.subject for item in request.items.all()] == [leo]
    assert status(request) == RequestStatus.ASKED
    assert standing_of(mia, question, today()).reason == Reason.NOT_ASKED
