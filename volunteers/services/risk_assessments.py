"""How somebody works safely while a check is awaited, or with what a check said: written, looked at again, ended."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from people.models import Person
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from volunteers.models import CriminalCheck, RiskAssessment
from volunteers.services.criminal_checks import About, about_of, lock, not_own, whose
from volunteers.services.vetting import rows_of
from volunteers.verbs import Verb

LONGEST = 12  # months until somebody looks again


@transaction.atomic
def assess(
    about: About, *, why: str, risk: str, measures: str, starts_on: date, review_on: date, by: Person
) -> RiskAssessment:
    """Write it down; its words are sealed. For each reason one is in force at a time. Raises Refused."""
    not_own(about, by)
    today = timezone.localdate()
    if why not in RiskAssessment.Why.values:
        raise Refused(_("Say why the risk is assessed."))
    if starts_on > today:
        raise Refused(_("This day is still to come. Enter the day on which it began."))
    _looked_at(review_on, today)
    lock(about)
    ours = rows_of(about, today)
    if why == RiskAssessment.Why.WAITING and not CriminalCheck.objects.waiting().filter(ours).exists():
        raise Refused(_("No check is awaited. Note first that one was applied for."))
    if RiskAssessment.objects.filter(ours, why=why, ended_on=None).exists():
        raise Refused(_("There is an assessment for this reason already. Look at that one again instead."))
    made: RiskAssessment = RiskAssessment.objects.create(
        **whose(about),
        why=why,
        starts_on=starts_on,
        review_on=review_on,
        decided_by=by,
        words={"risk": risk, "measures": measures},
    )
    record(Verb.ASSESSED, made, by=by)
    return made


@transaction.atomic
def look_again(assessment: RiskAssessment, *, measures: str, review_on: date, by: Person) -> RiskAssessment:
    """It goes on until another day, perhaps with other measures."""
    found = _open(assessment, by)
    _looked_at(review_on, timezone.localdate())
    found.reword(measures=measures)
    found.review_on = review_on
    found.save(update_fields=["sealed", "review_on"])
    record(Verb.ASSESSED, found, by=by, changed=["measures", "review_on"])
    return found


@transaction.atomic
def end(assessment: RiskAssessment, *, by: Person) -> RiskAssessment:
    found = _open(assessment, by)
    found.ended_on = timezone.localdate()
    found.save(update_fields=["ended_on"])
    record(Verb.ASSESSED, found, by=by, changed=["ended_on"])
    return found


def _open(assessment: RiskAssessment, by: Person) -> RiskAssessment:
    not_own(about_of(assessment), by)
    found: RiskAssessment = RiskAssessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    if found.ended_on is not None:
        raise Refused(_("This assessment has ended."))
    return found


def _looked_at(review_on: date, today: date) -> None:
    if not today < review_on <= add_months(today, LONGEST):
        raise Refused(_("Enter a day to look at it again: later than today, and within twelve months."))
