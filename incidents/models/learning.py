"""How a case ended, what was learnt, and what is done about it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.cases import Case
from incidents.models.kinds import Outcome
from people.models import Person
from policies.models import Policy
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.sealed import Sealed


class ClosingQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class Closing(AppendOnlyModel, Sealed, ScopedModel):
    """A case was closed: how it ended, the talk afterwards, and why nothing is left to do. A reopened case has more."""

    AUDIT_CLOSED = True
    MUTABLE = ("reopened_at",)
    WORDS = {
        "summary": _("What was found and done"),
        "reasons": _("Why it can be closed"),
        "debrief": _("Who talked about it afterwards, and what was said"),
        "no_debrief": _("Why nobody talked about it afterwards"),
        "no_lessons": _("Why nothing is to be learnt"),
        "open_left": _("What is left open, and why"),
        "handling": _("How it was handled"),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="closings")
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    debriefed_on = models.DateField(_("talked about on"), null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reopened_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(ClosingQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-at", "-pk"]
        verbose_name = _("closing of a case")

    def __str__(self) -> str:
        return f"{self.case}: {self.get_outcome_display()}"


class LessonQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class Lesson(AppendOnlyModel, Sealed, ScopedModel):
    """Something that was learnt. Where a policy is to change, its text for the review names nobody (WY-114)."""

    AUDIT_CLOSED = True
    WORDS = {"finding": _("What was learnt")}

    case = models.ForeignKey(Case, models.PROTECT, related_name="lessons")
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.CharField(_("clause"), max_length=60, blank=True)
    for_review = models.CharField(_("what the review should change; names nobody"), max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(LessonQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["at", "pk"]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def __str__(self) -> str:
        return f"{self.case}: {_('lesson')}"


class Action(Sealed, ScopedModel):
    """What somebody does because of a lesson, by when."""

    AUDIT_CLOSED = True
    WORDS = {"what": _("What is done"), "done": _("How it was done")}

    case = models.ForeignKey(Case, models.PROTECT, related_name="actions")
    lesson = models.ForeignKey(Lesson, models.PROTECT, null=True, blank=True, related_name="actions")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="incident_actions", verbose_name=_("who does it"))
    due_on = models.DateField(_("by when"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["due_on", "pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [models.Index(fields=["organisation", "owner", "done_at"], name="incident_action_by_owner")]

    def __str__(self) -> str:
        return str(_("action"))
