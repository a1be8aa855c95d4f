"""How a text that was signed changes: by a dated amendment, or by a relaxation that has a reason and an end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record, transition
from audit.verbs import Verb
from people.models import Person
from people.roles import TRUSTEES
from policies.fingerprints import amendment_fingerprint
from policies.importing.sanitising import sanitise
from policies.models import Amendment, Policy, PolicyVersion
from policies.states import AmendmentStatus, Status
from safeguard.refusals import Refused

FIELDS = ("dated", "heading", "body", "topic", "anchor", "change_kind", "trigger", "ends_on")


@transaction.atomic
def draft(version: PolicyVersion, *, by: Person, body: str, **fields: Any) -> Amendment:
    """Write an amendment to the version in force; its date may be any date (RW-48). Sent twice it is one."""
    if version.status != Status.IN_FORCE:
        raise Refused(_("Only the version in force is amended. Edit the draft itself, or start a new version."))
    PolicyVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    body = sanitise(body)
    if (same := version.amendments.filter(status=AmendmentStatus.DRAFT, body=body, **fields).first()) is not None:
        return same
    last = version.amendments.aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment(version=version, number=last + 1, body=body, created_by=by, **fields)
    refuse_unless_sound(amendment)
    amendment.save()
    record(Verb.CREATED, amendment, by=by)
    return amendment


@transaction.atomic
def change(amendment: Amendment, *, by: Person, **fields: Any) -> Amendment:
    """Edit an amendment that is still a draft."""
    if amendment.status != AmendmentStatus.DRAFT:
        raise Refused(_("This amendment is “%s”; its text is closed.") % amendment.get_status_display())
    if "body" in fields:
        fields["body"] = sanitise(fields["body"])
    for name, value in fields.items():
        setattr(amendment, name, value)
    refuse_unless_sound(amendment)
    amendment.save(update_fields=sorted(fields))
    record(Verb.CHANGED, amendment, by=by, changed=list(fields))
    return amendment


@transaction.atomic
def put_in_force(amendment: Amendment, *, by: Person, authorised_by: Person, minute_reference: str = "") -> Amendment:
    """From now on the amendment is part of what people sign. Its text is closed with a fingerprint.

    Done twice it stays as it was. Raises Refused for somebody who is no trustee and for a version that has ended.
    """
    Policy.objects.select_for_update(no_key=True).get(pk=amendment.version.policy_id)  # it may give way at this moment
    amendment.refresh_from_db()
    if amendment.status == AmendmentStatus.IN_FORCE:
        return amendment
    if amendment.version.status != Status.IN_FORCE:
        raise Refused(_("%s is no longer in force. Write the change into the new version.") % amendment.version)
    if not authorised_by.holds(*TRUSTEES):
        raise Refused(_("%s is not a trustee today. A trustee authorises an amendment.") % authorised_by)
    refuse_unless_sound(amendment)
    return transition(
        amendment,
        to=AmendmentStatus.IN_FORCE,
        by=by,
        verb=Verb.AMENDED,
        authorised_by=authorised_by,
        minute_reference=minute_reference,
        in_force_at=timezone.now(),
        body_hash=amendment_fingerprint(amendment),
    )


@transaction.atomic
def end(amendment: Amendment, *, by: Person, reason: str = "") -> Amendment:
    """The change no longer holds; it stays on record with the reason. Ended twice, the first time counts."""
    amendment.refresh_from_db()
    if amendment.status == AmendmentStatus.ENDED:
        return amendment
    return transition(amendment, to=AmendmentStatus.ENDED, by=by, ended_at=timezone.now(), ended_reason=reason)


@transaction.atomic
def prolong(amendment: Amendment, *, by: Person, ends_on: date) -> Amendment:
    """A variation is looked at again and goes on until another day."""
    if amendment.status != AmendmentStatus.IN_FORCE:
        raise Refused(_("This amendment is “%s”.") % amendment.get_status_display())
    if ends_on <= timezone.localdate():
        raise Refused(_("Enter a day in the future, or end the amendment."))
    amendment.ends_on = ends_on
    amendment.save(update_fields=["ends_on"])
    record(Verb.CHANGED, amendment, by=by, changed=["ends_on"], detail={"ends_on": ends_on})
    return amendment


def carry_over(before: PolicyVersion, after: PolicyVersion, *, by: Person) -> None:
    """A new version comes into force: amendments end with the text they changed, variations run on beside it."""
    for amendment in list(before.amendments.in_force()):
        if amendment.is_temporary:
            copy_to(after, amendment, by=by)
        end(amendment, by=by, reason=_("Replaced by %s") % after.name)


def copy_to(version: PolicyVersion, amendment: Amendment, *, by: Person) -> Amendment:
    """The same variation on the next version, as it was authorised; beside no clause, if its clause has gone."""
    last = version.amendments.aggregate(last=Max("number"))["last"] or 0
    fields = {name: getattr(amendment, name) for name in FIELDS}
    if not version.clauses.filter(anchor=amendment.anchor).exists():
        fields["anchor"] = ""
    copy = Amendment(version=version, number=last + 1, created_by=by, **fields)
    copy.save()
    return transition(
        copy,
        to=AmendmentStatus.IN_FORCE,
        by=by,
        verb=Verb.AMENDED,
        authorised_by=amendment.authorised_by,
        minute_reference=amendment.minute_reference,
        in_force_at=timezone.now(),
        body_hash=amendment_fingerprint(copy),
    )


def refuse_unless_sound(amendment: Amendment) -> None:
    if not amendment.body:
        raise Refused(_("Write the words of the amendment."))
    if amendment.anchor and not amendment.version.clauses.filter(anchor=amendment.anchor).exists():
        raise Refused(_("Choose a clause that is in the text."))
    if amendment.trigger and not amendment.ends_on:
        raise Refused(_("A temporary variation needs a day on which it ends or is looked at again."))
