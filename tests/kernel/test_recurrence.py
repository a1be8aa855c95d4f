from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeguard.partial_dates import PartialDate, read
from safeguard.recurrence import add_months, days_to_answer, due_day, later, months_to_answer, next_occurrence
from safeguard.working_days import calendar_for

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("anchor", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_months_are_added_to_the_same_day_or_to_the_end_of_the_month(anchor, months, expected):
    assert add_months(anchor, months) == expected


@given(DAYS, st.integers(min_value=-240, max_value=240))
def test_the_day_is_the_anchors_or_the_last_of_the_month(anchor, months):
    moved = add_months(anchor, months)

    assert (moved.year - anchor.year) * 12 + moved.month - anchor.month == months
    assert moved.day == min(anchor.day, monthrange(moved.year, moved.month)[1])


def test_a_year_that_no_date_can_have_is_refused():
    with pytest.raises(ValueError):
        add_months(date(9999, 12, 1), 1)


def test_a_policy_adopted_on_29_february_comes_round_on_29_february_when_there_is_one():
    adopted, due, seen = date(2024, 2, 29), date(2024, 2, 29), []

    for _year in range(4):
        due = next_occurrence(adopted, 12, due)
        seen.append(due)

    assert seen == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("anchor", "every_months", "after", "expected"),
    [
        (date(2026, 8, 31), 6, date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 27), date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28), date(2027, 8, 31)),
        (date(2026, 8, 31), 1, date(2026, 9, 29), date(2026, 9, 30)),
        (date(2026, 1, 15), 12, date(2026, 11, 20), date(2027, 1, 15)),
        (date(2026, 1, 15), 12, date(2020, 1, 1), date(2027, 1, 15)),
        (date(2026, 1, 15), 5, date(2036, 1, 15), date(2036, 6, 15)),
    ],
)
def test_the_next_time_is_the_first_interval_from_the_anchor_that_is_later(anchor, every_months, after, expected):
    assert next_occurrence(anchor, every_months, after) == expected


@given(DAYS, st.integers(min_value=1, max_value=60), DAYS)
def test_the_next_time_is_later_and_the_one_before_is_not(anchor, every_months, after):
    found = next_occurrence(anchor, every_months, after)

    months = (found.year - anchor.year) * 12 + found.month - anchor.month
    times, rest = divmod(months, every_months)
    assert (rest, found) == (0, add_months(anchor, months))
    assert found > after
    assert times == 1 or add_months(anchor, months - every_months) <= after


@pytest.mark.parametrize("every_months", [0, -12])
def test_an_interval_of_no_months_is_refused(every_months):
    with pytest.raises(ValueError):
        next_occurrence(date(2026, 1, 1), every_months, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "months", "expected"),
    [
        ("May '23", 12, PartialDate(2024, 5)),
        ("Aug 2026", 6, PartialDate(2027, 2)),
        ("29 Feb 2024", 12, PartialDate(2025, 2, 28)),
        ("31.8.26", 6, PartialDate(2027, 2, 28)),
        ("2020", 24, PartialDate(2022)),
        ("2020", 6, PartialDate(2021, 6)),
    ],
)
def test_months_after_a_partial_date_invent_no_day(text, months, expected):
    assert later(read(text).value, months) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 2024", date(2024, 5, 31)),
        ("July 2017", date(2017, 7, 31)),
        ("Feb 2028", date(2028, 2, 29)),
        ("2020", date(2020, 12, 31)),
        ("17.6.20", date(2020, 6, 17)),
    ],
)
def test_a_month_is_due_on_its_last_day(text, expected):
    assert due_day(read(text).value) == expected


def test_a_review_due_in_may_2024_is_903_days_overdue_on_20_november_2026():
    assert date(2026, 11, 20) - due_day(read("May 2024").value) == timedelta(days=903)


@pytest.mark.parametrize(
    ("nation", "received", "months", "expected"),
    [
        ("england", date(2027, 1, 31), 1, date(2027, 3, 1)),  # 28 February is a Sunday
        ("england", date(2026, 11, 20), 1, date(2026, 12, 21)),  # 20 December is a Sunday
        ("england", date(2026, 11, 25), 1, date(2026, 12, 29)),  # Christmas, a weekend, Boxing Day's Monday
        ("england", date(2026, 10, 31), 1, date(2026, 11, 30)),
        ("scotland", date(2026, 10, 31), 1, date(2026, 12, 1)),  # Saint Andrew's Day
        ("england", date(2026, 11, 20), 3, date(2027, 2, 22)),  # extended: 20 February is a Saturday
    ],
)
def test_an_answer_within_calendar_months_is_due_on_a_working_day(nation, received, months, expected):
    assert months_to_answer(received, months, calendar_for(nation)) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 11, 19), date(2026, 12, 21)),  # day 30 is Saturday 19 December
        (date(2026, 11, 18), date(2026, 12, 18)),
        (date(2027, 2, 24), date(2027, 3, 30)),  # day 30 is Good Friday
    ],
)
def test_thirty_days_are_counted_from_the_day_after_and_end_on_a_working_day(received, expected):
    assert days_to_answer(received, 30, calendar_for("england")) == expected
