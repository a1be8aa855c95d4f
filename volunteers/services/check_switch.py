"""Checks online are off until somebody switches them on, for a reason and by a policy (facts 36 to 40, BC-8)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from organisations.models import Settings
from people.models import Person
from people.permissions import whom_to_ask
from policies.models import Clause, PolicyVersion
from safeguard.refusals import Refused
from volunteers.models import CheckSwitch, Position, Whom
from volunteers.permissions import SWITCH_CHECKS
from volunteers.states import Stage
from volunteers.verbs import Verb

STAGES = (Stage.STAGE_ONE, Stage.INTERVIEW, Stage.CHECKS, Stage.DECISION)
BEFORE_ANYBODY_IS_CHOSEN = (Stage.STAGE_ONE, Stage.INTERVIEW)


def current() -> CheckSwitch | None:
    """The decision that counts now, or None while checks are off."""
    last = CheckSwitch.objects.select_related("version__policy", "clause", "decided_by").first()
    return last if last is not None and last.is_on else None


def asks(position: Position) -> bool:
    """Whether applicants for this position are asked for the permission: only where somebody may be looked up."""
    switch = current()
    return switch is not None and switch.wants(position)


@transaction.atomic
def switch_on(
    *,
    by: Person,
    reason: str,
    version: PolicyVersion,
    clause: Clause | None = None,
    stage: str = Stage.CHECKS,
    whom: str = Whom.CHOSEN,
) -> CheckSwitch:
    """From now on, checks can be given out as this says; said again in the same words, nothing changes.

    Raises Refused without a policy in force, and for a stage at which nobody can have been chosen yet.
    """
    settings = _held(by)
    if not PolicyVersion.objects.in_force().filter(pk=version.pk).exists():
        raise Refused(_("Choose a policy that is in force. Have yours approved and signed off first."))
    if clause is not None and clause.version_id != version.pk:
        raise Refused(_("This clause stands in another policy. Choose one of the policy that you chose."))
    if stage not in STAGES:
        raise Refused(_("Choose one of the stages."))
    if whom == Whom.CHOSEN and stage in BEFORE_ANYBODY_IS_CHOSEN:
        raise Refused(
            _(
                "Before the checks nobody has been chosen yet. Choose a later stage, or that every applicant is looked "
                "up."
            )
        )
    now = {"reason": reason, "version": version, "clause": clause, "stage": stage, "whom": whom}
    standing = current()
    if standing is not None and all(getattr(standing, name) == value for name, value in now.items()):
        return standing
    return _written(settings, by=by, is_on=True, **now)


@transaction.atomic
def switch_off(*, by: Person, reason: str) -> CheckSwitch | None:
    """No new check is given out. Those that somebody is doing are finished or called off by hand."""
    settings = _held(by)
    standing = current()
    if standing is None:
        return CheckSwitch.objects.first()
    return _written(settings, by=by, is_on=False, reason=reason, stage=standing.stage, whom=standing.whom)


def _held(by: Person) -> Settings:
    if not SWITCH_CHECKS.allows(by):
        raise Refused(str(whom_to_ask(SWITCH_CHECKS)))
    return Settings.objects.select_for_update(no_key=True).get()


def _written(settings: Settings, *, by: Person, is_on: bool, **facts: object) -> CheckSwitch:
    made: CheckSwitch = CheckSwitch.objects.create(is_on=is_on, decided_by=by, **facts)
    settings.online_checks = is_on
    settings.save(update_fields=["online_checks"])
    record(Verb.SWITCHED, made, by=by, detail={"on": is_on})
    return made
