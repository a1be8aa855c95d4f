"""What is done in a case: the steps of its procedures, referrals, decisions to share, and other records."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.cases import Case
from incidents.states import STEP_STEPS, StepStatus
from organisations.models import AgencyContact, AgencyKind
from people.models import Person
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.sealed import Sealed, Vaulted


class StepQuerySet(ScopedQuerySet):
    def to_do(self) -> StepQuerySet:
        return self.filter(status=StepStatus.OPEN)


class Step(Sealed, ScopedModel):
    """One step of a procedure in one case: done, or not needed and why. It asks; it never stands in the way."""

    AUDIT_CLOSED = True
    STEPS = STEP_STEPS
    WORDS = {"note": _("What was done, or why it is not needed")}

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    procedure = models.CharField(max_length=40)  # a key of incidents.procedures
    key = models.CharField(max_length=60)  # of the step in it; "own:<pk>" for a step that the charity added
    text = models.CharField(max_length=500)  # as it stood when the case was sorted
    position = models.PositiveSmallIntegerField(default=0)  # `place` is what its words are bound to
    is_required = models.BooleanField(default=True)
    status = models.CharField(max_length=10, choices=StepStatus, default=StepStatus.OPEN)
    due_at = models.DateTimeField(_("by when"), null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # the case is sorted differently now

    objects = ScopedManager.from_queryset(StepQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        verbose_name = _("step in a case")
        verbose_name_plural = _("steps in a case")
        constraints = [
            STEP_STEPS.constraint("incidents_step_status"),
            models.UniqueConstraint(fields=["organisation", "case", "procedure", "key"], name="case_step_once"),
            models.CheckConstraint(
                condition=Q(status="open") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_step_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.key}"


class OwnStep(ScopedModel):
    """A step that the charity added to a procedure. The steps that come with the software cannot be taken out."""

    procedure = models.CharField(_("procedure"), max_length=40)
    text = models.CharField(_("step"), max_length=500)
    after = models.CharField(_("after which step"), max_length=60, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(_("why it is no longer used"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["procedure", "pk"]
        verbose_name = _("own step")
        verbose_name_plural = _("own steps")

    def __str__(self) -> str:
        return self.text


class Method(models.TextChoices):
    PHONE = "phone", _("Telephone")
    FORM = "form", _("The agency's form")
    EMAIL = "email", _("Secure e-mail")
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("Letter")


class ReferralQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def waiting(self) -> ReferralQuerySet:
        """Sent, and nothing heard that ends it."""
        return self.filter(ended_at=None)


class Referral(AppendOnlyModel, Sealed, ScopedModel):
    """The charity told an agency. What came back is added and never changes what was sent."""

    AUDIT_CLOSED = True
    MUTABLE = ("agency", "agency_id", "chase_on", "acknowledged_at", "ended_at")
    WORDS = {
        "agency": _("Agency"),
        "contact": _("Whom you spoke to"),
        "reference": _("Their reference"),
        "what": _("What you told them"),
        "advice": _("What they advised"),
        "why_agency": _("Why this agency"),
        "address": _("Web address, where something was seen"),  # never opened again to look (fact 18)
        "identifier": _("Identifier of the child"),  # where the law of the nation asks for one (fact 10)
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    agency = models.ForeignKey(AgencyContact, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind of agency"), max_length=20, choices=AgencyKind)
    method = models.CharField(_("how"), max_length=10, choices=Method)
    referred_at = models.DateTimeField(_("when"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    chase_on = models.DateField(_("ask again on"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ScopedManager.from_queryset(ReferralQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-referred_at", "-pk"]
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes = [models.Index(fields=["organisation", "chase_on"], name="referral_by_chase")]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display()}"


class ReferralUpdateQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class ReferralUpdate(AppendOnlyModel, Sealed, ScopedModel):
    """What was heard from an agency, or that it was asked again."""

    AUDIT_CLOSED = True
    WORDS = {"text": _("What they said"), "reference": _("Their reference"), "outcome": _("Outcome")}

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="updates")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(ReferralUpdateQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["at", "pk"]
        verbose_name = _("answer to a referral")

    def __str__(self) -> str:
        return str(self.referral)


class SharingDecisionQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class SharingDecision(AppendOnlyModel, Sealed, ScopedModel):
    """To share or not to share, and why (WY-83 to WY-92). It never changes; more can be added, which points at it."""

    AUDIT_CLOSED = True
    WORDS = {
        "what": _("What is shared"),
        "recipients": _("With whom"),  # a list: each with a name and why they need to know
        "purpose": _("What for"),
        "basis": _("On which basis"),
        "basis_reason": _("Why that basis"),
        "protocol": _("Local protocol and section"),
        "reasons": _("Reasons"),
        "told": _("Were they told?"),
        "told_reason": _("Why not, or how"),
        "agreement": _("Did they agree?"),
        "agreement_reason": _("Why they were not asked, or what they said"),
        "advice": _("Advice that was taken"),
        "advice_identified": _("Were names used in asking?"),
        "wellbeing": _("Safety and well-being, of this person and of others"),
        "tests": _("The tests"),  # name of the test: answer
        "identity": _("Whose identity must be protected"),
        "method": _("How it is sent safely"),
        "detriment": _("Why sharing would do more harm"),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="sharing_decisions")
    is_shared = models.BooleanField(_("shared"))
    edition = models.CharField(_("golden rules"), max_length=20)  # a key of incidents.golden_rules
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"))
    recorded_at = models.DateTimeField(default=timezone.now)
    adds_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="additions")

    objects = ScopedManager.from_queryset(SharingDecisionQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["decided_at", "pk"]
        verbose_name = _("decision on sharing")
        verbose_name_plural = _("decisions on sharing")

    def __str__(self) -> str:
        return f"{self.case}: {self.decided_at:%d.%m.%Y}"


class RecordKind(models.TextChoices):
    PARENTS = "parents", _("Parents or carers told, or why not")
    SUPPORT = "support", _("Support offered")
    RISK = "risk", _("Risk assessment")
    CHAT_EXPORT = "chat_export", _("Request for a chat")
    SUSPENSION = "suspension", _("Suspension considered")
    REGULATOR = "regulator", _("Decision on telling a regulator")
    VIEWING = "viewing", _("An image was seen")
    DISCIPLINE = "discipline", _("What followed for a worker")
    BREACH = "breach", _("Loss or leak of personal data")
    OBJECTION = "objection", _("Somebody asked for a change or deletion")


class RecordQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def open(self) -> RecordQuerySet:
        """Due, with no later row that says how it ended."""
        return self.filter(follows=None, ended_at=None)


class Record(AppendOnlyModel, Sealed, ScopedModel):
    """One of the records that a case asks for. `answers` has the fields of its kind, as incidents.records names them.

    What comes later (a chat that arrived, a regulator's answer) is a new row that follows the first.
    """

    AUDIT_CLOSED = True
    MUTABLE = ("ended_at", "due_on")
    WORDS = {"answers": _("Answers")}

    case = models.ForeignKey(Case, models.PROTECT, related_name="records")
    kind = models.CharField(_("kind"), max_length=12, choices=RecordKind)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    at = models.DateTimeField(_("when"), default=timezone.now)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    due_at = models.DateTimeField(_("by which hour"), null=True, blank=True)  # for clocks that count hours
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(RecordQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["at", "pk"]
        verbose_name = _("record in a case")
        verbose_name_plural = _("records in a case")
        indexes = [models.Index(fields=["organisation", "kind", "due_on"], name="incident_record_due")]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display()}"


class LookUpQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class LookUp(AppendOnlyModel, Vaulted, Sealed, ScopedModel):
    """Somebody is looked up on social media: what for, on whose authority, and what was found (WY-6)."""

    AUDIT_CLOSED = True
    MUTABLE = ("wrapped_key", "shredded_at", "done_at", "sealed", "authorised_by", "authorised_by_id")
    WORDS = {
        "who": _("Who is looked up"),
        "about_leads": _("It is about a safeguarding lead, or somebody close to them"),
        "purpose": _("What for"),
        "where": _("Where"),
        "proportion": _("Why nothing less would do"),
        "decided": _("Allowed or refused"),  # "allowed" or "refused", with the time in UTC beside it
        "decided_at": _("When it was decided"),
        "reasons": _("Why it was allowed or refused"),
        "found": _("What was found"),
    }

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="look_ups")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    authorised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_repeat = models.BooleanField(_("looked up again and again"), default=False)  # may be surveillance
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(LookUpQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("look-up on social media")
        verbose_name_plural = _("look-ups on social media")

    def __str__(self) -> str:
        return str(_("look-up on social media"))
