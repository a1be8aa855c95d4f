"""What parents were told about social media, and whose child is not to be contacted there."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models.kinds import CONTACT
from people.models import Person
from policies.models import Policy
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


def every_contact() -> list[str]:
    return sorted(CONTACT)


class OptOutQuerySet(ScopedQuerySet):
    def on(self, day: date) -> OptOutQuerySet:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class OptOut(ScopedModel):
    """A carer's wish that somebody is not contacted by these means (WR-27). `means` are values of `Means`."""

    subject = models.ForeignKey(Person, models.PROTECT, related_name="opt_outs")
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by_name = models.CharField(_("whose wish it is"), max_length=300)
    means = models.JSONField(_("no contact by"), default=every_contact)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    end_note = models.CharField(_("who said that it ends, and when"), max_length=300, blank=True)

    objects = ScopedManager.from_queryset(OptOutQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("wish not to be contacted")
        indexes = [models.Index(fields=["organisation", "subject"], name="opt_out_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="opt_out_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return str(self.subject)

    def get_absolute_url(self) -> str:
        return address("consent:opt_out", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("wish not to be contacted"))


class Ground(models.TextChoices):
    """The two grounds on which somebody is contacted all the same (WR-28)."""

    RISK = "risk", _("The child is at risk")
    EXTENUATING = "extenuating", _("Other circumstances that leave no other way")


class Override(AppendOnlyModel, ScopedModel):
    """A contact in spite of a wish. Protection is never blocked: it is recorded, told and looked at next day (E-36)."""

    MUTABLE = ("reviewed_at", "reviewed_by", "review")

    opt_out = models.ForeignKey(OptOut, models.PROTECT, related_name="overrides")
    worker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    reason = models.TextField(_("what happened"))
    authorised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    contacted_at = models.DateTimeField(_("contacted at"))
    recorded_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField(_("looked at on"))
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    review = models.TextField(_("what the lead found"), blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-contacted_at", "-pk"]
        verbose_name = _("contact in spite of a wish")
        indexes = [models.Index(fields=["organisation", "reviewed_at", "review_on"], name="override_by_review")]

    def __str__(self) -> str:
        return str(self.opt_out)

    def get_absolute_url(self) -> str:
        return address("consent:override", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("contact in spite of a wish"))


class NoticeKind(models.TextChoices):
    SOCIAL_MEDIA = "social_media", _("How we use social media in our work")
    PRACTICE = "practice", _("Our policy and practice")
    MONITORING = "monitoring", _("Use of our network is watched")
    APPENDIX = "appendix", _("An appendix or leaflet of the policy")


class Notice(ScopedModel):
    """Something that families or young people are told (WR-25, WR-26, WY-60, RW-64)."""

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("what it is"), max_length=15, choices=NoticeKind)
    policy = models.ForeignKey(Policy, models.SET_NULL, null=True, blank=True, related_name="+")
    to_carers = models.BooleanField(_("parents and carers are told"), default=True)
    to_beneficiaries = models.BooleanField(_("the people themselves are told"), default=False)
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["title"]
        verbose_name = _("notice to families")
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="notice_title_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("consent:notice", self.pk)


class NoticeText(AppendOnlyModel, ScopedModel):
    """A version of a notice; translations share a number.

    `widened` says that there is something new in it: who was told of the earlier words is told again.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="texts")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    language = models.CharField(_("language"), max_length=10, default="en")
    text = models.TextField(_("the words"))
    widened = models.BooleanField(_("there is something new in it: families are told again"), default=False)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-number", "language"]
        verbose_name = _("words of a notice")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "notice", "number", "language"], name="notice_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.number}"


class TellingMethod(models.TextChoices):
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By e-mail")
    MEETING = "meeting", _("At a meeting")
    CONVERSATION = "conversation", _("In a conversation")
    HANDED = "handed", _("Handed over on paper")
    POSTER = "poster", _("On a poster or screen")


class NoticeGiven(AppendOnlyModel, ScopedModel):
    """Who was told, when, how, in which language and form (RW-64)."""

    text = models.ForeignKey(NoticeText, models.PROTECT, related_name="given")
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    told_on = models.DateField(_("told on"), default=timezone.localdate)
    method = models.CharField(_("how"), max_length=15, choices=TellingMethod)
    form = models.CharField(_("form: large print, easy read, read aloud"), max_length=200, blank=True)
    interpreter = models.CharField(_("interpreter, and the language"), max_length=200, blank=True)
    understood = models.BooleanField(_("it was understood"), null=True, blank=True)
    questions = models.CharField(_("questions that were asked"), max_length=500, blank=True)
    told_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-told_on", "-pk"]
        verbose_name = _("record that somebody was told")
        indexes = [models.Index(fields=["organisation", "person"], name="notice_by_person")]

    def __str__(self) -> str:
        return f"{self.text}: {self.person}"
