from datetime import date

import pytest

from safeguard.due_words import due_words

TODAY = date(2026, 11, 20)


@pytest.mark.clause("WR-56")
@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 11, 19), "1 day late"),
        (date(2026, 9, 22), "59 days late"),
        (date(2026, 9, 21), "1 month late"),
        (date(2026, 9, 20), "2 months late"),
        (date(2024, 11, 21), "23 months late"),
        (date(2024, 11, 20), "2 years late"),
        (date(2017, 7, 31), "9 years late"),
    ],
)
def test_what_is_late_is_counted_in_days_then_months_then_years(due_on, words):
    assert due_words(due_on, TODAY) == (words, "bad")


@pytest.mark.parametrize(
    ("due_on", "words", "kind"),
    [
        (TODAY, "Due today", "soon"),
        (date(2026, 11, 21), "In 1 day", "soon"),
        (date(2026, 12, 20), "In 30 days", "soon"),
        (date(2026, 12, 21), "Due 21 December 2026", "info"),
    ],
)
def test_what_is_near_is_counted_and_what_is_further_has_its_day(due_on, words, kind):
    assert due_words(due_on, TODAY) == (words, kind)
