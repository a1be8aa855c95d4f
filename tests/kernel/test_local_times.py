from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeguard.local_times import LONDON, LocalTime, happens_twice, hours_after, in_quiet_hours, in_words, localise

HOUR = timedelta(hours=1)
NONE = timedelta()
TWICE = "01:30 happened twice that night, since the clocks went back. It was taken as the first, BST."
NEVER = "There was no 01:30 that night, since the clocks went forward. It is kept as 02:30."


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def wall(*parts):
    return datetime(*parts)  # noqa: DTZ001 – a time on the wall has no zone


@pytest.mark.parametrize(
    ("shown", "clock", "expected"),
    [
        ((2026, 11, 20, 21, 0), "", LocalTime(utc(2026, 11, 20, 21, 0), NONE)),
        ((2026, 6, 20, 21, 0), "", LocalTime(utc(2026, 6, 20, 20, 0), HOUR)),
        ((2026, 10, 25, 0, 59), "", LocalTime(utc(2026, 10, 24, 23, 59), HOUR)),
        ((2026, 10, 25, 1, 30), "", LocalTime(utc(2026, 10, 25, 0, 30), HOUR, note=TWICE)),
        ((2026, 10, 25, 1, 30), "BST", LocalTime(utc(2026, 10, 25, 0, 30), HOUR)),
        ((2026, 10, 25, 1, 30), "GMT", LocalTime(utc(2026, 10, 25, 1, 30), NONE)),
        ((2027, 10, 31, 1, 30), "GMT", LocalTime(utc(2027, 10, 31, 1, 30), NONE)),
        ((2026, 10, 25, 2, 0), "", LocalTime(utc(2026, 10, 25, 2, 0), NONE)),
        ((2027, 3, 28, 0, 59), "", LocalTime(utc(2027, 3, 28, 0, 59), NONE)),
        ((2027, 3, 28, 1, 30), "", LocalTime(utc(2027, 3, 28, 1, 30), HOUR, note=NEVER)),
        ((2027, 3, 28, 2, 0), "", LocalTime(utc(2027, 3, 28, 1, 0), HOUR)),
    ],
)
def test_a_time_on_the_wall_becomes_a_moment_with_its_offset(shown, clock, expected):
    assert localise(wall(*shown), clock=clock) == expected


def test_a_time_that_does_not_exist_keeps_what_was_typed():
    kept = localise(wall(2027, 3, 28, 1, 30), typed="half past one at night")

    assert (kept.typed, kept.local.strftime("%H:%M")) == ("half past one at night", "02:30")


def test_the_two_halves_past_one_are_an_hour_apart_and_sort_by_utc():
    first, second = (localise(wall(2026, 10, 25, 1, 30), clock=clock) for clock in ("BST", "GMT"))

    assert second.moment - first.moment == HOUR
    assert [in_words(each.moment) for each in (first, second)] == [
        "25 October 2026, 01:30 BST",
        "25 October 2026, 01:30 GMT",
    ]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (utc(2026, 10, 24, 23, 59), "25 October 2026, 00:59"),
        (utc(2026, 10, 25, 2, 0), "25 October 2026, 02:00"),
        (utc(2027, 3, 28, 1, 0), "28 March 2027, 02:00"),
        (datetime(2026, 6, 1, 12, 0, tzinfo=timezone(2 * HOUR)), "1 June 2026, 11:00"),
    ],
)
def test_the_clock_is_named_only_in_the_hour_that_happens_twice(moment, words):
    assert in_words(moment) == words


@pytest.mark.parametrize(
    ("shown", "twice"),
    [
        ((2026, 10, 25, 0, 59), False),
        ((2026, 10, 25, 1, 0), True),
        ((2026, 10, 25, 1, 59), True),
        ((2026, 10, 25, 2, 0), False),
        ((2027, 3, 28, 1, 30), False),
    ],
)
def test_it_is_known_when_to_ask_which_of_two_times_is_meant(shown, twice):
    assert happens_twice(wall(*shown)) is twice


@given(st.datetimes(wall(1900, 1, 1), wall(2100, 12, 31)), st.sampled_from(["", "BST", "GMT"]))
def test_every_time_has_a_moment_and_is_shown_again_unless_it_is_noted(shown, clock):
    found = localise(shown, clock=clock)

    assert found.local.utcoffset() == found.offset
    assert found.note != "" or found.local.replace(tzinfo=None, fold=0) == shown


@pytest.mark.parametrize("shown", [utc(2026, 11, 20, 12), wall(1899, 12, 31), wall(2101, 1, 1)])
def test_a_moment_or_a_year_out_of_bounds_is_no_time_on_the_wall(shown):
    with pytest.raises(ValueError):
        localise(shown)


@pytest.mark.parametrize("ask", [in_words, lambda moment: hours_after(moment, 72)])
def test_a_moment_without_a_time_zone_is_refused(ask):
    with pytest.raises(ValueError):
        ask(wall(2026, 11, 20, 12))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 4, 2, 17, 0), "5 April 2026, 17:00"),  # over the Easter weekend
        ((2026, 10, 23, 17, 0), "26 October 2026, 16:00"),  # over a night with 25 hours
        ((2027, 3, 26, 17, 0), "29 March 2027, 18:00"),  # over a night with 23 hours
    ],
)
def test_seventy_two_hours_are_elapsed_hours(moment, expected):
    assert in_words(hours_after(datetime(*moment, tzinfo=LONDON), 72)) == expected


NIGHT = (time(21), time(8))
AFTERNOON = (time(13), time(15))


@pytest.mark.parametrize(
    ("hours", "moment", "quiet"),
    [
        (NIGHT, utc(2026, 11, 20, 20, 59, 59), False),
        (NIGHT, utc(2026, 11, 20, 21, 0), True),
        (NIGHT, utc(2026, 11, 21, 0, 0), True),
        (NIGHT, utc(2026, 11, 21, 7, 59, 59), True),
        (NIGHT, utc(2026, 11, 21, 8, 0), False),
        (NIGHT, utc(2026, 6, 20, 20, 0), True),  # 21:00 in summer
        (NIGHT, utc(2026, 6, 20, 7, 0), False),  # 08:00 in summer
        (NIGHT, utc(2026, 10, 24, 20, 0), True),  # 21:00 before the clocks go back
        (NIGHT, utc(2026, 10, 25, 7, 59), True),  # 07:59 after
        (NIGHT, utc(2026, 10, 25, 8, 0), False),
        (NIGHT, utc(2027, 3, 27, 21, 0), True),  # 21:00 before the clocks go forward
        (NIGHT, utc(2027, 3, 28, 6, 59), True),  # 07:59 after
        (NIGHT, utc(2027, 3, 28, 7, 0), False),
        (AFTERNOON, utc(2026, 11, 20, 12, 59), False),
        (AFTERNOON, utc(2026, 11, 20, 13, 0), True),
        (AFTERNOON, utc(2026, 11, 20, 15, 0), False),
        ((time(0), time(8)), utc(2026, 11, 20, 0, 0), True),
        ((time(21), time(0)), utc(2026, 11, 20, 23, 59), True),
        ((time(21), time(0)), utc(2026, 11, 20, 0, 0), False),
        ((time(21), time(21)), utc(2026, 11, 20, 21, 0), False),
    ],
)
def test_quiet_hours_begin_with_their_start_and_are_over_at_their_end(hours, moment, quiet):
    assert in_quiet_hours(*hours, moment) is quiet


def test_quiet_hours_need_a_moment_with_a_time_zone():
    with pytest.raises(ValueError):
        in_quiet_hours(*NIGHT, wall(2026, 11, 20, 21))
