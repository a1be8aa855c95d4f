"""Criminal-record checks in the example: holding, awaited with the risk assessed, due for renewal, replaced."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from organisations.models import Organisation
from people.models import Person
from safeguard.recurrence import add_months
from volunteers.models import Application, CriminalCheck, RiskAssessment, VettingDecision, Workforce
from volunteers.services import criminal_checks, exemptions, risk_assessments
from volunteers.services.criminal_checks import About, Seen
from volunteers.states import Stage

CHILDREN = "dbs_enhanced_children"
DAY = timedelta(days=1)


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    today, by = timezone.localdate(), people["coordinator"]
    _holding(people, today, by)
    _waiting(people, today, by)
    _with_a_risk(people, today, by)
    _excepted(people, today, by)
    for applicant in Application.objects.filter(status=Stage.CHECKS).order_by("pk")[:1]:
        criminal_checks.apply_for(applicant, kind="dbs_enhanced", applied_on=today - 9 * DAY, by=by)


def _holding(people: dict[str, Person], today: date, by: Person) -> None:
    looked_up = today - 355 * DAY  # so the yearly look-up is near
    seen(people["volunteer"], "001 700 100 201", months=14, by=by, update_service=True, status_checked_on=looked_up)
    seen(people["husband"], "001 700 100 202", months=20, by=by)
    seen(people["wife"], "001 700 100 203", months=35, by=by)  # due for renewal within weeks
    seen(people["staff"], "001 700 100 204", months=37, by=by)  # past the day that the charity chose
    seen(people["line_manager"], "001 700 100 205", months=38, by=by)
    seen(people["line_manager"], "001 700 100 206", months=2, by=by)  # takes the place of the one before
    seen(people["coordinator"], "001 700 100 207", months=8, by=people["lead"])
    seen(people["contractor"], "001 700 100 208", months=3, by=by, is_own_certificate=True, viewers=["Helen Marsh"])
    scottish = "2604 1234 5678 9012"  # brought from Scotland, where a membership runs out by law
    seen(people["returned"], scottish, months=2, by=by, kind="pvg", expires_on=add_months(today, 58))


def _waiting(people: dict[str, Person], today: date, by: Person) -> None:
    """For seven weeks: somebody is asked to find out where it is. Meanwhile the risk is assessed."""
    who = people["chinese_name"]
    criminal_checks.apply_for(who, kind=CHILDREN, applied_on=today - 49 * DAY, by=by, workforce=Workforce.CHILDREN)
    risk_assessments.assess(
        who,
        why=RiskAssessment.Why.WAITING,
        risk="He knows the club as a guest, and nobody here has seen a check of his yet.",
        measures="He helps with the stage and the stores, and is never with children without a colleague.",
        starts_on=today - 40 * DAY,
        review_on=today + 12 * DAY,
        by=by,
    )


def _with_a_risk(people: dict[str, Person], today: date, by: Person) -> None:
    who = people["single_name"]
    risk_assessments.assess(
        who,
        why=RiskAssessment.Why.CONTENT,
        risk="The lead and the coordinator talked with him about what came back. He told them of it himself before.",
        measures="He does not handle money by himself.",
        starts_on=today - 60 * DAY,
        review_on=today + 120 * DAY,
        by=by,
    )
    seen(who, "001 700 100 209", months=4, by=by, decision=VettingDecision.ACCEPTED, has_copy=True)


def _excepted(people: dict[str, Person], today: date, by: Person) -> None:
    exemptions.allow(
        people["oldest_volunteer"],
        what="references",
        reason="He has helped here for longer than anybody can say who knew him before. Two trustees vouch for him.",
        starts_on=today - 150 * DAY,
        ends_on=today + 25 * DAY,
        by=by,
    )


def seen(
    about: About,
    number: str,
    *,
    months: int,
    by: Person,
    kind: str = CHILDREN,
    is_own_certificate: bool = False,
    **more: Any,
) -> CriminalCheck:
    """A certificate that was issued some months ago and seen a week later."""
    issued_on = add_months(timezone.localdate(), -months)
    given: dict[str, Any] = {"decision": VettingDecision.CLEAR, "workforce": Workforce.CHILDREN} | more
    certificate = Seen(
        reference=number,
        issued_on=issued_on,
        seen_on=issued_on + 7 * DAY,
        decided_on=issued_on + 7 * DAY,
        seen_by=by,
        **given,
    )
    return criminal_checks.record_seen(about, kind=kind, seen=certificate, by=by, is_own_certificate=is_own_certificate)
