"""What volunteers look at in their own accounts twice a year, and when it is due again.

Nobody asks which accounts somebody has, and nobody looks into them: there is no field for a name of an account or a
password, and what is kept is the day (BC-28, WY-21, WY-22).

A charity may run the same thing as a regular task for everybody (`duties.suggestions`, "privacy-settings", BC-37). Then
that task asks those of its roles, and going through the points here is noted there too: nobody is asked twice. Who is
not of its roles, or works for a charity without the task, is asked by `volunteers.owed.mine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duties.models import Duty, Round
from duties.suggestions import SUGGESTIONS
from people.models import Person
from safeguard.recurrence import add_months
from safeguard.scoping import active_organisation
from volunteers.models import SelfCheck

EVERY_MONTHS = 6
FIRST_WITHIN = timedelta(days=28)
"""Within which somebody who has come does it for the first time."""

SUGGESTION = next(one for one in SUGGESTIONS if one.key == "privacy-settings")


@dataclass(frozen=True)
class Point:
    """One thing to look at. `clause` is the row that it keeps."""

    key: str
    title: str | Promise
    hint: str | Promise
    clause: str


POINTS = (
    Point(
        "audience",
        _("I have looked at who can see what I post, and set it anew"),
        _("Old posts and pictures too: many apps can close all of them at once."),
        "BC-28",
    ),
    Point(
        "profile",
        _("My profiles show no telephone number, address, school or place of work"),
        _("Look at them as somebody would who does not know you. The charity's name stays hidden as well."),
        "WY-21",
    ),
    Point(
        "found",
        _("I have looked at who can find me, write to me and name me in pictures"),
        _("Turn off being found by your number or e-mail address. Approve pictures before they carry your name."),
        "WY-21",
    ),
    Point(
        "places",
        _("My posts and pictures do not show where I am"),
        _("Turn off the location in the camera and in each app."),
        "WY-21",
    ),
    Point(
        "contacts",
        _("I have gone through my contacts and followers"),
        _("Take out whom you do not know, and look whether somebody whom we care for is among them."),
        "BC-28",
    ),
    Point(
        "getting_in",
        _("Nobody else gets into my accounts"),
        _("A password for each that you use nowhere else, and a second step. Close the accounts that you do not use."),
        "WY-21",
    ),
    Point(
        "consequences",
        _("I have looked at my posts, likes and shares as somebody from work would read them"),
        _("They can have consequences for your work here, even years later. Take away what does not fit."),
        "WY-22",
    ),
)

KEYS = tuple(point.key for point in POINTS)


@dataclass(frozen=True)
class SelfCheckStanding:
    """When somebody last did it, here or as the charity's regular task, and by when it is due."""

    last_on: date | None
    due_on: date

    def is_due(self, today: date) -> bool:
        return self.due_on <= today


def duty_of(today: date) -> Duty | None:
    """The charity's regular task of this kind, where it runs one for everybody."""
    found: Duty | None = Duty.objects.running(today).filter(by_everybody=True, suggestion=SUGGESTION.key).first()
    return found


def standing_of(person: Person, today: date) -> SelfCheckStanding:
    """As the page shows it: whichever asks, the regular task or the rhythm of this room."""
    last = SelfCheck.objects.filter(person=person).aggregate(last=Max("done_on"))["last"]
    duty = duty_of(today)
    if duty is None or not person.holds(*duty.roles):
        return SelfCheckStanding(last, next_due(person, last))
    rounds = Round.objects.filter(duty=duty, person=person).aggregate(on=Max("done_on"), due=Max("due_on"))
    due_on = duty.due_on(today, None)
    if rounds["due"] == due_on:
        due_on = add_months(duty.first_due_on, _times(duty, due_on) * duty.every_months)
    days = [day for day in (last, rounds["on"]) if day]
    return SelfCheckStanding(max(days, default=None), due_on)


def _times(duty: Duty, done: date) -> int:
    """Which time comes after the one that was due then."""
    months = (done.year - duty.first_due_on.year) * 12 + done.month - duty.first_due_on.month
    return months // duty.every_months + 1


def next_due(person: Person, last: date | None) -> date:
    """Who never did it has some weeks from when they came, or from when the charity began to use this software."""
    if last is not None:
        return add_months(last, EVERY_MONTHS)
    begun: date = active_organisation().created_at.date()
    return max(person.joined_on, begun) + FIRST_WITHIN
