"""Dated amendments, and relaxations that end: how a signed text changes without being touched."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from policies.models.version import ChangeKind, PolicyVersion
from policies.states import AMENDMENT_STEPS, AmendmentStatus
from safeguard.partial_dates import PartialDateField
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class AmendmentQuerySet(ScopedQuerySet):
    def in_force(self) -> AmendmentQuerySet:
        return self.filter(status=AmendmentStatus.IN_FORCE)


class Amendment(ScopedModel):
    """A change with its own date, which may lie before the policy's (RW-48). A variation also has an end (RW-49)."""

    STEPS = AMENDMENT_STEPS

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=AmendmentStatus, default=AmendmentStatus.DRAFT)
    dated = PartialDateField(_("date of the amendment"))
    heading = models.CharField(_("heading"), max_length=300)
    body = models.TextField(_("text"))
    body_hash = models.CharField(max_length=64, blank=True)
    topic = models.CharField(_("platform or topic"), max_length=200, blank=True)
    anchor = models.CharField(_("clause"), max_length=80, blank=True)
    change_kind = models.CharField(_("what changes"), max_length=10, choices=ChangeKind, default=ChangeKind.MATERIAL)
    trigger = models.CharField(_("for as long as"), max_length=300, blank=True)
    ends_on = models.DateField(_("ends or is looked at again on"), null=True, blank=True)
    authorised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    minute_reference = models.CharField(_("minute reference"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(_("why it ended"), max_length=600, blank=True)

    objects = ScopedManager.from_queryset(AmendmentQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("amendment")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=Q(status__in=AmendmentStatus.values), name="amendment_status_known"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(authorised_by__isnull=False, in_force_at__isnull=False),
                name="amendment_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading} ({self.dated})"

    @property
    def is_temporary(self) -> bool:
        return bool(self.trigger or self.ends_on)
