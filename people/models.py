"""People, the roles that they hold from a day to a day, and the personal links that are sent to them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Project, Settings
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A sign-in. One person may use it in several organisations; none of them shows in another (E-19)."""

    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.email


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_SILENT = dict.fromkeys(map(ord, "'’‘ʼ`´"))  # O'Neill, O’Neill and ONeill are one name


def folded(text: str) -> str:
    """The text without accents, capitals and apostrophes, so that "lukasz" finds "Łukasz" (E-16)."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SILENT).translate(_LETTERS))
    words = "".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ").replace("‐", " ")
    return " ".join(words.split())


def searchable(name: str, known_as: str) -> str:
    """What the search looks into, as long as an index of any database takes."""
    return " / ".join(filter(None, (folded(name), folded(known_as))))[:600]


def digits(phone: str) -> str:
    """A British number without its prefix, spaces and brackets, so that "+44 7700 900123" is "07700 900123"."""
    found = "".join(c for c in unicodedata.normalize("NFKC", phone).replace("(0)", "") if c in "+0123456789")
    for prefix in ("+44", "0044"):
        found = "0" + found.removeprefix(prefix) if found.startswith(prefix) else found
    return found.removeprefix("+")[:30]


class PersonQuerySet(ScopedQuerySet):
    def current(self, today: date | None = None) -> PersonQuerySet:
        """People who are here: not left, not deceased."""
        today = today or timezone.localdate()
        return self.filter(Q(left_on=None) | Q(left_on__gt=today), deceased_on=None)

    def left(self, today: date | None = None) -> PersonQuerySet:
        return self.filter(left_on__lte=today or timezone.localdate())

    def holding(self, *roles: str, on: date | None = None) -> PersonQuerySet:
        """People who hold one of these roles on that day."""
        held = RoleHolding.objects.on(on or timezone.localdate()).filter(role__in=roles)
        return self.filter(pk__in=held.values("person"))  # read once; SQLite would look it up for every person

    def matching(self, words: str) -> PersonQuerySet:
        """Every word stands in the name or the known-as name, whatever its accents."""
        found = self
        for word in folded(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def on_the_board(self, today: date | None = None) -> PersonQuerySet:
        """The trustees, or management committee, as a group (BC-15)."""
        return self.holding(*TRUSTEES, on=today)

    def counted_as_staff(self, today: date) -> PersonQuerySet:
        """Those whom the charity's policies mean by "staff" (WR-2)."""
        return self.holding(*Settings.current().staff_means, on=today)

    def resembling(self, *, name: str = "", email: str = "", phone: str = "") -> PersonQuerySet:
        """Who may be the same person: same name whatever its accents, same address or same number (E-17)."""
        alike = Q(pk__in=[])
        if name:
            alike |= Q(search_text=folded(name)) | Q(search_text__startswith=f"{folded(name)} / ")
        if email:
            alike |= Q(email__iexact=email)
        if digits(phone):
            alike |= Q(phone_digits=digits(phone))
        return self.filter(alike)

    def with_roles(self, today: date | None = None) -> PersonQuerySet:
        """The roles held today, in one more query, so that `person.roles` asks nothing."""
        held = RoleHolding.objects.on(today or timezone.localdate())
        return self.prefetch_related(models.Prefetch("holdings", queryset=held, to_attr="holdings_today"))


