from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeguard.working_days import calendar_for

NATIONS = ["england", "wales", "scotland", "northern-ireland"]


@pytest.mark.parametrize(
    ("nation", "closed"),
    [
        ("england", ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        ("wales", ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        ("scotland", ["01-01", "01-02", "04-03", "05-04", "05-25", "06-15", "08-03", "11-30", "12-25", "12-28"]),
        (
            "northern-ireland",
            ["01-01", "03-17", "04-03", "04-06", "05-04", "05-25", "07-13", "08-31", "12-25", "12-28"],
        ),
    ],
)
def test_the_bank_holidays_of_2026_are_those_of_the_nation(nation, closed):
    calendar = calendar_for(nation)
    weekdays = [day for n in range(365) if (day := date.fromordinal(date(2026, 1, 1).toordinal() + n)).weekday() < 5]

    assert [day.strftime("%m-%d") for day in weekdays if not calendar.is_working_day(day)] == closed


@pytest.mark.parametrize(
    ("nation", "day", "reason"),
    [
        ("england", date(2026, 4, 3), "Good Friday"),
        ("england", date(2026, 12, 28), "Boxing Day (substitute day)"),
        ("england", date(2026, 11, 21), "Saturday"),
        ("england", date(2026, 11, 22), "Sunday"),
        ("england", date(2026, 11, 20), ""),
        ("england", date(2023, 5, 8), "Coronation of Charles III"),
        ("scotland", date(2027, 1, 4), "New Year Holiday (substitute day)"),
        ("scotland", date(2026, 4, 6), ""),
        ("northern-ireland", date(2026, 7, 13), "Battle of the Boyne (substitute day)"),
    ],
)
def test_a_day_without_work_says_why(nation, day, reason):
    calendar = calendar_for(nation)

    assert calendar.closed_because(day) == reason
    assert calendar.is_working_day(day) is (reason == "")


@pytest.mark.parametrize(
    ("nation", "day", "count", "expected"),
    [
        ("england", date(2026, 4, 3), 1, date(2026, 4, 7)),  # Good Friday evening
        ("wales", date(2026, 4, 3), 1, date(2026, 4, 7)),
        ("scotland", date(2026, 4, 3), 1, date(2026, 4, 6)),
        ("northern-ireland", date(2026, 4, 3), 1, date(2026, 4, 7)),
        ("england", date(2026, 1, 1), 1, date(2026, 1, 2)),
        ("scotland", date(2026, 1, 1), 1, date(2026, 1, 5)),
        ("scotland", date(2026, 1, 2), 1, date(2026, 1, 5)),
        ("england", date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday
        ("england", date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        ("england", date(2026, 11, 20), 5, date(2026, 11, 27)),
        ("england", date(2026, 12, 24), 3, date(2026, 12, 31)),
        ("england", date(2026, 11, 20), 0, date(2026, 11, 20)),
        ("england", date(2026, 11, 21), 0, date(2026, 11, 23)),
    ],
)
def test_working_days_are_counted_from_the_day_after(nation, day, count, expected):
    assert calendar_for(nation).add_working_days(day, count) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 12, 25), date(2026, 12, 29)),
        (date(2027, 12, 25), date(2027, 12, 29)),
    ],
)
def test_the_next_working_day_is_the_day_itself_when_it_is_one(day, expected):
    assert calendar_for("england").next_working_day(day) == expected


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError):
        calendar_for("england").add_working_days(date(2026, 11, 20), -1)


def test_an_unknown_nation_is_refused():
    with pytest.raises(ValueError):
        calendar_for("ruritania")


def test_bank_holidays_can_be_added_and_taken_out():
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    moved = calendar_for("england", extra={friday}, removed={date(2026, 12, 25), date(2026, 12, 26)})

    assert moved.closed_because(friday) == "extra bank holiday"
    assert moved.next_working_day(friday) == monday
    assert moved.is_working_day(date(2026, 12, 25)) is True
    assert moved.closed_because(date(2026, 12, 26)) == "Saturday"
    assert calendar_for("england").is_working_day(friday) is True


@given(st.sampled_from(NATIONS), st.dates(date(1900, 1, 1), date(2150, 12, 31)), st.integers(min_value=0, max_value=30))
def test_working_days_end_on_a_working_day_with_as_many_on_the_way(nation, day, count):
    calendar = calendar_for(nation)

    end = calendar.add_working_days(day, count)

    between = [date.fromordinal(n) for n in range(day.toordinal() + 1, end.toordinal() + 1)]
    assert calendar.is_working_day(end) is True
    assert sum(calendar.is_working_day(each) for each in between) == (count or int(not calendar.is_working_day(day)))
