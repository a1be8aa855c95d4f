"""Personal links that are sent to people."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Purpose(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    SIGN = "sign", _("Signing page")
    CALENDAR = "calendar", _("Calendar")
    RESPOND = "respond", _("Answering page")


class PersonalLinkQuerySet(ScopedQuerySet):
    def usable(self, now: datetime) -> PersonalLinkQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=now)


class PersonalLink(ScopedModel):
    """An address that only one person can open. Only a fingerprint of the token is kept, so nobody can copy it here."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=20, choices=Purpose)
    about = models.CharField(max_length=100, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(PersonalLinkQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        indexes = [models.Index(fields=["organisation", "person", "purpose"], name="link_by_person")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.person}"
