"""When a policy is due: counted from the day of adoption, as precise as that day, back on its day when it can be."""

from datetime import date

import pytest

from policies import due
from policies.models import Policy
from safeguard.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("anchor", "months", "after", "expected"),
    [
        (PartialDate(2024, 2, 29), 12, date(2024, 3, 1), PartialDate(2025, 2, 28)),  # E-3
        (PartialDate(2024, 2, 29), 12, date(2026, 3, 1), PartialDate(2027, 2, 28)),
        (PartialDate(2024, 2, 29), 12, date(2027, 3, 1), PartialDate(2028, 2, 29)),
        (PartialDate(2026, 8, 31), 6, date(2026, 9, 1), PartialDate(2027, 2, 28)),  # E-4
        (PartialDate(2026, 8, 31), 6, date(2027, 3, 1), PartialDate(2027, 8, 31)),
        (PartialDate(2023, 5), 12, date(2023, 6, 1), PartialDate(2024, 5)),
        (PartialDate(2023, 5), 12, date(2024, 5, 30), PartialDate(2024, 5)),
        (PartialDate(2023, 5), 12, date(2024, 5, 31), PartialDate(2025, 5)),
        (PartialDate(2023), 12, date(2023, 6, 1), PartialDate(2024)),
        (PartialDate(2024, 12, 15), 1, date(2025, 1, 14), PartialDate(2025, 1, 15)),
    ],
)
def test_the_next_review_after_a_day(anchor, months, after, expected):
    assert due.following(anchor, months, after=after) == expected


@pytest.mark.parametrize(
    ("done_on", "expected"),
    [
        (date(2027, 2, 10), PartialDate(2028, 3, 2)),  # three weeks early: the rhythm stays
        (date(2027, 5, 30), PartialDate(2028, 3, 2)),  # some weeks late: it stays too
        (date(2029, 1, 15), PartialDate(2030, 1, 15)),  # years late: a new rhythm
    ],
)
def test_after_a_review_the_rhythm_stays_unless_it_was_lost(done_on, expected):
    policy = Policy(review_anchor=PartialDate(2026, 3, 2), next_review=PartialDate(2027, 3, 2))
    policy.next_review_on = policy.next_review.latest

    assert due.after_review(policy, done_on=done_on, months=12) == expected


def test_a_month_is_due_on_its_last_day(scope):
    policy = Policy.objects.create(title="A", slug="a", next_review=PartialDate(2024, 5))

    assert policy.next_review_on == date(2024, 5, 31)
    assert [policy.is_overdue(date(2024, 5, 31)), policy.is_overdue(date(2024, 6, 1))] == [False, True]
    assert (date(2026, 11, 20) - policy.next_review_on).days == 903
