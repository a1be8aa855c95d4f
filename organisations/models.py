"""Organisations, their projects, their settings and the agencies that they call."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.nations import Nation
from safeguard.recurrence import add_months
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet

ENTER_ONE = _("Enter 1 or more.")
ENTER_AGE = _("Enter an age of 18 at most.")


def default_languages() -> list[str]:
    return ["English"]


class Organisation(models.Model):
    """A charity. Every other row of its work carries this one's key."""

    name = models.CharField(_("name"), max_length=300)
    former_names = models.CharField(_("former names"), max_length=600, blank=True)
    slug = models.SlugField(max_length=60, unique=True)
    nation = models.CharField(_("nation"), max_length=20, choices=Nation)
    address = models.TextField(_("postal address"), blank=True)
    charity_number = models.CharField(_("charity number"), max_length=40, blank=True)
    regulator = models.CharField(_("charity regulator"), max_length=200, blank=True)
    local_partnership = models.CharField(_("local safeguarding partnership"), max_length=200, blank=True)
    police_force = models.CharField(_("police force"), max_length=200, blank=True)
    languages = models.JSONField(_("languages"), default=default_languages, blank=True)
    logo = models.FileField(_("logo"), upload_to="logos/", blank=True)
    brand_colour = models.CharField(
        _("brand colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Enter a colour such as #114b5f."))],
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:home", args=[self.slug])

    @property
    def logo_address(self) -> str:
        """Where the logo is served; empty without one."""
        return reverse("logo", args=[self.logo.name.removeprefix("logos/")]) if self.logo else ""


class ProjectQuerySet(ScopedQuerySet):
    def running(self, today: date) -> ProjectQuerySet:
        """Started and not ended; a project without dates is running."""
        return self.filter(
            models.Q(starts_on=None) | models.Q(starts_on__lte=today),
            models.Q(ends_on=None) | models.Q(ends_on__gte=today),
        )

    def with_a_page(self) -> ProjectQuerySet:
        """Projects that hold a page online (RW-27)."""
        return self.exclude(online_page="")


