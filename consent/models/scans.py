"""Paper: forms that are printed for somebody, and scans of forms that came back."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models.requests import ConsentRequest
from people.models import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class PrintedForm(ScopedModel):
    """One paper form, made by the worker. `failure` is the sentence that says why it could not be made."""

    request = models.ForeignKey(ConsentRequest, models.CASCADE, related_name="printed_forms")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)  # its name in the private storage
    failure = models.CharField(max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("paper form about consent")
        indexes = [models.Index(fields=["organisation", "request", "asked_at"], name="consent_form_by_request")]

    def __str__(self) -> str:
        return str(self.request)

    @property
    def audit_label(self) -> str:
        return str(_("paper form about consent"))

    @property
    def is_waiting(self) -> bool:
        return self.made_at is None and not self.failure


class ScanBatchQuerySet(ScopedQuerySet):
    def unread(self) -> ScanBatchQuerySet:
        """The worker has not finished with it."""
        return self.filter(finished_at=None)


class ScanBatch(ScopedModel):
    """Scans of several forms, which the worker reads page by page. `pages` and `read` count pages."""

    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    files = models.JSONField(default=list)  # names in the private storage, until they are read
    pages = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(ScanBatchQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("scans of paper forms")
        verbose_name_plural = _("scans of paper forms")
        indexes = [models.Index(fields=["organisation", "finished_at"], name="scan_batch_by_finish")]

    def __str__(self) -> str:
        return f"{self.uploaded_at:%d.%m.%Y %H:%M}"

    def get_absolute_url(self) -> str:
        return address("consent:scan_batch", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("scans of paper forms"))


class ConsentScanQuerySet(ScopedQuerySet):
    def unattached(self) -> ConsentScanQuerySet:
        """Nobody knows yet whose form it is."""
        return self.filter(request=None)


class ConsentScan(ScopedModel):
    """One page of paper that came back. Without a request its code could not be read and is typed by hand."""

    request = models.ForeignKey(ConsentRequest, models.PROTECT, null=True, blank=True, related_name="scans")
    batch = models.ForeignKey(ScanBatch, models.PROTECT, null=True, blank=True, related_name="scans")
    number = models.PositiveIntegerField(default=1)  # of the page within its batch
    file = models.CharField(max_length=200)  # its name in the private storage
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(ConsentScanQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["number", "pk"]
        verbose_name = _("scan of a paper form")
        verbose_name_plural = _("scans of a paper form")
        indexes = [
            models.Index(fields=["organisation", "request"], name="consent_scan_by_request"),
            models.Index(fields=["organisation", "sha256"], name="consent_scan_by_content"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "batch", "number"], name="scan_number_once_in_a_batch")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"

    @property
    def audit_label(self) -> str:
        return str(_("scan of a paper form"))
