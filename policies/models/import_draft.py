"""A file or a pasted text on its way in: read once, shown to a person, taken in when that person says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from policies.models.policy import Policy
from policies.models.version import PolicyVersion
from policies.states import IMPORT_STEPS, ImportStatus
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet

LIFETIME = timedelta(days=30)


def in_a_month() -> datetime:
    return timezone.now() + LIFETIME


class ImportDraftQuerySet(ScopedQuerySet):
    def open(self) -> ImportDraftQuerySet:
        """Begun and neither taken in nor thrown away."""
        return self.exclude(status__in=[ImportStatus.TAKEN_IN, ImportStatus.DISCARDED])

    def expired(self, now: datetime) -> ImportDraftQuerySet:
        return self.filter(expires_at__lte=now)


class ImportDraft(ScopedModel):
    """What was read from a document, and what the person who checks it has typed so far; it is forgotten in a month."""

    STEPS = IMPORT_STEPS

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    policy = models.ForeignKey(
        Policy, models.CASCADE, null=True, blank=True, related_name="+"
    )  # one more version of it
    status = models.CharField(max_length=10, choices=ImportStatus, default=ImportStatus.WAITING)
    source_file = models.FileField(upload_to="policies/imports/", blank=True)
    source_name = models.CharField(max_length=300, blank=True)
    pasted = models.TextField(blank=True)
    parsed = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)  # the preview's form, as it was last sent
    failure = models.TextField(blank=True)
    version = models.ForeignKey(PolicyVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_a_month)

    objects = ScopedManager.from_queryset(ImportDraftQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("import")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "expires_at"], name="import_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ImportStatus.values), name="import_status_known"),
        ]

    def __str__(self) -> str:
        return self.source_name or str(_("pasted text"))

    def get_absolute_url(self) -> str:
        return address("policies:import_draft", self.pk)
