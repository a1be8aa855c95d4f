"""Applicants who wait: for their next step, for a decision, for referees who have not answered.

Titles and reasons name nobody; whoever owes it finds the application by its code.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from people.models import Person
from people.offices import first_holders, holders
from people.roles import Role
from safeguard.obligations import Obligation, Schedule
from volunteers.deciding import families
from volunteers.models import Application, AppliedReference, OnlineCheck, ReferenceAnswer, Suitability
from volunteers.states import CheckStatus, Stage

MOVED_WITHIN = timedelta(days=7)
ANSWERED_WITHIN = timedelta(days=14)
WEEKLY = Schedule(days=(0,), repeat_every=7, escalate_after=14)
"""After a week, then weekly; after three weeks the lead hears of it as well."""
CHASE = Schedule(days=(0,), repeat_every=7, repeat_at_most=3)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    keepers = first_holders(Role.COORDINATOR, Role.LEAD, Role.CHAIR, today=today)
    leads = holders(Role.LEAD, today=today)
    deciders = holders(Role.ASSESSOR, today=today) or keepers
    if person is not None and person not in {*keepers, *leads, *deciders}:
        return
    own = Own.of({*keepers, *leads, *deciders})
    for one in (*_waiting(today, keepers, deciders, leads, own), *_unanswered(today, keepers, own)):
        if one.recipients and (person is None or one.is_for(person)):
            yield one


@dataclass(frozen=True)
class Own:
    """`volunteers.seeing.own_applications` for many: whose application is somebody's own, or one of their family."""

    addresses: Mapping[int, str]
    near: Mapping[int, Collection[int]]

    @classmethod
    def of(cls, people: Collection[int]) -> Own:
        return cls(dict(Person.objects.filter(pk__in=people).values_list("pk", "email")), families(people))

    def without(self, people: tuple[int, ...], application: Application) -> tuple[int, ...]:
        """Those of these people who may be asked about it."""
        sent_from = {application.email.casefold(), application.parent_email.casefold()} - {""}
        about = application.person_id
        others = (key for key in people if key != about and about not in self.near[key])
        return tuple(key for key in others if self.addresses.get(key, "").casefold() not in sent_from)


def _waiting(
    today: date,
    keepers: tuple[int, ...],
    deciders: tuple[int, ...],
    leads: tuple[int, ...],
    own: Own,
) -> Iterator[Obligation]:
    checks = OnlineCheck.objects.exclude(status=CheckStatus.CALLED_OFF)
    came_after = checks.filter(application=OuterRef("application"), closed_at__gt=OuterRef("recorded_at"))
    decided = Suitability.objects.filter(~Exists(came_after), application=OuterRef("pk"))
    found = Application.objects.open().filter(stage_since__lte=today - MOVED_WITHIN).annotate(decided=Exists(decided))
    for application in found.defer("sealed", "wrapped_key").order_by("pk"):
        waits = application.status == Stage.DECISION and not application.decided
        stage, above = application.get_status_display(), own.without(leads, application)
        yield Obligation(
            key=f"volunteers.application:{application.pk}:{application.status}:{application.stage_since:%Y%m%d}",
            title=_("An application waits for a decision") if waits else _("An application waits for its next step"),
            due_on=application.stage_since + MOVED_WITHIN,
            url=application.get_absolute_url(),
            recipients=own.without(deciders if waits else keepers, application) or above,
            escalate_to=above,
            schedule=WEEKLY,
            reason=_("It has been at the stage “%(stage)s” for more than a week.") % {"stage": stage},
            action=_("Open the application"),
            is_closed=True,
        )


def _unanswered(today: date, keepers: tuple[int, ...], own: Own) -> Iterator[Obligation]:
    found = AppliedReference.objects.filter(
        answer=ReferenceAnswer.WAITING,
        asked_on__lte=today - ANSWERED_WITHIN,
        application__in=Application.objects.open().order_by().values("pk"),
    ).select_related("application")
    for reference in found.order_by("pk"):
        yield Obligation(
            key=f"volunteers.reference:{reference.pk}:{reference.asked_on:%Y%m%d}",
            title=_("A reference has not come back"),
            due_on=reference.asked_on + ANSWERED_WITHIN,
            url=reference.application.get_absolute_url(),
            recipients=own.without(keepers, reference.application),
            schedule=CHASE,
            reason=_("It was asked for two weeks ago. Remind the referee, or ask somebody else."),
            action=_("Open the application"),
            is_closed=True,
        )
