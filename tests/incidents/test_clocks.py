"""How long is left: working days, elapsed hours, days that end on a working day; and what stops a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from incidents import clocks
from incidents.clocks import State, due, rules
from incidents.commitments import commitments
from incidents.models import Hold, StepAside
from incidents.obligations import obligations
from incidents.services import referrals, steps
from organisations.models import Organisation
from organisations.nations import Nation
from safeguard.local_times import LONDON
from safeguard.working_days import calendar_for
from tests.incidents.factories import make_case, restricted

pytestmark = pytest.mark.django_db
LOG = "/o/harbour-lights/incidents/"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


def lives_in(charity: Organisation, nation: str) -> None:
    Organisation.objects.filter(pk=charity.pk).update(nation=nation)
    charity.nation = nation


def one(case, key, **fields):
    return next(clock for clock in clocks.of(case, **fields) if clock.key == key)


# Counting ------------------------------------------------------------------------------------------------------------


def test_an_allegation_on_good_friday_evening_is_passed_on_by_tuesday_and_it_says_why():
    """E-9."""
    found = due(rules()["worker_england"], at(2026, 4, 3, 19, 0), "england")

    assert found.at.date() == date(2026, 4, 7)
    assert found.words == "the end of Tuesday 7 April 2026"
    assert "Saturday 4 April" in found.why
    assert "Easter Monday" in found.why
    assert "ring 999" in found.why


@pytest.mark.parametrize(
    ("nation", "rule", "day"), [("scotland", "worker_scotland", 5), ("england", "worker_england", 2)]
)
def test_the_second_of_january_is_a_holiday_in_scotland_only(nation, rule, day):
    """E-9."""
    assert due(rules()[rule], at(2026, 1, 1, 11, 0), nation).at.date() == date(2026, 1, day)


def test_in_wales_it_is_24_hours_and_the_next_working_day_where_those_end_on_a_weekend():
    rule = rules()["worker_wales"]

    assert due(rule, at(2026, 6, 3, 15, 0), "wales").at == at(2026, 6, 4, 15, 0)
    assert due(rule, at(2026, 6, 5, 15, 0), "wales").at == at(2026, 6, 8, 23, 59)
    assert due(rule, at(2026, 6, 7, 15, 0), "wales").at == at(2026, 6, 8, 23, 59)  # no less than for Saturday


def test_72_hours_go_on_over_a_bank_holiday_weekend():
    """E-8."""
    found = due(rules()["data_breach"], at(2026, 4, 3, 10, 0), "england")

    assert found.at == at(2026, 4, 6, 10, 0)
    assert found.words == "6 April 2026, 10:00"


def test_72_hours_over_the_night_when_the_clocks_change_are_shown_as_the_wall_shows_them():
    """E-8."""
    spring = due(rules()["data_breach"], at(2026, 3, 27, 10, 0), "england")
    autumn = due(rules()["data_breach"], at(2026, 10, 23, 10, 0), "england")

    assert spring.words == "30 March 2026, 11:00"
    assert autumn.words == "26 October 2026, 09:00"


def test_a_complaint_about_data_is_acknowledged_within_30_days_and_never_on_a_saturday():
    found = due(rules()["data_complaint"], at(2026, 11, 19, 9, 0), "england")

    assert found.at.date() == date(2026, 12, 21)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2090, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.sampled_from(list(Nation)), st.sampled_from(sorted(rules())))
def test_no_time_is_up_before_it_began(moment, nation, key):
    found = due(rules()[key], moment, nation)

    assert found.at.astimezone(UTC) >= moment - timedelta(minutes=1)


@given(moments)
def test_72_hours_are_72_hours(moment):
    found = due(rules()["data_breach"], moment, "england")

    assert found.at.astimezone(UTC) - moment == timedelta(hours=72)


@given(moments, st.sampled_from(list(Nation)))
def test_a_time_in_working_days_is_up_at_the_end_of_a_working_day_of_the_nation(moment, nation):
    found = due(rules()["worker_england"], moment, nation)

    assert calendar_for(nation).is_working_day(found.at.date())


@given(moments, st.sampled_from(list(Nation)), st.sampled_from(sorted(rules())), st.integers(0, 500_000))
def test_who_learns_later_has_no_less_time(moment, nation, key, seconds):
    later = moment + timedelta(seconds=seconds)

    assert due(rules()[key], later, nation).at >= due(rules()[key], moment, nation).at


def test_every_clock_says_where_it_comes_from():
    assert all(rule.source and rule.label for rule in rules().values())


# In cases ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-72")
def test_a_concern_about_a_worker_has_a_clock_until_the_officer_is_told(scope, lead):
    case = make_case(types=["worker"], learnt_at=at(2026, 6, 3, 10, 0))
    before = one(case, "worker_england", now=at(2026, 6, 3, 11, 0))
    late = one(case, "worker_england", now=at(2026, 6, 5, 11, 0))
    referrals.refer(case, by=lead, kind="worker_concern", referred_at=at(2026, 6, 4, 9, 0))
    after = one(case, "worker_england", now=at(2026, 6, 5, 11, 0))

    assert (before.state, late.state, after.state) == (State.RUNNING, State.OVERDUE, State.KEPT)
    assert "4 June 2026" in after.words


def test_a_referral_after_the_time_is_done_late(scope, lead):
    case = make_case(types=["worker"], learnt_at=at(2026, 6, 3, 10, 0))
    referrals.refer(case, by=lead, kind="worker_concern", referred_at=at(2026, 6, 8, 9, 0))

    assert one(case, "worker_england").state == State.LATE


@pytest.mark.clause("WY-116")
def test_any_kind_of_concern_about_a_worker_has_the_clock(scope):
    case = make_case(types=["online_abuse"], about_worker="unsure")

    assert one(case, "worker_england")


def test_a_low_level_concern_has_no_clock(scope):
    case = make_case(types=["worker"], is_low_level=True)

    assert not [clock for clock in clocks.of(case) if clock.key == "worker_england"]


def test_scotland_speaks_of_no_lado(charity, scope):
    lives_in(charity, "scotland")
    case = make_case(types=["worker"])

    assert "police or social work" in one(case, "worker_scotland").label
    assert not [clock for clock in clocks.of(case) if "LADO" in clock.label]


def test_a_duty_without_a_day_is_shown_as_coming_and_does_not_run(scope):
    case = make_case(types=["sexual"])
    clock = one(case, "mandatory_reporting")

    assert (clock.state, clock.due_at, clock.is_running) == (State.COMING, None, False)


def test_the_platform_is_looked_at_again_48_hours_after_it_was_told(scope, lead):
    case = make_case(types=["cyberbullying"])
    steps.lay_out(case, by=lead)
    assert not [clock for clock in clocks.of(case) if clock.key == "platform"]

    step = case.steps.get(key="platform")
    with time_machine.travel(at(2026, 6, 5, 18, 0), tick=False):
        steps.decide(step, to="done", by=lead)

    assert one(case, "platform").due_at == at(2026, 6, 7, 18, 0)
    assert case.steps.get(key="platform_again").due_at == at(2026, 6, 7, 18, 0)


def test_clocks_of_many_cases_take_no_more_queries(scope, django_assert_num_queries):
    one_case = [make_case(types=["worker"])]
    many = [*one_case, make_case(types=["worker"]), make_case(types=["data_breach"])]

    with django_assert_num_queries(2):
        clocks.of_all(one_case)
    with django_assert_num_queries(2):
        clocks.of_all(many)


# What falls due ------------------------------------------------------------------------------------------------------


def test_on_hold_steps_are_not_asked_for_and_duties_are(scope, lead):
    """E-60."""
    case = make_case(types=["worker", "misread_message"], learnt_at=at(2026, 6, 1, 10, 0))
    steps.lay_out(case, by=lead)
    today = date(2026, 6, 10)
    keys = {owed.key.split(":")[0] for owed in obligations(today=today)}
    Hold.objects.create(case=case, by=lead, words={"agency": "Police"})
    held = {owed.key.split(":")[0] for owed in obligations(today=today)}

    assert {"incidents.steps", "incidents.clock"} <= keys
    assert "incidents.clock" in held
    assert "incidents.steps" not in held


def test_what_is_due_names_nothing_and_goes_to_those_who_see_the_case(scope, lead, chair, safeguarding_trustee):
    case = restricted("Something about Dana", types=["worker"], learnt_at=at(2026, 6, 1, 10, 0))
    steps.lay_out(case, by=chair)
    owed = list(obligations(today=date(2026, 6, 10)))

    assert owed
    for found in owed:
        assert lead.pk not in found.recipients
        assert set(found.recipients) == {chair.pk, safeguarding_trustee.pk}
        words = f"{found.title} {found.reason} {found.url}"
        assert case.code not in words
        assert "LADO" not in words
        assert "worker" not in words
    assert not list(obligations(today=date(2026, 6, 10), person=lead.pk))


def test_an_agency_is_to_be_asked_again_on_the_day(scope, lead):
    case = make_case()
    referrals.refer(case, by=lead, kind="children", chase_on=date(2026, 6, 12))

    assert [owed.due_on for owed in obligations(today=date(2026, 6, 10)) if "chase" in owed.key] == [date(2026, 6, 12)]


def lights() -> dict[str, tuple]:
    return {c.key: (c.state, c.reason, c.number, c.of) for c in commitments(today=date(2026, 6, 10))}


@pytest.mark.clause("IL-2")
def test_the_light_says_how_quickly_concerns_are_acted_on(scope, lead):
    with time_machine.travel(at(2026, 6, 10, 12, 0), tick=False):
        case = make_case(opened_at=at(2026, 6, 8, 9, 0))
        waiting = lights()["incidents.quickly"]
        case.acted_at = at(2026, 6, 8, 12, 30)
        case.save(update_fields=["acted_at"])
        acted = lights()["incidents.quickly"]

    assert waiting[0] == "broken"
    assert acted[:2] == (
        "kept",
        "In twelve months half of the first actions came within 3 hours; the longest took 3 hours.",
    )


def test_no_light_moves_because_of_a_case_that_is_kept_from_somebody(scope, lead, chair):
    with time_machine.travel(at(2026, 6, 10, 12, 0), tick=False):
        before = lights()
        hidden = restricted(types=["worker"], learnt_at=at(2026, 6, 1, 10, 0), opened_at=at(2026, 6, 1, 10, 0))
        steps.lay_out(hidden, by=chair)
        aside = make_case(types=["worker"], learnt_at=at(2026, 6, 1, 10, 0), opened_at=at(2026, 6, 1, 10, 0))
        StepAside.objects.create(case=aside, person=lead, reason="close")

        assert lights() == before


def test_the_light_is_red_where_the_officer_was_not_told_and_green_once_they_were(scope, lead):
    with time_machine.travel(at(2026, 6, 10, 12, 0), tick=False):
        case = make_case(types=["worker"], learnt_at=at(2026, 6, 8, 10, 0), opened_at=at(2026, 6, 8, 10, 0))
        steps.lay_out(case, by=lead)
        red = lights()["incidents.told"][0]
        referrals.refer(case, by=lead, kind="worker_concern", referred_at=at(2026, 6, 8, 15, 0))

        assert (red, lights()["incidents.told"][0]) == ("broken", "kept")


def test_the_page_of_what_is_due_shows_the_cases_of_its_reader_only(scope, lead, chair, in_the_log):
    make_case("Plain worry", types=["worker"], learnt_at=at(2026, 6, 1, 10, 0))
    restricted("Hidden worry", types=["worker"], learnt_at=at(2026, 6, 1, 10, 0))

    page = in_the_log(lead).get(LOG + "due/").content.decode()

    assert "Plain worry" in page
    assert "Hidden worry" not in page
    assert "Overdue" in page


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_more_cases_take_no_more_queries(scope, lead, in_the_log):
    client = in_the_log(lead)
    today = date(2026, 6, 10)

    def owed() -> None:
        list(obligations(today=today))
        list(commitments(today=today))

    counts = []
    for _more in range(2):
        for _again in range(2):
            case = make_case(types=["worker", "misread_message"], learnt_at=at(2026, 6, 1, 10, 0))
            steps.lay_out(case, by=lead)
            referrals.refer(case, by=lead, kind="children", chase_on=today)
        client.get(LOG + "due/")
        counts.append((queries_of(owed), queries_of(lambda: client.get(LOG + "due/"))))

    assert counts[0] == counts[1]
