"""A policy comes into being, and what is kept beside its text changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from audit.services import record
from audit.verbs import Verb
from organisations.models import Settings
from people.models import Person
from policies.importing.sanitising import sanitise
from policies.models import ChangeKind, DocumentClass, Origin, Policy, PolicyVersion
from policies.services import companions, versions
from policies.starters import Starter, filled, words_for
from policies.states import Status
from safeguard.partial_dates import read
from safeguard.scoping import active_organisation

SLUG_LENGTH = 70
SAME_AGAIN = timedelta(minutes=2)  # a form sent twice
RESERVED = {"new", "import", "sign-off", "definitions", "versions"}  # words of our own addresses

DETAILS = (
    *("title", "document_classes", "scope", "protected_people", "audience", "owner", "project"),
    *("interval_months", "last_reviewed", "next_review"),
)


@transaction.atomic
def create(
    title: str,
    *,
    by: Person,
    html: str = "",
    document_classes: Sequence[str] = (DocumentClass.POLICY,),
    origin: str = Origin.WRITTEN,
    **details: Any,
) -> PolicyVersion:
    """A new policy with a first draft. Returns the draft; `details` are fields of the policy.

    The same beginning sent twice within two minutes is one policy.
    """
    Settings.objects.select_for_update(no_key=True).get()  # two clicks come one after the other
    if (same := begun_already(title, html, by)) is not None:
        return same
    details.setdefault("interval_months", Settings.current().review_interval_months)
    policy = Policy(title=title, slug=free_slug(title), document_classes=list(document_classes), **details)
    policy.save()
    draft = PolicyVersion(
        policy=policy,
        number=1,
        origin=origin,
        change_kind=ChangeKind.FIRST,
        author=str(by),
        created_by=by,
        edited_by=by,
    )
    versions.write(draft, html)
    companions.link_waiting(policy)
    record(Verb.CREATED, policy, by=by)
    return draft


@transaction.atomic
def create_from_starter(starter: Starter, *, by: Person) -> PolicyVersion:
    """A draft with the words of a starter policy, filled in for this charity, with what it leans on."""
    organisation = active_organisation()
    words, html = words_for(organisation), starter.html_for(organisation)
    Settings.objects.select_for_update(no_key=True).get()
    if (same := begun_already(starter.title, html, by)) is not None:
        return same
    draft = create(
        starter.title,
        by=by,
        html=html,
        document_classes=starter.classes,
        origin=Origin.STARTER,
        scope=filled(starter.scope, words),
        protected_people=filled(starter.protected_people, words),
        audience=list(starter.audience),
        owner=by,
    )
    draft.clauses.filter(number__in=starter.definitions).update(is_definition=True)
    for named in starter.companions:
        document = Policy.objects.live().filter(title__iexact=named["title"]).exclude(pk=draft.policy_id).first()
        companions.add(draft.policy, by=by, document=document, **named)
    for cited in starter.references:
        facts = {**cited, "title": filled(cited["title"], words), "dated": read(cited.get("dated", "")).value}
        companions.add_reference(draft.policy, by=by, **facts)
    return draft


@transaction.atomic
def change_details(policy: Policy, *, by: Person, **details: Any) -> Policy:
    """Whom it binds, who owns it, when it is due. Never the text."""
    changed = [name for name in DETAILS if name in details and getattr(policy, name) != details[name]]
    changed += [name for name in ("last_reviewed", "next_review") if name in details and retyped(policy, name, details)]
    if not changed:
        return policy
    for name in changed:
        setattr(policy, name, details[name])
    policy.save(update_fields=sorted(set(changed)))
    record(Verb.CHANGED, policy, by=by, changed=changed)
    return policy


def begun_already(title: str, html: str, person: Person) -> PolicyVersion | None:
    """The untouched first draft of this title that the same person began a moment ago."""
    recent = PolicyVersion.objects.filter(number=1, revision=1, status=Status.DRAFT, created_by=person)
    since = timezone.now() - SAME_AGAIN
    found: PolicyVersion | None = recent.filter(policy__title=title, body=sanitise(html), created_at__gte=since).first()
    return found


def retyped(policy: Policy, name: str, details: dict[str, Any]) -> bool:
    """The same date, written in another way."""
    old, new = getattr(policy, name), details[name]
    return bool(old and new and old == new and old.typed != new.typed)


def free_slug(title: str) -> str:
    """An address for the title that no other policy of the charity has; a title without Latin letters is "policy"."""
    stem = slugify(title)[:SLUG_LENGTH].strip("-") or "policy"
    taken = RESERVED | set(Policy.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)
