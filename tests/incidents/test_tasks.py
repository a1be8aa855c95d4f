"""Somebody does one thing for a case, and reads nothing else of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.access import VIEW, give
from incidents.models import Case, Entry, EntryKind, IncidentLetter, LetterKind, Task
from incidents.owed import tasks as owed
from incidents.services import access, tasks_given
from incidents.states import CaseStatus
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case, write

pytestmark = pytest.mark.usefixtures("scope")


def today():
    return timezone.localdate()


def asked(case, to, by, what="Bring me the sheets of 3 March.", **fields):
    return tasks_given.give(case, to=to, by=by, what=what, due_on=fields.pop("due_on", today()), **fields)


def test_somebody_is_asked_by_name_and_told_nothing_by_mail(
    in_the_log, lead, volunteer, django_capture_on_commit_callbacks
):
    case, client = make_case("Bruises on Ruby"), in_the_log(lead)
    due = today() + timedelta(days=3)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            address("incidents:give_task", case.code),
            {"to": volunteer.pk, "what": "Bring me the sheets of 3 March.", "due_on": f"{due:%d.%m.%Y}"},
        )

    task = Task.objects.get()
    assert (task.to, task.by, task.due_on, task.words["what"]) == (
        volunteer,
        lead,
        due,
        "Bring me the sheets of 3 March.",
    )
    assert IncidentLetter.objects.get().kind == LetterKind.TASK
    [letter] = mail.outbox
    assert not [words for words in ("sheets", "Ruby", case.code) if words in f"{letter.subject}{letter.body}"]


def test_they_read_the_words_of_the_task_and_nothing_of_the_case(in_the_log, lead, volunteer):
    case = make_case("Bruises on Ruby")
    enter(case, "Ruby Quill")
    write(case, "She said she fell.", by=lead)
    task = asked(case, volunteer, lead)
    client = in_the_log(volunteer)

    pages = [client.get(address("incidents:tasks")), client.get(task.get_absolute_url())]

    assert [answer.status_code for answer in pages] == [200, 200]
    content = "".join(answer.content.decode() for answer in pages)
    assert content.count("Bring me the sheets of 3 March.") == 2
    assert not [words for words in ("Ruby", "fell", case.code) if words in content]
    assert client.get(address("incidents:case", case.code)).status_code == 404
    assert client.get(address("incidents:case_tasks", case.code)).status_code == 404


def test_what_they_did_stands_in_the_chronology(in_the_log, lead, volunteer):
    case = make_case()
    task = asked(case, volunteer, lead)

    in_the_log(volunteer).post(task.get_absolute_url(), {"text": "They are in your pigeon hole."})

    task.refresh_from_db()
    entry = Entry.objects.get(kind=EntryKind.ACTION)
    assert (task.words["answer"], bool(task.done_at)) == ("They are in your pigeon hole.", True)
    assert (entry.case, entry.by, "They are in your pigeon hole." in entry.words["text"]) == (case, volunteer, True)
    page = in_the_log(lead).get(address("incidents:case_tasks", case.code))
    assert "They are in your pigeon hole." in page.content.decode()
    case.refresh_from_db()
    with pytest.raises(Refused, match="answered already"):
        tasks_given.answer(task, by=volunteer, text="Again")


def test_the_answer_is_taken_also_when_the_case_was_closed_meanwhile(lead, volunteer):
    case = make_case()
    task = asked(case, volunteer, lead)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=case.opened_at)

    tasks_given.answer(Task.objects.get(pk=task.pk), by=volunteer, text="Done")

    assert Task.objects.get().words["answer"] == "Done"


def test_nobody_else_sees_a_task_or_answers_it(in_the_log, lead, volunteer, coordinator, trustee):
    task = asked(make_case(), volunteer, lead)

    for person in (coordinator, trustee, lead):
        client = in_the_log(person)
        assert client.get(task.get_absolute_url()).status_code == 404
        assert client.post(task.get_absolute_url(), {"text": "Mine"}).status_code == 404
    assert Task.objects.get().done_at is None


def test_whoever_steps_aside_sees_no_task_of_it_any_more(in_the_log, lead, volunteer):
    case = make_case()
    task = asked(case, volunteer, lead)
    access.put_aside(case, volunteer, by=lead)
    client = in_the_log(volunteer)

    assert client.get(task.get_absolute_url()).status_code == 404
    assert "sheets" not in client.get(address("incidents:tasks")).content.decode()
    assert task.get_absolute_url() not in client.get(address("incidents:mine")).content.decode()
    with pytest.raises(Refused, match="cannot be asked"):
        asked(case, volunteer, lead, what="Another thing")
    assert list(owed.obligations(today=today())) == []


def test_two_clicks_ask_once(lead, volunteer):
    case = make_case()

    assert asked(case, volunteer, lead) == asked(case, volunteer, lead)
    assert asked(case, volunteer, lead, what="Another thing") != Task.objects.first()
    assert Task.objects.count() == 2


def test_a_task_is_taken_back(in_the_log, lead, volunteer):
    case = make_case()
    task = asked(case, volunteer, lead)

    in_the_log(lead).post(address("incidents:withdraw_task", case.code, task.uid))

    assert in_the_log(volunteer).get(task.get_absolute_url()).status_code == 404
    with pytest.raises(Refused):
        tasks_given.answer(Task.objects.get(), by=volunteer, text="Late")


def test_a_closed_case_asks_nobody_and_a_day_that_is_over_is_none(lead, volunteer):
    case = make_case()
    with pytest.raises(Refused, match="This day is over"):
        asked(case, volunteer, lead, due_on=today() - timedelta(days=1))
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=case.opened_at)
    case.refresh_from_db()

    with pytest.raises(Refused, match="Open it again"):
        asked(case, volunteer, lead)


def test_a_refused_form_keeps_the_words(in_the_log, lead, volunteer):
    case = make_case()

    answer = in_the_log(lead).post(
        address("incidents:give_task", case.code), {"to": "", "what": "Bring me the sheets.", "due_on": "never"}
    )

    assert ("Choose who does it." in answer.content.decode(), "Bring me the sheets." in answer.content.decode()) == (
        True,
        True,
    )


def test_it_is_owed_by_whoever_was_asked_in_words_that_say_nothing(lead, volunteer):
    case = make_case("Bruises on Ruby")
    task = asked(case, volunteer, lead, due_on=today() + timedelta(days=2))

    [one] = owed.obligations(today=today())

    assert (one.recipients, one.due_on, one.url) == ((volunteer.pk,), task.due_on, task.get_absolute_url())
    assert one.escalate_to == (lead.pk,)
    assert (str(one.title), str(one.reason)) == ("You were asked to do something", "Sign in to see what it is.")
    assert list(owed.obligations(today=today(), person=volunteer.pk)) == [one]
    assert list(owed.obligations(today=today(), person=lead.pk)) == []
    tasks_given.answer(task, by=volunteer, text="Done")
    assert list(owed.obligations(today=today())) == []


def test_whoever_has_left_hands_it_back_to_those_who_handle_the_case(lead, volunteer):
    asked(make_case(), volunteer, lead)
    volunteer.left_on = today() - timedelta(days=1)
    volunteer.save()

    [one] = owed.obligations(today=today())

    assert (one.recipients, one.url) == ((lead.pk,), address("incidents:log"))


def test_who_may_only_read_asks_nobody(in_the_log, lead, volunteer):
    case = make_case()
    task = asked(case, lead, lead)
    give(case, volunteer, VIEW)
    client = in_the_log(volunteer)

    assert client.get(address("incidents:case_tasks", case.code)).status_code == 200
    assert client.get(address("incidents:give_task", case.code)).status_code == 403
    assert client.post(address("incidents:withdraw_task", case.code, task.uid)).status_code == 403


def test_as_many_queries_for_five_tasks_as_for_one(in_the_log, lead, volunteer, django_assert_num_queries):
    case, client = make_case(), in_the_log(lead)
    asked(case, volunteer, lead)
    urls = [address("incidents:case_tasks", case.code), address("incidents:tasks")]
    for url in urls:
        client.get(url)
    asked(case, lead, lead)
    counts = []
    for url in urls:
        with CaptureQueriesContext(connection) as few:
            client.get(url)
        counts.append(len(few))
    for n in range(4):
        asked(case, volunteer, lead, what=f"Thing {n}")
        asked(case, lead, lead, what=f"Thing {n}")

    for url, count in zip(urls, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(url)
