"""Which checks and people the log shows, and how a check is shown in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Person, PersonQuerySet
from people.permissions import own_family
from safeguard.scoping import ScopedQuerySet
from volunteers.models import CriminalCheck, CriminalCheckQuerySet, Exemption, Placement, RequiredCheck, VettingDecision
from volunteers.seeing import own_rows
from volunteers.services.vetting import compulsory, in_force
from volunteers.states import OPEN_STAGES
from volunteers.vetting import all_kinds, for_other_work, label_of, serving_as

AHEAD = timedelta(days=60)
Tag = tuple[str, str]


def not_of(by: Person) -> list[int]:
    """Whose records somebody does not look after: their own, and those of their family."""
    return [by.pk, *own_family(by).values_list("pk", flat=True)]


def checks_for(by: Person) -> CriminalCheckQuerySet:
    found: CriminalCheckQuerySet = CriminalCheck.objects.exclude(own_rows(by))
    return found


def living(today: date) -> Q:
    """A filter for rows about people who are here, and about applicants who are not decided on."""
    here = Person.objects.current(today).order_by().values("pk")
    applicants = Q(application__status__in=OPEN_STAGES)
    return Q(person__in=here) | Q(person__merged_into__in=here) | applicants


def exceptions_for(by: Person, today: date) -> ScopedQuerySet:
    """What is in force, or ran out and nobody has looked at."""
    found: ScopedQuerySet = Exemption.objects.filter(living(today), ended_on=None)
    return found.exclude(own_rows(by))


def shown(found: CriminalCheckQuerySet, *, show: str, q: str, today: date) -> CriminalCheckQuerySet:
    if q:
        found = found.filter(Q(person__in=Person.objects.matching(q)) | Q(application__name__icontains=q))
    if show == "ended":
        return found.exclude(ended_on=None)
    if show == "copies":
        return found.filter(copy_destroy_by__isnull=False, copy_destroyed_on=None)
    found = found.filter(ended_on=None)
    if show == "waiting":
        return found.filter(decision=VettingDecision.WAITING)
    if show == "due":
        soon = today + AHEAD
        return found.filter(Q(renew_on__lte=soon) | Q(expires_on__lte=soon))
    return found


def without(by: Person, *, q: str, today: date) -> PersonQuerySet:
    """People who are placed where a check is asked for, and of whom none that holds is on record.

    An exception or a risk assessment does not take them off this list: they are still without.
    """
    required = RequiredCheck.objects.filter(in_force(today))
    kinds = list(required.order_by().values_list("kind", flat=True).distinct())
    placed = Placement.objects.filter(in_force(today), person=OuterRef("pk"))
    lacking = Q(pk__in=[])
    for kind in kinds:
        asking = required.filter(kind=kind).order_by().values("position")
        lacking |= Exists(placed.filter(position__in=asking)) & ~Exists(_held(kind, today))
        regulated = placed.filter(position__in=asking, position__is_regulated=True)
        lacking |= Exists(regulated) & ~Exists(_held(kind, today, is_strict=True))
    unnamed = Q(position__is_regulated=True) & ~Q(position__in=required.order_by().values("position"))
    lacking |= Exists(placed.filter(unnamed))
    for kind in compulsory(today):
        lacking |= Exists(placed.filter(position__is_regulated=True)) & ~Exists(_held(kind, today))
    found: PersonQuerySet = Person.objects.current(today).filter(lacking).exclude(pk__in=not_of(by))
    return found.matching(q) if q else found


def _held(kind: str, today: date, *, is_strict: bool = False) -> CriminalCheckQuerySet:
    whose = Q(person=OuterRef("pk")) | Q(application__person=OuterRef("pk"))
    found: CriminalCheckQuerySet = CriminalCheck.objects.holding(today).filter(whose, kind__in=serving_as(kind))
    return found.exclude(workforce__in=for_other_work(kind, is_strict=is_strict)).order_by()


def tag_of(check: CriminalCheck, today: date) -> Tag:
    if check.ended_on is not None:
        return "quiet", _("Replaced or ended")
    if check.decision == VettingDecision.WAITING:
        return "soon", _("Not back yet")
    if check.decision == VettingDecision.REFUSED:
        return "bad", _("Not suitable")
    if check.expires_on is not None and check.expires_on < today:
        return "bad", _("Ran out")
    if check.renew_on is not None and check.renew_on < today:
        return "bad", _("To be renewed")
    if any(day is not None and day <= today + AHEAD for day in (check.renew_on, check.expires_on)):
        return "soon", _("To be renewed soon")
    return "good", _("Holds")


def facts(check: CriminalCheck) -> list[dict[str, Any]]:
    """What is on record of one check, line by line; lines without anything are left out."""
    rows = [
        (_("Check"), label_of(check.kind)),
        (_("For work with"), check.workforce_label),
        (_("Applied for"), _day(check.applied_on)),
        (_("Number"), check.reference),
        (_("Whose certificate"), _("their own, not asked for by us") if check.is_own_certificate else ""),
        (_("Issued"), _day(check.issued_on)),
        (_("Seen"), _day(check.seen_on)),
        (_("Seen by"), check.seen_by.name if check.seen_by else ""),
        (_("Who saw it, and when"), "; ".join(f"{one.name}, {_day(one.seen_on)}" for one in check.viewers.all())),
        (_("Decision"), str(check.get_decision_display())),
        (_("Decided"), _decided(check)),
        (_("Update service"), _updates(check)),
        (_("To be renewed by"), _day(check.renew_on)),
        (_("Runs out by law"), _day(check.expires_on)),
        (_("Copy on paper"), _copy(check)),
        (_("Replaced or ended"), _day(check.ended_on)),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _day(day: date | None) -> str:
    return date_format(day) if day else ""


def _decided(check: CriminalCheck) -> str:
    if check.decided_on is None or check.decided_by is None:
        return ""
    return _("%(day)s, by %(name)s") % {"day": _day(check.decided_on), "name": check.decided_by.name}


def _updates(check: CriminalCheck) -> str:
    kind = all_kinds().get(check.kind)
    if not check.update_service or kind is None:
        return ""
    if check.status_checked_on is None:
        return _("%(service)s; the status was not looked up yet") % {"service": kind.update_service}
    return _("%(service)s; status looked up on %(day)s") % {
        "service": kind.update_service,
        "day": _day(check.status_checked_on),
    }


def _copy(check: CriminalCheck) -> str:
    if check.copy_destroyed_on is not None:
        return _("destroyed on %(day)s") % {"day": _day(check.copy_destroyed_on)}
    if check.copy_destroy_by is not None:
        return _("to be destroyed by %(day)s") % {"day": _day(check.copy_destroy_by)}
    return ""
