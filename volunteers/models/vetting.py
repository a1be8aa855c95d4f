"""Criminal-record checks as a short log, risks while one is awaited, exceptions. No certificate is kept."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.sealed import Sealed, Vaulted
from volunteers.models.recruiting import Application
from volunteers.vetting import label_of


class AboutSomebody(models.Model):
    """About an applicant, or a person of the list; an applicant who is taken on becomes one, and the row follows."""

    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def about(self) -> str:
        return str(self.person) if self.person_id else (self.application.name if self.application else "")

    @property
    def audit_label(self) -> str:
        """For the audit, which outlives an applicant's name: a code stands for them."""
        return f"{self._meta.verbose_name}: {self.person or self.application}"


SOMEBODY = Q(application__isnull=False) | Q(person__isnull=False)


class VettingDecision(models.TextChoices):
    WAITING = "waiting", _("Applied for, not back yet")
    CLEAR = "clear", _("Nothing that matters for the position")
    ACCEPTED = "accepted", _("Taken on after the risk was assessed")
    REFUSED = "refused", _("Not suitable for the position")


class Workforce(models.TextChoices):
    """What work a certificate was for; a certificate for other work does not count."""

    CHILDREN = "children", _("Children")
    ADULTS = "adults", _("Adults")
    BOTH = "both", _("Children and adults")
    OTHER = "other", _("Other work")


class CriminalCheckQuerySet(ScopedQuerySet):
    def holding(self, today: date) -> CriminalCheckQuerySet:
        """Decided in favour, not replaced, and not run out."""
        return self.filter(
            Q(expires_on=None) | Q(expires_on__gte=today),
            decision__in=[VettingDecision.CLEAR, VettingDecision.ACCEPTED],
            ended_on=None,
        )

    def waiting(self) -> CriminalCheckQuerySet:
        return self.filter(decision=VettingDecision.WAITING, ended_on=None)


class CriminalCheck(AboutSomebody, ScopedModel):
    """What may be kept of a certificate: its kind, number and date, who saw it, and the decision (fact 31).

    There is no field for its content and none for a copy. A copy on paper, where there is one, has a day to be
    destroyed.
    """

    kind = models.CharField(_("check"), max_length=40)  # a key of volunteers.vetting
    workforce = models.CharField(_("workforce"), max_length=60, blank=True)
    reference = models.CharField(_("number of the certificate or membership"), max_length=60, blank=True)
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_own_certificate = models.BooleanField(_("the person's own certificate, not asked for by us"), default=False)
    decision = models.CharField(_("decision"), max_length=10, choices=VettingDecision, default=VettingDecision.WAITING)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    update_service = models.BooleanField(_("in the update service"), default=False)
    status_checked_on = models.DateField(_("status last looked up on"), null=True, blank=True)
    renew_on = models.DateField(_("to be renewed by"), null=True, blank=True)  # the charity's choice
    expires_on = models.DateField(_("runs out on"), null=True, blank=True)  # by law, where it does
    copy_destroy_by = models.DateField(_("copy to be destroyed by"), null=True, blank=True)
    copy_destroyed_on = models.DateField(_("copy destroyed on"), null=True, blank=True)
    ended_on = models.DateField(_("replaced or ended on"), null=True, blank=True)
    logged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(CriminalCheckQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-logged_at", "-pk"]
        verbose_name = _("criminal-record check")
        verbose_name_plural = _("criminal-record checks")
        constraints = [
            models.CheckConstraint(condition=SOMEBODY, name="criminal_check_of_somebody"),
            models.CheckConstraint(
                condition=Q(decision="waiting") | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="criminal_check_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "person"], name="criminal_check_by_person"),
            models.Index(fields=["organisation", "application"], name="criminal_by_application"),
            models.Index(fields=["organisation", "renew_on"], name="criminal_check_by_renewal"),
        ]

    def __str__(self) -> str:
        return label_of(self.kind)

    def get_absolute_url(self) -> str:
        return address("volunteers:vetting_check", self.pk)

    @property
    def is_waiting(self) -> bool:
        return self.decision == VettingDecision.WAITING and self.ended_on is None

    @property
    def check_label(self) -> str:
        return label_of(self.kind)

    @property
    def workforce_label(self) -> str:
        return str(Workforce(self.workforce).label) if self.workforce in Workforce.values else self.workforce


class CertificateViewer(ScopedModel):
    """Who saw a certificate (Police Act 1997, section 124): every one of them is named."""

    check_of = models.ForeignKey(CriminalCheck, models.CASCADE, related_name="viewers")
    name = models.CharField(_("name"), max_length=300)
    seen_on = models.DateField(_("seen on"))

    class Meta(ScopedModel.Meta):
        ordering = ["seen_on", "pk"]
        verbose_name = _("somebody who saw a certificate")

    def __str__(self) -> str:
        return self.name


class RiskAssessment(AboutSomebody, Vaulted, Sealed, ScopedModel):
    """How somebody works safely while a check is awaited, or with what a check said."""

    WORDS = {"risk": _("What could go wrong"), "measures": _("What we do about it")}

    class Why(models.TextChoices):
        WAITING = "waiting", _("A check is awaited")
        CONTENT = "content", _("What a check said")
        OTHER = "other", _("Another reason")

    why = models.CharField(_("why"), max_length=10, choices=Why, default=Why.WAITING)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    review_on = models.DateField(_("to be looked at again on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("risk assessment")
        verbose_name_plural = _("risk assessments")
        constraints = [models.CheckConstraint(condition=SOMEBODY, name="risk_assessment_of_somebody")]
        indexes = [models.Index(fields=["organisation", "person"], name="risk_assessment_by_person")]

    def __str__(self) -> str:
        return self.about


class ExemptionQuerySet(ScopedQuerySet):
    def running(self, today: date) -> ExemptionQuerySet:
        """Those that hold on this day. One that another follows has its own last day as its end, and holds on it."""
        not_ended = Q(ended_on=None) | Q(ended_on__gt=today) | Q(ended_on=models.F("ends_on"))
        return self.filter(not_ended, starts_on__lte=today, ends_on__gte=today)


class Exemption(AboutSomebody, ScopedModel):
    """Somebody need not have something that others must, why, and until when."""

    what = models.CharField(_("from what"), max_length=60)  # "criminal", "references", "identity", "topic:<pk>"
    reason = models.TextField(_("reason"), max_length=2000)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    allowed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(ExemptionQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("exception")
        constraints = [
            models.CheckConstraint(condition=SOMEBODY, name="exemption_of_somebody"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="exemption_ends_later"),
        ]
        indexes = [models.Index(fields=["organisation", "person"], name="exemption_by_person")]

    def __str__(self) -> str:
        return self.about
