"""Who did what, and who looked: one row per event, chained per organisation, never changed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import chain
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class AuditEventQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
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

    def newest_first(self) -> AuditEventQuerySet:
        return self.order_by("-number")

    def as_chain(self) -> AuditEventQuerySet:
        return self.order_by("number")


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
        """As it is printed on packs and taken by `verify_audit --head`."""
        return f"{self.number}:{self.hash}"
