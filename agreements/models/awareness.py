"""Who has been told what a policy asks of them, and who was given which document."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from policies.models import PolicyVersion
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Method(models.TextChoices):
    READ = "read", _("Read it")
    BRIEFING = "briefing", _("Briefing or meeting")
    EMAIL = "email", _("E-mail")
    INDUCTION = "induction", _("Induction")


class Understood(models.TextChoices):
    YES = "yes", _("Said that they understand it")
    QUESTIONS = "questions", _("Has questions")
    NOT_ASKED = "not_asked", _("Was not asked")


class AwarenessQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class Awareness(AppendOnlyModel, ScopedModel):
    """One person was told of one version, on a day, in some way (RW-13); understanding is asked apart (WY-9)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="awareness", verbose_name=_("person"))
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+", verbose_name=_("document"))
    on = models.DateField(_("when"))
    method = models.CharField(_("how"), max_length=10, choices=Method)
    understood = models.CharField(_("understood"), max_length=10, choices=Understood)
    questions = models.TextField(_("questions"), blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(AwarenessQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("record of telling")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "version", "person"], name="awareness_by_version"),
            models.Index(fields=["organisation", "person", "on"], name="awareness_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_method_display()}"


class Means(models.TextChoices):
    EMAIL = "email", _("By e-mail")
    PAPER = "paper", _("On paper")
    HAND = "hand", _("In person")
    POST = "post", _("By post")


class IssueRecordQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class IssueRecord(AppendOnlyModel, ScopedModel):
    """One person was given one version of a document (RW-8, IL-3, BC-5)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="issued", verbose_name=_("person"))
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+", verbose_name=_("document"))
    on = models.DateField(_("when"))
    means = models.CharField(_("how"), max_length=10, choices=Means)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(IssueRecordQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("record of issuing")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "version", "person"], name="issue_by_version"),
            models.Index(fields=["organisation", "person", "on"], name="issue_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_means_display()}"
