"""The e-mails that went out for a request: to whom, when, and whether they were handed over."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.request import AgreementRequest
from people.models import AbstractLetter, LetterQuerySet
from safeguard.scoping import ScopedManager


class Kind(models.TextChoices):
    ASK = "ask", _("Request to sign")
    CHASE = "chase", _("Reminder")
    NEW_LINK = "new_link", _("New link")
    RECEIPT = "receipt", _("Receipt")
    PARENT_COPY = "parent_copy", _("Copy for a parent or carer")
    ANSWER = "answer", _("Notice of an answer to look at")


ASKING = (Kind.ASK, Kind.CHASE, Kind.NEW_LINK)
"""They carry a personal link."""


class AgreementLetterQuerySet(LetterQuerySet):
    def asking(self) -> AgreementLetterQuerySet:
        return self.filter(kind__in=ASKING)


class Letter(AbstractLetter):
    """One mail about a request."""

    request = models.ForeignKey(AgreementRequest, models.PROTECT, related_name="letters")
    kind = models.CharField(_("what"), max_length=12, choices=Kind)

    objects = ScopedManager.from_queryset(AgreementLetterQuerySet)()

    class Meta(AbstractLetter.Meta):
        abstract = False
        verbose_name = _("e-mail about an agreement")
        indexes = [
            models.Index(fields=["organisation", "request", "kind"], name="agreement_letter_by_request"),
            models.Index(fields=["organisation", "sent_at", "queued_at"], name="agreement_letter_by_delivery"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def audit_label(self) -> str:
        return str(self.get_kind_display())
