"""Whether somebody is active, suspended or ended; suitability decided; barring referrals; what was handed out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Case
from people.models import Person
from safeguard.append_only import AppendOnlyModel
from safeguard.scoping import ScopedModel
from safeguard.sealed import Sealed, Vaulted
from volunteers.models.vetting import SOMEBODY, AboutSomebody
from volunteers.states import STANDING_STEPS, Standing


class VolunteerStanding(ScopedModel):
    """Where somebody stands now. The history is in `StandingChange`."""

    STEPS = STANDING_STEPS

    person = models.OneToOneField(Person, models.PROTECT, related_name="standing")
    status = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.ACTIVE)
    since = models.DateField(_("since"))
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("standing")
        constraints = [STANDING_STEPS.constraint("volunteers_standing_status")]
        indexes = [models.Index(fields=["organisation", "status", "review_on"], name="standing_by_status")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display()}"


class ChangeKind(models.TextChoices):
    ACTIVATED = "activated", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    REVIEWED = "reviewed", _("Suspension goes on")
    REINSTATED = "reinstated", _("Reinstated")
    ENDED = "ended", _("Ended")


class StandingChange(Vaulted, Sealed, AppendOnlyModel, ScopedModel):
    """One change of somebody's standing. A suspension is a neutral act: it says nothing of who is right (RW-46).

    The reason is sealed; the case that it belongs to is seen only by those who see that case.
    """

    AUDIT_CLOSED = False
    MUTABLE = ("wrapped_key", "shredded_at")
    WORDS = {
        "reason": _("Reason"),
        "told": _("What the person was told, how, and by whom"),
        "decision": _("What was decided"),
    }

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=12, choices=ChangeKind)
    on = models.DateField(_("from"))
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    is_safeguarding = models.BooleanField(_("because somebody may have been harmed or put at risk"), default=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["on", "pk"]
        verbose_name = _("change of standing")
        indexes = [models.Index(fields=["organisation", "person", "on"], name="standing_change_by_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class SuitabilityOutcome(models.TextChoices):
    SUITABLE = "suitable", _("Suitable")
    CONDITIONS = "conditions", _("Suitable, with conditions")
    NOT = "not", _("Not suitable")


class Suitability(AboutSomebody, Vaulted, Sealed, ScopedModel):
    """Whether somebody is suitable for the work, who decided it and when (BC-2). Decided again, it is another row."""

    WORDS = {"reason": _("Reasons"), "conditions": _("Conditions")}

    outcome = models.CharField(_("outcome"), max_length=10, choices=SuitabilityOutcome)
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")  # BC-45
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("decision on suitability")
        constraints = [models.CheckConstraint(condition=SOMEBODY, name="suitability_of_somebody")]
        indexes = [models.Index(fields=["organisation", "person", "decided_on"], name="suitability_by_person")]

    def __str__(self) -> str:
        return self.about


class BarringQuestion(Vaulted, Sealed, ScopedModel):
    """Whether the barring service must be told: asked whenever somebody is suspended, moved or leaves for harm or risk.

    It is asked even of somebody who resigned first (Safeguarding Vulnerable Groups Act 2006, section 35; fact 30).
    """

    AUDIT_CLOSED = True
    WORDS = {"reasons": _("Reasons"), "reference": _("Reference")}

    class Answer(models.TextChoices):
        OPEN = "open", _("Not decided yet")
        REFER = "refer", _("Referred")
        NOT_NOW = "not_now", _("Not referred now")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    change = models.ForeignKey(StandingChange, models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.OPEN)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["-asked_on", "-pk"]
        verbose_name = _("question of a barring referral")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="open") | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="barring_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "answer", "asked_on"], name="barring_by_answer")]

    def __str__(self) -> str:
        return str(self.person)


class IssuedKind(models.TextChoices):
    DEVICE = "device", _("Telephone, tablet or computer")
    KEY = "key", _("Key or door card")
    DOCUMENT = "document", _("Documents")
    BADGE = "badge", _("Badge or clothing")
    OTHER = "other", _("Something else")


class Issued(ScopedModel):
    """Something of the charity's that somebody has, and that comes back when they leave."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=IssuedKind)
    what = models.CharField(_("what"), max_length=200)
    number = models.CharField(_("number or mark"), max_length=60, blank=True)
    issued_on = models.DateField(_("handed out on"), default=timezone.localdate)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    returned_on = models.DateField(_("came back on"), null=True, blank=True)
    returned_to = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["issued_on", "pk"]
        verbose_name = _("thing handed out")
        verbose_name_plural = _("things handed out")
        indexes = [models.Index(fields=["organisation", "person", "returned_on"], name="issued_by_person")]

    def __str__(self) -> str:
        return self.what
