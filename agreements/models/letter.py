"""The e-mails that went out for a request: to whom, when, and whether they were handed over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.request import AgreementRequest
from people.models import Person
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet

ABANDONED = timedelta(minutes=10)  # after which a worker that took a letter counts as dead


class Kind(models.TextChoices):
    ASK = "ask", _("Request to sign")
    CHASE = "chase", _("Reminder")
    NEW_LINK = "new_link", _("New link")
    RECEIPT = "receipt", _("Receipt")
    PARENT_COPY = "parent_copy", _("Copy for a parent or carer")
    ANSWER = "answer", _("Notice of an answer to look at")


ASKING = (Kind.ASK, Kind.CHASE, Kind.NEW_LINK)
"""They carry a personal link."""


class LetterQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def to_send(self, now: datetime) -> LetterQuerySet:
        """Not sent, and not in the hands of a worker that is still alive."""
        return self.filter(Q(taken_at=None) | Q(taken_at__lt=now - ABANDONED), sent_at=None, problem="")

    def asking(self) -> LetterQuerySet:
        return self.filter(kind__in=ASKING)


class Letter(AppendOnlyModel, ScopedModel):
    """One mail. The link in it is made when it is written and is never kept, so that no sender can copy it."""

    MUTABLE = ("taken_at", "sent_at", "problem")

    request = models.ForeignKey(AgreementRequest, models.PROTECT, related_name="letters")
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    to = models.EmailField(_("to"))
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    queued_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(LetterQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("e-mail about an agreement")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "request", "kind"], name="agreement_letter_by_request"),
            models.Index(fields=["organisation", "sent_at", "queued_at"], name="agreement_letter_by_delivery"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def audit_label(self) -> str:
        return str(self.get_kind_display())
