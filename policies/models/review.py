"""Reviews with their comments, and the trustees' approvals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from policies.models.policy import Policy
from policies.models.version import PolicyVersion
from policies.states import REVIEW_STEPS, ReviewStatus
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.partial_dates import PartialDateField
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Outcome(models.TextChoices):
    NO_CHANGE = "no_change", _("Reviewed, no change")
    NEW_VERSION = "new_version", _("New version")
    WITHDRAW = "withdraw", _("Withdraw the policy")


class Review(ScopedModel):
    """One review: when it was due, when it was done, by whom, and what came of it."""

    STEPS = REVIEW_STEPS

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="reviews")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="reviews")
    status = models.CharField(max_length=10, choices=ReviewStatus, default=ReviewStatus.OPEN)
    due = PartialDateField(_("due"), null=True, blank=True)
    opened_on = models.DateField(default=timezone.localdate)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    minute_reference = models.CharField(_("minute reference"), max_length=200, blank=True)
    answers = models.JSONField(default=dict, blank=True)  # to the questions asked at every review: key -> yes, no, none
    next_due = PartialDateField(_("next review"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("review")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "policy"], condition=Q(status="open"), name="one_open_review_per_policy"
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_on__isnull=False, done_by__isnull=False) | ~Q(status="done"),
                name="done_review_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy}: {self.get_status_display()}"


class Reviewer(ScopedModel):
    """Somebody who was asked to read; the page notes when they said that they had."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "review", "person"], name="reviewer_once")]

    def __str__(self) -> str:
        return str(self.person)


class ClauseComment(ScopedModel):
    """What a trustee says to one clause while a text is in review."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="comments")
    anchor = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(_("your comment"))
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=600, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_comment_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.anchor}"


class Decision(models.TextChoices):
    APPROVE = "approve", _("Approve")
    REFUSE = "refuse", _("Send back")


class SuggestionQuerySet(ScopedQuerySet):
    def waiting(self) -> SuggestionQuerySet:
        return self.filter(settled_at=None)


class Suggestion(ScopedModel):
    """What the next review of a policy should look at. It names nobody, not even who wrote it, and no occasion."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="suggestions")
    clause = models.CharField(_("clause"), max_length=80, blank=True)
    text = models.CharField(_("what should change"), max_length=500)
    made_on = models.DateField(default=timezone.localdate)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("what came of it"), max_length=600, blank=True)

    objects = ScopedManager.from_queryset(SuggestionQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["made_on", "pk"]
        verbose_name = _("suggestion for a review")
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_suggestion_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(_("suggestion for a review"))


class ApprovalQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def standing(self) -> ApprovalQuerySet:
        """Decisions on the text as it stands now; those on an earlier wording are history."""
        return self.filter(revision=models.F("version__revision"))

    def approving(self) -> ApprovalQuerySet:
        return self.filter(decision=Decision.APPROVE)


class Approval(AppendOnlyModel, ScopedModel):
    """A trustee's decision on one exact text, with the minute that records it."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="approvals")
    revision = models.PositiveIntegerField()  # of the text that was on the screen
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    decided_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # from the minutes
    minute_reference = models.CharField(_("minute reference"), max_length=200, blank=True)
    meeting_on = models.DateField(_("date of the meeting"), null=True, blank=True)
    conditions = models.TextField(_("conditions or reasons"), blank=True)

    objects = ScopedManager.from_queryset(ApprovalQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("approval")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "version", "revision", "person"], name="one_decision_per_trustee_and_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_decision_display()}"
