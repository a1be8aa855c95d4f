"""What was raised is put on its day: the words offer one, somebody who handles it confirms it, and the words stay."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from incidents import happened
from incidents.access import VIEW, give
from incidents.models import Case, Entry, Report
from incidents.services import entries, raising
from incidents.states import CaseStatus
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.incidents.factories import make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")

SATURDAY = datetime(2026, 6, 20, 9, 0, tzinfo=UTC)
TUESDAY = date(2026, 6, 16)


def told(when: str, *, by=None, **words) -> Report:
    """A concern as it is raised, with the days that the form reads from the words."""
    with time_machine.travel(SATURDAY, tick=False):
        read = happened.read(when, today=SATURDAY.date())
        said = {"what": "He came home with a bruise.", "when": when, **words}
        return raising.receive(by=by, words=said, source="seen", once="", happened=read).report


def page_of(report) -> str:
    return address("incidents:place_report", report.case.code, report.uid)


def test_half_past_six_yesterday_has_a_day_from_the_beginning_and_keeps_its_words(in_the_log, lead, volunteer):
    report = told("about half past six yesterday", by=volunteer)

    page = in_the_log(lead).get(report.case.get_absolute_url()).content.decode()

    assert (report.happened_from, report.happened_until, report.happened_at) == (
        date(2026, 6, 19),
        date(2026, 6, 19),
        None,
    )
    assert report.words["when"] == "about half past six yesterday"
    assert ("about half past six yesterday" in page, "19 June 2026" in page) == (True, True)


def test_a_weekday_is_offered_to_whoever_handles_it_and_nothing_is_chosen(in_the_log, lead, volunteer):
    report = told("about half past six on Tuesday", by=volunteer)

    answer = in_the_log(lead).get(page_of(report))

    assert (report.happened_from, report.case.happened_from) == (None, None)
    field = answer.context["form"]["chosen"]
    assert [label for _key, label in field.field.choices] == ["Tuesday 16 June 2026", "Another day"]
    assert field.value() is None
    assert "about half past six on Tuesday" in answer.content.decode()


def test_the_confirmed_day_is_a_new_entry_that_stands_there_with_the_words_beside_it(in_the_log, lead, volunteer):
    report, client = told("about half past six on Tuesday", by=volunteer), in_the_log(lead)
    with time_machine.travel(datetime(2026, 6, 17, 9, 0, tzinfo=UTC), tick=False):
        write(report.case, "Something that was written down on Wednesday.", by=lead)
    before = bytes(report.sealed)

    client.post(page_of(report), {"chosen": "2026-06-16", "how": "His mother said so.", "is_about": "on"})

    lines = client.get(address("incidents:chronology", report.case.code)).context["lines"]
    case = Case.objects.get(pk=report.case_id)
    assert (lines[0].when, lines[0].as_said) == ("16 June 2026", "about half past six on Tuesday")
    assert lines[0].words["text"].split("\n") == [
        "What was raised happened on this day, or about then.",
        "How we know: His mother said so.",
    ]
    assert lines[0].leads_to.url == f"{address('incidents:messages', case.code)}#report-{report.uid}"
    assert (case.happened_from, case.happened_until) == (TUESDAY, TUESDAY)
    report.refresh_from_db()
    assert (bytes(report.sealed), report.happened_from) == (before, None)


def test_another_day_is_taken_and_none_is_asked_for_again(in_the_log, lead, volunteer):
    report, client = told("on Tuesday", by=volunteer), in_the_log(lead)

    refused = client.post(page_of(report), {"chosen": "another", "day": ""})
    nothing = client.post(page_of(report), {"how": "Asked."})
    client.post(page_of(report), {"chosen": "another", "day": "10 6 2026"})

    assert "Enter the day, such as 17 June 2026." in refused.content.decode()
    assert "Choose a day, or another one." in nothing.content.decode()
    made = Entry.objects.exclude(happened_from=None).get()
    assert (made.happened_from, made.happened_until) == (date(2026, 6, 10), date(2026, 6, 10))


def test_words_that_offer_no_day_leave_the_day_to_be_entered(in_the_log, lead, volunteer):
    report, client = told("when I was about nine", by=volunteer), in_the_log(lead)

    form = client.get(page_of(report)).context["form"]
    client.post(page_of(report), {"day": "1 6 2019"})

    assert list(form.fields) == ["day", "is_about", "how"]
    assert Entry.objects.exclude(happened_from=None).get().words["happened"] == "when I was about nine"


def test_the_chronology_says_what_is_not_on_its_day_and_then_no_longer(in_the_log, lead, volunteer):
    report, client = told("on Tuesday", by=volunteer), in_the_log(lead)
    url = address("incidents:chronology", report.case.code)

    before = client.get(url).context["unplaced"]
    entries.place(report, report.case, by=lead, day=TUESDAY)

    assert [(one["report"], one["as_said"]) for one in before] == [(report, "on Tuesday")]
    assert client.get(url).context["unplaced"] == []


def test_a_case_that_has_a_day_keeps_it(lead, volunteer):
    report = told("yesterday", by=volunteer)

    entries.place(report, report.case, by=lead, day=TUESDAY)

    case = Case.objects.get(pk=report.case_id)
    assert (case.happened_from, case.happened_until) == (date(2026, 6, 19), date(2026, 6, 19))


def test_two_clicks_are_one_entry(lead, volunteer):
    report = told("on Tuesday", by=volunteer)

    made = [entries.place(report, report.case, by=lead, day=TUESDAY) for _click in range(2)]

    assert made[0] == made[1]


def test_a_report_of_a_joined_case_is_placed_in_the_case_that_is_worked_on(in_the_log, lead, volunteer):
    report, case, client = told("on Tuesday", by=volunteer), make_case(), in_the_log(lead)
    Case.objects.filter(pk=report.case_id).update(status=CaseStatus.JOINED, joined_to=case)

    client.post(address("incidents:place_report", case.code, report.uid), {"chosen": "2026-06-16"})

    assert Entry.objects.exclude(happened_from=None).get().case == case


def test_a_closed_case_and_a_day_to_come_are_refused(lead, volunteer):
    report = told("on Tuesday", by=volunteer)

    with pytest.raises(Refused, match="still to come"):
        entries.place(report, report.case, by=lead, day=date(2999, 1, 1))
    report.case.status = CaseStatus.CLOSED
    with pytest.raises(Refused, match="Open it again"):
        entries.place(report, report.case, by=lead, day=TUESDAY)


def test_who_may_only_read_places_nothing_and_others_know_of_nothing(in_the_log, lead, volunteer, trustee):
    report, hidden = told("on Tuesday"), restricted()
    give(report.case, volunteer, VIEW)
    client = in_the_log(volunteer)

    assert client.get(page_of(report)).status_code == 403
    assert client.get(address("incidents:chronology", report.case.code)).context["unplaced"] == []
    assert in_the_log(trustee).get(page_of(report)).status_code == 404
    lead_client, elsewhere = in_the_log(lead), hidden.reports.get()
    assert lead_client.get(address("incidents:place_report", report.case.code, elsewhere.uid)).status_code == 404


def test_whoever_raised_it_is_asked_and_nothing_is_put_into_their_mouth(signed_in, volunteer):
    report = told("on Tuesday", by=volunteer)

    page = signed_in(volunteer).get(report.get_absolute_url()).content.decode()

    assert "Tuesday 16 June 2026? If you know the day, write it in a message." in page
    assert "on Tuesday" in page


def test_a_destroyed_report_is_not_asked_about(in_the_log, lead, volunteer):
    report, client = told("on Tuesday", by=volunteer), in_the_log(lead)
    report.shred()
    report.save(update_fields=["wrapped_key", "shredded_at"])

    assert client.get(address("incidents:chronology", report.case.code)).context["unplaced"] == []
    assert client.get(page_of(report)).status_code == 404
