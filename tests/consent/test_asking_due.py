"""What falls due with asking, and what is promised about it; no title or reason names anybody."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consent.models import ConsentRequest, Picture, PictureSubject
from consent.owed import asking as owed
from consent.promises import asking as promises
from consent.services import asking
from people.models import Authority, Person, Purpose
from people.services.families import confirm_authority
from safeguard.commitments import State
from tests.consent.factories import a_carer, a_child, a_question, an_answer, words_of

pytestmark = pytest.mark.usefixtures("scope")


def today():
    return timezone.localdate()


def due(kind: str, **only) -> list:
    found = owed.obligations(today=today(), **only)
    return [obligation for obligation in found if obligation.key.startswith(f"consent.{kind}:")]


def state(key: str):
    found = next(c for c in promises.commitments(today=today()) if c.key == f"consent.{key}")
    return found.state, found.number, found.of


def in_days(days: int):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def one_request() -> ConsentRequest:
    mia = a_child()
    a_carer(mia)
    [request] = asking.send([mia], [a_question()], by=None).by_mail
    return request


def test_whoever_has_not_answered_is_reminded_by_their_link_four_times_at_most(coordinator):
    request = one_request()

    [obligation] = due("outstanding")
    notices = list(obligation.schedule.notices(obligation.due_on, until=today() + timedelta(days=400)))

    assert (obligation.recipients, obligation.due_on) == ((request.asked_id,), today() + timedelta(days=14))
    assert (obligation.link_purpose, obligation.link_about) == (Purpose.RESPOND, request.link_about)
    assert len(notices) == 4
    assert "Mia" not in f"{obligation.title}{obligation.reason}{obligation.url}"
    assert due("outstanding", person=coordinator.pk) == []
    assert len(due("outstanding", person=request.asked_id)) == 1


def test_nobody_is_reminded_by_mail_whose_link_reached_somebody_else(coordinator):
    request = one_request()

    asking.not_me(request)

    assert due("outstanding") == []
    assert [o.recipients for o in due("misdirected")] == [(coordinator.pk,)]


def test_paper_is_not_chased_by_mail_and_the_coordinator_hears_of_it_after_a_week(coordinator):
    mia, leo = a_child(), a_child("Leo Stone")
    for carer in (a_carer(mia), a_carer(leo, "Beth Stone")):
        Person.objects.filter(pk=carer.pk).update(email="")
    asking.send([mia, leo], [a_question()], by=None)

    with in_days(20):
        early = due("unanswered")
    with in_days(22):
        [late] = due("unanswered")

    assert (early, due("outstanding")) == ([], [])
    assert late.reason.startswith("2 people have not answered.")
    assert late.recipients == (coordinator.pk,)


def test_answers_that_run_out_are_one_task_a_month_until_they_are_asked_for(coordinator):
    """Fact 50: consent is refreshed."""
    question = a_question()
    children = [a_child(f"Child{number} Turner") for number in range(3)]
    for child in children:
        an_answer(child, question, a_carer(child, f"Carer{child.pk} Turner"))

    with in_days(300):
        early = due("running_out")
    with in_days(345):
        [obligation] = due("running_out")
        asking.send(children, [question], by=coordinator)
        asked = due("running_out")

    assert (early, asked) == ([], [])
    assert obligation.reason.startswith("About 3 people.")


def test_wider_words_are_one_task_and_lead_to_the_question(coordinator):
    """E-35."""
    mia, question = a_child(), a_question()
    an_answer(mia, question, a_carer(mia))

    words_of(question, 2)
    corrected = due("widened")
    words_of(question, 3, widened=True)
    [obligation] = due("widened")

    assert corrected == []
    assert obligation.title == "Ask again: “Pictures on Facebook”"
    assert obligation.url.endswith(f"?question={question.pk}")


def test_the_right_of_a_carer_who_said_yes_is_confirmed_by_somebody(coordinator, lead):
    """E-30."""
    mia, question = a_child(), a_question()
    a_carer(mia, "Edith Turner", confirmed=False)
    link = mia.carer_links.get()
    before = due("unconfirmed")
    an_answer(mia, question, link.carer)

    [obligation] = due("unconfirmed")
    was = state("confirmed")
    confirm_authority(link, seen="Birth certificate", by=lead)

    assert before == []
    assert set(obligation.recipients) == {coordinator.pk, lead.pk}
    assert "Mia" not in f"{obligation.title}{obligation.reason}"
    assert due("unconfirmed") == []
    assert (was, state("confirmed")) == ((State.AT_RISK, 0, 1), (State.KEPT, 1, 1))


def test_of_a_record_that_is_kept_back_only_the_lead_is_told(coordinator, lead):
    arash, question = a_child("Arash Ahmadi", restricted=True), a_question()
    an_answer(arash, question, a_carer(arash, confirmed=False))

    assert [o.recipients for o in due("unconfirmed")] == [(lead.pk,)]


def test_somebody_without_any_right_is_not_waited_for():
    mia, question = a_child(), a_question()
    an_answer(mia, question, a_carer(mia, confirmed=False, authority=Authority.NONE))

    assert due("unconfirmed") == []


@pytest.mark.clause("WY-31")
def test_everybody_who_is_pictured_was_asked(coordinator):
    mia, question = a_child(), a_question()
    a_carer(mia)
    new = state("asked")
    now = timezone.now()
    picture = Picture.objects.create(
        what="Summer fair", taker=coordinator, taken_at=now, logged_by=coordinator, upload_due_at=now
    )
    PictureSubject.objects.create(picture=picture, person=mia)

    broken = state("asked")
    asking.send([mia], [question], by=coordinator)

    assert (new, broken, state("asked")) == ((State.NEW, 0, 0), (State.BROKEN, 0, 1), (State.KEPT, 1, 1))


def test_a_late_answer_is_soon_and_then_act_now():
    states = [state("answered")[0]]
    one_request()

    for days in (0, 15, 60):
        with in_days(days):
            states.append(state("answered")[0])

    assert states == [State.NEW, State.KEPT, State.AT_RISK, State.BROKEN]


@pytest.mark.clause("RW-33")
def test_no_answer_is_out_of_date(coordinator):
    mia, question = a_child(), a_question()
    new = state("current")
    an_answer(mia, question, a_carer(mia))
    kept = state("current")

    with in_days(400):
        broken = state("current")
        asking.send([mia], [question], by=coordinator)
        asked = state("current")

    assert (new, kept) == ((State.NEW, 0, 0), (State.KEPT, 1, 1))
    assert (broken, asked) == ((State.BROKEN, 0, 1), (State.AT_RISK, 0, 1))


def test_owing_costs_the_same_however_many_there_are(django_assert_num_queries, coordinator):
    question = a_question()

    def ask(count: int):
        for number in range(count):
            child = a_child(f"Child{number} Turner{count}")
            a_carer(child, f"Carer{number} Turner{count}")
            asking.send([child], [question], by=None)

    ask(1)
    with django_assert_num_queries(8):
        list(owed.obligations(today=today()))
    ask(5)
    with django_assert_num_queries(8):
        found = list(owed.obligations(today=today()))

    assert len(found) == 6