class Project(ScopedModel):
    """A project, site or activity, with the person whom carers reach while it runs (RW-27, IL-76)."""

    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("part of")
    )
    starts_on = models.DateField(_("active from"), null=True, blank=True)
    ends_on = models.DateField(_("active until"), null=True, blank=True)
    contact_name = models.CharField(_("contact during activities"), max_length=300, blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=60, blank=True)
    online_page = models.CharField(_("its page online"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(ProjectQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["name"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="project_name_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="project_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyKind(models.TextChoices):
    """What an agency is to us, whatever the nation calls it. The order is the order of the list of numbers."""

    EMERGENCY = "emergency", _("Emergency")
    POLICE = "police", _("Police, not an emergency")
    CHILDREN = "children", _("Children's social work")
    ADULTS = "adults", _("Adult social work")
    WORKER_CONCERN = "worker_concern", _("Concern about somebody who works with children or adults at risk")
    RADICALISATION = "radicalisation", _("Worry about extremism")
    ONLINE_HARM = "online_harm", _("Harm online")
    HELPLINE = "helpline", _("Advice and helplines")
    BARRING = "barring", _("Barring and vetting")
    REGULATOR = "regulator", _("Charity regulator")
    DATA_PROTECTION = "data_protection", _("Data protection")
    OTHER = "other", _("Other")


class AgencyContactQuerySet(ScopedQuerySet):
    def in_order(self) -> AgencyContactQuerySet:
        """Emergency numbers first, then by kind and name."""
        places = [models.When(kind=kind, then=place) for place, kind in enumerate(AgencyKind.values)]
        return self.order_by(models.Case(*places, default=len(places)), "name", "pk")

    def stale(self, today: date) -> AgencyContactQuerySet:
        """Nobody has checked the number for a year, or ever."""
        return self.filter(models.Q(last_verified_on=None) | models.Q(last_verified_on__lt=add_months(today, -12)))


class AgencyContact(ScopedModel):
    """Whom to call: police, council, designated officer, helplines. Numbers are data with a date (RW-87, fact 23)."""

    name = models.CharField(_("agency"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind, default=AgencyKind.OTHER)
    purpose = models.CharField(_("what for"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    out_of_hours = models.CharField(_("out of hours"), max_length=120, blank=True)
    link = models.URLField(_("web address"), max_length=300, blank=True)
    area = models.CharField(_("area"), max_length=200, blank=True)
    source = models.CharField(_("where this was found"), max_length=300, blank=True)
    last_verified_on = models.DateField(_("last checked"), null=True, blank=True)

    objects = ScopedManager.from_queryset(AgencyContactQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("agency to call")
        verbose_name_plural = _("agencies to call")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name", "purpose"], name="agency_contact_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_stale(self, today: date) -> bool:
        return self.last_verified_on is None or self.last_verified_on < add_months(today, -12)


class LocalProtocol(ScopedModel):
    """A local information-sharing protocol that the charity works under (RW-18)."""

    name = models.CharField(_("name"), max_length=300)
    area = models.CharField(_("area"), max_length=200, blank=True)
    link = models.URLField(_("web address"), max_length=300, blank=True)
    version = models.CharField(_("version"), max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["name"]
        verbose_name = _("local protocol")
        verbose_name_plural = _("local protocols")

    def __str__(self) -> str:
        return self.name


def default_second_factor_roles() -> list[str]:
    return ["chair", "trustee", "safeguarding_trustee", "lead"]


def default_staff_means() -> list[str]:
    return ["staff", "volunteer"]


def default_age_bands() -> list[list[Any]]:
    """From which age which supervision applies; nothing is said about the younger ones (WY-62)."""
    return [[10, "Judged by ability and understanding"]]


def default_house_rules() -> str:
    return gettext(
        "Nobody writes or shares anything that runs down children, schools or the organisations we work with."
    )


class YesNoRecorded(models.TextChoices):
    FORBIDDEN = "forbidden", _("Never")
    CAREFUL = "careful", _("Only after talking to the parents")
    DECIDED = "decided", _("Recorded, and the safeguarding lead decides")


class AccountApprover(models.TextChoices):
    TRUSTEE = "trustee", _("A trustee")
    BOARD = "board", _("The whole board")
    LEAD = "lead", _("The safeguarding lead")


class CarerAgreement(models.TextChoices):
    TOLD = "told", _("They are told; signing is a choice")
    SIGN = "sign", _("They sign")
    NO = "no", _("They are not asked")


class Settings(ScopedModel):
    """What the charity decided where policies differ (the defaults are the careful ones)."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    children_as_contacts = models.CharField(
        _("Children as contacts on personal accounts"), max_length=10, choices=YesNoRecorded, default="forbidden"
    )
    former_young_people = models.CharField(
        _("Former young people, now adults"), max_length=10, choices=YesNoRecorded, default="decided"
    )
    direct_messages_by_register = models.BooleanField(
        _("Direct messages with children only through the contact register"), default=True
    )
    quiet_from = models.TimeField(_("No contact from"), default=time(21, 0))
    quiet_until = models.TimeField(_("No contact until"), default=time(8, 0))
    quiet_hours_by_weekday = models.JSONField(_("Other hours on some weekdays"), default=dict, blank=True)
    account_approver = models.CharField(
        _("Who approves a social-media account"), max_length=10, choices=AccountApprover, default="trustee"
    )
    minimum_admins = models.PositiveSmallIntegerField(
        _("People who can get into each account, at least"), default=2, validators=[MinValueValidator(1, ENTER_ONE)]
    )
    minimum_monitors = models.PositiveSmallIntegerField(
        _("People who watch each account, at least"), default=2, validators=[MinValueValidator(1, ENTER_ONE)]
    )
    child_agreement_age = models.PositiveSmallIntegerField(
        _("Age from which a child's own agreement is asked for pictures"),
        default=12,
        validators=[MaxValueValidator(18, ENTER_AGE)],
    )
    personal_phone_photos = models.BooleanField(_("Photos on personal phones are allowed"), default=False)
    phone_photo_minimum_age = models.PositiveSmallIntegerField(
        _("Nobody under this age is photographed with a phone"),
        default=7,
        validators=[MaxValueValidator(18, ENTER_AGE)],
    )
    photo_storage = models.CharField(_("Where photos are uploaded to"), max_length=300, blank=True)
    photo_upload_hours = models.PositiveSmallIntegerField(_("Hours until photos are uploaded"), default=48)
    picture_store = models.BooleanField(_("The picture log may keep the pictures themselves"), default=False)
    consent_refresh_months = models.PositiveSmallIntegerField(
        _("Months until consent is asked for again"),
        default=12,
        validators=[MinValueValidator(1, ENTER_ONE), MaxValueValidator(60, _("Enter 60 months at most."))],
    )
    platforms_need_assessment = models.BooleanField(
        _("Platforms are used only after they were assessed and approved"), default=True
    )
    carer_agreement = models.CharField(
        _("Carers and the policy"), max_length=10, choices=CarerAgreement, default="told"
    )
    online_checks = models.BooleanField(_("Online checks of volunteers"), default=False)
    contact_register_keeper = models.CharField(
        _("Who keeps the contact register"), max_length=30, default="safeguarding_trustee"
    )
    review_interval_months = models.PositiveSmallIntegerField(
        _("Months between policy reviews"),
        default=12,
        validators=[MinValueValidator(1, ENTER_ONE), MaxValueValidator(60, _("Enter 60 months at most."))],
    )
    comment_answer_days = models.PositiveSmallIntegerField(
        _("Working days to answer a public comment"), default=2, validators=[MinValueValidator(1, ENTER_ONE)]
    )
    prompt_suspension = models.BooleanField(
        _("A complaint asks the lead and a trustee about suspension (a neutral act)"), default=True
    )
    age_bands = models.JSONField(
        _("How closely children are supervised, by age"), default=default_age_bands, blank=True
    )
    staff_means = models.JSONField(_("Who counts as staff"), default=default_staff_means, blank=True)
    house_rules = models.TextField(_("Rules for everybody who posts"), default=default_house_rules, blank=True)
    approval_quorum = models.PositiveSmallIntegerField(
        _("Trustees who must approve a policy, at least"), default=2, validators=[MinValueValidator(1, ENTER_ONE)]
    )
    reminders_every_day = models.BooleanField(_("Send reminders at weekends and on bank holidays too"), default=False)
    second_factor_roles = models.JSONField(
        _("Roles that need a second step when signing in"), default=default_second_factor_roles, blank=True
    )

    class Meta(ScopedModel.Meta):
        verbose_name = _("settings")
        verbose_name_plural = _("settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(approval_quorum__gte=1), name="quorum_at_least_one"),
        ]

    def __str__(self) -> str:
        return str(_("Settings"))

    @classmethod
    def current(cls) -> Settings:
        """The active organisation's settings. They are made with the organisation and always exist."""
        return cls.objects.get()

    def second_factor_needed(self, roles: Collection[str]) -> bool:
        return not set(self.second_factor_roles).isdisjoint(roles)

    def quiet_hours(self, weekday: int) -> tuple[time, time]:
        """From when until when nobody writes to children, on that day of the week (0 is Monday) (IL-51)."""
        other = self.quiet_hours_by_weekday.get(str(weekday))
        return (
            (time.fromisoformat(other[0]), time.fromisoformat(other[1]))
            if other
            else (self.quiet_from, self.quiet_until)
        )

    def supervision_at(self, age: int) -> str:
        """The band of that age in words; empty where the charity has said nothing (WY-62)."""
        said = [words for start, words in sorted(self.age_bands) if start <= age]
        return said[-1] if said else ""

    def values(self) -> dict[str, Any]:
        """Name and value of each setting, for the audit of a change."""
        skipped = {"id", "organisation"}
        return {f.name: getattr(self, f.name) for f in self._meta.concrete_fields if f.name not in skipped}
