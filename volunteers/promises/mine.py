"""Own privacy settings are looked at, and families are talked with about screens at home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duties.models import Round
from people.models import Person
from people.roles import WORKERS, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from safeguard.recurrence import add_months
from volunteers import family_talks, self_check
from volunteers.models import FamilyTalk, SelfCheck

ANSWERED_BY = frozenset({Role.LEAD, Role.COORDINATOR})


def commitments(*, today: date) -> Iterator[Commitment]:
    yield _self_checks(today)
    yield _talks(today)


def _self_checks(today: date) -> Commitment:
    """Of those who work here: done within the last months, here or as the charity's regular task."""
    since = add_months(today, -self_check.EVERY_MONTHS)
    workers = list(Person.objects.current(today).holding(*WORKERS, on=today).only("pk", "joined_on", "organisation"))
    checks = SelfCheck.objects.order_by().values("person").annotate(last=Max("done_on"))
    last = dict(checks.values_list("person", "last"))
    if (duty := self_check.duty_of(today)) is not None:
        rounds = Round.objects.filter(duty=duty).order_by().values("person").annotate(last=Max("done_on"))
        for person, day in rounds.values_list("person", "last"):
            last[person] = max(day, last.get(person, day))
    done = sum(last.get(one.pk, date.min) >= since for one in workers)
    late = sum(
        last.get(one.pk, date.min) < since and self_check.next_due(one, last.get(one.pk)) < today for one in workers
    )
    if not workers or not last:
        state, reason = State.NEW, _("Nobody has gone through their own settings here yet.")
    elif not late:
        state, reason = State.KEPT, _("Everybody has looked at them in time.")
    else:
        state = State.AT_RISK if late * 2 <= len(workers) else State.BROKEN
        reason = ngettext(
            "One person has not looked at them in time.", "%(n)s people have not looked at them in time.", late
        ) % {"n": late}
    return Commitment(
        key="volunteers.self_checks",
        title=_("Everybody looks at the privacy settings of their own accounts"),
        state=state,
        reason=reason,
        url=address("volunteers:self_check"),
        answered_by=ANSWERED_BY,
        action=_("See what is looked at"),
        clause="BC-28",
        number=done,
        of=len(workers),
    )


def _talks(today: date) -> Commitment:
    """Not started until somebody has talked with a family, or there are families at all."""
    children = family_talks.children(today).filter(restricted=False).count()
    waiting = len(family_talks.waiting(today))
    if not children:
        state, reason = State.NEW, _("No family with children is here yet.")
    elif not FamilyTalk.objects.exists():
        state, reason = State.NEW, _("No talk is on record yet.")
    elif not waiting:
        state, reason = State.KEPT, _("With every family somebody has talked in time.")
    else:
        state = State.AT_RISK if waiting * 2 <= children else State.BROKEN
        reason = ngettext(
            "The family of one child waits for a talk.", "The families of %(n)s children wait for a talk.", waiting
        ) % {"n": waiting}
    return Commitment(
        key="volunteers.family_talks",
        title=_("Families are talked with about screens at home"),
        state=state,
        reason=reason,
        url=address("volunteers:talks"),
        answered_by=ANSWERED_BY,
        action=_("See the talks"),
        clause="RW-62",
        number=children - waiting,
        of=children,
    )
