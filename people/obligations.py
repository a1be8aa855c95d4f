"""What people owe their charity: offices handed on, numbers checked, and young people asked in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.models import AgencyContact
from people import checking_out, coming_of_age
from people.models import Person, RoleHolding, RoleLabel
from people.offices import holders
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule
from safeguard.recurrence import add_months

HANDED_ON = TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER, Role.WEB_MANAGER, Role.ADMINISTRATOR}
ROLE_ENDS = Schedule(days=(-30, -7, 0))
NUMBERS = Schedule(days=(0,), repeat_every=28, repeat_at_most=3, escalate_after=56)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    """There are few of these, so those of one person are picked out here and not by the database."""
    found = (
        _roles_that_end(today),
        _numbers_to_check(today),
        coming_of_age.obligations(today),
        checking_out.obligations(today),
    )
    for obligation in chain.from_iterable(found):
        if person is None or person in obligation.recipients:
            yield obligation


def _roles_that_end(today: date) -> Iterator[Obligation]:
    """Thirty days before an office ends, its holder and the chair think of who comes next."""
    labels, chairs = RoleLabel.objects.by_role(), holders(Role.CHAIR, today=today)
    ending = RoleHolding.objects.filter(
        role__in=HANDED_ON,
        deputy_for=None,
        ends_on__gte=today,
        ends_on__lte=today + timedelta(days=30),
        person__in=Person.objects.current(today),
    ).select_related("person")
    lasting = list(RoleHolding.objects.ahead(today).filter(role__in=HANDED_ON, deputy_for=None))
    for holding in ending:
        if any(follows(one, holding) for one in lasting):
            continue
        words = {"who": holding.person, "role": labels[holding.role], "day": date_format(holding.ends_on)}
        yield Obligation(
            key=f"people.role_ends:{holding.pk}:{holding.ends_on}",
            title=_("The role “%(role)s” of %(who)s ends on %(day)s") % words,
            due_on=holding.ends_on,
            url=holding.person.get_absolute_url(),
            recipients=tuple(dict.fromkeys([*chairs, holding.person_id])),
            schedule=ROLE_ENDS,
            reason=_("Nobody is named who follows."),
            action=_("Say who follows"),
        )


def follows(one: RoleHolding, holding: RoleHolding) -> bool:
    """Whether `one` holds the same role on the day after `holding` ends."""
    day = holding.ends_on + timedelta(days=1)
    return one.role == holding.role and one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)


def _numbers_to_check(today: date) -> Iterator[Obligation]:
    """Once a year, from the number that was checked the longest time ago (fact 23)."""
    oldest = AgencyContact.objects.exclude(last_verified_on=None).order_by("last_verified_on").first()
    if oldest is None:
        return
    due_on = add_months(oldest.last_verified_on, 12)
    yield Obligation(
        key=f"people.agency_numbers:{due_on}",
        title=_("Check the telephone numbers of the agencies you call"),
        due_on=due_on,
        url=address("settings:agencies"),
        recipients=holders(Role.LEAD, today=today) or holders(Role.CHAIR, Role.ADMINISTRATOR, today=today),
        schedule=NUMBERS,
        reason=_("A wrong number costs time when it matters."),
        escalate_to=holders(Role.CHAIR, today=today),
        action=_("Check the numbers"),
        clause="RW-87",
    )
