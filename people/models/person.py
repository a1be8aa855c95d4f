"""Somebody whom the charity knows, when they were here, and the roles that they hold from a day to a day."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Project, Settings
from people.models.accounts import User
from people.models.names import digits, folded, searchable
from people.roles import KEPT_WHILE_PAUSED, TRUSTEES, Role
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class ContactPreference(models.TextChoices):
    """Whom the charity rings or writes to about somebody (IL-66)."""

    DIRECT = "direct", _("The person")
    CARER_FIRST = "carer_first", _("Parents or carers first, then the person")
    CARER_ONLY = "carer_only", _("Parents or carers only")


class PersonQuerySet(ScopedQuerySet):
    def current(self, today: date | None = None) -> PersonQuerySet:
        """People who are here: not left, not deceased, and not entered twice."""
        today = today or timezone.localdate()
        return self.filter(Q(left_on=None) | Q(left_on__gt=today), deceased_on=None, merged_into=None)

    def left(self, today: date | None = None) -> PersonQuerySet:
        return self.filter(left_on__lte=today or timezone.localdate())

    def working(self, day: date | None = None) -> PersonQuerySet:
        """Without those whose roles are paused on that day."""
        return self.filter(Q(paused_from=None) | Q(paused_from__gt=day or timezone.localdate()))

    def holding(self, *roles: str, on: date | None = None) -> PersonQuerySet:
        """People who hold one of these roles on that day, and whose roles are not paused."""
        day = on or timezone.localdate()
        held = RoleHolding.objects.on(day).filter(role__in=roles)
        kept = KEPT_WHILE_PAUSED.intersection(roles)
        people = self.filter(pk__in=held.values("person"))  # read once; SQLite would look it up for every person
        if not kept:
            return people.working(day)
        if kept.issuperset(roles):
            return people
        still = Q(pk__in=held.filter(role__in=kept).values("person"))
        return people.filter(still | Q(paused_from=None) | Q(paused_from__gt=day))

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
    adult_at_risk = models.BooleanField(_("adult at risk"), default=False)
    contact_preference = models.CharField(
        _("whom to contact"), max_length=12, choices=ContactPreference, default=ContactPreference.DIRECT
    )
    interpreter = models.CharField(_("interpreter"), max_length=300, blank=True)
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
    paused_from = models.DateField(_("roles are paused from"), null=True, blank=True)  # a suspension (RW-46)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")

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
        """The roles held today. Asked once per object; empty for somebody who left.

        While somebody's roles are paused they count as a visitor: whoever is suspended raises concerns and sees their
        own page and data, and every rule of every room answers no to what they did for the charity.
        """
        today = timezone.localdate()
        if not self.is_here(today):
            return frozenset()
        if hasattr(self, "holdings_today"):
            held = frozenset(holding.role for holding in self.holdings_today)
        else:
            held = frozenset(self.holdings.on(today).values_list("role", flat=True))
        return (held & KEPT_WHILE_PAUSED) | {Role.VISITOR} if self.is_paused(today) else held

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_trustee(self) -> bool:
        return self.holds(*TRUSTEES)

    def is_here(self, today: date) -> bool:
        if self.deceased_on or self.merged_into_id:
            return False
        return self.left_on is None or self.left_on > today

    def is_paused(self, today: date) -> bool:
        return self.paused_from is not None and self.paused_from <= today

    def is_at_work(self, today: date) -> bool:
        """Here, and not suspended: may be counted on, and may act where they are named and not only by a role."""
        return self.is_here(today) and not self.is_paused(today)

    @property
    def can_be_mailed(self) -> bool:
        reachable = bool(self.email) and not self.do_not_email
        return reachable and self.deceased_on is None and self.merged_into_id is None


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

    def counting(self, day: date) -> RoleHoldingQuerySet:
        """Held on that day by people who are here, and not paused: what somebody may act by."""
        return self.on(day).unpaused(day).filter(person__in=Person.objects.current(day).order_by().values("pk"))

    def unpaused(self, day: date) -> RoleHoldingQuerySet:
        """Without what is switched off while somebody is suspended."""
        working = Q(person__paused_from=None) | Q(person__paused_from__gt=day)
        return self.filter(working | Q(role__in=KEPT_WHILE_PAUSED))

    def today_with_people(self) -> RoleHoldingQuerySet:
        """What is held today by people who are here, by name."""
        here = self.counting(timezone.localdate())
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
