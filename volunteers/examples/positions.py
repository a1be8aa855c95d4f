"""What people can volunteer for at Harbour Lights: regulated work, help for the young, and one that is closed."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from organisations.example import projects
from organisations.models import Organisation
from people.models import Person
from safeguard.recurrence import add_months
from volunteers import vetting
from volunteers.models import Position
from volunteers.services import drafts, positions

CLUB = "Youth club helper"
YOUNG = "Young helper at the summer scheme"
DRIVER = "Driver for Saturday outings"


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    if Position.objects.exists():
        return
    today, by, where = timezone.localdate(), people["coordinator"], projects()
    club = positions.add(
        by=by,
        title=CLUB,
        what="Two evenings a month you open the club with another adult, play, cook and listen.",
        project=where["club"],
        internet_use=(
            "You use the club’s telephone and page, never your own account. You see messages that young people write "
            "to the club at night, and hand on whatever worries you."
        ),
        is_regulated=True,
        minimum_age=18,
    )
    regulated = next(
        (key for key, _label in vetting.kinds(organisation.nation, today) if vetting.is_regulated(key)), ""
    )
    if regulated:
        reason = "Works alone with children at times."
        positions.require_check(club, kind=regulated, starts_on=add_months(today, -24), by=by, reason=reason)
    positions.add(
        by=by,
        title=YOUNG,
        what="In August you help with games and meals, always beside an adult of the team.",
        internet_use="You take no pictures of the children, and follow none of them online.",
        minimum_age=16,
    )
    driver = positions.add(
        by=by,
        title=DRIVER,
        what="You drive the club’s minibus to outings on Saturdays.",
        works_with_children=True,
        minimum_age=21,
        closes_on=today - timedelta(days=20),
    )
    positions.open_or_pause(driver, is_open=False, by=by)
    drafts.keep(club, {"name": ["Jo Farrow"], "why": ["I grew up in this club and"]})
