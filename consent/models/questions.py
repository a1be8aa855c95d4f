"""What the charity asks consent for, one thing at a time, and in which words."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.fixed_words import fixed_words, language_of_fixed_words
from consent.languages import direction_of
from consent.models.events import Event
from consent.models.kinds import NAMED, PUBLIC, Channel, Means
from consent.states import QUESTION_STEPS, QuestionStatus
from people.models import Person
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class QuestionQuerySet(ScopedQuerySet):
    def asked(self, today: date | None = None) -> QuestionQuerySet:
        """Open, and the time for which it asks is not over."""
        today = today or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), status=QuestionStatus.OPEN)


class Question(ScopedModel):
    """One thing that one tick answers: what is done, where, what for, for how long (RW-35, facts 49 to 51).

    `own_answer_from` is the age in years from which the child's own answer is asked as well; without it the charity's
    setting counts. `identifying` says that the person can be recognised or is named.
    """

    STEPS = QUESTION_STEPS

    title = models.CharField(_("in a few words"), max_length=120)
    means = models.CharField(_("what is done"), max_length=20, choices=Means)
    channel = models.CharField(_("where"), max_length=20, choices=Channel)
    channel_name = models.CharField(_("which platform, or who receives it"), max_length=120, blank=True)
    what_for = models.CharField(_("what for"), max_length=200)
    identifying = models.BooleanField(_("the person can be recognised or is named"), default=True)
    needs_trustee = models.BooleanField(_("a trustee approves each use"), default=False)
    own_answer_from = models.PositiveSmallIntegerField(
        _("age from which the child answers too"), null=True, blank=True, validators=[MaxValueValidator(18)]
    )
    refresh_months = models.PositiveSmallIntegerField(
        _("months until it is asked again"), default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    ends_on = models.DateField(_("only until"), null=True, blank=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="questions")
    status = models.CharField(max_length=10, choices=QuestionStatus, default=QuestionStatus.DRAFT)
    place = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(QuestionQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["place", "pk"]
        verbose_name = _("consent question")
        indexes = [models.Index(fields=["organisation", "means", "channel"], name="question_by_channel")]
        constraints = [
            QUESTION_STEPS.constraint("consent_question_status"),
            models.UniqueConstraint(fields=["organisation", "title"], name="question_title_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("consent:question", self.pk)

    @property
    def is_public(self) -> bool:
        return self.channel in PUBLIC

    def is_about(self, channel: str, channel_name: str = "") -> bool:
        """Whether it asks for this place; two platforms or recipients are told apart by their names."""
        same_name = self.channel_name.casefold() == channel_name.strip().casefold()
        return self.channel == channel and (channel not in NAMED or same_name)


class WordingQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def newest(self) -> WordingQuerySet:
        """The newest number of each question, in every language in which it was written."""
        later = Wording.objects.filter(question=models.OuterRef("question"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))


class Wording(AppendOnlyModel, ScopedModel):
    """The words of a question. They never change: new words get a new number (E-35).

    Translations share a number. `widened` says that more is asked for than before: who said yes to the earlier words
    is asked again, and their yes does not count for the new ones.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(_("language"), max_length=10, default="en")
    text = models.CharField(_("the question"), max_length=300)
    explanation = models.TextField(_("what happens with a yes"))
    withdrawal = models.TextField(_("how to change the answer"))
    widened = models.BooleanField(_("more is asked for than before"), default=False)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(WordingQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["question", "-number", "language"]
        verbose_name = _("words of a consent question")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "question", "number", "language"], name="wording_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def fixed(self) -> MappingProxyType[str, str]:
        """What is said with every question, in this language or in English."""
        return fixed_words(self.language)

    @property
    def fixed_language(self) -> str:
        return language_of_fixed_words(self.language)

    @property
    def fixed_direction(self) -> str:
        return direction_of(self.fixed_language)
