"""How long this charity keeps what, and what is not to be touched."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class RetentionPeriod(ScopedModel):
    """The charity's own period for one kind of record, in place of ours. `rule` is the key of a retention rule."""

    rule = models.CharField(_("kind of record"), max_length=80)
    months = models.PositiveSmallIntegerField(_("months"))
    reason = models.CharField(_("why"), max_length=500)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        verbose_name = _("period of retention")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "rule"], name="one_period_per_rule"),
            models.CheckConstraint(condition=Q(months__gte=1), name="retention_period_at_least_a_month"),
            models.CheckConstraint(condition=~Q(reason=""), name="retention_period_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.rule


class LegalHoldQuerySet(ScopedQuerySet):
    def on(self, day: date) -> LegalHoldQuerySet:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), lifted_at=None, starts_on__lte=day)


class LegalHold(ScopedModel):
    """Nothing about a person, or of a kind, is disposed of or erased: a claim or an inquiry is open (E-79).

    Without a person it is about everybody, without a `rule` about every kind of record.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about whom")
    )
    rule = models.CharField(_("kind of record"), max_length=80, blank=True)
    reason = models.CharField(_("why"), max_length=500)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    objects = ScopedManager.from_queryset(LegalHoldQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("legal hold")
        indexes = [models.Index(fields=["organisation", "person"], name="hold_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="hold_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_is_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(_("legal hold"))

    def get_absolute_url(self) -> str:
        return address("rights:holds")
