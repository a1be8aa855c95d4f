"""What falls due: the checks that one person does for all, and what everybody does for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from duties.standing import Standing, standings
from people.offices import holders
from people.roles import Role
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

CHECK = Schedule(days=(-14, 0), repeat_every=14, escalate_after=28)
EVERYBODY = Schedule(days=(0,), repeat_every=14, repeat_at_most=2)
AHEAD = timedelta(days=14)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    chairs: tuple[int, ...] | None = None
    for standing in standings(today=today):
        if not standing.waiting and standing.doers:
            continue
        if standing.due_on > (today if standing.duty.by_everybody else today + AHEAD):
            continue
        if chairs is None:
            chairs = holders(Role.CHAIR, today=today)
        obligation = _obligation(standing, chairs)
        if person is None or person in obligation.recipients:
            yield obligation


def _obligation(standing: Standing, chairs: tuple[int, ...]) -> Obligation:
    """A check whose role nobody holds falls to the chair."""
    duty = standing.duty
    return Obligation(
        key=f"duties.duty:{duty.pk}",
        title=duty.title,
        due_on=standing.due_on,
        url=address("duties:do", duty.pk),
        recipients=tuple(one.pk for one in standing.waiting) or chairs,
        schedule=EVERYBODY if duty.by_everybody else CHECK,
        reason=_("Our policy promises it regularly."),
        escalate_to=() if duty.by_everybody else chairs,
        action=_("Read and confirm") if duty.by_everybody else _("Do the check"),
    )
