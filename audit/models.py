"""Who did what, and who looked: one row per event, chained per organisation, never changed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import chain
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet

BEGINNING_OF_TIME = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"(\d{1,17})-([0-9a-f]{12})")


class AuditEventQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def shown(self) -> AuditEventQuerySet:
        """What pages, filters, copies and numbers are made of: all but what happened to things whose own pages tell it
        to those who may see them (`AUDIT_CLOSED`)."""
        return self.exclude(object_type__in=closed_types())

    def about(self, obj: models.Model) -> AuditEventQuerySet:
        """What happened to one thing."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))

    def done_by(self, person: Any) -> AuditEventQuerySet:
        return self.filter(actor_id=person.pk)

    def between(self, first: date | None, last: date | None) -> AuditEventQuerySet:
        """On these days or any between them, by the clocks of the charity; None leaves that side open."""
        found = self
        if first is not None:
            found = found.filter(at__gte=midnight(first))
        if last is not None and last < date.max:
            found = found.filter(at__lt=midnight(last + timedelta(days=1)))
        return found

    def at_place(self, place: str) -> AuditEvent | None:
        """The event whose `place` this is."""
        found = PLACE.fullmatch(place)
        if found is None:
            return None
        at = BEGINNING_OF_TIME + timedelta(microseconds=int(found[1]))
        return self.filter(at=at, hash__startswith=found[2]).first()

    def newest_first(self) -> AuditEventQuerySet:
        return self.order_by("-number")

    def as_chain(self) -> AuditEventQuerySet:
        return self.order_by("number")


@cache
def closed_types() -> tuple[str, ...]:
    """The models that say `AUDIT_CLOSED = True`."""
    return tuple(sorted(m._meta.label_lower for m in apps.get_models() if getattr(m, "AUDIT_CLOSED", False)))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class AuditEvent(AppendOnlyModel, ScopedModel):
    """One change, or one look at something confidential. Field names and states, never content.

    There is no foreign key to a person or a thing: the record outlives both. `actor_label` and `object_label` are the
    names of that day.
    """

    number = models.PositiveBigIntegerField(_("number"))
    at = models.DateTimeField(_("when"))
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("who"), max_length=200, blank=True)
    verb = models.CharField(_("what happened"), max_length=40)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=64)
    object_label = models.CharField(_("to what"), max_length=200)
    changed = models.JSONField(default=list)
    states = models.JSONField(null=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ScopedManager.from_queryset(AuditEventQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="audit_event_number"),
        ]
        indexes = [
            models.Index(fields=["organisation", "object_type", "object_id", "number"], name="audit_event_object"),
            models.Index(fields=["organisation", "actor_id", "number"], name="audit_event_actor"),
            models.Index(fields=["organisation", "verb", "number"], name="audit_event_verb"),
            models.Index(fields=["organisation", "at"], name="audit_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.verb} {self.object_label}"

    @property
    def place(self) -> str:
        """Where it stands, for addresses of pages: unlike its number it does not tell how many others there are."""
        return f"{(self.at - BEGINNING_OF_TIME) // timedelta(microseconds=1)}-{self.hash[:12]}"

    def content(self) -> dict[str, Any]:
        """What the hash is made of."""
        return {name: getattr(self, name) for name in chain.CONTENT}


class AuditHeadQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class AuditHead(AppendOnlyModel, ScopedModel):
    """The end of an organisation's chain. Writers of events take its lock, so that there is only one chain."""

    MUTABLE = ("number", "hash")

    organisation = models.OneToOneField("organisations.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=chain.BEGINNING)

    objects = ScopedManager.from_queryset(AuditHeadQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("audit head")

    def __str__(self) -> str:
        """As `verify_audit` tells it to whoever has the database, and takes it back."""
        return f"{self.number}:{self.hash}"
