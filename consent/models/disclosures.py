"""What was passed to third parties about somebody, and on which ground (RW-15, RW-16)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models.answers import Answer
from organisations.models import LocalProtocol
from people.models import Person
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Basis(models.TextChoices):
    CONSENT = "consent", _("The person's consent is on record")
    PROTECTION = "protection", _("To protect a child or an adult at risk")
    LIFE = "life", _("To save somebody's life")
    LEGAL = "legal", _("The law or a court requires it")
    PROTOCOL = "protocol", _("A local information-sharing protocol")


class DisclosureQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def without_consent(self) -> DisclosureQuerySet:
        return self.exclude(basis=Basis.CONSENT)


class Disclosure(AppendOnlyModel, ScopedModel):
    """Information about somebody that left the charity: `answer` is the yes to it, or a ground is named."""

    subject = models.ForeignKey(Person, models.PROTECT, related_name="disclosures")
    recipient = models.CharField(_("to whom"), max_length=300)
    what = models.CharField(_("what was passed on"), max_length=500)
    purpose = models.CharField(_("what for"), max_length=300)
    passed_on = models.DateField(_("day"), default=timezone.localdate)
    how = models.CharField(_("how"), max_length=200)
    basis = models.CharField(_("on which ground"), max_length=12, choices=Basis)
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="disclosures")
    protocol = models.ForeignKey(LocalProtocol, models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.CharField(_("why without consent"), max_length=500, blank=True)
    passed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(DisclosureQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-passed_on", "-pk"]
        verbose_name = _("disclosure to a third party")
        verbose_name_plural = _("disclosures to third parties")
        indexes = [models.Index(fields=["organisation", "subject"], name="disclosure_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(basis="consent") & Q(answer__isnull=False))
                | (Q(basis="protocol") & Q(protocol__isnull=False))
                | (Q(basis__in=["protection", "life", "legal"]) & ~Q(reasons="")),
                name="disclosure_has_its_ground",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.recipient}"

    def get_absolute_url(self) -> str:
        return address("consent:disclosure", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("disclosure to a third party"))
