"""Somebody decided that each volunteer is suitable (BC-2), and whoever applies is not left waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person, ServicePeriod
from people.roles import Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from volunteers.models import Application, Suitability, SuitabilityOutcome

SOON, LATE = timedelta(days=7), timedelta(days=21)


def commitments(*, today: date) -> Iterator[Commitment]:
    yield _suitable(today)
    yield _waiting(today)


def _suitable(today: date) -> Commitment:
    """The newest decision counts, and none from before somebody left and came back (E-21)."""
    left_since = ServicePeriod.objects.filter(person=OuterRef("person"), ends_on__gt=OuterRef("decided_on"))
    decided = Suitability.objects.filter(~Exists(left_since), person=OuterRef("pk")).order_by("-decided_on", "-pk")
    volunteers = Person.objects.current(today).holding(Role.VOLUNTEER, on=today).order_by()
    counted = volunteers.annotate(last=Subquery(decided.values("outcome")[:1])).aggregate(
        of=Count("pk"),
        known=Count("pk", filter=Q(last__isnull=False)),
        unsuitable=Count("pk", filter=Q(last=SuitabilityOutcome.NOT)),
    )
    of, missing, unsuitable = counted["of"], counted["of"] - counted["known"], counted["unsuitable"]
    if not counted["known"]:
        state, reason = State.NEW, _("No decision is on record for anybody yet.")
    elif unsuitable:
        words = ngettext(
            "One volunteer was found not suitable.",
            "%(n)s volunteers were found not suitable.",
            unsuitable,
        )
        state, reason = State.BROKEN, words % {"n": unsuitable}
    elif missing:
        words = ngettext("For one volunteer nobody has decided.", "For %(n)s volunteers nobody has decided.", missing)
        state, reason = State.AT_RISK, words % {"n": missing}
    else:
        state, reason = State.KEPT, _("For every volunteer it is on record who decided, and when.")
    return Commitment(
        key="volunteers.suitable",
        title=_("Every volunteer was found suitable by somebody"),
        state=state,
        reason=reason,
        url=address("volunteers:record"),
        answered_by=frozenset({Role.CHAIR, Role.LEAD, Role.COORDINATOR}),
        action=_("See who"),
        clause="BC-2",
        number=of - missing - unsuitable,
        of=of,
    )


def _waiting(today: date) -> Commitment:
    """Of those at an open stage, how many have waited for longer than a week, or three."""
    counted = Application.objects.open().aggregate(
        of=Count("pk"),
        long=Count("pk", filter=Q(stage_since__lt=today - SOON)),
        late=Count("pk", filter=Q(stage_since__lt=today - LATE)),
    )
    late, long = counted["late"], counted["long"]
    if not counted["of"]:
        state, reason = State.NEW, _("Nobody is applying now.")
    elif late:
        words = ngettext(
            "One has waited for more than three weeks.", "%(n)s have waited for more than three weeks.", late
        )
        state, reason = State.BROKEN, words % {"n": late}
    elif long:
        words = ngettext("One has waited for more than a week.", "%(n)s have waited for more than a week.", long)
        state, reason = State.AT_RISK, words % {"n": long}
    else:
        state, reason = State.KEPT, _("Nobody has waited for more than a week.")
    return Commitment(
        key="volunteers.waiting",
        title=_("Applicants are not left waiting"),
        state=state,
        reason=reason,
        url=address("volunteers:board"),
        answered_by=frozenset({Role.LEAD, Role.COORDINATOR}),
        action=_("Open the board"),
        number=counted["of"] - long,
        of=counted["of"],
    )
