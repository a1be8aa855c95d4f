"""When it happened: as it was said, never more exact than that."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.happened import Happened, as_of, moment, offered, read, said

TODAY = date(2026, 11, 21)  # a Saturday


def days(words, **given):
    found = read(words, today=TODAY, **given)
    return found.first, found.last


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("14 November 2026", date(2026, 11, 14), date(2026, 11, 14)),
        ("on 14.11.2026", date(2026, 11, 14), date(2026, 11, 14)),
        ("14.11.26", date(2026, 11, 14), date(2026, 11, 14)),
        ("May 2019", date(2019, 5, 1), date(2019, 5, 31)),
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("about 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("Summer 2019", date(2019, 6, 1), date(2019, 9, 30)),
        ("around christmas 2018", date(2018, 12, 1), date(2019, 1, 6)),
        ("winter 2019", date(2019, 1, 1), date(2020, 2, 29)),
        ("last summer", date(2026, 6, 1), date(2026, 9, 30)),
        ("between 2014 and 2016", date(2014, 1, 1), date(2016, 12, 31)),
        ("2014-2016", date(2014, 1, 1), date(2016, 12, 31)),
        ("in the early 1990s", date(1990, 1, 1), date(1994, 12, 31)),
        ("yesterday", date(2026, 11, 20), date(2026, 11, 20)),
        ("last night", date(2026, 11, 20), date(2026, 11, 21)),
        ("last week", date(2026, 11, 9), date(2026, 11, 15)),
        ("3 days ago", date(2026, 11, 18), date(2026, 11, 18)),
        ("when I was about nine", None, None),
        ("a long time ago", None, None),
        ("", None, None),
    ],
)
def test_words_become_the_days_that_they_certainly_mean(words, first, last):
    found = read(words, today=TODAY)

    assert (found.first, found.last, found.typed) == (first, last, words)
    assert found.at is None


@pytest.mark.parametrize(
    "words",
    [
        "about half past six yesterday",
        "half past six yesterday evening",
        "Yesterday, about half past six",
        "yesterday at quarter to nine",
        "quarter to nine in the evening yesterday",
        "just after six o’clock yesterday",
        "at six yesterday",
        "half six yesterday",
    ],
)
def test_a_time_of_the_clock_in_words_leaves_the_day_and_says_no_minute(words):
    found = read(words, today=TODAY)

    assert (found.typed, found.first, found.last, found.at) == (words, date(2026, 11, 20), date(2026, 11, 20), None)


def test_the_night_stays_two_days_and_an_age_stays_no_hour():
    assert days("half past six last night") == (date(2026, 11, 20), date(2026, 11, 21))
    assert days("at nine") == (None, None)
    assert days("when I was about nine", born=date(1990, 5, 4)) == (date(1998, 1, 1), date(2001, 12, 31))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on Friday evening", [date(2026, 11, 20)]),
        ("about half past six on Tuesday", [date(2026, 11, 17)]),
        ("last Tuesday", [date(2026, 11, 17), date(2026, 11, 10)]),
        ("Saturday", [date(2026, 11, 21), date(2026, 11, 14)]),  # it is a Saturday
        ("last Saturday", [date(2026, 11, 14), date(2026, 11, 7)]),
        ("Monday or Wednesday", [date(2026, 11, 16), date(2026, 11, 18)]),
        ("when she came home yesterday", [date(2026, 11, 20)]),
        ("it was going on all last night", [date(2026, 11, 20)]),
        ("yesterday", []),  # certain: nothing is to be asked
        ("summer 2019", []),
        ("a long time ago", []),
        ("when I was about nine", []),
        ("on holiday", []),
    ],
)
def test_a_day_that_is_not_certain_is_offered_and_not_read(words, expected):
    assert offered(words, today=TODAY) == expected
    assert not expected or days(words) == (None, None)


def test_an_age_means_years_only_where_the_birthday_is_known():
    assert days("when I was about nine", born=date(1990, 5, 4)) == (date(1998, 1, 1), date(2001, 12, 31))


def test_a_time_that_was_said_exactly_is_a_minute():
    assert read("14 November 2026 at 9.15pm", today=TODAY).at == datetime(2026, 11, 14, 21, 15, tzinfo=UTC)


def test_about_nine_in_the_evening_is_a_day_and_no_minute():
    found = read("14 November 2026, about 9pm", today=TODAY)

    assert (found.first, found.at) == (date(2026, 11, 14), None)


def test_an_hour_that_happened_twice_is_the_first_unless_said_otherwise():
    first = read("25 October 2026 01:30", today=TODAY)
    second = read("25 October 2026 01:30 GMT", today=TODAY)

    assert (first.at, first.offset_minutes) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60)
    assert (second.at, second.offset_minutes) == (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 0)
    assert "happened twice" in first.note
    assert second.note == ""
    assert said(Row(first)) == "25 October 2026, 01:30 BST"


def test_an_hour_that_never_was_is_moved_with_a_note_and_the_words_stay():
    found = moment(date(2027, 3, 28), time(1, 30), typed="half one at night")

    assert (found.at, found.offset_minutes) == (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), 60)
    assert "There was no 01:30" in found.note
    assert found.typed == "half one at night"
    assert as_of(60, found.at) == datetime(2027, 3, 28, 2, 30)  # noqa: DTZ001


def test_a_range_is_said_as_a_range():
    assert said(Row(read("summer 2019", today=TODAY))) == "between 1 June 2019 and 30 September 2019"
    assert said(Row(Happened("no idea"))) == ""


@given(st.text(max_size=80))
def test_no_words_make_it_fail(words):
    found = read(words, today=TODAY)

    assert (found.first is None) == (found.last is None)
    assert found.first is None or found.first <= found.last
    assert all(day <= TODAY for day in offered(words, today=TODAY))


class Row:
    def __init__(self, happened: Happened) -> None:
        for name, value in happened.columns().items():
            setattr(self, name, value)
