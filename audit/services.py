"""Write events, in the transaction of the change that they tell of.

An event holds the lock on its organisation's chain until the transaction ends, so record last: after the rows that the
service writes, and never before something slow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from audit import chain
from audit.models import AuditEvent, AuditHead
from audit.verbs import Verb
from organisations.models import Organisation
from safeguard import transitions
from safeguard.scoping import WrongOrganisation, active_organisation

Row = TypeVar("Row", bound=models.Model)

LABEL_LENGTH = 200  # characters
DETAIL_BYTES = 4000  # more than that is content


class Somebody(Protocol):
    """A person of the organisation; this floor does not know people."""

    pk: Any

    @property
    def organisation_id(self) -> int | None: ...


Actor = Somebody | str | None  # None: the software itself. A str: somebody who is no person of the organisation


def record(
    verb: str,
    obj: models.Model,
    *,
    by: Actor,
    changed: Sequence[str] = (),
    states: tuple[str, str] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Add one event about `obj` to the active organisation's chain.

    `changed` has names of fields, `states` the status before and after, `detail` a few flat facts such as counts and
    names of files. Content never goes here, nor does a confidential title: a model whose str() is confidential has an
    `audit_label`. Raises WrongOrganisation when `obj` or `by` is another organisation's, and TypeError or ValueError
    for details that are no details.
    """
    organisation = active_organisation()
    return _append([_event(verb, obj, organisation, by=by, changed=changed, states=states, detail=detail)])[0]


def record_each(
    verb: str, rows: Sequence[models.Model], *, by: Actor, detail: Mapping[str, Any] | None = None
) -> list[AuditEvent]:
    """One event about each of these rows, like `record`, with as many queries for a page of them as for one."""
    organisation = active_organisation()
    return _append([_event(verb, row, organisation, by=by, detail=detail) for row in rows])


def _event(
    verb: str,
    obj: models.Model,
    organisation: Organisation,
    *,
    by: Actor,
    changed: Sequence[str] = (),
    states: tuple[str, str] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
    _check_ours(obj, organisation)
    return AuditEvent(
        organisation=organisation,
        verb=str(verb),
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=clean(getattr(obj, "audit_label", None) or str(obj)),
        changed=sorted(set(changed)),
        states=None if states is None else [str(state) for state in states],
        detail=_plain(detail or {}),
        **_actor(by, organisation),
    )


@transaction.atomic
def transition(obj: Row, *, to: str, by: Actor, verb: str | None = None, **stamps: Any) -> Row:
    """Move `obj` along its table of steps and record it. Raises TransitionRefused."""
    before = obj.status  # type: ignore[attr-defined]
    transitions.transition(obj, to=to, **stamps)
    record(verb or Verb.MOVED, obj, by=by, changed=list(stamps), states=(before, to))
    return obj


def head(organisation: Organisation) -> AuditHead:
    """The end of the chain; number 0 before the first event. Needs its organisation's scope. No page shows it."""
    found = AuditHead.objects.filter(organisation=organisation).first()
    return found or AuditHead(organisation=organisation)


def head_to_show(organisation: Organisation) -> AuditEvent | None:
    """The last event that is shown, whose hash stands on pages, packs and mails. Needs its organisation's scope.

    The end of the chain moves with every look at a case, and its number counts them: whoever compares two of them would
    learn that there is one. This hash moves only when a line is added that its readers see anyway, and yet vouches for
    every event before it.
    """
    return AuditEvent.objects.filter(organisation=organisation).shown().newest_first().first()


@transaction.atomic(savepoint=False)  # an event that cannot be written takes the whole change with it
def _append(events: list[AuditEvent]) -> list[AuditEvent]:
    if not events:
        return events
    end, _ = AuditHead.objects.select_for_update(no_key=True).get_or_create(organisation=events[0].organisation)
    for event in events:
        event.number, event.previous_hash = end.number + 1, end.hash
        event.at = timezone.now()
        event.hash = chain.hash_of(event.content(), event.previous_hash)
        end.number, end.hash = event.number, event.hash
    AuditEvent.objects.bulk_create(events)
    end.save(update_fields=["number", "hash"])
    return events


def _check_ours(obj: models.Model, organisation: Organisation) -> None:
    owner = obj.pk if isinstance(obj, Organisation) else getattr(obj, "organisation_id", organisation.pk)
    if owner != organisation.pk:
        raise WrongOrganisation(f"{obj._meta.label} {obj.pk} belongs to another organisation.")


def _actor(by: Actor, organisation: Organisation) -> dict[str, Any]:
    """A user without a person, or a carer with a link, is a label: their numbers are not those of people."""
    if by is None:
        return {"actor_id": None, "actor_label": ""}
    if isinstance(by, str) or not hasattr(by, "organisation_id"):
        return {"actor_id": None, "actor_label": clean(str(by))}
    if by.organisation_id != organisation.pk:
        raise WrongOrganisation("Nobody acts in the name of an organisation that is not theirs.")
    return {"actor_id": by.pk, "actor_label": clean(str(by))}


def _plain(detail: Mapping[str, Any]) -> dict[str, Any]:
    facts = {str(name): _fact(value) for name, value in detail.items()}
    size = len(chain.compact(facts).encode())
    if size > DETAIL_BYTES:
        raise ValueError(f"{size} bytes are content, not a detail: {', '.join(facts)}.")
    return facts


def _fact(value: Any) -> Any:
    """A value that both databases give back exactly as it was hashed; so no floats, no objects."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return int(value)
    if isinstance(value, datetime):
        return chain.moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | Promise | UUID):
        return clean(str(value))
    if isinstance(value, list | tuple | set | frozenset):
        return [_fact(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"{type(value).__name__} is no detail: give words, whole numbers, dates or lists of these.")


def clean(text: str) -> str:
    """Fit for both databases and for the hash: no NUL, no half characters, and short."""
    text = text.replace("\x00", "").encode("utf-8", "replace").decode()
    return text if len(text) <= LABEL_LENGTH else f"{text[: LABEL_LENGTH - 1]}…"
