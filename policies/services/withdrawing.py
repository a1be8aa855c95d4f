"""A policy is given up: nothing of it is in force any more, and all of it can still be read."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record, transition
from audit.verbs import Verb
from people.models import Person
from policies.models import Amendment, Policy
from policies.states import AmendmentStatus, ReviewStatus, Status
from safeguard.refusals import Refused


@transaction.atomic
def withdraw(policy: Policy, *, by: Person, reason: str) -> Policy:
    """End every version that is in force or in work, with the reason. Doing it twice changes nothing."""
    policy = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    if policy.withdrawn_on is not None:
        return policy
    if not reason.strip():
        raise Refused(_("Say why the policy is withdrawn."))
    now = timezone.now()
    for amendment in Amendment.objects.filter(version__policy=policy).in_force():
        transition(amendment, to=AmendmentStatus.ENDED, by=by, ended_at=now, ended_reason=reason)
    for version in policy.versions.filter(status__in=[*Status.in_work(), Status.IN_FORCE]):
        transition(version, to=Status.WITHDRAWN, by=by, ended_at=now, ended_reason=reason)
    for review in policy.reviews.filter(status=ReviewStatus.OPEN):
        transition(review, to=ReviewStatus.CANCELLED, by=by)
    policy.withdrawn_on, policy.withdrawn_reason = timezone.localdate(now), reason
    policy.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    record(Verb.WITHDRAWN, policy, by=by)
    return policy
