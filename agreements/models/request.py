"""What one person is asked to sign, and how far they have come; and the paper forms that were printed for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.text import ExactText
from agreements.states import LIVE, REQUEST_STEPS, UNSIGNED, RequestStatus
from people.models import Person, ServicePeriod
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class AgreementRequestQuerySet(ScopedQuerySet):
    def live(self) -> AgreementRequestQuerySet:
        """The one of each person that stands today; expired, replaced and ended ones are history."""
        return self.filter(status__in=LIVE)

    def unsigned(self) -> AgreementRequestQuerySet:
        return self.filter(status__in=UNSIGNED)

    def waiting_for_the_person(self) -> AgreementRequestQuerySet:
        """Asked and not answered yet; who declined or wants paper waits for the charity."""
        return self.filter(status__in=[RequestStatus.OFFERED, RequestStatus.OPENED])

    def waiting_for_the_charity(self) -> AgreementRequestQuerySet:
        answered = [RequestStatus.PAPER_ASKED, RequestStatus.DECLINED, RequestStatus.RESERVED]
        return self.filter(Q(status__in=answered) | Q(status__in=UNSIGNED, misdirected_at__isnull=False))

    def standing(self, today: date, *, stale: Collection[int] = ()) -> AgreementRequestQuerySet:
        """Signed, and the signature counts on that day.

        Not run out, not for a text that has since changed in a way that matters (`stale` are the keys of those texts),
        and not from before the person left and came back (E-21).
        """
        since = ServicePeriod.objects.filter(person=OuterRef("person"), starts_on__gt=OuterRef("signed_on"))
        signed = self.filter(Q(expires_on=None) | Q(expires_on__gt=today), ~Exists(since), status=RequestStatus.SIGNED)
        return signed.exclude(text__in=stale) if stale else signed

    def newest_first(self) -> AgreementRequestQuerySet:
        return self.order_by("-offered_at", "-pk")


class AgreementRequest(ScopedModel):
    """One person, one agreement, once. Who is asked again gets a new request; the old one stays with its signature."""

    STEPS = REQUEST_STEPS

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="requests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="agreement_requests")
    status = models.CharField(_("status"), max_length=12, choices=RequestStatus, default=RequestStatus.OFFERED)
    offered_at = models.DateTimeField(_("asked"), default=timezone.now)
    offered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(_("why now"), max_length=300, blank=True)
    text = models.ForeignKey(ExactText, models.PROTECT, null=True, blank=True, related_name="requests")
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    paper_asked_at = models.DateTimeField(_("asked for paper"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    decline_reason = models.TextField(_("reason"), blank=True)
    misdirected_at = models.DateTimeField(_("opened by somebody else"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    expires_on = models.DateField(_("runs out on"), null=True, blank=True)
    settled_at = models.DateTimeField(_("reservation accepted"), null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_note = models.TextField(_("what was agreed"), blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ScopedManager.from_queryset(AgreementRequestQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("request to sign")
        verbose_name_plural = _("requests to sign")
        ordering = ["-offered_at", "-pk"]
        indexes = [
            models.Index(
                fields=["organisation", "agreement", "status", "person"], name="agreement_request_by_agreement"
            ),
            models.Index(fields=["organisation", "person", "status"], name="agreement_request_by_person"),
            models.Index(fields=["organisation", "status", "expires_on"], name="agreement_request_by_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "agreement", "person"],
                condition=Q(status__in=LIVE),
                name="one_live_agreement_request",
            ),
            REQUEST_STEPS.constraint("agreement_request_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=[RequestStatus.SIGNED, RequestStatus.RESERVED])
                | Q(signed_at__isnull=False, signed_on__isnull=False, text__isnull=False),
                name="signed_agreement_says_what_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.DECLINED) | Q(declined_at__isnull=False),
                name="declined_agreement_says_when",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_agreement_says_who_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.person}"

    @property
    def audit_label(self) -> str:
        return str(self.agreement)

    def get_absolute_url(self) -> str:
        return address("agreements:person", self.person_id)

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_answered(self) -> bool:
        """Whether there is a signature, with or without a reservation."""
        return self.status in {RequestStatus.SIGNED, RequestStatus.RESERVED}


class PaperFormQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class PaperForm(AppendOnlyModel, ScopedModel):
    """A form that was printed for one person, with the exact text on it; its code finds it when it comes back."""

    request = models.ForeignKey(AgreementRequest, models.PROTECT, related_name="paper_forms")
    text = models.ForeignKey(ExactText, models.PROTECT, related_name="+")
    code = models.CharField(max_length=19)
    printed_at = models.DateTimeField(default=timezone.now)
    printed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(PaperFormQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("paper form")
        ordering = ["-printed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="paper_code_once")]

    def __str__(self) -> str:
        return self.code
