"""Concerns are acted on quickly, no step is late, and whoever must be told is told in time.

Counted over the cases that every lead and deputy sees, and no others: the lights are the same for everybody, so a case
that is kept from somebody must not move them. Those cases are asked for as obligations, of those who see them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents import clocks
from incidents.models import Case, Hold, Routing, Step, StepAside
from incidents.models.cases import CaseQuerySet
from incidents.services.intervals import intervals
from people.roles import Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from safeguard.recurrence import add_months

ANSWERED_BY = frozenset({Role.LEAD})


def commitments(*, today: date) -> Iterator[Commitment]:
    yield _quickly(today)
    yield _steps()
    yield _told(today)


def open_to_all_leads() -> CaseQuerySet:
    """Routed to the leads, and nobody is kept from them."""
    aside = StepAside.objects.standing().filter(case=OuterRef("pk"))
    found: CaseQuerySet = Case.objects.standing().filter(~Exists(aside), routing=Routing.LEADS)
    return found


def _quickly(today: date) -> Commitment:
    """IL-2: received, first action, and the time between, over twelve months and whatever waits."""
    hours = clocks.rules()["first_action"].amount
    year = Q(opened_at__date__gt=add_months(today, -12))
    waiting = open_to_all_leads().unfinished().filter(acted_at=None)
    open_now, late = waiting.count(), waiting.filter(opened_at__lt=timezone.now() - timedelta(hours=hours)).count()
    found = intervals(open_to_all_leads().filter(year))
    if late:
        words = ngettext("One waits for more than %(hours)s hours.", "%(n)s wait for more than %(hours)s hours.", late)
        state, reason = State.BROKEN, words % {"n": late, "hours": hours}
    elif open_now:
        words = ngettext("One is new and waits for somebody.", "%(n)s are new and wait for somebody.", open_now)
        state, reason = State.AT_RISK, words % {"n": open_now}
    elif found.to_first_action.median is None or found.to_first_action.longest is None:
        state, reason = State.NEW, _("Nothing was raised in the last twelve months.")
    else:
        state = State.KEPT
        reason = _("In twelve months half of the first actions came within %(median)s; the longest took %(most)s.")
        reason %= {"median": _length(found.to_first_action.median), "most": _length(found.to_first_action.longest)}
    return Commitment(
        key="incidents.quickly",
        title=_("Concerns are acted on quickly"),
        state=state,
        reason=reason,
        url=address("incidents:log"),
        answered_by=ANSWERED_BY,
        action=_("Open the log"),
        clause="IL-2",
        number=found.to_first_action.known,
        of=found.cases,
    )


def _length(length: timedelta) -> str:
    """An hour and a half is "1 hour": nobody needs the minutes."""
    hours = int(length.total_seconds() // 3600)
    if not hours:
        return _("less than an hour")
    if hours < 48:
        return ngettext("one hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("one day", "%(n)s days", hours // 24) % {"n": hours // 24}


def _steps() -> Commitment:
    """Cases that are on hold at an agency's request are not asked (E-60)."""
    held = Exists(Hold.objects.filter(case=OuterRef("pk"), ended_at=None))
    cases = open_to_all_leads().unfinished().filter(~held)
    asked = Step.objects.filter(case__in=cases, withdrawn_at=None, is_required=True)
    of, late = asked.count(), asked.to_do().filter(due_at__lt=timezone.now()).count()
    if not of:
        state, reason = State.NEW, _("No steps are laid out now.")
    elif late:
        words = ngettext("One step that is required is overdue.", "%(n)s steps that are required are overdue.", late)
        state, reason = State.BROKEN, words % {"n": late}
    else:
        state, reason = State.KEPT, _("No step that is required is overdue.")
    return Commitment(
        key="incidents.steps",
        title=_("Steps are taken when they are due"),
        state=state,
        reason=reason,
        url=address("incidents:due"),
        answered_by=ANSWERED_BY,
        action=_("See what is due"),
        clause="WY-99",
        number=of - late,
        of=of,
    )


def _told(today: date) -> Commitment:
    """Whoever must be told of a concern about somebody who works here (WY-72, WY-116)."""
    cases = list(open_to_all_leads().filter(opened_at__date__gt=add_months(today, -12), shredded_at=None))
    every = clocks.of_all(cases).values()
    found = [one for mine in every for one in mine if one.key.startswith("worker_")]
    overdue = sum(one.state == clocks.State.OVERDUE for one in found)
    waiting = sum(one.is_running for one in found)
    late = sum(one.state == clocks.State.LATE for one in found)
    if overdue:
        state, reason = State.BROKEN, _("Somebody outside the charity should have been told by now.")
    elif waiting:
        state, reason = State.AT_RISK, _("Somebody outside the charity is to be told.")
    elif not found:
        state, reason = State.NEW, _("Nobody had to be told in the last twelve months.")
    else:
        words = ngettext("One was told late.", "%(n)s were told late.", late)
        state, reason = State.KEPT, words % {"n": late} if late else _("Everybody was told in time.")
    return Commitment(
        key="incidents.told",
        title=_("Concerns about people who work with us are passed on in time"),
        state=state,
        reason=reason,
        url=address("incidents:due"),
        answered_by=ANSWERED_BY,
        action=_("See what is due"),
        clause="WY-72",
        number=len(found) - late - waiting,
        of=len(found),
    )
