"""The end of one row of which not everybody may know: agreed to by two of those who may."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from rights.states import DISPOSAL_STEPS, DisposalStatus
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class EndingQuerySet(ScopedQuerySet):
    def to_decide(self) -> EndingQuerySet:
        return self.filter(status=DisposalStatus.PROPOSED)


class Ending(ScopedModel):
    """One row on a list of its own. It says nothing of what the row is but its kind, and is itself the certificate.

    Who sees it is said by the `seen_by` of the row's retention rule, as long as there is something to decide.
    """

    AUDIT_CLOSED = True
    STEPS = DISPOSAL_STEPS

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rule = models.CharField(max_length=80)
    row_id = models.BigIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=DisposalStatus, default=DisposalStatus.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    first_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    first_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    second_at = models.DateTimeField(null=True, blank=True)
    rejected_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    rejected_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=20, unique=True)

    objects = ScopedManager.from_queryset(EndingQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("end of a record")
        constraints = [
            DISPOSAL_STEPS.constraint("rights_ending_status"),
            models.UniqueConstraint(
                fields=["organisation", "rule", "row_id"],
                condition=Q(status__in=["proposed", "approved"]),
                name="one_ending_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | (Q(first_by__isnull=False) & ~Q(first_by=F("second_by"))),
                name="ending_is_agreed_to_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "done"])
                | Q(first_by__isnull=False, second_by__isnull=False, first_at__isnull=False, second_at__isnull=False),
                name="no_ending_without_two",
            ),
        ]

    def __str__(self) -> str:
        return str(_("end of a record"))

    def get_absolute_url(self) -> str:
        return address("rights:ending", self.uid)
