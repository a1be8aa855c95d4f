"""What the stages of applications ask for, and what of it is there: for one application, or a board full of them.

A fixed number of queries, however many applications there are. A need stays one when the application goes on: what was
true at an earlier stage and is no longer (a reference taken back, a check run out) stands in the way of the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.ages import age_on, is_minor
from volunteers import needs
from volunteers.models import (
    Application,
    ApplicationStep,
    AppliedReference,
    CheckPermission,
    CheckSwitch,
    Exemption,
    OnlineCheck,
    Recruitment,
    ReferenceAnswer,
    RiskAssessment,
    Suitability,
    SuitabilityOutcome,
)
from volunteers.services import check_switch, settings, vetting
from volunteers.states import OPEN_STAGES, CheckStatus, Stage

COUNTS = (ReferenceAnswer.GOOD, ReferenceAnswer.RESERVED)
NOT_LEFT_OUT = frozenset({"age", "parent", "criminal", "decision"})
"""Nobody leaves these out by writing down a reason. For a criminal-record check there are exceptions with an end, and
for regulated work not even those (fact 34): `volunteers.services.vetting` knows."""


class Is(StrEnum):
    DONE = "done"
    LEFT_OUT = "left_out"
    NOT_ASKED = "not_asked"
    MISSING = "missing"


@dataclass(frozen=True)
class Asked:
    """One thing that a stage asks for: whether it is there, since when, and otherwise what to do about it."""

    key: str
    stage: Stage
    state: Is
    hint: str = ""

    @property
    def label(self) -> str:
        return str(needs.NEEDS[self.key].label)

    @property
    def is_missing(self) -> bool:
        return self.state == Is.MISSING


@dataclass
class Facts:
    """What is on record about some applications, read at once."""

    today: date
    way: Recruitment
    switch: CheckSwitch | None
    steps: dict[tuple[int, str], ApplicationStep] = field(default_factory=dict)
    permissions: dict[int, CheckPermission] = field(default_factory=dict)
    references: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    exemptions: dict[tuple[int, str], Exemption] = field(default_factory=dict)
    risks: set[int] = field(default_factory=set)
    checks: dict[int, OnlineCheck] = field(default_factory=dict)
    decisions: dict[int, Suitability] = field(default_factory=dict)
    vetting: dict[int, list[str]] = field(default_factory=dict)


def needs_of(application: Application, today: date) -> list[Asked]:
    """Everything that the stages up to the present one ask for, in their order."""
    return needs_of_all([application], today)[application.pk]


def missing(application: Application, today: date) -> list[Asked]:
    return [need for need in needs_of(application, today) if need.is_missing]


def needs_of_all(applications: Sequence[Application], today: date) -> dict[int, list[Asked]]:
    facts = _facts(applications, today)
    return {one.pk: list(_needs(one, facts)) for one in applications}


def _facts(applications: Sequence[Application], today: date) -> Facts:
    keys = [one.pk for one in applications]
    of_these = Q(application__in=keys)
    facts = Facts(today, settings.current(), check_switch.current())
    for step in ApplicationStep.objects.filter(of_these):
        facts.steps[step.application_id, step.key] = step
    for answer in CheckPermission.objects.filter(of_these).order_by("answered_at", "pk"):
        facts.permissions[answer.application_id or 0] = answer
    for key, said in AppliedReference.objects.filter(of_these).values_list("application", "answer"):
        facts.references[key].append(said)
    for exemption in Exemption.objects.running(today).filter(of_these):
        facts.exemptions[exemption.application_id or 0, exemption.what] = exemption
    risks = RiskAssessment.objects.filter(of_these, starts_on__lte=today, ended_on=None)
    facts.risks = {key or 0 for key in risks.values_list("application", flat=True)}
    called_off = Q(status=CheckStatus.CALLED_OFF)
    for check in OnlineCheck.objects.filter(of_these & ~called_off).order_by("assigned_at", "pk"):
        facts.checks[check.application_id or 0] = check
    for decided in Suitability.objects.filter(of_these).order_by("decided_on", "pk"):
        facts.decisions[decided.application_id or 0] = decided
    facts.vetting = vetting.holds_for_all(applications, today)
    return facts


def _needs(application: Application, facts: Facts) -> Iterable[Asked]:
    for stage, key in asked_for(application, facts):
        state, hint = _state(application, key, facts)
        yield Asked(key, stage, state, hint)


def asked_for(application: Application, facts: Facts) -> Iterable[tuple[Stage, str]]:
    """Each need once, at the first stage that asks for it. Of somebody under 18 their age and a parent's agreement are
    asked for whatever the charity has chosen (E-25), and a check online belongs to the stage that the charity's
    decision about such checks names (BC-17)."""
    reached = _reached(application)
    seen: set[str] = set()
    young_at = next((stage for stage in needs.STAGES if "age" in facts.way.needs.get(stage, ())), Stage.STAGE_ONE)
    for stage in reached:
        keys = [need.key for need in needs.of_stage(facts.way.needs, stage)]
        if not is_minor(application.date_of_birth, facts.today):
            keys = [key for key in keys if not needs.NEEDS[key].only_young]
        elif stage == young_at:
            keys += ["age", "parent"]
        if facts.switch is not None and stage == facts.switch.stage and facts.switch.wants(application.position):
            keys.append("online_check")
        for key in keys:
            if key not in seen:
                seen.add(key)
                yield stage, key


def _reached(application: Application) -> tuple[Stage, ...]:
    if application.status in OPEN_STAGES:
        return OPEN_STAGES[: OPEN_STAGES.index(Stage(application.status)) + 1]
    return OPEN_STAGES if application.status == Stage.ACTIVE else ()


def _state(application: Application, key: str, facts: Facts) -> tuple[Is, str]:
    step = facts.steps.get((application.pk, key))
    is_given_out = key == "online_check" and application.pk in facts.checks  # then it is finished
    if step is not None and not step.is_needed and key not in NOT_LEFT_OUT and not is_given_out:
        return Is.LEFT_OUT, _("Left out; the reason is written down.")
    exemption = facts.exemptions.get((application.pk, key))
    if exemption is not None and key != "criminal":
        return Is.LEFT_OUT, _("An exception holds until %(day)s.") % {"day": date_format(exemption.ends_on)}
    asked = LOOKED_UP.get(key)
    if asked is not None:
        return asked(application, facts)
    if step is not None and step.is_needed:
        return Is.DONE, date_format(step.on)
    return Is.MISSING, str(needs.NEEDS[key].hint)


def _permission(application: Application, facts: Facts) -> tuple[Is, str]:
    """No is an answer like yes (E-74)."""
    answer = facts.permissions.get(application.pk)
    if answer is not None:
        return Is.DONE, _("Answered on %(day)s.") % {"day": date_format(timezone.localdate(answer.answered_at))}
    if facts.switch is None:
        return Is.NOT_ASKED, _("No checks online are done here.")
    if not facts.switch.wants(application.position):
        return Is.NOT_ASKED, _("In this position a check online would be too much.")
    return Is.MISSING, str(needs.NEEDS["permission"].hint)


def _age(application: Application, facts: Facts) -> tuple[Is, str]:
    born, least = application.date_of_birth, application.position.minimum_age
    if born is None:
        return Is.MISSING, _("Ask for the date of birth.")
    if age_on(born, facts.today) < least:
        return Is.MISSING, _("The position is for people from the age of %(age)s.") % {"age": least}
    return Is.DONE, _("Old enough for the position.")


def _references(application: Application, facts: Facts) -> tuple[Is, str]:
    said = facts.references.get(application.pk, [])
    have, wanted = sum(one in COUNTS for one in said), facts.way.references_wanted
    if have >= wanted:
        return Is.DONE, ngettext("One reference.", "%(n)s references.", have) % {"n": have}
    left = wanted - have
    words = ngettext("One more reference is needed.", "%(n)s more references are needed.", left)
    return Is.MISSING, words % {"n": left}


def _criminal(application: Application, facts: Facts) -> tuple[Is, str]:
    """Exceptions, and risks that were assessed while a check is awaited, are counted there."""
    lacks = facts.vetting[application.pk]
    return (Is.MISSING, " ".join(lacks)) if lacks else (Is.DONE, "")


def _risk(application: Application, facts: Facts) -> tuple[Is, str]:
    if application.pk in facts.risks:
        return Is.DONE, ""
    if not facts.vetting[application.pk]:
        return Is.NOT_ASKED, _("No check is awaited.")
    return Is.MISSING, str(needs.NEEDS["risk"].hint)


def _online_check(application: Application, facts: Facts) -> tuple[Is, str]:
    """Neither a no nor a missing presence online speaks for or against anybody (E-74). One that was given out is
    finished, whatever the charity has chosen since."""
    check = facts.checks.get(application.pk)
    if check is not None:
        if check.status == CheckStatus.CLOSED:
            return Is.DONE, ""
        return Is.MISSING, _("The check is not finished yet.")
    if facts.switch is None:
        return Is.NOT_ASKED, _("No checks online are done here.")
    if not facts.switch.wants(application.position):
        return Is.NOT_ASKED, _("In this position a check online would be too much.")
    answer = facts.permissions.get(application.pk)
    if answer is not None and not answer.stands:
        return Is.NOT_ASKED, _("There is no permission, so nothing is looked up. This speaks neither for nor against.")
    return Is.MISSING, str(needs.NEEDS["online_check"].hint)


def _decision(application: Application, facts: Facts) -> tuple[Is, str]:
    """What was decided before a check online was over does not count, whatever the check found (E-74)."""
    decided = facts.decisions.get(application.pk)
    if decided is None:
        return Is.MISSING, _("Nobody has decided yet.")
    if decided.outcome == SuitabilityOutcome.NOT:
        return Is.MISSING, _("It was decided not to take this person on.")
    check = facts.checks.get(application.pk)
    if check is not None and check.closed_at is not None and decided.recorded_at < check.closed_at:
        return Is.MISSING, _("It was decided before the online check was over. Decide once more.")
    return Is.DONE, f"{decided.get_outcome_display()}, {date_format(decided.decided_on)}"


LOOKED_UP = {
    "permission": _permission,
    "age": _age,
    "references": _references,
    "criminal": _criminal,
    "risk": _risk,
    "online_check": _online_check,
    "decision": _decision,
}
"""Needs that are met by other records; the others are noted by hand, with a day."""
