"""What is asked for while a check-out is open, and whether anything lingers with somebody who left (E-22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import TIME_TO_GRIEVE, CheckOut, CheckOutKind
from people.offices import holders
from people.permissions import MANAGE_PEOPLE
from people.roles import Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from safeguard.obligations import Obligation, Schedule

UNTIL_CONFIRMED = Schedule(days=(-7, 0), repeat_every=7, escalate_after=14)
KEEPERS = frozenset({Role.CHAIR, Role.LEAD, Role.COORDINATOR})
TO_DO = Count("items", filter=Q(items__done_at=None))


def obligations(today: date) -> Iterator[Obligation]:
    """A week before the last day, on it and weekly after it: the coordinators, or else whoever manages people."""
    found = list(CheckOut.objects.open().annotate(to_do=TO_DO).filter(to_do__gt=0).select_related("person"))
    if not found:
        return
    coordinators, leads = holders(Role.COORDINATOR, today=today), holders(Role.LEAD, today=today)
    everybody = holders(*MANAGE_PEOPLE.roles, today=today)
    for check_out in found:
        own = check_out.person_id
        asked = tuple(key for key in coordinators if key != own) or tuple(key for key in everybody if key != own)
        number = {"n": check_out.to_do}
        yield Obligation(
            key=f"people.check_out:{check_out.pk}",
            title=_title(check_out),
            due_on=check_out.due_on,
            url=check_out.get_absolute_url(),
            recipients=asked,
            schedule=UNTIL_CONFIRMED,
            reason=ngettext("One thing is not confirmed.", "%(n)s things are not confirmed.", check_out.to_do) % number,
            escalate_to=tuple(key for key in leads if key != own),
            action=_("Go through the list"),
        )


def _title(check_out: CheckOut) -> str:
    """A mail says that somebody leaves, and never that somebody is suspended."""
    if check_out.person.deceased_on:
        return _("What %(who)s looked after comes into other hands") % {"who": check_out.person}
    if check_out.kind == CheckOutKind.LEAVING:
        words = {"who": check_out.person, "day": date_format(check_out.last_day)}
        return _("Check-out of %(who)s, last day %(day)s") % words
    return _("A check-out is to be confirmed")


def nothing_lingers(today: date) -> Commitment:
    """Nobody who left still holds something: every list whose day has passed is confirmed."""
    past = CheckOut.objects.filter(kind=CheckOutKind.LEAVING, last_day__lt=today)
    past = past.exclude(person__deceased_on__gte=today - TIME_TO_GRIEVE)
    numbers = past.aggregate(all=Count("pk"), open=Count("pk", filter=Q(closed_at=None)))
    open_now = numbers["open"]
    if not numbers["all"]:
        state, reason = State.NEW, _("Nobody has left since check-outs are kept here.")
    elif open_now:
        words = ngettext(
            "One person left, and something is not confirmed.",
            "%(n)s people left, and something is not confirmed.",
            open_now,
        )
        state, reason = State.AT_RISK, words % {"n": open_now}
    else:
        state, reason = State.KEPT, _("All that was handed over is confirmed.")
    return Commitment(
        key="people.nothing_lingers",
        title=_("Nobody who left still holds something of ours"),
        state=state,
        reason=reason,
        url=address("people:list", status="left"),
        answered_by=KEEPERS,
        action=_("See who left"),
        number=numbers["all"] - open_now,
        of=numbers["all"],
    )
