"""The chair signs: from then on the version is in force and its text is closed for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record, transition
from audit.verbs import Verb
from organisations.models import Settings
from people.models import Person, RoleHolding, RoleLabel
from people.roles import Role
from policies import due
from policies.fingerprints import text_fingerprint
from policies.models import Policy, PolicyVersion
from policies.services import amendments, versions
from policies.states import Status
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused


@transaction.atomic
def sign_off(
    version: PolicyVersion,
    *,
    by: Person,
    name: str,
    office: str,
    signed_on: date,
    adopted: PartialDate | None = None,
    next_review: PartialDate | None = None,
    absence: str = "",
) -> PolicyVersion:
    """Record the chair's signature, supersede the version before, and set the next review.

    `absence` is why a deputy signs in the chair's place. Signing twice changes nothing: the second call returns the
    version as the same person signed it. Raises Refused for a text that the trustees have not approved and for a date
    that cannot be.
    """
    policy = Policy.objects.select_for_update(no_key=True).get(pk=version.policy_id)
    version = policy.versions.get(pk=version.pk)
    if version.status == Status.IN_FORCE and version.signed_by_id == by.pk:
        return version
    refuse_unless_ready(version, signed_on)
    before = policy.versions.in_force().first()
    if before is not None:
        supersede(before, by=by)
    adopted = adopted or adoption_day(version, signed_on)
    stamps = {
        "signed_by": by,
        "signed_name": name,
        "signed_office": office,
        "signed_on": PartialDate.from_date(signed_on),
        "signed_at": timezone.now(),
        "adopted": adopted,
        "in_force_at": timezone.now(),
        "body_hash": text_fingerprint(version),
    }
    transition(version, to=Status.IN_FORCE, by=by, verb=Verb.SIGNED, **stamps)
    if before is not None:
        amendments.carry_over(before, version, by=by)
    schedule(policy, version, signed_on=signed_on, adopted=adopted, next_review=next_review)
    version.autosaved.all().delete()
    if (chair := deputised_for(by, timezone.localdate())) is not None:
        record(Verb.SIGNED, version, by=by, detail={"in_place_of": str(chair), "because": absence})
    return version


@dataclass(frozen=True)
class Signed:
    """What became of one version of a bundle."""

    version: PolicyVersion
    refusal: str = ""


def sign_off_many(
    chosen: Iterable[PolicyVersion], *, by: Person, name: str, office: str, signed_on: date
) -> list[Signed]:
    """Sign several texts with one typed name. What cannot be signed stays, with its reason; the rest is signed."""
    results = []
    for version in chosen:
        try:
            results.append(Signed(sign_off(version, by=by, name=name, office=office, signed_on=signed_on)))
        except Refused as refused:
            results.append(Signed(version, str(refused)))
    return results


@transaction.atomic
def send_back(version: PolicyVersion, *, by: Person, reason: str) -> PolicyVersion:
    """The chair does not sign: this text is withdrawn and a new draft begins with the same words. Returns the draft.

    Raises Refused for a text that does not wait for the signature (any more).
    """
    if version.status != Status.APPROVED:
        words = {"version": version, "status": version.get_status_display()}
        raise Refused(_("%(version)s is “%(status)s” and does not wait for a signature.") % words)
    transition(version, to=Status.WITHDRAWN, by=by, ended_at=timezone.now(), ended_reason=reason)
    draft = versions.open_draft(
        version.policy, by=by, source=version, change_kind=version.change_kind, summary=version.change_summary
    )
    versions.comment_on_return(draft, by=by, reason=reason)
    return draft


def supersede(version: PolicyVersion, *, by: Person) -> None:
    transition(version, to=Status.SUPERSEDED, by=by, ended_at=timezone.now())


def refuse_unless_ready(version: PolicyVersion, signed_on: date) -> None:
    if version.status == Status.IN_FORCE:
        raise Refused(_("%s has been signed and is in force.") % version)
    if version.status != Status.APPROVED:
        raise Refused(
            _("%(version)s is “%(status)s”. It can be signed once the trustees have approved it.")
            % {"version": version, "status": version.get_status_display()}
        )
    if signed_on > timezone.localdate():
        raise Refused(_("The day of the signature lies in the future. Enter the day on which you sign."))
    if signed_on < (earliest := first_decision(version)):
        words = {"day": PartialDate.from_date(earliest)}
        raise Refused(_("The trustees approved this text on %(day)s. The signature cannot be earlier.") % words)


def first_decision(version: PolicyVersion) -> date:
    days = [a.meeting_on or timezone.localdate(a.decided_at) for a in version.approvals.standing().approving()]
    return min(days)


def adoption_day(version: PolicyVersion, signed_on: date) -> PartialDate:
    """The day of the meeting, where one was noted; otherwise the day of the signature."""
    meetings = [approval.meeting_on for approval in version.approvals.standing().approving() if approval.meeting_on]
    return version.adopted or PartialDate.from_date(max(meetings, default=signed_on))


def schedule(
    policy: Policy,
    version: PolicyVersion,
    *,
    signed_on: date,
    adopted: PartialDate,
    next_review: PartialDate | None,
) -> None:
    """The policy takes the version's title and its reviews are counted from the day of adoption.

    A policy that was withdrawn is taken up again with this.
    """
    policy.withdrawn_on, policy.withdrawn_reason = None, ""
    policy.title = version.title
    policy.interval_months = policy.interval_months or Settings.current().review_interval_months
    policy.review_anchor = adopted
    policy.last_reviewed = PartialDate.from_date(signed_on)
    policy.next_review = next_review or due.following(adopted, policy.interval_months, after=signed_on)
    policy.save()


def deputised_for(person: Person, today: date) -> Person | None:
    """The chair in whose place this person signs today; None for the chair (E-45)."""
    held = RoleHolding.objects.on(today).filter(person=person, role=Role.CHAIR).select_related("deputy_for")
    holdings = list(held)
    if not holdings or any(holding.deputy_for is None for holding in holdings):
        return None
    return holdings[0].deputy_for


def usual_office(person: Person, today: date) -> str:
    """What to propose as the office: the chair's, or the deputy's with the name of the one deputised for."""
    chair = deputised_for(person, today)
    if chair is None:
        return RoleLabel.objects.by_role()[Role.CHAIR]
    return _("Deputy for %(chair)s, %(office)s") % {"chair": chair, "office": RoleLabel.objects.by_role()[Role.CHAIR]}
