"""The log of concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.access import visible_to
from incidents.models import Answer, Case, Hold, Report, Severity, StepAside, Task
from incidents.services import intervals, triage
from incidents.states import CaseStatus
from tests.incidents.factories import make_case, restricted, write

ROOM = "/o/harbour-lights/incidents/"
LOG = f"{ROOM}log/"


def headings(page) -> list[str]:
    return [row.heading for row in page.context["rows"]]


def test_the_log_opens_after_proving_who_one_is(scope, in_the_log, signed_in, lead):
    case = make_case()

    asked = signed_in(lead).get(LOG)
    page = in_the_log(lead).get(LOG)

    assert asked.status_code == 302
    assert case.code in page.content.decode()


def test_a_case_that_is_not_for_them_is_not_there(scope, in_the_log, lead):
    case = restricted()

    client = in_the_log(lead)

    assert case.code not in client.get(LOG).content.decode()
    assert client.get(f"{ROOM}{case.code}/").status_code == 404


def test_whoever_stepped_aside_does_not_see_it(scope, in_the_log, lead):
    case = make_case("Stepped aside")
    StepAside.objects.create(case=case, person=lead, reason="own", by=lead)

    assert headings(in_the_log(lead).get(LOG)) == []


def test_a_volunteer_finds_an_empty_log_and_the_way_to_raise_a_concern(scope, in_the_log, volunteer):
    make_case()

    page = in_the_log(volunteer).get(LOG)

    assert headings(page) == []
    assert "No concern is open to you" in page.content.decode()


def test_the_newest_stands_first_with_its_heading_kinds_and_reports(scope, in_the_log, lead):
    now = timezone.now()
    make_case("Old", opened_at=now - timedelta(days=3), types=["neglect"], severity=Severity.HIGH)
    new = make_case("New", danger_now=Answer.YES)
    Report.objects.create(case=new, words={"what": "the same again"})

    page = in_the_log(lead).get(LOG)
    first, second = page.context["rows"]

    assert (first.heading, first.is_danger, first.reports) == ("New", True, 2)
    assert (second.heading, second.kinds, second.severity, second.reports) == ("Old", "Neglect", ("soon", "High"), 1)
    assert "May be in danger now" in page.content.decode()


def test_what_is_due_first_and_a_hold_stand_in_the_row(scope, in_the_log, lead, volunteer):
    today = timezone.localdate()
    case = make_case("Waits")
    Task.objects.create(case=case, to=volunteer, by=lead, due_on=today - timedelta(days=1), words={"what": "ring"})
    Hold.objects.create(case=case, by=lead, look_again_on=today + timedelta(days=2), words={"agency": "Police"})

    (row,) = in_the_log(lead).get(LOG).context["rows"]

    assert (row.is_held, row.next.title, row.next.late) == (True, "Task of Vera Lindqvist", True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["plain", "online"]),
        ("status=unfinished", ["plain", "online"]),
        ("status=closed", []),
        ("kind=cyberbullying", ["online"]),
        ("severity=high", ["online"]),
        ("severity=none", ["plain"]),
        ("online=on", ["online"]),
        ("worker=on", ["online"]),
        ("danger=on", ["plain"]),
        ("since=1+1+2030", []),
        ("until=1+1+2020", []),
        ("since=nonsense", ["plain", "online"]),
        ("low=on", ["plain", "low", "online"]),
    ],
)
def test_filters_ask_for_less(scope, in_the_log, lead, query, expected):
    now = timezone.now()
    make_case("plain", danger_now=Answer.UNSURE)
    make_case("low", is_low_level=True, opened_at=now - timedelta(hours=1))
    make_case(
        "online",
        types=["cyberbullying"],
        severity=Severity.HIGH,
        is_online=True,
        about_worker=Answer.UNSURE,
        opened_at=now - timedelta(days=1),
    )

    assert headings(in_the_log(lead).get(f"{LOG}?{query}")) == expected


def test_low_level_concerns_have_a_list_of_their_own(scope, in_the_log, lead):
    make_case("low", is_low_level=True)
    make_case("plain")

    client = in_the_log(lead)

    assert headings(client.get(LOG)) == ["plain"]
    assert headings(client.get(f"{ROOM}low-level/")) == ["low"]


def test_pages_go_on_from_the_last_row(scope, in_the_log, lead):
    now = timezone.now()
    for number in range(30):
        make_case(f"case {number}", opened_at=now - timedelta(minutes=number))

    client = in_the_log(lead)
    first = client.get(LOG)
    second = client.get(first.context["next"])

    assert headings(first) == [f"case {number}" for number in range(25)]
    assert headings(second) == [f"case {number}" for number in range(25, 30)]


@pytest.mark.parametrize("list_", ["log/", "low-level/"])
@pytest.mark.parametrize("side", ["after", "before"])
def test_a_place_in_the_list_tells_nothing_of_a_case_that_is_not_for_them(scope, in_the_log, lead, list_, side):
    """It is the same list for a case about her as for one that was never there."""
    now, is_low = timezone.now(), list_ != "log/"
    for number in range(4):
        make_case(f"case {number}", opened_at=now - timedelta(days=number), is_low_level=is_low)
    hidden = restricted("About the lead", opened_at=now - timedelta(days=2, hours=1), is_low_level=is_low)
    aside = make_case("Stepped aside", opened_at=now - timedelta(days=1, hours=1), is_low_level=is_low)
    StepAside.objects.create(case=aside, person=lead, reason="own", by=lead)
    client = in_the_log(lead)

    shown = [client.get(f"{ROOM}{list_}?{side}={key}").context for key in (hidden.pk, aside.pk, aside.pk + 999, "x")]

    assert [[row.case.words["heading"] for row in one["rows"]] for one in shown] == [
        [f"case {number}" for number in range(4)]
    ] * 4
    assert {(one["previous"], one["next"]) for one in shown} == {("", "")}


def test_a_case_that_a_filter_leaves_out_since_keeps_its_place(scope, in_the_log, lead):
    now = timezone.now()
    _first, second, _third = [make_case(f"case {n}", opened_at=now - timedelta(days=n)) for n in range(3)]
    Case.objects.filter(pk=second.pk).update(status=CaseStatus.CLOSED, closed_at=now)

    page = in_the_log(lead).get(f"{LOG}?status=unfinished&after={second.pk}")

    assert headings(page) == ["case 2"]


def test_as_many_queries_for_many_rows_as_for_one(scope, in_the_log, lead, volunteer, django_assert_num_queries):
    def some(count):
        for number in range(count):
            case = make_case(f"case {number}", types=["worker", "self_generated"], about_worker=Answer.YES)
            triage.sort(case, by=lead)
            Task.objects.create(case=case, to=volunteer, by=lead, due_on=timezone.localdate(), words={"what": "ring"})
            Hold.objects.create(case=case, by=lead, words={"agency": "Police"})

    client = in_the_log(lead)
    some(1)
    client.get(LOG)
    with CaptureQueriesContext(connection) as one:
        client.get(LOG)
    some(5)
    with django_assert_num_queries(len(one)):
        client.get(LOG)


def test_a_case_that_was_disposed_of_still_stands_in_the_log_without_its_words(scope, in_the_log, lead):
    case = make_case("Bruises")
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])

    client = in_the_log(lead)

    assert headings(client.get(LOG)) == ["These words were destroyed at the end of their time."]
    assert client.get(case.get_absolute_url()).status_code == 200


@pytest.mark.clause("IL-2")
def test_received_first_action_and_closed_are_recorded_and_the_time_between_is_reported(scope, in_the_log, lead):
    now = timezone.now()
    quick = make_case("Quick", opened_at=now - timedelta(hours=2))
    write(quick, "Rang the mother.", by=lead)
    slow = make_case("Slow", opened_at=now - timedelta(days=10))
    Case.objects.filter(pk=slow.pk).update(
        acted_at=now - timedelta(days=8), closed_at=now - timedelta(days=3), status=CaseStatus.CLOSED
    )
    make_case("Nothing yet")

    figures = intervals.intervals(visible_to(lead))
    page = in_the_log(lead).get(slow.get_absolute_url()).content.decode()

    assert (figures.cases, figures.waiting) == (3, 1)
    assert (figures.to_first_action.known, figures.to_first_action.longest) == (2, timedelta(days=2))
    assert (figures.to_close.known, figures.to_close.median) == (1, timedelta(days=7))
    assert "2\xa0days after it was received" in page
    assert "1\xa0week after it was received" in page


def test_the_front_of_the_room_is_the_log_for_whoever_handles_concerns(scope, in_the_log, lead):
    make_case("Bruises")

    page = in_the_log(lead).get(ROOM)

    assert headings(page) == ["Bruises"]
    assert [str(label) for label, _url, current in page.context["tabs"] if current] == ["Concerns"]
