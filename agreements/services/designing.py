"""An agreement is written, opened, closed, and followed by another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import texts
from agreements.models import Agreement, AgreementDocument, AgreementRole, Extent
from agreements.services import ending
from agreements.states import Status
from audit.services import record, transition
from audit.verbs import Verb
from people.models import Person
from policies.models import Companion, Policy
from safeguard.refusals import Refused

WORDS = ("title", "statement", "language")  # closed once the agreement is open
TERMS = ("age_group", "valid_for_months", "asks_birth_date")  # may be changed while it is open


@transaction.atomic
def create(title: str, *, by: Person, statement: str, roles: Iterable[str], **terms: Any) -> Agreement:
    """A draft. `terms` are language, age_group, valid_for_months, asks_birth_date and replaces."""
    agreement = Agreement.objects.create(title=title, statement=statement, created_by=by, **terms)
    _set_roles(agreement, roles)
    record(Verb.CREATED, agreement, by=by)
    return agreement


@transaction.atomic
def change(agreement: Agreement, *, by: Person, roles: Iterable[str] | None = None, **fields: Any) -> Agreement:
    """Edit a draft, or the terms of an open agreement. Raises Refused for words that people are signing."""
    changed = [name for name in (*WORDS, *TERMS) if name in fields and getattr(agreement, name) != fields[name]]
    if agreement.status != Status.DRAFT and set(changed) & set(WORDS):
        raise Refused(_("People are signing these words. To change them, make a new agreement that follows this one."))
    for name in changed:
        setattr(agreement, name, fields[name])
    if changed:
        agreement.save(update_fields=changed)
    if roles is not None and set(roles) != set(agreement.roles):
        _set_roles(agreement, roles)
        changed.append("roles")
    if changed:
        record(Verb.CHANGED, agreement, by=by, changed=changed)
    return agreement


@transaction.atomic
def put_document(
    agreement: Agreement,
    policy: Policy,
    *,
    by: Person,
    extent: str = Extent.WHOLE,
    anchors: Sequence[str] = (),
    required: bool = True,
) -> AgreementDocument:
    """Add a document to a draft, or change how much of it is signed."""
    _refuse_unless_draft(agreement)
    if extent == Extent.CLAUSES and not anchors:
        raise Refused(_("Choose the clauses that people sign."))
    terms = {"extent": extent, "anchors": list(anchors), "required": required}
    position = agreement.documents.count()
    document, made = AgreementDocument.objects.get_or_create(
        agreement=agreement, policy=policy, defaults=terms | {"position": position}
    )
    if not made:
        for name, value in terms.items():
            setattr(document, name, value)
        document.save()
    record(Verb.CHANGED, agreement, by=by, changed=["documents"], detail={"document": policy.title})
    return document


@transaction.atomic
def take_document_out(document: AgreementDocument, *, by: Person) -> None:
    agreement = document.agreement
    _refuse_unless_draft(agreement)
    title = document.policy.title
    if AgreementDocument.objects.filter(pk=document.pk).delete()[0]:
        record(Verb.CHANGED, agreement, by=by, changed=["documents"], detail={"removed": title})


def obstacles(agreement: Agreement) -> list[str]:
    """What stands in the way of opening, in sentences."""
    found = texts.obstacles(agreement)
    if not agreement.roles:
        found.append(_("Choose the roles that must sign."))
    if not agreement.statement.strip():
        found.append(_("Write what people agree to."))
    return found


def unread_companions(agreement: Agreement) -> list[str]:
    """Documents that must be read together with one that is signed here, and are not signed here (WY-11)."""
    chosen = {document.policy_id for document in agreement.documents.all()}
    companions = Companion.objects.filter(policy__in=chosen, mandatory=True).select_related("policy")
    return [
        _("“%(title)s” must be read together with “%(policy)s”.") % {"title": c.title, "policy": c.policy}
        for c in companions
        if c.document_id not in chosen
    ]


@transaction.atomic
def open_(agreement: Agreement, *, by: Person) -> Agreement:
    """From now on people can be asked; the words are closed. The agreement that it follows is closed.

    Doing it twice changes nothing. Raises Refused with everything that stands in the way.
    """
    agreement = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    if agreement.status == Status.OPEN:
        return agreement
    if sentences := obstacles(agreement):
        raise Refused(" ".join(sentences))
    transition(agreement, to=Status.OPEN, by=by, closed_at=None, opened_at=agreement.opened_at or timezone.now())
    if agreement.replaces and agreement.replaces.status == Status.OPEN:
        close(agreement.replaces, by=by)
    return agreement


@transaction.atomic
def close(agreement: Agreement, *, by: Person) -> Agreement:
    """Nobody is asked any more, open requests end, and what was signed stays signed."""
    agreement = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    if agreement.status == Status.CLOSED:
        return agreement
    transition(agreement, to=Status.CLOSED, by=by, closed_at=timezone.now())
    for request in agreement.requests.filter(status__in=ending.UNSIGNED):
        ending.end_unsigned(request, by=by)
    return agreement


@transaction.atomic
def follow(agreement: Agreement, *, by: Person) -> Agreement:
    """A draft with the same words and documents, which closes this agreement when it opens. One at a time."""
    waiting = agreement.replaced_by.filter(status=Status.DRAFT).first()
    if waiting is not None:
        return waiting
    terms: Mapping[str, Any] = {name: getattr(agreement, name) for name in (*TERMS, "language")}
    draft = create(
        agreement.title, by=by, statement=agreement.statement, roles=agreement.roles, replaces=agreement, **terms
    )
    for document in agreement.documents.select_related("policy"):
        AgreementDocument.objects.create(
            agreement=draft,
            policy=document.policy,
            extent=document.extent,
            anchors=document.anchors,
            required=document.required,
            position=document.position,
        )
    return draft


def _set_roles(agreement: Agreement, roles: Iterable[str]) -> None:
    agreement.signing_roles.all().delete()
    rows = [AgreementRole(agreement=agreement, role=role) for role in sorted(set(roles))]
    AgreementRole.objects.bulk_create(rows)
    prefetched: dict[str, Any] = getattr(agreement, "_prefetched_objects_cache", {})
    prefetched.pop("signing_roles", None)


def _refuse_unless_draft(agreement: Agreement) -> None:
    if agreement.status != Status.DRAFT:
        raise Refused(_("Its documents are closed. To change them, make a new agreement that follows this one."))
