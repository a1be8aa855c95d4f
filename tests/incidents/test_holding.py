"""Waiting at an agency's request (E-60)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.models import Answer, Entry, Hold, Step
from incidents.owed import holds
from incidents.presenting import due
from incidents.services import holding, triage
from incidents.states import CaseStatus
from safeguard.refusals import Refused
from tests.incidents.factories import make_case

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def case():
    return make_case("Taken by the police")


def test_a_case_is_put_on_hold_and_taken_off_and_the_chronology_says_so(in_the_log, lead, case):
    client, page = in_the_log(lead), case.get_absolute_url()
    in_a_week = timezone.localdate() + timedelta(days=7)
    typed = {
        "agency": "Durham police",
        "contact": "PC Ash",
        "reason": "Ask nobody yet",
        "look_again_on": f"{in_a_week:%d %m %Y}",
    }

    client.post(f"{page}hold/", typed)
    banner = client.get(page).content.decode()
    client.post(f"{page}hold/end/", {"why": "PC Ash rang."})

    hold = Hold.objects.get(case=case)
    assert "On hold: Durham police asked us to wait" in banner
    assert (hold.look_again_on, hold.ended_by) == (in_a_week, lead)
    assert [entry.words["text"].splitlines()[0] for entry in Entry.objects.filter(case=case).order_by("pk")] == [
        "Put on hold at the request of an agency.",
        "Taken off hold.",
    ]
    assert "On hold:" not in client.get(page).content.decode()


def test_nothing_is_required_to_put_it_on_hold(in_the_log, lead, case):
    in_the_log(lead).post(f"{case.get_absolute_url()}hold/", {})

    assert holding.is_held(case)


def test_while_it_waits_steps_are_not_asked_for_and_duties_still_are(lead):
    case = make_case()
    triage.sort(case, by=lead, types=["worker"], about_worker=Answer.YES, tests=["harmed"])
    case.refresh_from_db()
    now = timezone.now()
    before = {one.title for one in due([case], now=now, held=())[case.pk]}

    holding.hold(case, by=lead, agency="Police")
    held = {one.title for one in due([case], now=now, held={case.pk})[case.pk]}

    assert Step.objects.filter(case=case, withdrawn_at=None).exists()
    assert held < before
    assert held != set()
    assert list(Step.objects.exclude(case__in=holding.standing().values("case"))) == []


def test_the_agency_is_asked_again_and_the_case_stays_on_hold(in_the_log, lead, case):
    holding.hold(case, by=lead, agency="Police")
    later = timezone.localdate() + timedelta(days=3)

    in_the_log(lead).post(
        f"{case.get_absolute_url()}hold/ask/", {"said": "Three more days", "look_again_on": f"{later:%d %m %Y}"}
    )

    assert Hold.objects.get(case=case, ended_at=None).look_again_on == later


def test_it_waits_only_once_at_a_time_and_not_when_it_is_finished(lead, case):
    holding.hold(case, by=lead, agency="Police")
    closed = make_case(status=CaseStatus.CLOSED, closed_at=timezone.now())

    with pytest.raises(Refused, match="on hold already"):
        holding.hold(case, by=lead, agency="Council")
    with pytest.raises(Refused, match="closed"):
        holding.hold(closed, by=lead, agency="Council")
    with pytest.raises(Refused, match="not on hold"):
        holding.resume(closed, by=lead)
    with pytest.raises(Refused, match="not on hold"):
        holding.ask_again(closed, by=lead, on=None)


def test_a_day_that_is_over_is_given_back_with_what_was_typed(in_the_log, lead, case):
    page = (
        in_the_log(lead)
        .post(f"{case.get_absolute_url()}hold/", {"agency": "Durham police", "look_again_on": "1 1 2020"})
        .content.decode()
    )

    assert ("This day is over" in page, 'value="Durham police"' in page) == (True, True)
    assert not holding.is_held(case)


def test_those_who_handle_it_are_asked_on_the_day_and_told_nothing_of_it(lead, chair, case):
    day = timezone.localdate() + timedelta(days=2)
    holding.hold(case, by=lead, agency="Durham police", look_again_on=day)
    holding.hold(make_case("No day"), by=lead, agency="Council")
    other = make_case("Over")
    holding.hold(other, by=lead, agency="Council", look_again_on=day)
    holding.resume(other, by=lead)

    (owed,) = holds.obligations(today=timezone.localdate())

    assert (owed.due_on, owed.recipients) == (day, (lead.pk,))
    assert not [word for word in ("Durham", case.code, "police") if word in f"{owed.title} {owed.reason} {owed.url}"]
    assert [len(list(holds.obligations(today=day, person=one.pk))) for one in (lead, chair)] == [1, 0]
