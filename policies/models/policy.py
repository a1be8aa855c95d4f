"""A policy, whatever its version: title, whom it binds, when it is due, what it leans on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from people.models import Person, folded
from policies.states import Status
from safeguard.addresses import address
from safeguard.partial_dates import PartialDateField
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet

if TYPE_CHECKING:
    from policies.models.version import PolicyVersion


class DocumentClass(models.TextChoices):
    """What a document calls itself; several at once are usual (BC-1)."""

    POLICY = "policy", _("Policy")
    PROCEDURE = "procedure", _("Procedure")
    GUIDANCE = "guidance", _("Guidance")


class PolicyQuerySet(ScopedQuerySet):
    def live(self) -> PolicyQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_on=None)

    def in_force(self) -> PolicyQuerySet:
        from policies.models.version import PolicyVersion

        held = PolicyVersion.objects.filter(policy=OuterRef("pk"), status=Status.IN_FORCE)
        return self.filter(Exists(held))

    def unsigned(self) -> PolicyQuerySet:
        """In use, and nobody has signed (WR-58)."""
        from policies.models.version import PolicyVersion

        held = PolicyVersion.objects.filter(policy=OuterRef("pk"), status=Status.IN_FORCE, signed_name="")
        return self.filter(Exists(held))

    def lacking_control_data(self) -> PolicyQuerySet:
        """In force without an owner, an audience, a rhythm, an author, or a date of review, adoption or signature."""
        from policies.models.version import PolicyVersion

        gaps = Q(author="") | Q(adopted=None) | Q(signed_name="") | Q(signed_on=None)
        silent = PolicyVersion.objects.filter(gaps, policy=OuterRef("pk"), status=Status.IN_FORCE)
        beside = (
            Q(owner=None) | Q(audience=[]) | Q(interval_months=None) | Q(last_reviewed=None) | Q(next_review_on=None)
        )
        return self.in_force().filter(beside | Exists(silent))

    def overdue(self, today: date) -> PolicyQuerySet:
        """The last day on which the review was due has passed."""
        return self.live().filter(next_review_on__lt=today)

    def due_within(self, days: int, today: date) -> PolicyQuerySet:
        return self.live().filter(next_review_on__gte=today, next_review_on__lte=today + timedelta(days=days))

    def binding(self, role: str) -> PolicyQuerySet:
        """Policies that bind the people of this role."""
        return self.annotate(bound=Cast("audience", models.TextField())).filter(bound__contains=f'"{role}"')

    def drafted(self) -> PolicyQuerySet:
        """With a text in work."""
        from policies.models.version import PolicyVersion

        return self.filter(Exists(PolicyVersion.objects.filter(policy=OuterRef("pk"), status__in=Status.in_work())))

    def matching(self, words: str) -> PolicyQuerySet:
        """Every word stands in the title or in what the policy covers, whatever its accents."""
        found = self
        for word in folded(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def with_current(self) -> PolicyQuerySet:
        """The versions in force and in work of each policy, in one more query: `policy.current`, `policy.in_work`."""
        from policies.models.version import PolicyVersion

        standing = PolicyVersion.objects.standing().without_text()
        return self.prefetch_related(models.Prefetch("versions", queryset=standing, to_attr="standing_versions"))


class Policy(ScopedModel):
    """The document that the charity keeps; its text stands in its versions."""

    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(max_length=80)
    sort_title = models.CharField(max_length=300, editable=False)  # folded: the order of the list
    search_text = models.TextField(editable=False)
    document_classes = models.JSONField(_("kind of document"), default=list)
    scope = models.TextField(_("what it covers"), blank=True)
    protected_people = models.TextField(_("whose data and safety it protects"), blank=True)
    audience = models.JSONField(_("whom it binds"), default=list, blank=True)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="+")
    interval_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    review_anchor = PartialDateField(null=True, editable=False)  # intervals are counted from here (E-3)
    last_reviewed = PartialDateField(_("last reviewed"), null=True, blank=True)
    next_review = PartialDateField(_("next review"), null=True, blank=True)
    next_review_on = models.DateField(null=True, editable=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=600, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(PolicyQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("policy")
        ordering = ["sort_title", "pk"]
        indexes = [
            models.Index(fields=["organisation", "next_review_on"], name="policy_by_review"),
            models.Index(fields=["organisation", "sort_title", "id"], name="policy_by_title"),
        ]
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="policy_slug_once")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_title = folded(self.title)[:300]
        self.search_text = folded(f"{self.title} {self.scope}".strip())
        self.next_review_on = self.next_review.latest if self.next_review else None
        if update_fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*update_fields, "sort_title", "search_text", "next_review_on"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address("policies:policy", self.slug)

    @property
    def current(self) -> PolicyVersion | None:
        """The version in force, or None. Costs a query unless loaded by `with_current`."""
        if hasattr(self, "standing_versions"):
            return next((v for v in self.standing_versions if v.status == Status.IN_FORCE), None)
        return self.versions.filter(status=Status.IN_FORCE).first()

    @property
    def in_work(self) -> PolicyVersion | None:
        """The draft, text in review or approved text, or None. Costs a query unless loaded by `with_current`."""
        if hasattr(self, "standing_versions"):
            return next((v for v in self.standing_versions if v.status != Status.IN_FORCE), None)
        return self.versions.filter(status__in=Status.in_work()).first()

    def is_overdue(self, today: date) -> bool:
        return self.withdrawn_on is None and self.next_review_on is not None and self.next_review_on < today
