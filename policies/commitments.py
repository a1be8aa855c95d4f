"""What the charity promises about its policies, as far as the software can tell whether it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.roles import TRUSTEES, Role
from policies import due
from policies.models import Companion, Policy, PolicyVersion, Review
from policies.questions import Answer, open_points
from policies.states import ReviewStatus, Status
from safeguard.addresses import address
from safeguard.commitments import Commitment, State

ANSWERED_BY = TRUSTEES | {Role.LEAD}
NAMED = 3  # policies that a reason names; the rest are counted


def commitments(*, today: date) -> Iterator[Commitment]:
    in_use = Policy.objects.live().in_force()
    count = in_use.count()
    yield in_date(today, count)
    yield signed(count)
    yield companions(today, count)
    yield control_data(count)
    yield reviews_leave_nothing_open(today)


def in_date(today: date, count: int) -> Commitment:
    in_use = Policy.objects.live().in_force()
    overdue, soon, undated = (
        in_use.overdue(today),
        in_use.due_within(due.SOON, today),
        in_use.filter(next_review_on=None),
    )
    number = overdue.count()
    if not count:
        state, reason = State.NEW, _("No policy is in force yet.")
    elif number:
        state, reason = State.BROKEN, _("Overdue for review: %s.") % names(overdue)
    elif undated.exists():
        state, reason = State.AT_RISK, _("Without a date for the next review: %s.") % names(undated)
    elif soon.exists():
        state, reason = State.AT_RISK, _("Due soon: %s.") % names(soon)
    else:
        state, reason = State.KEPT, _("Every policy is in date.")
    return Commitment(
        key="policies.in_date",
        title=_("Policies are in date"),
        state=state,
        reason=reason,
        url=address("policies:list", show="overdue") if number else address("policies:list"),
        answered_by=ANSWERED_BY,
        action=_("See the policies"),
        clause="RW-71",
        number=count - number,
        of=count,
    )


def signed(count: int) -> Commitment:
    unsigned = Policy.objects.live().unsigned()
    number = unsigned.count()
    waiting = PolicyVersion.objects.filter(status=Status.APPROVED).count()
    url = address("policies:list")
    if number:
        state, reason = State.BROKEN, _("In use and not signed: %s.") % names(unsigned)
    elif waiting:
        words = ngettext("One text waits for the chair.", "%(count)d texts wait for the chair.", waiting)
        state, reason, url = State.AT_RISK, words % {"count": waiting}, address("policies:queue")
    elif not count:
        state, reason = State.NEW, _("No policy is in force yet.")
    else:
        state, reason = State.KEPT, _("Every policy in force is signed.")
    return Commitment(
        key="policies.signed",
        title=_("Policies are signed off"),
        state=state,
        reason=reason,
        url=url,
        answered_by=ANSWERED_BY,
        action=_("See what waits"),
        clause="WR-58",
        number=count - number,
        of=count,
    )


def companions(today: date, count: int) -> Commitment:
    named = Companion.objects.of_policies_in_use()
    astray = named.out_of_order(today).select_related("policy")
    total, number = named.count(), astray.count()
    mandatory = astray.filter(mandatory=True).exists()
    if not total:
        state = State.NEW if not count else State.KEPT
        reason = _("No policy in force names another document.")
    elif number:
        state = State.BROKEN if mandatory else State.AT_RISK
        titles = astray.order_by("title").values_list("title", flat=True).distinct()
        reason = _("Missing, overdue or unsigned: %s.") % some(titles[: NAMED + 1])
    else:
        state, reason = State.KEPT, _("Every document that a policy leans on is in place.")
    first = astray.first()
    return Commitment(
        key="policies.companions",
        title=_("Documents that policies lean on are in place"),
        state=state,
        reason=reason,
        url=address("policies:about", first.policy.slug) if first else address("policies:list"),
        answered_by=ANSWERED_BY,
        action=_("See the documents"),
        clause="RW-6",
        number=total - number,
        of=total,
    )


def control_data(count: int) -> Commitment:
    silent = Policy.objects.live().lacking_control_data()
    number = silent.count()
    if not count:
        state, reason = State.NEW, _("No policy is in force yet.")
    elif number:
        state, reason = State.AT_RISK, _("Something is missing in: %s.") % names(silent)
    else:
        state, reason = State.KEPT, _("Every policy says who wrote, adopted and signed it, and when it is due.")
    first = silent.first() if number else None
    return Commitment(
        key="policies.control_data",
        title=_("Policies say who, when and for whom"),
        state=state,
        reason=reason,
        url=address("policies:about", first.slug) if first else address("policies:list"),
        answered_by=ANSWERED_BY,
        action=_("See what is missing"),
        clause="IL-78",
        number=count - number,
        of=count,
    )


def reviews_leave_nothing_open(today: date) -> Commitment:
    """A "no" at the last review of a policy stays visible until the next review says yes (IL-23, IL-24)."""
    done = Review.objects.filter(status=ReviewStatus.DONE, policy__withdrawn_on=None).order_by(
        "policy", "-done_on", "-pk"
    )
    latest: dict[int, Review] = {}
    for review in done.select_related("policy").only("policy", "answers", "policy__title", "policy__slug").iterator():
        latest.setdefault(review.policy_id, review)
    open_reviews = [review for review in latest.values() if Answer.NO in review.answers.values()]
    points = [point for review in open_reviews for point in open_points(review.answers)]
    if not latest:
        state, reason = State.NEW, _("No policy has been reviewed here yet.")
    elif points:
        state, reason = State.AT_RISK, _("Answered with no at the last review: %s") % points[0]
    else:
        state, reason = State.KEPT, _("The last reviews left nothing open.")
    first = open_reviews[0].policy if open_reviews else None
    return Commitment(
        key="policies.open_points",
        title=_("What reviews found is put right"),
        state=state,
        reason=reason,
        url=address("policies:history", first.slug) if first else address("policies:list"),
        answered_by=ANSWERED_BY,
        action=_("See the review"),
        clause="IL-23",
        number=len(latest) - len(open_reviews),
        of=len(latest),
    )


def names(policies: Iterable[Policy]) -> str:
    return some(policy.title for policy in policies[: NAMED + 1])  # type: ignore[index]


def some(titles: Iterable[str]) -> str:
    """The first three, and "others" for the rest."""
    found = [_("“%s”") % title for title in titles]
    if len(found) > NAMED:
        found = [*found[:NAMED], _("others")]
    return get_text_list(found, _("and"))
