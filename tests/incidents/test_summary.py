"""Concerns as numbers: enough for a board, too little to point at anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from incidents.models import Action, Case, Lesson, Referral, Routing, StepAside
from incidents.services.summary import SMALLEST, Period, rounded, summary, told, years
from incidents.states import CaseStatus
from incidents.verbs import Verb
from tests.incidents.factories import make_case, restricted

PAGE = "/o/harbour-lights/incidents/summary/"


def cases(count: int, **fields) -> list[Case]:
    return [
        make_case(**({"types": ["physical"], "opened_at": datetime(2026, 2, 3, tzinfo=UTC)} | fields))
        for _ in range(count)
    ]


def table(found, title: str) -> dict[str, str]:
    return dict(next(one for one in found.tables if one.title == title).rows)


def text_of(client, **asked) -> str:
    return " ".join(client.get(PAGE, asked).content.decode().split())


def test_numbers_by_kind_status_outcome_agency_and_quarter(scope, lead):
    open_ones = cases(7, status=CaseStatus.OPEN)
    closed = cases(6, status=CaseStatus.CLOSED, outcome="unfounded", closed_at=timezone.now(), types=["radicalisation"])
    for case in open_ones:
        Referral.objects.create(
            case=case, kind="children", method="phone", referred_at=timezone.now(), by=lead, words={}
        )
    for case in closed:
        lesson = Lesson.objects.create(case=case, by=lead, words={"finding": "Ask sooner"})
        Action.objects.create(
            case=case, lesson=lesson, owner=lead, by=lead, due_on=timezone.localdate(), done_at=timezone.now(), words={}
        )

    found = summary(Period(2026))

    assert found.received.words == "15"
    assert table(found, "Kinds of concern")["Harm to somebody"] == "5"
    assert table(found, "Kinds of concern")["Something online"] == "5"
    assert table(found, "Where they stand")["Being handled"] == "5"
    assert table(found, "How they ended")["Unfounded: nothing supports it"] == "5"
    assert table(found, "Whom we told")["Children's social work"] == "5"
    assert table(found, "What was learnt")["Lessons"] == "5"
    assert table(found, "Received in each quarter")["January to March 2026"] == "15"
    assert summary(Period(2026, 2)).received.words == "fewer than 5"


@pytest.mark.clause("IL-2")
def test_how_long_it_took_to_the_first_action_and_to_the_end(scope):
    opened = datetime(2026, 2, 3, 9, tzinfo=UTC)
    for hours in (1, 2, 3, 4, 50):
        cases(
            1,
            opened_at=opened,
            acted_at=opened + timedelta(hours=hours),
            status="closed",
            closed_at=opened + timedelta(days=hours),
        )

    assert summary(Period(2026)).times == [
        ("From received to the first action", "about 3 hours"),
        ("From received to closed", "about 3 days"),
    ]


def test_times_of_fewer_than_five_are_not_told(scope):
    cases(5)
    Case.objects.filter(pk=Case.objects.first().pk).update(acted_at=timezone.now())

    assert summary(Period(2026)).times[0][1] == "not told: fewer than 5"


def test_few_concerns_are_not_broken_down(scope):
    cases(4)

    found = summary(Period(2026))

    assert (found.received.words, found.tables, found.chart) == ("fewer than 5", [], None)


def test_cases_of_a_smaller_circle_and_joined_ones_never_count_and_the_page_always_says_the_same(
    scope, chair, lead, signed_in
):
    cases(6)
    before = text_of(signed_in(chair), year="2026")
    for _ in range(9):
        restricted(opened_at=datetime(2026, 2, 4, tzinfo=UTC))
    aside = make_case(opened_at=datetime(2026, 2, 4, tzinfo=UTC))
    StepAside.objects.create(case=aside, person=lead, reason="named")
    make_case(routing=Routing.NAMED, opened_at=datetime(2026, 2, 4, tzinfo=UTC))
    first = Case.objects.filter(routing=Routing.LEADS).first()
    cases(3, status=CaseStatus.JOINED, joined_to=first)

    after = text_of(signed_in(chair), year="2026")
    assert summary(Period(2026)).received.words == "5"
    assert "never counted on this page, whether there are any or not" in before
    assert before[before.index("<main") : before.index("</main")] == after[after.index("<main") : after.index("</main")]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_nothing_small_is_told_and_no_line_is_kept_back_alone(counts):
    labels = {str(place): f"Line {place}" for place in range(len(counts))}

    lines = told({str(place): count for place, count in enumerate(counts)}, labels)

    shown = [line.shown for line in lines if line.shown is not None]
    assert all(number >= SMALLEST and number % 5 == 0 for number in shown)
    assert len(lines) - len(shown) != 1
    assert all(line.shown is None for line, count in zip(lines, counts, strict=True) if count < SMALLEST)


def test_numbers_are_rounded_to_five():
    assert [rounded(number) for number in (0, 4, 5, 7, 8, 12, 13)] == [None, None, 5, 5, 10, 10, 15]


def test_years_are_those_of_what_is_counted(scope):
    cases(1, opened_at=datetime(2019, 5, 1, tzinfo=UTC))
    restricted(opened_at=datetime(2015, 5, 1, tzinfo=UTC))

    assert years() == sorted({timezone.localdate().year, 2019}, reverse=True)


def test_trustees_and_leads_see_it_others_are_told_whom_to_ask(
    scope, chair, trustee, lead, volunteer, stranger, signed_in
):
    assert [signed_in(person).get(PAGE).status_code for person in (chair, trustee, lead)] == [200] * 3
    assert signed_in(volunteer).get(PAGE).status_code == 403
    assert signed_in(stranger).get(PAGE).status_code == 404
    assert AuditEvent.objects.filter(verb=Verb.REPORTED).count() == 3


def test_every_time_can_be_asked_for_and_nonsense_is_this_year(scope, trustee, signed_in):
    cases(6)
    client = signed_in(trustee)

    assert "January to March 2026, as it stands" in text_of(client, year="2026", quarter="1")
    assert "All years, as it stands" in text_of(client, year="all")
    assert f"{timezone.localdate().year}, as it stands" in text_of(client, year="x", quarter="9")
    assert reverse("incidents:summary", args=["harbour-lights"]) == PAGE


def test_the_number_of_queries_does_not_grow(scope, trustee, signed_in, django_assert_max_num_queries):
    cases(12)
    client = signed_in(trustee)
    client.get(PAGE)

    with django_assert_max_num_queries(30):
        client.get(PAGE, {"year": "2026"})
