"""What somebody has chosen and not sent yet, and the receipt of what they sent."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models.requests import ConsentRequest
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class ConsentDraft(ScopedModel):
    """What somebody has chosen on the pages of their link and not sent: kept here, so that another telephone or a new
    link shows it again. It counts for nothing, nobody else sees it, and it goes when it is sent.

    `choices` has, by the key of an item of the request, the words that were read and what was chosen.
    """

    request = models.OneToOneField(ConsentRequest, models.CASCADE, related_name="draft")
    choices = models.JSONField(default=dict)
    wishes = models.JSONField(default=list)  # keys of those who are not to be contacted by social media
    told = models.JSONField(default=list)  # keys of those about whom "who are you to them?" was answered
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("draft of answers")

    def __str__(self) -> str:
        return str(self.request_id)


class ConsentReceiptQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class ConsentReceipt(AppendOnlyModel, ScopedModel):
    """The receipt of the answers with one code as a PDF, made once, so that every copy has the same fingerprint."""

    code = models.CharField(max_length=20)
    file = models.CharField(max_length=200)  # its name in the private storage
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(ConsentReceiptQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("receipt of answers")
        indexes = [models.Index(fields=["organisation", "sha256"], name="consent_receipt_by_print")]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="consent_receipt_once")]

    def __str__(self) -> str:
        return self.code
