"""When a policy is due: the next date is counted from the day of adoption, and is no more precise than that."""

from __future__ import annotations

from datetime import date

from policies.models import Policy
from safeguard.partial_dates import PartialDate
from safeguard.recurrence import later

SOON = 60  # days before the due day on which a policy counts as "due soon": the first reminder goes out


def following(anchor: PartialDate, months: int, *, after: date) -> PartialDate:
    """The first anchor + n intervals whose last day is after `after`. 29 February comes back when it can (E-3)."""
    elapsed = (after.year - anchor.year) * 12 + after.month - (anchor.month or 12)
    times = max(1, elapsed // months)
    while (found := later(anchor, times * months)).latest <= after:
        times += 1
    return found


def after_review(policy: Policy, *, done_on: date, months: int) -> PartialDate:
    """What to propose after a review without change.

    A review that is early or not very late keeps the rhythm of the anchor; one that is later than half an interval
    begins a new rhythm on the day it was done.
    """
    due = policy.next_review_on or done_on
    if policy.review_anchor is None or (done_on - due).days > months * 15:
        return later(PartialDate.from_date(done_on), months)
    return following(policy.review_anchor, months, after=max(due, done_on))
