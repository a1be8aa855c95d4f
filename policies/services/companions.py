"""What a policy leans on is linked, unlinked and checked."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb
from people.models import Person
from policies.models import (
    Appendix,
    Companion,
    CompanionKind,
    Extract,
    LinkResult,
    Policy,
    PolicyVersion,
    Reference,
)
from safeguard.refusals import Refused


@transaction.atomic
def add(policy: Policy, *, by: Person, title: str, document: Policy | None = None, **fields: Any) -> Companion:
    """Name another document beside this policy; `document` is the charity's own policy, where it is filed here."""
    refuse_itself(policy, document)
    last = policy.companions.aggregate(last=Max("position"))["last"] or 0
    companion = Companion(policy=policy, title=title, document=document, position=last + 1, **fields)
    save_once(companion)
    record(Verb.CHANGED, policy, by=by, changed=["companions"], detail={"added": title})
    return companion


@transaction.atomic
def change(companion: Companion, *, by: Person, **fields: Any) -> Companion:
    refuse_itself(companion.policy, fields.get("document"))
    for name, value in fields.items():
        setattr(companion, name, value)
    save_once(companion)
    record(Verb.CHANGED, companion.policy, by=by, changed=["companions"], detail={"changed": companion.title})
    return companion


@transaction.atomic
def remove(companion: Companion, *, by: Person) -> None:
    """Take a document off the list. The document itself stays where it is."""
    policy, title = companion.policy, companion.title
    if Companion.objects.filter(pk=companion.pk).delete()[0]:
        record(Verb.CHANGED, policy, by=by, changed=["companions"], detail={"removed": title})


@transaction.atomic
def add_reference(policy: Policy, *, by: Person, **fields: Any) -> Reference:
    """Note law, guidance or a resource that the policy cites; the same title and address twice are one."""
    same = {"title": fields["title"], "link": fields.get("link", "")}
    if (standing := policy.references.filter(**same).first()) is not None:
        return standing
    reference = Reference.objects.create(policy=policy, **fields)
    record(Verb.CHANGED, policy, by=by, changed=["references"], detail={"added": reference.title})
    return reference


@transaction.atomic
def change_reference(reference: Reference, *, by: Person, **fields: Any) -> Reference:
    """Edit a reference. A new address has not been looked at yet."""
    if fields.get("link", reference.link) != reference.link:
        fields |= {"last_checked_on": None, "checked_by": None, "result": ""}
    for name, value in fields.items():
        setattr(reference, name, value)
    reference.save(update_fields=sorted(fields))
    record(Verb.CHANGED, reference.policy, by=by, changed=["references"], detail={"changed": reference.title})
    return reference


@transaction.atomic
def check_reference(reference: Reference, *, by: Person, result: str, replaced_by: str = "") -> Reference:
    """Somebody followed the link today and says what they found."""
    reference.result, reference.replaced_by = result, replaced_by if result == LinkResult.REPLACED else ""
    reference.last_checked_on, reference.checked_by = timezone.localdate(), by
    reference.save(update_fields=["result", "replaced_by", "last_checked_on", "checked_by"])
    record(
        Verb.REVIEWED,
        reference.policy,
        by=by,
        changed=["references"],
        detail={"link": reference.title, "result": result},
    )
    return reference


@transaction.atomic
def remove_reference(reference: Reference, *, by: Person) -> None:
    policy, title = reference.policy, reference.title
    if Reference.objects.filter(pk=reference.pk).delete()[0]:
        record(Verb.CHANGED, policy, by=by, changed=["references"], detail={"removed": title})


@transaction.atomic
def check_appendix(appendix: Appendix, *, by: Person, still_applies: bool, **fields: Any) -> Appendix:
    """Somebody looked whether an appendix still applies, and says when to look again. Its text stays as it is."""
    appendix.still_applies, appendix.review_on = still_applies, fields.get("review_on")
    appendix.save(update_fields=["still_applies", "review_on"])
    detail = {"appendix": appendix.title, "still_applies": still_applies}
    record(Verb.REVIEWED, appendix.version, by=by, changed=["appendices"], detail=detail)
    return appendix


@transaction.atomic
def add_extract(version: PolicyVersion, *, by: Person, anchor: str, source: PolicyVersion) -> Extract:
    """A clause quotes another document of the charity; said twice, it is noted once."""
    extract, is_new = Extract.objects.get_or_create(version=version, anchor=anchor, source=source)
    if is_new:
        record(
            Verb.CHANGED, version.policy, by=by, changed=["extracts"], detail={"clause": anchor, "from": str(source)}
        )
    return extract


def refuse_itself(policy: Policy, document: Policy | None) -> None:
    if document is not None and document.pk == policy.pk:
        raise Refused(_("A policy is not a companion of itself. Choose another document."))


def save_once(companion: Companion) -> None:
    try:
        with transaction.atomic():
            companion.save()
    except IntegrityError:
        raise Refused(_("“%s” is on the list already.") % companion.title) from None


def link_waiting(policy: Policy) -> int:
    """A document that has come in answers to companions that named it before it was here. Returns how many."""
    waiting = Companion.objects.filter(document=None, title__iexact=policy.title).exclude(policy=policy)
    return waiting.exclude(kind=CompanionKind.EXTERNAL).update(document=policy)
