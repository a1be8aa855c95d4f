"""Positions that people volunteer for, applications, and what each stage needs."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from people.models import AbstractLetter, Person
from people.models.letters import LetterQuerySet
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.sealed import Sealed, Vaulted
from volunteers.states import CLOSED_STAGES, OPEN_STAGES, STAGE_STEPS, Stage


class PositionQuerySet(ScopedQuerySet):
    def taking_applications(self, today: date) -> PositionQuerySet:
        return self.filter(Q(closes_on=None) | Q(closes_on__gte=today), is_open=True, ended_on=None)

    def standing(self) -> PositionQuerySet:
        return self.filter(ended_on=None)


class Position(ScopedModel):
    """What somebody can volunteer for. Its token opens the application form, without an account."""

    title = models.CharField(_("What is the position called?"), max_length=120)
    what = models.TextField(_("What does it involve?"), max_length=5000, blank=True)
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    internet_use = models.TextField(_("What does internet use mean in this position?"), max_length=5000, blank=True)
    works_with_children = models.BooleanField(_("Works with children or adults at risk"), default=True)
    is_regulated = models.BooleanField(_("Regulated work: nobody starts without the check"), default=False)
    minimum_age = models.PositiveSmallIntegerField(
        _("Youngest age"), default=16, validators=[MinValueValidator(10), MaxValueValidator(99)]
    )
    token = models.CharField(max_length=32, unique=True, editable=False)
    is_open = models.BooleanField(_("People can apply now"), default=True)
    closes_on = models.DateField(_("Last day for applying"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(PositionQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["title", "pk"]
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="position_title_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("volunteers:position", self.pk)


class RequiredCheck(ScopedModel):
    """Which criminal-record check a position asks for, from a day on: the law changes what may be asked (fact 33)."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="required_checks")
    kind = models.CharField(_("check"), max_length=40)  # a key of volunteers.vetting
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["starts_on", "pk"]
        verbose_name = _("check that a position asks for")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="required_check_ends_later"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "position"], name="required_check_by_position")]

    def __str__(self) -> str:
        return f"{self.position}: {self.kind}"


