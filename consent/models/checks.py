""" "May I post this?": what was asked, what the answer was that day, and what a trustee said to it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models.events import Event
from consent.models.kinds import TAKING, Channel, Means
from consent.models.pictures import Picture
from people.models import Person
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Verdict(models.TextChoices):
    YES = "yes", _("Yes")
    ASK = "ask", _("Ask first")
    NO = "no", _("No")


class Choice(models.TextChoices):
    """What somebody does about the answer (E-34)."""

    POST = "post", _("Post it")
    CROP = "crop", _("Cut them out of the picture")
    BLUR = "blur", _("Make them unrecognisable")
    RETAKE = "retake", _("Take it again without them")
    OTHER_CHANNEL = "other_channel", _("Show it somewhere else")
    ASK = "ask", _("Have them asked first")
    NOT_POST = "not_post", _("Not post it")


WORDS_WHERE_TAKEN = {Choice.POST: _("Take it"), Choice.NOT_POST: _("Not take it")}
"""Where a picture is not made yet."""


class CheckQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def to_approve(self) -> CheckQuerySet:
        """Sent to a trustee, who has not said anything yet."""
        return self.filter(needs_trustee=True, verdict=Verdict.YES, approval=None)


class Check(AppendOnlyModel, ScopedModel):
    """One asking, with its answer as it was then: kept as proof, shown to whoever approves (E-34, RW-34)."""

    means = models.CharField(_("what"), max_length=20, choices=Means)
    channel = models.CharField(_("where"), max_length=20, choices=Channel)
    channel_name = models.CharField(max_length=120, blank=True)
    what_for = models.CharField(_("what for"), max_length=200)
    identifying = models.BooleanField(_("people can be recognised or are named"), default=True)
    unsure = models.BooleanField(_("not sure who is in it"), default=False)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+")
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="checks")
    verdict = models.CharField(max_length=5, choices=Verdict)
    needs_trustee = models.BooleanField(default=False)
    choice = models.CharField(_("what you decided to do"), max_length=300, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(CheckQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("question “May I post this?”")
        indexes = [models.Index(fields=["organisation", "asked_at"], name="check_by_time")]

    def __str__(self) -> str:
        return f"{self.get_means_display()}: {self.get_channel_display()}"

    def get_absolute_url(self) -> str:
        return address("consent:check", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("question “May I post this?”"))

    @property
    def is_cleared(self) -> bool:
        """Everybody's yes, somebody's choice to post it, and a trustee's approval where one is needed."""
        if self.verdict != Verdict.YES or self.choice not in ("", Choice.POST):
            return False
        return not self.needs_trustee or (hasattr(self, "approval") and self.approval.approved)

    @property
    def choice_in_words(self) -> str:
        return choice_in_words(self.choice, self.channel)


def choice_in_words(choice: str, channel: str) -> str:
    if choice not in Choice.values:
        return choice
    words = WORDS_WHERE_TAKEN.get(Choice(choice)) if channel in TAKING else None
    return str(words or Choice(choice).label)


class CheckedPerson(AppendOnlyModel, ScopedModel):
    """What the answer was for one person in it. `reason` is one of consent.effective.Reason."""

    check_made = models.ForeignKey(Check, models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=5, choices=Verdict)
    reason = models.CharField(max_length=30)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("person in a question “May I post this?”")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "check_made", "person"], name="checked_once_in_a_check")
        ]

    def __str__(self) -> str:
        return f"{self.check_made_id}: {self.get_verdict_display()}"


class CheckApproval(AppendOnlyModel, ScopedModel):
    """What a trustee said to a use in which people can be recognised (RW-34)."""

    check_made = models.OneToOneField(Check, models.PROTECT, related_name="approval")
    approved = models.BooleanField(_("approved"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        verbose_name = _("trustee's word on a use")

    def __str__(self) -> str:
        return str(_("approved") if self.approved else _("refused"))
