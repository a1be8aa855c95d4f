"""What volunteers talk about with families: screens at home, parental controls, what teenagers do online (RW-62).

A family is everybody whom the same carers look after: a talk about one child counts for the sisters and brothers. Talks
are for families with somebody under 18; where no date of birth is known, the family is not left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.ages import MAJORITY, latest_birth_of
from people.models import CareLink, PersonQuerySet
from people.visibility import cared_for
from safeguard.recurrence import add_months
from safeguard.scoping import active_organisation
from volunteers.models import FamilyTalk

EVERY_MONTHS = 12
FIRST_WITHIN = timedelta(days=90)
"""Within which a family that has come is talked with for the first time."""
OLDEST_YEARS = 5


@dataclass(frozen=True)
class Point:
    """One thing to talk about."""

    key: str
    title: str | Promise
    hint: str | Promise


POINTS = (
    Point(
        "controls",
        _("Parental controls"),
        _("On each telephone, tablet, console and television, and with the provider. Offer to set them up together."),
    ),
    Point(
        "teenagers",
        _("What the teenagers do on their screens"),
        _("Which apps and games, with whom, and until when at night. To take an interest does more than to forbid."),
    ),
    Point(
        "privacy",
        _("Privacy settings and location"),
        _("Who can see, find and write to each member of the family; that pictures do not show where they live."),
    ),
    Point(
        "strangers",
        _("People whom one knows only online"),
        _("Who asks for pictures, secrets, money or a meeting is no friend. Block, keep the message, tell."),
    ),
    Point(
        "unkind",
        _("Unkind or hateful messages"),
        _("They are not the child’s fault. Do not answer; keep a copy; report it in the app."),
    ),
    Point(
        "whom_to_tell",
        _("Whom to tell when something goes wrong"),
        _("Us, the school, and 999 in danger. A child who tells does not lose the telephone for it."),
    ),
    Point(
        "family_rules",
        _("Rules that the whole family keeps, parents as well"),
        _("Such as no screens at meals and in bed. Leave it to the family which rules they want."),
    ),
    Point(
        "us",
        _("What we do and do not do online"),
        _("We post nothing about them, we are no friends on their accounts, and they say no to pictures any time."),
    ),
)
KEYS = tuple(point.key for point in POINTS)
TITLES = {point.key: point.title for point in POINTS}


@dataclass(frozen=True)
class Waiting:
    """A child of a family with which a talk is due, or was due, on that day."""

    person: int
    project: int | None
    due_on: date


def titles(keys: list[str]) -> list[str]:
    """What was talked about, in words; a point that is no longer on the list goes by its key."""
    return [str(TITLES.get(key, key)) for key in keys]


def children(today: date) -> PersonQuerySet:
    """Whom the talks are for: those cared for, but for those known to be grown up."""
    grown_up = Q(date_of_birth__lte=latest_birth_of(MAJORITY, today))
    return cared_for(today).exclude(grown_up, date_of_birth__isnull=False)


def waiting(today: date) -> list[Waiting]:
    """The children of families whose talk is due, each with its day. Three queries, however many there are."""
    found = list(children(today).filter(restricted=False).values_list("pk", "project", "joined_on"))
    if not found:
        return []
    due = _due_days()
    if due:
        due = _of_families(due, today)
    begun: date = active_organisation().created_at.date()
    days = ((pk, project, due.get(pk) or max(joined, begun) + FIRST_WITHIN) for pk, project, joined in found)
    return [Waiting(pk, project, day) for pk, project, day in days if day <= today]


def _due_days() -> dict[int, date]:
    """For everybody about whom somebody talked: the day on which the next talk is due, after the last one."""
    found: dict[int, date] = {}
    rows = FamilyTalk.objects.order_by("held_on", "pk").values_list("about", "held_on", "again_on")
    for about, held_on, again_on in rows:
        found[about] = again_on or add_months(held_on, EVERY_MONTHS)
    return found


def _of_families(due: dict[int, date], today: date) -> dict[int, date]:
    """The same for sisters and brothers: the latest day of the family holds for all of them."""
    ties = list(CareLink.objects.on(today).values_list("carer", "cared_for"))
    by_carer: dict[int, date] = {}
    for carer, child in ties:
        days = [day for day in (due.get(child), due.get(carer), by_carer.get(carer)) if day]
        if days:
            by_carer[carer] = max(days)
    found = dict(due)
    for carer, child in ties:
        if carer in by_carer:
            found[child] = max(found.get(child, by_carer[carer]), by_carer[carer])
    return found


def last_talks(people: list[int]) -> dict[int, date]:
    """When each of these was last talked with."""
    rows = FamilyTalk.objects.filter(about__in=people).order_by().values("about").annotate(last=Max("held_on"))
    return {row["about"]: row["last"] for row in rows}