class Placement(ScopedModel):
    """Who volunteers in which position, from a day to a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, related_name="placements")
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["starts_on", "pk"]
        verbose_name = _("placement")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "position"], condition=Q(ends_on=None), name="placed_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="placement_ends_later"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "person"], name="placement_by_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.position}"


def default_needs() -> dict[str, list[str]]:
    """By stage, what is to be done there before the next one; keys of volunteers.needs."""
    return {
        Stage.APPLIED: ["permission", "explained"],
        Stage.STAGE_ONE: ["age", "privacy"],
        Stage.INTERVIEW: ["interview"],
        Stage.CHECKS: ["references", "identity", "criminal"],
        Stage.DECISION: ["decision"],
    }


class Recruitment(ScopedModel):
    """How this charity takes people on. One row; made when it is first changed (`volunteers.services.settings`)."""

    needs = models.JSONField(_("What each stage needs"), default=default_needs)
    references_wanted = models.PositiveSmallIntegerField(
        _("References, at least"), default=2, validators=[MaxValueValidator(5)]
    )
    permission_text = models.TextField(_("Words of the permission for a check online"), max_length=5000, blank=True)
    permission_version = models.PositiveSmallIntegerField(default=1)
    internet_text = models.TextField(_("What internet use means for everybody here"), max_length=5000, blank=True)
    draft_days = models.PositiveSmallIntegerField(
        _("Days until an unfinished application is deleted"), default=30, validators=[MinValueValidator(1)]
    )

    class Meta(ScopedModel.Meta):
        verbose_name = _("way of taking people on")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_way_of_recruiting")]

    def __str__(self) -> str:
        return str(_("Taking people on"))


class Source(models.TextChoices):
    FORM = "form", _("By the charity's form")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By telephone")
    PERSON = "person", _("In person")
    RETURN = "return", _("Comes back")


class ApplicationQuerySet(ScopedQuerySet):
    def open(self) -> ApplicationQuerySet:
        return self.filter(status__in=OPEN_STAGES)

    def closed(self) -> ApplicationQuerySet:
        return self.filter(status__in=CLOSED_STAGES)


class Application(Vaulted, Sealed, ScopedModel):
    """Somebody who would like to volunteer. They are no person of the charity's list until they are taken on.

    At the end of its time the name goes and the key is destroyed; the row stays for the count (fact 41).
    """

    STEPS = STAGE_STEPS
    WORDS = {
        "address": _("Address"),
        "experience": _("Experience with children, adults at risk or groups"),
        "why": _("Why they would like to help"),
        "availability": _("When they can help"),
        "adjustments": _("What would make it easier for them to take part"),
        "why_closed": _("Why they were not taken on"),
    }

    code = models.CharField(_("application"), max_length=20)
    position = models.ForeignKey(Position, models.PROTECT, related_name="applications")
    status = models.CharField(_("stage"), max_length=15, choices=Stage, default=Stage.ENQUIRY)
    name = models.CharField(_("full name"), max_length=300)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    parent_name = models.CharField(_("parent or carer, for somebody under 18"), max_length=300, blank=True)
    parent_email = models.EmailField(_("their e-mail address"), blank=True)
    parent_phone = models.CharField(_("their telephone"), max_length=60, blank=True)
    source = models.CharField(_("how it came"), max_length=10, choices=Source, default=Source.FORM)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    stage_since = models.DateField(_("at this stage since"), default=timezone.localdate)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager.from_queryset(ApplicationQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-received_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            STAGE_STEPS.constraint("volunteers_application_status"),
            models.UniqueConstraint(fields=["organisation", "code"], name="application_code_once"),
            models.CheckConstraint(
                condition=~Q(status__in=["unsuccessful", "withdrawn"]) | Q(closed_on__isnull=False),
                name="closed_application_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "stage_since"], name="application_by_stage"),
            models.Index(fields=["organisation", "person"], name="application_by_person"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return address("volunteers:application", self.code)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STAGES


class OfApplication(Sealed):
    """A row whose words are under the key of its application."""

    class Meta:
        abstract = True

    def key_holder(self) -> Application:
        return self.application  # type: ignore[attr-defined]


class ApplicationStep(OfApplication, ScopedModel):
    """Something that a stage needs and that somebody notes with a date: explained, identity seen, interview."""

    WORDS = {
        "note": _("What was seen or said"),
        "who": _("Who was there"),
        "seen": _("Which documents were seen"),  # keys of volunteers.papers; their kinds and nothing of what they say
    }

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=30)  # of volunteers.needs
    is_needed = models.BooleanField(default=True)  # False: left out, and the note says why
    on = models.DateField(_("on"), default=timezone.localdate)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # None: the applicant
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["on", "pk"]
        verbose_name = _("step of an application")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "application", "key"], name="application_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.key}"


class ReferenceAnswer(models.TextChoices):
    WAITING = "waiting", _("Not answered yet")
    GOOD = "good", _("Suitable")
    RESERVED = "reserved", _("With a reservation")
    BAD = "bad", _("Not suitable")
    NONE = "none", _("Did not answer, or would not")


class AppliedReference(OfApplication, ScopedModel):
    """Somebody who is asked about the applicant, and what they said."""

    WORDS = {
        "name": _("Name"),
        "contact": _("E-mail address or telephone"),
        "relation": _("How they know the applicant"),
        "said": _("What they said"),
    }

    application = models.ForeignKey(Application, models.PROTECT, related_name="references")
    answer = models.CharField(_("answer"), max_length=10, choices=ReferenceAnswer, default=ReferenceAnswer.WAITING)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    noted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("reference for an applicant")
        verbose_name_plural = _("references for applicants")

    def __str__(self) -> str:
        return str(self.application)


class ApplicationDraft(Vaulted, Sealed, ScopedModel):
    """What somebody has typed into the form and not sent. Only its code opens it again; it expires."""

    WORDS = {"answers": _("What was typed")}  # a dictionary by field

    position = models.ForeignKey(Position, models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    saved_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()

    class Meta(ScopedModel.Meta):
        verbose_name = _("unfinished application")
        indexes = [models.Index(fields=["organisation", "expires_on"], name="application_draft_by_end")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class PermissionHow(models.TextChoices):
    FORM = "form", _("In the application form")
    PAPER = "paper", _("On paper")
    LATER = "later", _("Asked later, in writing")


class CheckPermissionQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def standing(self) -> CheckPermissionQuerySet:
        return self.filter(taken_back_at=None)


class CheckPermission(AppendOnlyModel, ScopedModel):
    """What somebody answered when they were asked whether the charity may look them up (BC-9). No is an answer too."""

    MUTABLE = ("taken_back_at", "person", "person_id")

    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="permissions")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    wording = models.TextField(_("the words that were shown"))
    version = models.PositiveSmallIntegerField(_("version of the form"), default=1)
    is_given = models.BooleanField(_("permission given"))
    how = models.CharField(_("how"), max_length=10, choices=PermissionHow, default=PermissionHow.FORM)
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = ScopedManager.from_queryset(CheckPermissionQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-answered_at", "-pk"]
        verbose_name = _("answer about checks online")
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) | Q(person__isnull=False), name="permission_of_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "application"], name="permission_by_application"),
            models.Index(fields=["organisation", "person"], name="permission_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.application or self.person)

    @property
    def stands(self) -> bool:
        """Whether somebody may be looked up by it: a yes that was not taken back."""
        return self.is_given and self.taken_back_at is None


class LetterKind(models.TextChoices):
    RECEIVED = "received", _("Application received")
    PARENT_COPY = "parent_copy", _("Copy for a parent or carer")
    REFERENCE = "reference", _("A reference is asked for")
    NOT_TAKEN_ON = "not_taken_on", _("Not taken on")


class VolunteerLetterQuerySet(LetterQuerySet):
    pass


class VolunteerLetter(AbstractLetter):
    """A mail about an application. It goes to an address, not to a person of the list."""

    kind = models.CharField(max_length=15, choices=LetterKind)
    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    reference = models.ForeignKey(AppliedReference, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager.from_queryset(VolunteerLetterQuerySet)()

    class Meta(AbstractLetter.Meta):
        verbose_name = _("letter about an application")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.application}"
