"""Training and induction: topics, what is offered, what was completed, and until when it counts."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from organisations.models import Project
from people.models import AbstractLetter, LetterQuerySet, Person
from policies.models import Policy
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.verification import new_code


class TopicKind(models.TextChoices):
    TRAINING = "training", _("Training")
    INDUCTION = "induction", _("Part of the induction")


class TopicQuerySet(ScopedQuerySet):
    def running(self, today: date) -> TopicQuerySet:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=today))


class Topic(ScopedModel):
    """Something that people of some roles learn, or are told at the beginning, and for how long it counts."""

    kind = models.CharField(_("Training or induction?"), max_length=10, choices=TopicKind, default=TopicKind.TRAINING)
    title = models.CharField(_("What is it about?"), max_length=200)
    what = models.TextField(_("What does it cover?"), max_length=5000, blank=True)
    roles = models.JSONField(_("Who needs it?"), default=list)
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Only in this project")
    )
    policy = models.ForeignKey(
        Policy, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Policy that it is about")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Agreement whose signature completes it"),
    )
    every_months = models.PositiveSmallIntegerField(
        _("Counts for how many months?"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    within_days = models.PositiveSmallIntegerField(
        _("To be done within how many days?"), default=90, validators=[MaxValueValidator(3650)]
    )
    is_required = models.BooleanField(_("Everybody of these roles must complete it"), default=True)
    suggestion = models.CharField(max_length=40, blank=True)  # a key of volunteers.topic_suggestions that it began as
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(TopicQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["kind", "title", "pk"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="topic_title_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("volunteers:topic", self.pk)


class TrainingOffer(ScopedModel):
    """That somebody was offered a training, and by when it is to be completed (IL-55)."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="offers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    offered_on = models.DateField(_("offered on"), default=timezone.localdate)
    due_on = models.DateField(_("to be completed by"))
    happens = models.CharField(_("when it takes place"), max_length=200, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    offered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)  # completed, or no longer needed

    class Meta(ScopedModel.Meta):
        ordering = ["due_on", "pk"]
        verbose_name = _("training offered")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "topic", "person"], condition=Q(closed_on=None), name="offered_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "person", "closed_on"], name="offer_by_person")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.person}"


class TrainingLetter(AbstractLetter):
    """A mail that tells somebody of the open offer of a topic."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(LetterQuerySet)()

    class Meta(AbstractLetter.Meta):
        verbose_name = _("letter about a training")

    def __str__(self) -> str:
        return str(self.topic)


class TrainingSession(ScopedModel):
    """A meeting at which a topic was taught."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("on"))
    trainer = models.CharField(_("who taught it"), max_length=200, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-held_on", "-pk"]
        verbose_name = _("training session")

    def __str__(self) -> str:
        return f"{self.topic}, {self.held_on}"


class CompletionQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def standing(self) -> CompletionQuerySet:
        return self.filter(taken_back_at=None)

    def counting(self, today: date) -> CompletionQuerySet:
        """Not taken back and not run out."""
        return self.standing().filter(Q(expires_on=None) | Q(expires_on__gte=today))


class Completion(AppendOnlyModel, ScopedModel):
    """Somebody completed a topic. A mistake is taken back, and stays readable."""

    MUTABLE = ("taken_back_at", "taken_back_by", "taken_back_by_id", "why_taken_back")

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="completions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    session = models.ForeignKey(TrainingSession, models.PROTECT, null=True, blank=True, related_name="completions")
    done_on = models.DateField(_("completed on"))
    expires_on = models.DateField(_("counts until"), null=True, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)
    code = models.CharField(max_length=40, default=new_code, unique=True)  # printed on the certificate
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    why_taken_back = models.CharField(max_length=300, blank=True)

    objects = ScopedManager.from_queryset(CompletionQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-done_on", "-pk"]
        verbose_name = _("training completed")
        indexes = [
            models.Index(fields=["organisation", "person", "topic", "done_on"], name="completion_by_person"),
            models.Index(fields=["organisation", "topic", "expires_on"], name="completion_by_topic"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "topic", "person", "done_on"],
                condition=Q(taken_back_at=None),
                name="completed_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.person}"


class InductionCertificate(AppendOnlyModel, ScopedModel):
    """That somebody's induction was complete, with what it consisted of then; its code is printed on the paper."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person_name = models.CharField(_("name at that time"), max_length=300)
    completed_on = models.DateField(_("completed on"))  # the day of its last part
    parts = models.JSONField(_("parts"), default=list)  # [title, day] of each
    code = models.CharField(_("code"), max_length=40, default=new_code)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("certificate of induction")
        indexes = [models.Index(fields=["organisation", "person"], name="induction_by_person")]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="induction_code_once")]

    def __str__(self) -> str:
        return self.code
