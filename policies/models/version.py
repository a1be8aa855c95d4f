"""One version of a policy's text, by clause, with the dates and the signature that it states of itself."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from policies.models.policy import Policy
from policies.states import VERSION_STEPS, Status
from safeguard.addresses import address
from safeguard.partial_dates import PartialDateField
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Origin(models.TextChoices):
    WRITTEN = "written", _("Written here")
    IMPORTED = "imported", _("Imported")
    STARTER = "starter", _("Starter text")


class ChangeKind(models.TextChoices):
    """Only a material change asks people to sign again."""

    FIRST = "first", _("First version")
    MATERIAL = "material", _("The rules change: people sign again")
    WORDING = "wording", _("Wording only: signatures stand")


class PolicyVersionQuerySet(ScopedQuerySet):
    def of(self, policy_slug: str) -> PolicyVersionQuerySet:
        return self.filter(policy__slug=policy_slug).select_related("policy")

    def in_force(self) -> PolicyVersionQuerySet:
        return self.filter(status=Status.IN_FORCE)

    def in_work(self) -> PolicyVersionQuerySet:
        return self.filter(status__in=Status.in_work())

    def standing(self) -> PolicyVersionQuerySet:
        """What there is today: the version in force and the one in work."""
        return self.filter(status__in=[Status.IN_FORCE, *Status.in_work()])

    def newest_first(self) -> PolicyVersionQuerySet:
        return self.order_by("-number")

    def without_text(self) -> PolicyVersionQuerySet:
        """For lists: everything but the long text."""
        return self.defer("body")


class PolicyVersion(ScopedModel):
    """A text that, once approved, never changes: a change is a dated amendment or a new version."""

    STEPS = VERSION_STEPS

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=300, blank=True)  # as it stood; the policy may be renamed later
    label = models.CharField(_("version label"), max_length=60, blank=True)
    label_typed = models.CharField(_("label as typed"), max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.WRITTEN)
    author = models.CharField(_("author"), max_length=300, blank=True)
    stated_status = models.CharField(_("status that the text states"), max_length=60, blank=True)
    body = models.TextField(_("text"), blank=True)
    revision = models.PositiveIntegerField(default=1)  # rises with each save; two editors are told (E-40)
    change_kind = models.CharField(_("what changes"), max_length=10, choices=ChangeKind, default=ChangeKind.FIRST)
    change_summary = models.TextField(_("what changed"), blank=True)
    dated = PartialDateField(_("policy dated"), null=True, blank=True)
    adopted = PartialDateField(_("adopted on"), null=True, blank=True)
    reviewed = PartialDateField(_("reviewed"), null=True, blank=True)
    signed_name = models.CharField(_("signed by"), max_length=300, blank=True)
    signed_office = models.CharField(_("office"), max_length=200, blank=True)
    signed_on = PartialDateField(_("signed on"), null=True, blank=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    stated_next_review = PartialDateField(_("next review date that the text states"), null=True, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    source_file = models.FileField(upload_to="policies/", blank=True)
    source_name = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=20, default="en-gb")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)  # when it was put before the trustees
    approved_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # superseded or withdrawn
    ended_reason = models.CharField(max_length=600, blank=True)

    objects = ScopedManager.from_queryset(PolicyVersionQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("version")
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "policy", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "policy"], condition=Q(status="in_force"), name="one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["organisation", "policy"],
                condition=Q(status__in=["draft", "in_review", "approved"]),
                name="one_version_in_work",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="version_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.policy.title}, {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title = self.title or self.policy.title
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """The charity's own label, or "version 3"."""
        return self.label or str(_("version %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return address("policies:version", self.policy.slug, self.number)

    @property
    def is_closed(self) -> bool:
        """Whether the text can no longer be changed."""
        return self.status not in {Status.DRAFT, Status.IN_REVIEW}

    @property
    def is_signed(self) -> bool:
        """Signed off by the chair, here or on the paper that was imported; "approved" alone is not signed (WR-58)."""
        return bool(self.signed_name)


class AutosavedText(ScopedModel):
    """What somebody typed and has not saved yet; one per person and version."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="autosaved")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    body = models.TextField()
    based_on = models.PositiveIntegerField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version", "person"], name="one_autosave_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.person}"
