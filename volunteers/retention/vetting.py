"""How long the log of criminal-record checks, risk assessments and exceptions are kept.

The content of a certificate is never here. The short log may be kept longer than a certificate (fact 31); of somebody
who was not taken on it goes with what else the charity knew of them (fact 41).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.retention import LIMITATION, people_gone_by
from safeguard.recurrence import add_months
from safeguard.retention import Rows, Rule, Then, months_kept
from volunteers.models import CriminalCheck, Exemption, RiskAssessment
from volunteers.states import CLOSED_STAGES

KEPT = 72  # months
SHORT_LOG = _(
    "DBS code of practice: a short log may be kept when the certificate is gone; it sets no number of years. Six years "
    "is the usual time for claims. Our default, to be confirmed by the charity: no statute fixes it for this record."
)
COUNTED = _(
    "the day on which it was replaced or ended, or the person left; of somebody who was not taken on, with "
    "their application"
)
SAFE = _("After something has gone wrong it is asked whether whoever did it had been checked, and who decided.")


def not_taken_on() -> Q:
    """About applicants who became no person of the list, and whose application is at the end of its time (fact 41)."""
    day = add_months(timezone.localdate(), -months_kept("volunteers.Application"))
    return Q(person=None, application__status__in=CLOSED_STAGES, application__closed_on__lte=day)


def checks_over(day: date) -> Rows:
    gone = Q(person__in=people_gone_by(day))
    return CriminalCheck.objects.filter(Q(ended_on__lte=day) | gone | not_taken_on())


def risks_over(day: date) -> Rows:
    gone = Q(person__in=people_gone_by(day))
    return RiskAssessment.objects.filter(Q(ended_on__lte=day) | gone | not_taken_on(), shredded_at=None)


def exceptions_over(day: date) -> Rows:
    gone, ended = Q(person__in=people_gone_by(day)), Q(ended_on__lte=day) | Q(ends_on__lte=day)
    return Exemption.objects.filter(ended | gone | not_taken_on())


def checks_needed(rows: Rows, person: Person, today: date) -> Rows:
    return rows.exclude(pk__in=checks_over(add_months(today, -KEPT)).values("pk"))


def exceptions_needed(rows: Rows, person: Person, today: date) -> Rows:
    return rows.exclude(pk__in=exceptions_over(add_months(today, -KEPT)).values("pk"))


def of_person(model: Any) -> Any:
    return lambda person: model.objects.filter(Q(person=person.pk) | Q(application__person=person.pk))


def shred(rows: Rows) -> int:
    """Destroy the keys: that there was an assessment stays, and what it said can be read by nobody."""
    count = 0
    for row in rows.filter(shredded_at=None):
        row.shred()
        row.save(update_fields=["wrapped_key", "shredded_at"])
        count += 1
    return count


RULES: list[Rule] = [
    Rule(
        "volunteers.CertificateViewer",
        _("Who saw a certificate"),
        _("Only those who need it may see a certificate (Police Act 1997, section 124); so it is on record who did."),
        as_long_as=_("as long as the check that it belongs to"),
    ),
    Rule(
        "volunteers.CriminalCheck",
        _("The log of criminal-record checks"),
        SAFE,
        months=KEPT,
        counted_from=COUNTED,
        over=checks_over,
        then=Then.DELETE,
        source=SHORT_LOG,
        of=of_person(CriminalCheck),
        needed=checks_needed,
        needed_because=SAFE,
    ),
    Rule(
        "volunteers.RiskAssessment",
        _("Risk assessments while a check was awaited, or of what it said"),
        SAFE,
        months=KEPT,
        counted_from=COUNTED,
        over=risks_over,
        then=Then.SHRED,
        shred=shred,
        source=LIMITATION,
        of=of_person(RiskAssessment),
    ),
    Rule(
        "volunteers.Exemption",
        _("Exceptions that were allowed"),
        SAFE,
        months=KEPT,
        counted_from=COUNTED,
        over=exceptions_over,
        then=Then.DELETE,
        source=LIMITATION,
        of=of_person(Exemption),
        needed=exceptions_needed,
        needed_because=SAFE,
    ),
]
