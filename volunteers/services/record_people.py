"""Whom the single central record is about, for somebody who looks: as the list of people shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from people.models import Person, PersonQuerySet, RoleHolding
from people.roles import WORKERS
from people.visibility import listed_to
from volunteers.models import VolunteerStanding
from volunteers.services.record import Row, rows
from volunteers.states import Standing

ANY_GAP = "any"


class Who(TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")
    ALL = "all", _("Everybody, those who ended too")


@dataclass(frozen=True)
class Asked:
    """What the boxes above the record ask for; plain values, so that a ticket can carry them."""

    words: str = ""
    role: str = ""
    project: int | None = None
    who: str = ""
    gap: str = ""  # a Gap, or ANY_GAP

    @property
    def is_anything(self) -> bool:
        return self != Asked()


def here(today: date) -> PersonQuerySet:
    """Everybody who volunteers or works here on that day."""
    found: PersonQuerySet = Person.objects.current(today).holding(*WORKERS, on=today)
    return found


def listed(today: date) -> PersonQuerySet:
    """Everybody who stands in the record while nothing is asked: those who are here, and those who are suspended."""
    found: PersonQuerySet = Person.objects.filter(_who("", today))
    return found


def asked_for(asked: Asked, *, by: Person, today: date) -> PersonQuerySet:
    """The people of the record, but for the question of gaps."""
    found = listed_to(by, today).filter(_who(asked.who, today)).select_related("project")
    if asked.words:
        found = found.matching(asked.words)
    if asked.role:
        found = found.holding(asked.role, on=today)
    if asked.project:
        in_it = RoleHolding.objects.on(today).filter(project=asked.project, role__in=WORKERS)
        found = found.filter(Q(project=asked.project) | Q(pk__in=in_it.values("person")))
    return found


def rows_for(asked: Asked, *, by: Person, today: date) -> list[Row]:
    """The whole record, by name."""
    found = rows(list(asked_for(asked, by=by, today=today).order_by("search_text", "pk")), today)
    return [row for row in found if has_gap(row, asked.gap)]


def has_gap(row: Row, gap: str) -> bool:
    """Whether this is missing of somebody; anything where it is ANY_GAP. Where nothing is asked, everybody fits."""
    return not gap or (bool(row.gaps) if gap == ANY_GAP else gap in row.gaps)


def _who(who: str, today: date) -> Q:
    """Who has no standing written down is active while they are here, and has ended when they left."""
    held = RoleHolding.objects.filter(role__in=WORKERS).order_by()
    is_gone = Q(left_on__lte=today) | Q(deceased_on__isnull=False)
    was_here = is_gone & (Q(pk__in=held.values("person")) | _stands(Standing.ACTIVE))
    is_here = Q(pk__in=here(today).order_by().values("pk"))
    suspended, ended = ~is_gone & _stands(Standing.SUSPENDED), _stands(Standing.ENDED) | was_here
    chosen = {
        Who.ACTIVE: is_here & ~suspended & ~ended,
        Who.SUSPENDED: suspended,
        Who.ENDED: ended,
        Who.ALL: is_here | suspended | ended,
    }
    return Q(merged_into=None) & (chosen[Who(who)] if who else is_here | suspended)


def _stands(status: str) -> Q:
    return Q(pk__in=VolunteerStanding.objects.filter(status=status).order_by().values("person"))
