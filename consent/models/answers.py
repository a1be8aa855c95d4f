"""What was said, by whom, in answer to which words; and what was decided where answers alone do not settle it.

Nothing here is ever changed: who changes their mind says something new.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models.kinds import Means
from consent.models.questions import Question, Wording
from consent.models.requests import ConsentRequest, Method
from people.models import Authority, CareLink, Person
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Decision(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AnswerQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def in_order(self) -> AnswerQuerySet:
        """Oldest first: the later word of one person stands for the earlier one."""
        return self.order_by("recorded_at", "pk")

    def given_by(self, person: Person) -> AnswerQuerySet:
        """Also under an entry that turned out to be the same person (E-17)."""
        return self.filter(models.Q(giver=person) | models.Q(giver__merged_into=person))

    def about(self, person: Person) -> AnswerQuerySet:
        return self.filter(models.Q(subject=person) | models.Q(subject__merged_into=person))


class Answer(AppendOnlyModel, ScopedModel):
    """One word of one person on one question about one subject (fact 50).

    The giver is the subject, or a carer with the link and authority that stood then; the authority that counts is the
    one that stands when somebody asks. Without a giver somebody spoke on the family's behalf, which only withdraws
    (E-33). `said_on` may be before `recorded_at`, for paper and the telephone.
    """

    subject = models.ForeignKey(Person, models.PROTECT, related_name="consent_answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="+")
    decision = models.CharField(_("answer"), max_length=10, choices=Decision)
    giver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    giver_name = models.CharField(_("who said so"), max_length=300)
    care_link = models.ForeignKey(CareLink, models.PROTECT, null=True, blank=True, related_name="+")
    authority = models.CharField(_("right to decide, at that time"), max_length=12, choices=Authority, blank=True)
    method = models.CharField(_("how"), max_length=10, choices=Method)
    said_on = models.DateField(_("said on"))
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    witness = models.CharField(_("who heard it too"), max_length=300, blank=True)
    support = models.CharField(_("help that was given to decide"), max_length=500, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    sent_to = models.EmailField(_("e-mail address to which the link went"), blank=True)
    request = models.ForeignKey(ConsentRequest, models.PROTECT, null=True, blank=True, related_name="answers")
    expires_on = models.DateField(_("asked again on"), null=True, blank=True)
    code = models.CharField(max_length=20, blank=True)  # of the receipt on which it stands

    objects = ScopedManager.from_queryset(AnswerQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("answer about consent")
        indexes = [
            models.Index(fields=["organisation", "subject", "question", "recorded_at"], name="answer_by_subject"),
            models.Index(fields=["organisation", "question", "expires_on"], name="answer_by_question"),
            models.Index(fields=["organisation", "code"], name="answer_by_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(giver__isnull=False) | models.Q(decision=Decision.WITHDRAWN),
                name="only_withdrawal_without_giver",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_decision_display()}"

    @property
    def audit_label(self) -> str:
        return str(_("answer about consent"))

    @property
    def is_own(self) -> bool:
        return self.giver_id == self.subject_id


class Ability(models.TextChoices):
    """Whether somebody decides for themself (facts 53 and 54)."""

    ABLE = "able", _("Understands it and decides")
    ABLE_WITH_SUPPORT = "supported", _("Decides with support")
    NOT_YET = "not_yet", _("A child who does not understand it well enough yet")
    LACKS_CAPACITY = "lacks", _("An adult who cannot make this decision")


class AbilityDecision(AppendOnlyModel, ScopedModel):
    """Who judged, on which day and why, that somebody can or cannot decide about something (BC-40, E-38).

    `means` is empty where it is about every question. For an adult who cannot decide, `best_interests` says how and
    with whom it was decided what is best for them, or nobody with authority needs to be asked.
    """

    subject = models.ForeignKey(Person, models.PROTECT, related_name="ability_decisions")
    means = models.CharField(_("about"), max_length=20, choices=Means, blank=True)
    ability = models.CharField(_("what you found"), max_length=10, choices=Ability)
    reasons = models.TextField(_("how you know"))
    support = models.TextField(_("help that was given to decide"), blank=True)
    best_interests = models.TextField(_("what is best for the person, and who was asked"), blank=True)
    decided_on = models.DateField(_("day"), default=timezone.localdate)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("decision about who decides")
        indexes = [models.Index(fields=["organisation", "subject"], name="ability_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_ability_display()}"


class SettlementBasis(models.TextChoices):
    AGREED = "agreed", _("Those concerned agreed")
    COURT = "court", _("A court decided")
    NOT_ENTITLED = "not_entitled", _("One of them has no right to decide")


class Settlement(AppendOnlyModel, ScopedModel):
    """How a disagreement was ended (E-29). It stands until somebody who decides says the opposite anew."""

    subject = models.ForeignKey(Person, models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    decision = models.CharField(_("answer"), max_length=10, choices=Decision)
    basis = models.CharField(_("how it was settled"), max_length=15, choices=SettlementBasis)
    reasons = models.TextField(_("what was said or shown"))
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("settled disagreement")
        indexes = [models.Index(fields=["organisation", "subject", "question"], name="settlement_by_subject")]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_decision_display()}"

    @property
    def audit_label(self) -> str:
        return str(_("settled disagreement"))
