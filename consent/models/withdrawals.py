"""Withdrawals for somebody whose entry was not found: written down at once, and put in the right place by a keeper."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class UnplacedQuerySet(ScopedQuerySet):
    def waiting(self) -> UnplacedQuerySet:
        return self.filter(settled_at=None)


class UnplacedWithdrawal(ScopedModel):
    """Somebody withdrew, and whoever heard it could not find the person, or may not see the name (E-33).

    A keeper finds the entry, where the withdrawal is then recorded, or writes down why there is none.
    """

    name = models.CharField(_("about whom"), max_length=300)
    what = models.CharField(_("what is not wanted any more"), max_length=500)
    said_by = models.CharField(_("who said so"), max_length=300)
    reach = models.CharField(_("how to reach them"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("what was done"), max_length=500, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(UnplacedQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["recorded_at", "pk"]
        verbose_name = _("withdrawal for somebody who was not found")
        indexes = [models.Index(fields=["organisation", "settled_at"], name="unplaced_by_settled")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("consent:unplaced", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("withdrawal for somebody who was not found"))
