"""How long applications are kept, and what was decided about people (fact 41).

At the end of its time an application loses its name and addresses, and its key is destroyed: the words of its steps and
references go with it. The row stays for the count. Whoever was taken on has records of their own by then.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.retention import LIMITATION, entries_of, people_gone_by
from safeguard.recurrence import add_months
from safeguard.retention import Rows, Rule, Then
from volunteers.models import Application, Placement, Suitability
from volunteers.services.applicants import KEPT_MONTHS
from volunteers.states import CLOSED_STAGES, OPEN_STAGES, Stage

SIX_YEARS = 72
LONGER_WHEN_TAKEN_ON = 6  # months more: twelve together
WITH_IT = _("as long as the application; it can be read by nobody once the key of the application is destroyed")
FOR_CLAIMS = _(
    "Whoever was not taken on can complain or claim for some months, and the charity must be able to answer."
)
MUST_ANSWER = _(
    "The charity must be able to say years later who was found suitable for work with children and adults at risk, by "
    "whom and on what grounds."
)
SOURCE = _(
    "Six months is common practice for applicants who were not taken on; the ICO asks for a period by kind of record "
    "(draft guidance on recruitment records, 2023). Our default, not a rule of law."
)
GONE = {"name": "", "email": "", "phone": "", "date_of_birth": None}
GONE |= {"parent_name": "", "parent_email": "", "parent_phone": ""}


def applications_over(day: date) -> Rows:
    """Closed by that day, or an enquiry that nobody has moved since; taken on half a year before that."""
    enquiry = Q(status=Stage.ENQUIRY, stage_since__lte=day)
    taken_on = Q(status=Stage.ACTIVE, stage_since__lte=add_months(day, -LONGER_WHEN_TAKEN_ON))
    closed = Q(status__in=CLOSED_STAGES, closed_on__lte=day)
    return Application.objects.filter(closed | enquiry | taken_on, shredded_at=None)


def take_out(rows: Rows) -> int:
    """What was decided about somebody who became no volunteer cannot be read any more either."""
    count = 0
    for application in rows.select_for_update(no_key=True):
        for decided in Suitability.objects.filter(application=application, person=None, shredded_at=None):
            decided.shred()
            decided.save(update_fields=["wrapped_key", "shredded_at"])
        application.shred()
        for name, value in GONE.items():
            setattr(application, name, value)
        application.save(update_fields=["wrapped_key", "shredded_at", *GONE])
        count += 1
    return count


def suitability_over(day: date) -> Rows:
    """Of people who have gone by that day. What was decided about an applicant goes with the application."""
    return Suitability.objects.filter(person__in=people_gone_by(day))


def placements_over(day: date) -> Rows:
    return Placement.objects.filter(Q(ends_on__lte=day) | Q(person__in=people_gone_by(day)))


def not_yet_over(rows: Rows, person: Any, today: date) -> Rows:
    return rows.exclude(person__in=people_gone_by(add_months(today, -SIX_YEARS)))


RULES = [
    Rule(
        "volunteers.ApplicationStep",
        _("What was noted about an application: interview, identity seen, what was explained"),
        FOR_CLAIMS,
        as_long_as=WITH_IT,
    ),
    Rule(
        "volunteers.AppliedReference",
        _("References for applicants"),
        FOR_CLAIMS,
        as_long_as=WITH_IT,
    ),
    Rule(
        "volunteers.Application",
        _("Applications"),
        FOR_CLAIMS,
        months=KEPT_MONTHS,
        counted_from=_(
            "the day on which it was closed; for an enquiry, the last step. For somebody taken on it is six months more"
        ),
        over=applications_over,
        then=Then.ANONYMISE,
        source=SOURCE,
        of=lambda person: Application.objects.filter(person__in=entries_of(person), shredded_at=None),
        needed=lambda rows, person, today: rows.filter(status__in=OPEN_STAGES),
        needed_because=_("An application that is being decided on is needed for that. Withdraw it first."),
        anonymise=take_out,
    ),
    Rule(
        "volunteers.Suitability",
        _("Decisions whether somebody is suitable"),
        MUST_ANSWER,
        months=SIX_YEARS,
        counted_from=_("the day on which the person left; about somebody not taken on, with the application"),
        over=suitability_over,
        then=Then.DELETE,
        source=LIMITATION,
        of=lambda person: Suitability.objects.filter(person__in=entries_of(person)),
        needed=not_yet_over,
        needed_because=MUST_ANSWER,
    ),
    Rule(
        "volunteers.Placement",
        _("Who volunteered in which position, and when"),
        _("Questions about somebody's time with the charity come years later."),
        months=SIX_YEARS,
        counted_from=_("the day on which it ended"),
        over=placements_over,
        then=Then.DELETE,
        source=LIMITATION,
        of=lambda person: Placement.objects.filter(person__in=entries_of(person)),
        needed=not_yet_over,
        needed_because=MUST_ANSWER,
    ),
]
