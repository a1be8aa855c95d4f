"""Somebody whom the charity cares for soon decides alone: the person is asked in time (E-26, facts 53 and 54)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from organisations.ages_of_law import decides_alone
from organisations.models import Organisation
from people.ages import birthday, latest_birth_of
from people.models import Person
from people.offices import holders
from people.roles import Role
from people.visibility import cared_for
from safeguard.obligations import Obligation, Schedule
from safeguard.scoping import active_organisation

BEFORE = timedelta(days=60)
AFTER = timedelta(days=14)
"""How long it stays on the list: from then on the consents themselves say that the person was not asked."""

ASKED_IN_TIME = Schedule(days=(-60, -14, 0))


def soon_deciding(today: date) -> Iterator[tuple[Person, date]]:
    """Those cared for, with the day on which nobody answers for them any more. One query.

    Who was born on 29 February comes of age on 1 March in common years (E-27). Where no date of birth is known, nobody
    is guessed at (E-12).
    """
    organisation: Organisation = active_organisation()
    years = decides_alone(organisation.nation).years
    day = timedelta(days=1)
    near = cared_for(today).filter(
        date_of_birth__gt=latest_birth_of(years, today - AFTER) - 2 * day,
        date_of_birth__lte=latest_birth_of(years, today + BEFORE) + 2 * day,
    )
    for person in near.order_by("date_of_birth", "pk"):
        on = birthday(person.date_of_birth, years)
        if today - AFTER <= on <= today + BEFORE:
            yield person, on


def obligations(today: date) -> Iterator[Obligation]:
    """The coordinator is told, without a name; of a restricted record those who may see it."""
    found = list(soon_deciding(today))
    if not found:
        return
    leads, chairs, coordinators = (holders(role, today=today) for role in (Role.LEAD, Role.CHAIR, Role.COORDINATOR))
    for person, on in found:
        told = leads or chairs  # they see restricted records
        if coordinators and not person.restricted:
            told = coordinators
        yield Obligation(
            key=f"people.decides_alone:{person.pk}:{on}",
            title=_("Somebody soon decides alone: ask the person themself"),
            due_on=on,
            url=person.get_absolute_url(),
            recipients=tuple(key for key in told if key != person.pk),
            schedule=ASKED_IN_TIME,
            reason=_(
                "From that day nobody else answers for this person. Ask what they agree to, whom you may contact, and "
                "whether they are an adult at risk."
            ),
            action=_("Open the page of the person"),
        )