class Person(ScopedModel):
    """Somebody whom the charity knows. An e-mail address may be shared or missing (E-13, E-14)."""

    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="people")
    name = models.CharField(_("full name"), max_length=300)
    known_as = models.CharField(_("known as"), max_length=300, blank=True)
    search_text = models.CharField(max_length=600, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    phone_digits = models.CharField(max_length=30, blank=True, editable=False)
    do_not_email = models.BooleanField(_("do not send e-mails"), default=False)
    safe_contact = models.CharField(_("safe way to make contact"), max_length=300, blank=True)
    language = models.CharField(_("preferred language"), max_length=60, blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    age_band = models.CharField(_("age band, where the date of birth is not known"), max_length=40, blank=True)
    line_manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("line manager or team leader")
    )
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("project")
    )
    restricted = models.BooleanField(default=False)
    joined_on = models.DateField(_("joined on"), default=timezone.localdate)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    deceased_on = models.DateField(_("died on"), null=True, blank=True)

    objects = ScopedManager.from_queryset(PersonQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["search_text", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["organisation", "search_text", "id"], name="person_by_name"),
            models.Index(fields=["organisation", "email"], name="person_by_email"),
            models.Index(fields=["organisation", "phone_digits"], name="person_by_phone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(user__isnull=False), name="one_person_per_user"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text", "phone_digits"}
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Fill in what is looked up; `bulk_create` asks for it by hand."""
        self.search_text = searchable(self.name, self.known_as)
        self.phone_digits = digits(self.phone)

    @property
    def display_name(self) -> str:
        return self.known_as or self.name

    def get_absolute_url(self) -> str:
        return address("people:person", self.pk)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held today. Asked once per object; empty for somebody who left."""
        today = timezone.localdate()
        if not self.is_here(today):
            return frozenset()
        if hasattr(self, "holdings_today"):
            return frozenset(holding.role for holding in self.holdings_today)
        return frozenset(self.holdings.on(today).values_list("role", flat=True))

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_trustee(self) -> bool:
        return self.holds(*TRUSTEES)

    def is_here(self, today: date) -> bool:
        return self.deceased_on is None and (self.left_on is None or self.left_on > today)

    @property
    def can_be_mailed(self) -> bool:
        return bool(self.email) and not self.do_not_email and self.deceased_on is None


class ServicePeriod(ScopedModel):
    """From joining to leaving. Who comes back starts a new one, and signs everything anew (E-21)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.CharField(_("why the person left"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["starts_on", "pk"]
        verbose_name = _("period of service")
        verbose_name_plural = _("periods of service")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(ends_on=None), name="one_open_period_per_person"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="period_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on:%d.%m.%Y}"


class RoleHoldingQuerySet(ScopedQuerySet):
    def on(self, day: date) -> RoleHoldingQuerySet:
        """Held on that day, the first and the last day included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def today_with_people(self) -> RoleHoldingQuerySet:
        """What is held today by people who are here, by name."""
        here = self.on(timezone.localdate()).filter(person__in=Person.objects.current())
        return here.select_related("person").order_by("person__search_text", "pk")

    def ahead(self, day: date) -> RoleHoldingQuerySet:
        """Held on that day or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


class RoleHolding(ScopedModel):
    """Who held which role from when to when, so that "who was lead on that day" has an answer years later."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("stands in for")
    )
    appointed_by = models.CharField(_("appointed by"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(RoleHoldingQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["starts_on", "pk"]
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        indexes = [models.Index(fields=["organisation", "role", "starts_on"], name="holding_by_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="role_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class RoleLabelQuerySet(ScopedQuerySet):
    def by_role(self) -> dict[str, str]:
        """What each role is called here: the charity's own words, and ours where it has none."""
        return {role.value: str(role.label) for role in Role} | dict(self.values_list("role", "label"))


class RoleLabel(ScopedModel):
    """The charity's own word for a role."""

    role = models.CharField(max_length=30, choices=Role)
    label = models.CharField(_("what your charity calls it"), max_length=100)

    objects = ScopedManager.from_queryset(RoleLabelQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("name of a role")
        verbose_name_plural = _("names of roles")
        constraints = [models.UniqueConstraint(fields=["organisation", "role"], name="one_label_per_role")]

    def __str__(self) -> str:
        return self.label


class Purpose(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    SIGN = "sign", _("Signing page")
    CALENDAR = "calendar", _("Calendar")


class PersonalLinkQuerySet(ScopedQuerySet):
    def usable(self, now: datetime) -> PersonalLinkQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=now)


class PersonalLink(ScopedModel):
    """An address that only one person can open. Only a fingerprint of the token is kept, so nobody can copy it here."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=20, choices=Purpose)
    about = models.CharField(max_length=100, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(PersonalLinkQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        indexes = [models.Index(fields=["organisation", "person", "purpose"], name="link_by_person")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.person}"


class PeopleImport(ScopedModel):
    """A spreadsheet that somebody reads in. Good rows become people; the others stay here until they are fetched."""

    made_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)  # when the worker was asked to take a long list in
    with_twins = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        ordering = ["-made_at"]
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")

    def __str__(self) -> str:
        return self.file_name
