"""Nothing is shown without a yes; what is withdrawn comes down the same day; a trustee has approved what needs it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.models import Question, Takedown, Use, Verdict
from consent.permissions import KEEPERS
from consent.shown import without_a_yes
from consent.states import QuestionStatus, TakedownStatus
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from safeguard.recurrence import add_months

ANSWERED_BY = KEEPERS | {Role.WEB_MANAGER}
LOOKED_BACK = 12  # months


def commitments(*, today: date) -> Iterator[Commitment]:
    yield _with_a_yes(today)
    yield _taken_down(today)
    yield from _approved()


def _with_a_yes(today: date) -> Commitment:
    """Of everything that is shown and in which people can be recognised (RW-33, BC-39, WY-42, E-26).

    What could not be taken back, such as leaflets that were given out, has been dealt with and is not counted.
    """
    stays = Takedown.objects.filter(status=TakedownStatus.STAYS).values("use")
    standing = Use.objects.standing().filter(identifying=True).exclude(pk__in=stays)
    of = standing.count()
    missing = [verdict for _use, verdict in without_a_yes(standing.order_by("pk"), today)]
    if not of:
        state, reason = State.NEW, _("It is not recorded yet what is shown.")
    elif not missing:
        state, reason = State.KEPT, _("There is a yes of everybody who can be recognised.")
    elif Verdict.NO in missing:
        count = missing.count(Verdict.NO)
        words = ngettext("One is shown in spite of a no.", "%(n)s are shown in spite of a no.", count)
        state, reason = State.BROKEN, words % {"n": count}
    else:
        words = ngettext("For one a yes is missing or out of date.", "For %(n)s a yes is missing or out of date.",
                         len(missing))  # fmt: skip
        state, reason = State.AT_RISK, words % {"n": len(missing)}
    return Commitment(
        key="consent.shown",
        title=_("Nothing is shown without a yes"),
        state=state,
        reason=reason,
        url=address("consent:uses", show="recognised"),
        answered_by=ANSWERED_BY | TRUSTEES,
        action=_("See what is shown"),
        clause="WY-42",
        number=of - len(missing),
        of=of,
    )


def _taken_down(today: date) -> Commitment:
    """E-32. What cannot be taken back counts on the day on which somebody found that out and wrote it down."""
    asked = Takedown.objects.filter(due_on__gt=add_months(today, -LOOKED_BACK))
    waiting = asked.open()
    of = asked.count()
    closed = asked.exclude(status=TakedownStatus.OPEN).exclude(done_at=None)
    late = [due_on for due_on, at in closed.values_list("due_on", "done_at") if timezone.localdate(at) > due_on]
    overdue, open_now = Takedown.objects.late(today).count(), waiting.count()
    if overdue:
        words = ngettext("One is still shown after its day.", "%(n)s are still shown after their day.", overdue)
        state, reason = State.BROKEN, words % {"n": overdue}
    elif open_now:
        words = ngettext("One is to be taken down today.", "%(n)s are to be taken down today.", open_now)
        state, reason = State.AT_RISK, words % {"n": open_now}
    elif not of:
        state, reason = State.NEW, _("Nothing had to be taken down in the last twelve months.")
    else:
        words = ngettext("One came down later than on its day.", "%(n)s came down later than on their day.", len(late))
        state = State.KEPT
        reason = words % {"n": len(late)} if late else _("Everything came down on the same day.")
    return Commitment(
        key="consent.taken_down",
        title=_("What is withdrawn is taken down the same day"),
        state=state,
        reason=reason,
        url=address("consent:takedowns"),
        answered_by=ANSWERED_BY,
        action=_("Open the list"),
        clause="RW-33",
        number=of - len(late) - open_now,
        of=of,
    )


def _approved() -> Iterator[Commitment]:
    """Where a question says that a trustee approves each use (RW-34); other charities promise no such thing."""
    asked = Question.objects.filter(needs_trustee=True).exclude(status=QuestionStatus.DRAFT)
    places = Q(pk__in=[])
    for means, channel in asked.order_by().values_list("means", "channel").distinct():
        places |= Q(means=means, channel=channel)
    if not asked.exists():
        return
    uses = Use.objects.standing().filter(places, identifying=True)
    of, missing = uses.count(), uses.filter(approved_by=None).count()
    if not of:
        state, reason = State.NEW, _("Nothing is shown yet that needs the word of a trustee.")
    elif missing:
        words = ngettext("One was never approved.", "%(n)s were never approved.", missing)
        state, reason = State.AT_RISK, words % {"n": missing}
    else:
        state, reason = State.KEPT, _("A trustee has approved everything that is shown.")
    yield Commitment(
        key="consent.approved",
        title=_("A trustee approves what shows a family"),
        state=state,
        reason=reason,
        url=address("consent:exceptions"),
        answered_by=TRUSTEES | {Role.LEAD},
        action=_("See the exceptions"),
        clause="RW-34",
        number=of - missing,
        of=of,
    )
