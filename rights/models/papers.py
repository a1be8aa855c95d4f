"""What is made for somebody to take away: a copy of their data, the schedule, a certificate of disposal."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from rights.models.disposals import Disposal
from rights.models.requests import DataRequest
from rights.states import PAPER_STEPS, PaperStatus
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet

KEPT = timedelta(days=14)  # how long a file can be fetched
WAITED = timedelta(minutes=2)  # after which the worker is told again


class PaperKind(models.TextChoices):
    COPY = "copy", _("Copy of one person's data")
    SCHEDULE = "schedule", _("Retention schedule")
    CERTIFICATE = "certificate", _("Certificate of disposal")


class PaperQuerySet(ScopedQuerySet):
    def left_behind(self, now: datetime) -> PaperQuerySet:
        return self.filter(status=PaperStatus.WAITING, asked_at__lt=now - WAITED)

    def run_out(self, now: datetime) -> PaperQuerySet:
        return self.filter(status=PaperStatus.READY, expires_at__lte=now)


class Paper(ScopedModel):
    """A PDF, and for a copy of data a JSON file too. The worker makes it, keeps it for two weeks and removes it.

    `for_parent` leaves out what a parent must not be given, `receiver` is whose own words need not be blacked out.
    """

    STEPS = PAPER_STEPS

    kind = models.CharField(_("kind"), max_length=12, choices=PaperKind)
    status = models.CharField(_("status"), max_length=10, choices=PaperStatus, default=PaperStatus.WAITING)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    receiver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    request = models.ForeignKey(DataRequest, models.PROTECT, null=True, blank=True, related_name="papers")
    disposal = models.ForeignKey(Disposal, models.PROTECT, null=True, blank=True, related_name="papers")
    redacted = models.BooleanField(_("names of others are blacked out"), default=True)
    for_parent = models.BooleanField(_("for a parent or carer"), default=False)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    failure = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    pdf = models.CharField(max_length=200, blank=True)  # its name in the private storage
    json = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the PDF
    json_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)

    objects = ScopedManager.from_queryset(PaperQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("copy of data")
        verbose_name_plural = _("copies of data")
        indexes = [models.Index(fields=["organisation", "status", "expires_at"], name="paper_by_status")]
        constraints = [
            PAPER_STEPS.constraint("rights_paper_status"),
            models.CheckConstraint(condition=~Q(kind="copy") | Q(person__isnull=False), name="copy_is_about_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def audit_label(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return address("rights:paper", self.pk)

    def can_be_fetched(self, now: datetime) -> bool:
        return self.status == PaperStatus.READY and self.expires_at is not None and self.expires_at > now
