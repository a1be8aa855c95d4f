"""Events in the words of the reader, for the audit page and for the history of one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audit import verbs
from audit.models import AuditEvent
from safeguard.transitions import Table


@dataclass(frozen=True)
class Line:
    """One event, with the names that components/timeline.html reads."""

    event: AuditEvent
    when: str
    by: str
    title: str
    text: str
    kind: str


def timeline(obj: models.Model, *, limit: int = 20) -> list[Line]:
    """What happened to one thing lately, newest first: one query."""
    return lines(AuditEvent.objects.about(obj).newest_first()[:limit])


def lines(events: Iterable[AuditEvent]) -> list[Line]:
    return [line(event) for event in events]


def line(event: AuditEvent) -> Line:
    return Line(
        event=event,
        when=moment(event),
        by=event.actor_label or _("The software"),
        title=capfirst(verbs.label(event.verb)),
        text=" · ".join(filter(None, [step(event), fields(event), facts(event)])),
        kind=kind(event.object_type),
    )


def moment(event: AuditEvent) -> str:
    """By the clocks of the charity, with the zone."""
    at = timezone.localtime(event.at)
    return f"{formats.date_format(at, 'j M Y, H:i:s')} {at:%Z}"


def kind(object_type: str) -> str:
    """What sort of thing it is, in the reader's language."""
    model = model_of(object_type)
    return capfirst(str(model._meta.verbose_name)) if model else object_type


def step(event: AuditEvent) -> str:
    if event.states is None:
        return ""
    table = getattr(model_of(event.object_type), "STEPS", None)
    known = table.statuses if isinstance(table, Table) else None
    return " → ".join(str(known(state).label) if known and state in known.values else state for state in event.states)


def fields(event: AuditEvent) -> str:
    model = model_of(event.object_type)
    return ", ".join(field(model, name) for name in event.changed)


def facts(event: AuditEvent) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {fact(value)}" for name, value in sorted(event.detail.items()))


def fact(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(fact(item) for item in value)
    return "–" if value is None else str(value)


def field(model: type[models.Model] | None, name: str) -> str:
    try:
        return str(model._meta.get_field(name).verbose_name) if model else name
    except (FieldDoesNotExist, AttributeError):  # a field that is gone, or a relation from elsewhere
        return name.replace("_", " ")


def model_of(object_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):  # a kind of thing that the software no longer has
        return None
