"""The trustees decide on one exact wording, each of them once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import record, transition
from audit.verbs import Verb
from organisations.models import Settings
from people.models import Person
from people.roles import TRUSTEES, Role
from policies.models import Approval, Decision, PolicyVersion
from policies.states import Status
from safeguard.refusals import Refused


class AlreadyDecided(Refused):
    """This trustee has decided on this wording before."""


@transaction.atomic
def ask(version: PolicyVersion, *, by: Person) -> PolicyVersion:
    """Put a draft before the trustees. A new round begins: decisions on an earlier wording no longer count."""
    if not version.body:
        raise Refused(_("There is no text yet. Write the policy before you ask the trustees."))
    if not people_who_approve():
        raise Refused(_("Nobody holds the role of a trustee today. Add the trustees under People first."))
    return transition(version, to=Status.IN_REVIEW, by=by, revision=version.revision + 1, asked_at=timezone.now())


@transaction.atomic
def take_back(version: PolicyVersion, *, by: Person) -> PolicyVersion:
    """The writers take the text back to work on it."""
    return transition(version, to=Status.DRAFT, by=by)


def approve(
    version: PolicyVersion,
    *,
    by: Person,
    revision: int,
    minute_reference: str = "",
    meeting_on: date | None = None,
    conditions: str = "",
) -> PolicyVersion:
    """Approve the wording that was on the screen. With enough trustees the version is approved and its text closed.

    The same answer twice changes nothing. Raises Refused when the text has moved on or cannot be approved now.
    """
    return decide(
        version,
        by=by,
        revision=revision,
        decision=Decision.APPROVE,
        minute_reference=minute_reference,
        meeting_on=meeting_on,
        conditions=conditions,
    )


def refuse(
    version: PolicyVersion,
    *,
    by: Person,
    revision: int,
    conditions: str,
    minute_reference: str = "",
    meeting_on: date | None = None,
) -> PolicyVersion:
    """Send the text back to its writers with the reasons."""
    return decide(
        version,
        by=by,
        revision=revision,
        decision=Decision.REFUSE,
        minute_reference=minute_reference,
        meeting_on=meeting_on,
        conditions=conditions,
    )


@transaction.atomic
def record_minute(
    version: PolicyVersion,
    *,
    by: Person,
    revision: int,
    present: Sequence[Person],
    minute_reference: str,
    meeting_on: date,
    conditions: str = "",
) -> PolicyVersion:
    """Enter what a meeting decided: the approval of each trustee who was present, from the minutes.

    Who has decided already stays as they decided.
    """
    version = locked(version, revision)
    decided = set(version.approvals.standing().values_list("person_id", flat=True))
    for person in present:
        if person.pk not in decided:
            write(
                version,
                person=person,
                decision=Decision.APPROVE,
                by=by,
                minute_reference=minute_reference,
                meeting_on=meeting_on,
                conditions=conditions,
            )
    return settle(version, by=by)


@transaction.atomic
def decide(
    version: PolicyVersion,
    *,
    by: Person,
    revision: int,
    decision: Decision,
    minute_reference: str,
    meeting_on: date | None,
    conditions: str,
) -> PolicyVersion:
    PolicyVersion.objects.select_for_update(no_key=True).get(pk=version.pk)  # two clicks come one after the other
    earlier = version.approvals.filter(revision=revision, person=by).first()
    if earlier is not None and earlier.decision == decision:
        version.refresh_from_db()
        return version
    if earlier is not None:
        raise AlreadyDecided(_("You have decided on this text before: “%s”.") % earlier.get_decision_display())
    version = locked(version, revision)
    write(
        version,
        person=by,
        decision=decision,
        by=by,
        minute_reference=minute_reference,
        meeting_on=meeting_on,
        conditions=conditions,
    )
    if decision == Decision.REFUSE:
        return transition(version, to=Status.DRAFT, by=by)
    return settle(version, by=by)


def locked(version: PolicyVersion, revision: int) -> PolicyVersion:
    """The row as it is now, held until the end of the transaction, so that two trustees count each other."""
    found: PolicyVersion = (
        PolicyVersion.objects.select_for_update(no_key=True).select_related("policy").get(pk=version.pk)
    )
    if found.status != Status.IN_REVIEW:
        raise Refused(_("This text is “%s” and not before the trustees.") % found.get_status_display())
    if found.revision != revision:
        raise Refused(_("The text was changed after you opened it. Read it again before you decide."))
    return found


def write(
    version: PolicyVersion,
    *,
    person: Person,
    decision: Decision,
    by: Person,
    minute_reference: str,
    meeting_on: date | None,
    conditions: str,
) -> Approval:
    if not person.holds(*TRUSTEES):
        raise Refused(_("%s is not a trustee today.") % person)
    approval = Approval(
        version=version,
        revision=version.revision,
        person=person,
        role=office(person),
        decision=decision,
        minute_reference=minute_reference,
        meeting_on=meeting_on,
        conditions=conditions,
        recorded_by=None if person == by else by,
    )
    approval.save()
    verb = Verb.APPROVED if decision == Decision.APPROVE else Verb.REFUSED
    record(verb, version, by=by, detail={"trustee": str(person), "minute": minute_reference, "text": version.revision})
    return approval


def settle(version: PolicyVersion, *, by: Person) -> PolicyVersion:
    """Close the text when enough trustees approve it."""
    if outstanding(version):
        return version
    return transition(version, to=Status.APPROVED, by=by, approved_at=timezone.now())


def outstanding(version: PolicyVersion) -> list[str]:
    """What is still needed before this text is approved, in sentences."""
    approving = set(version.approvals.standing().approving().values_list("person_id", flat=True))
    needed = Settings.current().approval_quorum
    left = needed - len(approving)
    sentences = []
    if left > 0:
        sentence = ngettext("One more trustee must approve.", "%(count)d more trustees must approve.", left)
        sentences.append(sentence % {"count": left})
        able = {person.pk for person in people_who_approve()}
        if len(able | approving) < needed:
            words = {"able": len(able | approving), "needed": needed}
            sentences.append(
                _(
                    "Only %(able)d of the %(needed)d trustees who are needed hold office. Appoint one, or change the "
                    "number in the settings."
                )
                % words
            )
    elif approving == {version.edited_by_id} and len(people_who_approve()) > 1:
        sentences.append(_("A trustee who did not write this text must approve it too."))
    return sentences


def people_who_approve() -> list[Person]:
    return list(Person.objects.current().holding(*TRUSTEES))


def office(person: Person) -> str:
    """The role in which a trustee decides, the highest first."""
    return next(role for role in (Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.TRUSTEE) if person.holds(role))
