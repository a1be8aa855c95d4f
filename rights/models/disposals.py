"""What is to be deleted or made anonymous, who agreed to it, and what became of each row (E-79)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from rights.models.requests import DataRequest
from rights.states import DISPOSAL_STEPS, DisposalStatus
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class DisposalKind(models.TextChoices):
    PERIODS = "periods", _("Whose time has run out")
    ERASURE = "erasure", _("Erasure of one person")


class DisposalQuerySet(ScopedQuerySet):
    def to_decide(self) -> DisposalQuerySet:
        return self.filter(status=DisposalStatus.PROPOSED)


class Disposal(ScopedModel):
    """A list of rows. Two different people approve it; then the worker disposes, and what is left is the certificate.

    `counts` is the certificate: how many rows of which kind went, were made anonymous, were held or stayed. It has no
    content and no names.
    """

    STEPS = DISPOSAL_STEPS

    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=DisposalKind)
    status = models.CharField(_("status"), max_length=10, choices=DisposalStatus, default=DisposalStatus.PROPOSED)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    request = models.ForeignKey(DataRequest, models.PROTECT, null=True, blank=True, related_name="disposals")
    reason = models.CharField(_("why"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    first_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    first_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    second_at = models.DateTimeField(null=True, blank=True)
    rejected_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejected_reason = models.CharField(_("why not"), max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=list)  # [[rule, outcome, number], ...]
    code = models.CharField(max_length=20, unique=True)

    objects = ScopedManager.from_queryset(DisposalQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-number"]
        verbose_name = _("disposal list")
        verbose_name_plural = _("disposal lists")
        indexes = [models.Index(fields=["organisation", "status"], name="disposal_by_status")]
        constraints = [
            DISPOSAL_STEPS.constraint("rights_disposal_status"),
            models.UniqueConstraint(fields=["organisation", "number"], name="disposal_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(kind="periods", status__in=["proposed", "approved"]),
                name="one_list_of_periods_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | (Q(first_by__isnull=False) & ~Q(first_by=F("second_by"))),
                name="disposal_is_approved_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "done"])
                | Q(first_by__isnull=False, second_by__isnull=False, first_at__isnull=False, second_at__isnull=False),
                name="no_disposal_without_two",
            ),
            models.CheckConstraint(
                condition=Q(kind="periods") | Q(person__isnull=False), name="erasure_is_about_somebody"
            ),
        ]

    def __str__(self) -> str:
        return str(_("disposal list %(number)d") % {"number": self.number})

    @property
    def audit_label(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return address("rights:disposal", self.number)


class ItemOutcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DISPOSED = "disposed", _("Deleted")
    ANONYMISED = "anonymised", _("Made anonymous")
    SHREDDED = "shredded", _("Made unreadable for ever")
    HELD = "held", _("Not touched: a legal hold")
    KEPT = "kept", _("Not touched: something that stays still needs it")
    GONE = "gone", _("Was gone already")


class DisposalItem(ScopedModel):
    """One row that is to go. The database lets a row of a protected table go only while an approved list names it.

    `table_name` and `row_id` are read by triggers: see safeguard.append_only.ProtectTable. Whoever takes an item out of
    a list says why.
    """

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items")
    rule = models.CharField(max_length=80)
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    then = models.CharField(max_length=10)  # a safeguard.retention.Then
    outcome = models.CharField(max_length=10, choices=ItemOutcome, default=ItemOutcome.WAITING)
    left_out_at = models.DateTimeField(null=True, blank=True)
    left_out_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    left_out_reason = models.CharField(_("why it stays"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["rule", "row_id"]
        verbose_name = _("row in a disposal list")
        indexes = [models.Index(fields=["organisation", "table_name", "row_id"], name="disposal_item_by_row")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "disposal", "table_name", "row_id"], name="disposal_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.row_id}"
