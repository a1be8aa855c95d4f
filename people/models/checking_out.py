"""Somebody gives back and hands over what is in their hands: when they leave, and what a suspension switches off."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet

TIME_TO_GRIEVE = timedelta(days=14)  # our default


class CheckOutKind(models.TextChoices):
    LEAVING = "leaving", _("Leaving")
    SUSPENSION = "suspension", _("Suspension")


class CheckOutQuerySet(ScopedQuerySet):
    def open(self) -> CheckOutQuerySet:
        return self.filter(closed_at=None)


class CheckOut(ScopedModel):
    """One list of what is handed over, given back or switched off; it closes when all of it is confirmed (E-22)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="check_outs")
    kind = models.CharField(_("why"), max_length=10, choices=CheckOutKind)
    begun_on = models.DateField(_("begun on"), default=timezone.localdate)
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # None: the software
    last_day = models.DateField(_("last day"))  # of a suspension: the day from which it holds
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ScopedManager.from_queryset(CheckOutQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["begun_on", "pk"]
        verbose_name = _("check-out")
        verbose_name_plural = _("check-outs")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "kind"], condition=Q(closed_at=None), name="one_open_check_out"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "closed_at", "last_day"], name="check_out_by_day")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return address("people:check_out", self.person_id)

    @property
    def due_on(self) -> date:
        """After a death nobody is pressed for two weeks: who goes through the list grieves too."""
        died_on = self.person.deceased_on
        return self.last_day if died_on is None else died_on + TIME_TO_GRIEVE


class CheckOutItem(ScopedModel):
    """One thing on the list, in the words that stood there when the list was begun."""

    check_out = models.ForeignKey(CheckOut, models.CASCADE, related_name="items")
    key = models.CharField(max_length=120)  # of safeguard.handovers.Handover; "by_hand:…" for what somebody added
    title = models.CharField(_("what"), max_length=300)
    hint = models.CharField(_("what to do"), max_length=500, blank=True)
    url = models.CharField(max_length=500, blank=True)
    ends_by_itself = models.BooleanField(default=False)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # by hand
    done_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("thing of a check-out")
        verbose_name_plural = _("things of a check-out")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "check_out", "key"], name="check_out_item_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="check_out_item_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_by_hand(self) -> bool:
        return self.added_by_id is not None
