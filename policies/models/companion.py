"""What a policy leans on: other documents of the charity, and the law, guidance and resources that it cites."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person
from policies.models.policy import Policy
from safeguard.partial_dates import PartialDateField
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class CompanionKind(models.TextChoices):
    DOCUMENT = "document", _("Document of the charity")
    AGREEMENT = "agreement", _("Agreement that people sign")
    EXTERNAL = "external", _("Rules of somebody else")


class CompanionQuerySet(ScopedQuerySet):
    def with_document(self) -> CompanionQuerySet:
        """The document and its version in force, for the flags, in two more queries."""
        return self.prefetch_related(models.Prefetch("document", queryset=Policy.objects.with_current()))

    def of_policies_in_use(self) -> CompanionQuerySet:
        """Named by a policy that is in force, and the charity's own to keep."""
        return self.filter(policy__in=Policy.objects.live().in_force()).exclude(kind=CompanionKind.EXTERNAL)

    def out_of_order(self, today: date) -> CompanionQuerySet:
        """Missing, withdrawn, not in force, overdue or unsigned; the same as `flags.of_companion`."""
        sound = Policy.objects.live().in_force().exclude(pk__in=Policy.objects.unsigned()).filter(in_date(today))
        return self.filter(Q(document=None) | ~Q(document__in=sound))


class Companion(ScopedModel):
    """Another document that this policy names (RW-5, WY-11). `document` is empty where the charity has not filed it."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="companions")
    title = models.CharField(_("title as named"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=CompanionKind, default=CompanionKind.DOCUMENT)
    document = models.ForeignKey(Policy, models.SET_NULL, null=True, blank=True, related_name="companion_of")
    mandatory = models.BooleanField(_("must be read together with it"), default=False)
    note = models.CharField(_("note"), max_length=600, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager.from_queryset(CompanionQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("companion document")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "policy", "title"], name="companion_once")]

    def __str__(self) -> str:
        return self.title


def in_date(today: date) -> Q:
    return Q(next_review_on=None) | Q(next_review_on__gte=today)


class ReferenceKind(models.TextChoices):
    LAW = "law", _("Law")
    GUIDANCE = "guidance", _("Guidance")
    RESOURCE = "resource", _("Resource for families or volunteers")
    RULE = "rule", _("Government or council policy")


class LinkResult(models.TextChoices):
    WORKS = "works", _("Works")
    DEAD = "dead", _("Does not work")
    REPLACED = "replaced", _("Closed or replaced")


class ReferenceQuerySet(ScopedQuerySet):
    def unchecked_since(self, day: date) -> ReferenceQuerySet:
        """With a web address at which nobody has looked since that day."""
        return self.exclude(link="").filter(Q(last_checked_on=None) | Q(last_checked_on__lt=day))


class Reference(ScopedModel):
    """Law, guidance or a resource that the policy cites; somebody checks it (RW-78, WY-19, WY-81, WY-82)."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="references")
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=ReferenceKind, default=ReferenceKind.RESOURCE)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    dated = PartialDateField(_("date or edition"), null=True, blank=True)
    link = models.CharField(_("web address"), max_length=600, blank=True)
    purpose = models.CharField(_("what it is for"), max_length=300, blank=True)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    age_group = models.CharField(_("age group"), max_length=60, blank=True)
    applicability = models.CharField(_("applies"), max_length=200, blank=True)
    last_checked_on = models.DateField(_("last checked"), null=True, blank=True)
    checked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    result = models.CharField(_("result"), max_length=10, choices=LinkResult, blank=True)
    replaced_by = models.CharField(_("replaced by"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(ReferenceQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("reference")
        ordering = ["kind", "title", "pk"]

    def __str__(self) -> str:
        return self.title
