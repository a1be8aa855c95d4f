"""Steps without a time: once nobody has looked at them for a while, whoever handles the case is asked to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents import clocks
from incidents.models import Case, Hold
from incidents.obligations import obligations
from incidents.services.steps import decide, lay_out
from incidents.states import CaseStatus, StepStatus
from safeguard.obligations import Obligation
from tests.incidents.factories import make_case, restricted

pytestmark = pytest.mark.usefixtures("scope")

OPENED = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
A_WEEK_LATER = date(2026, 6, 8)


def laid_out(*, opened_at: datetime = OPENED, by=None, make=make_case, **fields) -> Case:
    """A case of which nothing is open but steps without a time."""
    with time_machine.travel(opened_at, tick=False):
        case = make(opened_at=opened_at, learnt_at=opened_at, **fields)
        lay_out(case, by=by)
        timed = case.steps.exclude(due_at=None)
        for step in timed:
            step.case = case
            decide(step, to=StepStatus.DONE, by=by)
    return case


def asked(day: date, person=None) -> list[Obligation]:
    found = obligations(today=day, person=person.pk if person else None)
    return [one for one in found if one.key.startswith("incidents.open_steps")]


def settle(case: Case, by, at: datetime, to: str = StepStatus.DONE, note: str = "") -> None:
    step = case.steps.to_do().filter(is_required=True, due_at=None, withdrawn_at=None).first()
    step.case = case
    with time_machine.travel(at, tick=False):
        decide(step, to=to, by=by, note=note)


def test_after_a_week_whoever_handles_the_case_is_asked_and_then_every_week(lead):
    laid_out(by=lead, types=["misread_message"])

    assert asked(date(2026, 6, 7)) == []
    [owed] = asked(A_WEEK_LATER)
    assert (owed.due_on, owed.recipients, owed.is_closed) == (A_WEEK_LATER, (lead.pk,), True)
    assert [one.key for one in asked(date(2026, 6, 20))] == [owed.key]
    assert [day for _step, day in owed.schedule.notices(owed.due_on, until=date(2026, 6, 22))] == [
        date(2026, 6, 8),
        date(2026, 6, 15),
        date(2026, 6, 22),
    ]


def test_the_days_are_written_beside_the_clocks():
    rule = clocks.rules()["open_steps"]

    assert (rule.amount, rule.counts, rule.duty) == (7, "days", False)


def test_what_is_sent_reveals_nothing(lead):
    case = laid_out(heading="Ruby Quill's bruises", by=lead, types=["misread_message"])

    [owed] = asked(A_WEEK_LATER)

    said = (owed.title, owed.reason, owed.action, owed.url)
    assert said == (
        "Something in the concerns log is waiting for you",
        "Sign in and look.",
        "See what is due",
        "/o/harbour-lights/incidents/due/",
    )
    assert case.code not in "".join(said)


@pytest.mark.parametrize(("to", "note"), [(StepStatus.DONE, ""), (StepStatus.NOT_NEEDED, "He has moved away.")])
def test_each_step_that_is_decided_begins_the_week_anew(lead, to, note):
    case = laid_out(by=lead, types=["misread_message"])
    settle(case, lead, datetime(2026, 6, 6, 15, 0, tzinfo=UTC), to=to, note=note)

    assert asked(date(2026, 6, 12)) == []
    assert [one.due_on for one in asked(date(2026, 6, 13))] == [date(2026, 6, 13)]


def test_when_every_step_is_decided_nobody_is_asked(lead):
    case = laid_out(by=lead, types=["misread_message"])
    while case.steps.to_do().filter(is_required=True, withdrawn_at=None).exists():
        settle(case, lead, OPENED + timedelta(hours=1))

    assert asked(date(2027, 6, 1)) == []


def test_while_an_agency_has_asked_us_to_wait_nobody_is_asked_and_then_the_week_begins(lead):
    case = laid_out(by=lead, types=["misread_message"])
    hold = Hold.objects.create(case=case, by=lead, since=OPENED, words={"agency": "Police"})
    waiting = asked(date(2026, 7, 1))
    Hold.objects.filter(pk=hold.pk).update(ended_at=datetime(2026, 7, 3, 9, 0, tzinfo=UTC))

    assert waiting == []
    assert asked(date(2026, 7, 9)) == []
    assert [one.due_on for one in asked(date(2026, 7, 10))] == [date(2026, 7, 10)]


def test_a_case_with_something_overdue_is_asked_about_once(lead):
    with time_machine.travel(OPENED, tick=False):
        case = make_case(opened_at=OPENED, learnt_at=OPENED, types=["misread_message"])
        lay_out(case, by=lead)

    keys = [one.key.split(":")[0] for one in obligations(today=A_WEEK_LATER)]

    assert keys.count("incidents.steps") == 1
    assert "incidents.open_steps" not in keys


def test_a_closed_case_asks_nobody(lead):
    case = laid_out(by=lead, types=["misread_message"])
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=OPENED)

    assert asked(date(2026, 7, 1)) == []


def test_only_those_who_handle_the_case_are_asked(lead, chair, safeguarding_trustee, volunteer):
    laid_out(by=chair, make=restricted, types=["misread_message"])

    assert [set(one.recipients) for one in asked(A_WEEK_LATER)] == [{chair.pk, safeguarding_trustee.pk}]
    assert [asked(A_WEEK_LATER, person) for person in (lead, volunteer)] == [[], []]
    assert len(asked(A_WEEK_LATER, chair)) == 1


def test_the_page_of_what_is_due_says_how_many_and_in_which_case(in_the_log, lead):
    case = laid_out(heading="A plain worry", by=lead, types=["misread_message"])
    number = case.steps.to_do().filter(is_required=True, due_at=None, withdrawn_at=None).count()

    page = in_the_log(lead).get("/o/harbour-lights/incidents/due/")

    assert [(one.case, one.lingering) for one in page.context["waiting"]] == [(case, number)]
    assert "open for a while" in page.content.decode()


def test_the_same_queries_for_one_case_and_for_many(lead, django_assert_num_queries):
    laid_out(by=lead, types=["misread_message"])
    with CaptureQueriesContext(connection) as one:
        asked(A_WEEK_LATER)
    for _number in range(3):
        laid_out(by=lead, types=["misread_message"])

    with django_assert_num_queries(len(one)):
        assert len(asked(A_WEEK_LATER)) == 4
