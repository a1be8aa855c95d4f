"""What volunteers do themselves: the check of their own privacy settings, and talks with families about screens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from organisations.models import Project
from people.models import Person, RoleHolding
from people.offices import holders
from people.roles import WORKERS, Role
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule
from volunteers import family_talks, self_check
from volunteers.models import SelfCheck

CHECK = Schedule(days=(-7, 0), repeat_every=14, repeat_at_most=2)
TALKS = Schedule(days=(0,), repeat_every=28)
AHEAD = timedelta(days=7)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    yield from _self_checks(today, person)
    yield from _talks(today, person)


def _self_checks(today: date, person: int | None) -> Iterator[Obligation]:
    """Everybody who works here, but for those whom the charity's own regular task asks (`volunteers.self_check`)."""
    workers = Person.objects.current(today).holding(*WORKERS, on=today)
    if person is not None:
        workers = workers.filter(pk=person)
    if (duty := self_check.duty_of(today)) is not None:
        asked_there = Person.objects.current(today).holding(*duty.roles, on=today)
        workers = workers.exclude(pk__in=asked_there.values("pk"))
    done = SelfCheck.objects.order_by().values("person").annotate(last=Max("done_on"))
    if person is not None:
        done = done.filter(person=person)
    last = dict(done.values_list("person", "last"))
    for one in workers.order_by("pk").only("pk", "joined_on", "organisation"):
        due_on = self_check.next_due(one, last.get(one.pk))
        if due_on <= today + AHEAD:
            yield Obligation(
                key=f"volunteers.self_check:{one.pk}",
                title=_("Look at the privacy settings of your own accounts"),
                due_on=due_on,
                url=address("volunteers:self_check"),
                recipients=(one.pk,),
                schedule=CHECK,
                reason=_("Everybody who works here does it twice a year. Only the day is kept."),
                action=_("Go through the points"),
                clause="BC-28",
            )


def _talks(today: date, person: int | None) -> Iterator[Obligation]:
    """One for all families: coordinators answer for everybody's, line managers for those of their own projects.

    Families that are kept back are named to nobody by it.
    """
    coordinators = holders(Role.COORDINATOR, today=today)
    managers = holders(Role.LINE_MANAGER, today=today)
    if not (coordinators or managers) or (person is not None and person not in {*coordinators, *managers}):
        return
    waiting = family_talks.waiting(today)
    if not waiting:
        return
    projects = {one.project for one in waiting}
    theirs = _projects_of(managers, today)
    asked = [*coordinators, *(one for one in managers if theirs[one] & projects)]
    recipients = tuple(dict.fromkeys(asked))
    if recipients and (person is None or person in recipients):
        yield Obligation(
            key="volunteers.family_talks",
            title=_("See that families are talked with about screens at home"),
            due_on=min(one.due_on for one in waiting),
            url=address("volunteers:talks"),
            recipients=recipients,
            schedule=TALKS,
            reason=_("With some families of your work nobody has talked about it for a year."),
            action=_("See which families"),
            clause="RW-62",
        )


def _projects_of(people: tuple[int, ...], today: date) -> dict[int, set[int | None]]:
    """The projects in which each of these works, and the parts of those; who has none sees people without one.

    The same as `people.visibility.projects_of`, for many people with three queries.
    """
    found: dict[int, set[int | None]] = defaultdict(set)
    held = RoleHolding.objects.on(today).filter(person__in=people).exclude(project=None)
    own = Person.objects.filter(pk__in=people).exclude(project=None)
    for one, project in (*held.values_list("person", "project"), *own.values_list("pk", "project")):
        found[one].add(project)
    parts = list(Project.objects.exclude(parent=None).values_list("pk", "parent")) if found else []
    for projects in found.values():
        while more := {pk for pk, parent in parts if parent in projects and pk not in projects}:
            projects.update(more)
    for one in people:
        found[one] = found[one] or {None}
    return found
