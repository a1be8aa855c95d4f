"""What somebody raised stays theirs to read and to take along; the rest of the case is not theirs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.access import VIEW, give
from incidents.models import Case, Entry, IncidentLetter, Report, ReportMessage, StepAside
from incidents.owed import raising as raising_owed
from incidents.services import following
from incidents.services.raising import receive
from safeguard.refusals import Refused

BASE = "/o/harbour-lights/incidents/"
WHAT = "He has bruises on both arms."


@pytest.fixture
def report(scope, volunteer, lead) -> Report:
    return receive(by=volunteer, words={"what": WHAT, "when": "last night"}, source="seen", once="x" * 30).report


def text(answer) -> str:
    return answer.content.decode()


def test_somebody_finds_what_they_raised_and_whether_it_was_read(report, signed_in, volunteer):
    client = signed_in(volunteer)
    before = text(client.get(f"{BASE}mine/{report.uid}/"))
    Case.objects.update(seen_at=timezone.now())
    after = text(client.get(f"{BASE}mine/{report.uid}/"))

    assert WHAT in before
    assert ("Received</span>" in before, "Read</span>" in after) == (True, True)
    assert report.case.code not in after


def test_the_copy_to_keep_holds_every_word(report, signed_in, volunteer):
    page = text(signed_in(volunteer).get(f"{BASE}mine/{report.uid}/copy/"))

    assert WHAT in page
    assert "last night" in page


def test_nobody_elses_report_is_found_not_even_by_the_lead(report, signed_in, lead, coordinator, stranger):
    for person in (lead, coordinator, stranger):
        for page in ("", "copy/"):
            assert signed_in(person).get(f"{BASE}mine/{report.uid}/{page}").status_code == 404
        assert signed_in(person).get(f"{BASE}raise/sent/{report.uid}/").status_code == 404


def test_they_tell_more_and_the_handlers_are_told_without_a_word_of_it(report, signed_in, volunteer, lead):
    signed_in(volunteer).post(f"{BASE}mine/{report.uid}/", {"text": "His sister too."})
    signed_in(volunteer).post(f"{BASE}mine/{report.uid}/", {"text": "His sister too."})

    message = ReportMessage.objects.get()
    assert (message.words["text"], message.by) == ("His sister too.", volunteer)
    assert IncidentLetter.objects.get(kind="message").person == lead
    assert Entry.objects.filter(about_uid=message.uid).count() == 1
    assert Case.objects.get().acted_at is None


def test_a_closed_case_still_takes_what_somebody_tells(report, volunteer):
    Case.objects.update(status="closed", closed_at=timezone.now())

    following.tell_more(report, text="It began again.", by=volunteer)

    assert ReportMessage.objects.count() == 1


def test_the_handler_reads_it_word_for_word_and_writes_back(report, in_the_log, lead, volunteer):
    url = f"{BASE}{report.case.code}/messages/"
    client = in_the_log(lead)
    page = text(client.get(url))
    client.post(url, {"report": str(report.uid), "text": "Thank you, Vera."})

    assert WHAT in page
    assert "Vera Lindqvist" in page
    assert f'id="id_{report.uid}_text"' in page  # and nothing that says how many reports there are
    message = ReportMessage.objects.get()
    assert (message.by, message.from_reporter) == (lead, False)
    assert IncidentLetter.objects.filter(kind="message", person=volunteer).count() == 1


def test_nothing_new_is_written_from_a_closed_case(report, lead):
    Case.objects.update(status="closed", closed_at=timezone.now())

    with pytest.raises(Refused):
        following.write_back(report, text="x", by=lead)
    assert not ReportMessage.objects.exists()


def test_whoever_may_only_read_does_not_write_back(report, in_the_log, coordinator):
    give(report.case, coordinator, VIEW)
    url = f"{BASE}{report.case.code}/messages/"
    client = in_the_log(coordinator)

    assert client.get(url).status_code == 200
    assert client.post(url, {"report": str(report.uid), "text": "x"}).status_code == 403


def test_a_report_of_another_case_is_not_answered_from_this_one(report, in_the_log, lead):
    other = receive(by=None, words={"what": "Other"}, source="seen", once="y" * 30).report

    answer = in_the_log(lead).post(f"{BASE}{report.case.code}/messages/", {"report": str(other.uid), "text": "x"})

    assert answer.status_code == 404


def test_an_answer_that_comes_too_late_is_given_back(report, signed_in, lead):
    url = f"{BASE}{report.case.code}/messages/"

    answer = signed_in(lead).post(url, {"report": str(report.uid), "text": "A long answer"})

    assert answer.status_code == 200
    assert "A long answer" in text(answer)
    assert "Location" not in answer.headers
    assert not ReportMessage.objects.exists()


def test_what_is_no_longer_kept_says_so(report, signed_in, volunteer, in_the_log, lead):
    for row in (report.case, report):
        row.shred()
        row.save(update_fields=["wrapped_key", "shredded_at"])

    page = text(signed_in(volunteer).get(f"{BASE}mine/{report.uid}/"))

    assert "Its words no longer exist" in page
    assert "No longer kept" in text(signed_in(volunteer).get(f"{BASE}mine/"))
    assert in_the_log(lead).get(f"{BASE}{report.case.code}/messages/").status_code == 200


def test_the_list_asks_the_same_few_questions_for_one_report_and_for_three(scope, signed_in, volunteer, lead):
    client = signed_in(volunteer)
    receive(by=volunteer, words={"what": "1"}, source="seen", once="a" * 30)
    client.get(f"{BASE}mine/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"{BASE}mine/")
    for number in "23":
        receive(by=volunteer, words={"what": number}, source="seen", once=number * 30)
    with CaptureQueriesContext(connection) as three:
        client.get(f"{BASE}mine/")

    assert len(one) == len(three)


# What falls due ------------------------------------------------------------------------------------------------------


def test_a_message_that_nobody_has_read_is_asked_for_without_a_word_of_it(report, volunteer, lead, in_the_log):
    following.tell_more(report, text="His sister too.", by=volunteer)

    (owed,) = raising_owed.obligations(today=timezone.localdate())
    in_the_log(lead).get(f"{BASE}{report.case.code}/messages/")

    assert owed.recipients == (lead.pk,)
    assert report.case.code not in f"{owed.title}{owed.reason}{owed.url}{owed.key}"
    assert list(raising_owed.obligations(today=timezone.localdate())) == []


def test_an_answer_waits_for_whoever_raised_it(report, volunteer, lead, signed_in):
    following.write_back(report, text="Thank you.", by=lead)

    (owed,) = raising_owed.obligations(today=timezone.localdate(), person=volunteer.pk)
    signed_in(volunteer).get(f"{BASE}mine/{report.uid}/")

    assert (owed.recipients, owed.url) == ((volunteer.pk,), f"{BASE}mine/")
    assert list(raising_owed.obligations(today=timezone.localdate())) == []


def test_whoever_stepped_aside_is_not_asked_to_read(scope, volunteer, lead, chair):
    got = receive(by=volunteer, words={"what": "x"}, source="seen", once="z" * 30, concerned=[lead])
    following.tell_more(got.report, text="more", by=volunteer)

    assert [one.recipients for one in raising_owed.obligations(today=timezone.localdate())] == [(chair.pk,)]


def test_whoever_raised_it_and_was_put_aside_is_written_to_no_more(report, volunteer, lead, in_the_log):
    StepAside.objects.create(case=report.case, person=volunteer, reason="named")

    with pytest.raises(Refused):
        following.write_back(report, text="What we found", by=lead)
    assert not ReportMessage.objects.exists()


def test_an_answer_to_a_case_that_was_closed_meanwhile_is_not_lost(report, in_the_log, lead):
    client = in_the_log(lead)
    Case.objects.update(status="closed", closed_at=timezone.now())

    answer = client.post(f"{BASE}{report.case.code}/messages/", {"report": str(report.uid), "text": "A long answer"})

    assert "A long answer" in text(answer)
    assert "This case is closed" in text(answer)


def test_the_page_of_reports_asks_the_same_few_questions_for_one_and_for_three(report, in_the_log, lead):
    url = f"{BASE}{report.case.code}/messages/"
    client = in_the_log(lead)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in "23":
        other = receive(by=None, words={"what": number}, source="seen", once=number * 30).report
        Report.objects.filter(pk=other.pk).update(case=report.case)
        following.tell_more(other, text="more", by=None)
    client.get(url)
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(one) == len(three)
