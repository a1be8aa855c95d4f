"""Where pictures and stories are shown, and what was taken down again."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models.answers import Answer
from consent.models.checks import Check
from consent.models.kinds import Channel, Means
from consent.models.pictures import Picture
from consent.states import TAKEDOWN_STEPS, TakedownStatus
from people.models import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class UseQuerySet(ScopedQuerySet):
    def standing(self) -> UseQuerySet:
        """Still to be seen."""
        return self.filter(taken_down_on=None)

    def of(self, person: Person) -> UseQuerySet:
        return self.filter(subjects__person=person)


class Use(ScopedModel):
    """One place where a picture or story is shown: a post, a page, a leaflet. `approved_by` is a trustee (RW-34)."""

    what = models.CharField(_("what is shown"), max_length=300)
    means = models.CharField(_("what it is"), max_length=20, choices=Means)
    channel = models.CharField(_("where"), max_length=20, choices=Channel)
    channel_name = models.CharField(_("which platform"), max_length=120, blank=True)
    place = models.CharField(_("where exactly"), max_length=300, blank=True)
    link = models.URLField(_("web address"), max_length=500, blank=True)
    what_for = models.CharField(_("what for"), max_length=200)
    identifying = models.BooleanField(_("people can be recognised or are named"), default=True)
    used_on = models.DateField(_("shown since"), default=timezone.localdate)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="uses")
    check_made = models.ForeignKey(Check, models.PROTECT, null=True, blank=True, related_name="uses")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    taken_down_on = models.DateField(_("taken down on"), null=True, blank=True)
    taken_down_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager.from_queryset(UseQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-used_on", "-pk"]
        verbose_name = _("use of a picture or story")
        verbose_name_plural = _("uses of pictures and stories")
        indexes = [models.Index(fields=["organisation", "used_on"], name="use_by_day")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return address("consent:use", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("use of a picture or story"))


class UseSubject(ScopedModel):
    """Somebody who is shown, with the question that their yes answered."""

    use = models.ForeignKey(Use, models.CASCADE, related_name="subjects")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(ScopedModel.Meta):
        verbose_name = _("person in a use")
        indexes = [models.Index(fields=["organisation", "person"], name="use_by_person")]
        constraints = [models.UniqueConstraint(fields=["organisation", "use", "person"], name="once_in_a_use")]

    def __str__(self) -> str:
        return f"{self.use_id}: {self.person_id}"


class Stock(models.TextChoices):
    """What becomes of printed copies that are left."""

    NONE = "none", _("There are none left")
    DESTROY = "destroy", _("They are destroyed")
    USE_UP = "use_up", _("They are used up; the family agreed to that")


class TakedownQuerySet(ScopedQuerySet):
    def open(self) -> TakedownQuerySet:
        return self.filter(status=TakedownStatus.OPEN)

    def late(self, today: date) -> TakedownQuerySet:
        return self.open().filter(due_on__lt=today)


class Takedown(ScopedModel):
    """A use to be taken down because somebody withdrew, due on the same day (E-32).

    Without an answer it was found to be shown and nobody had ever been asked.
    """

    STEPS = TAKEDOWN_STEPS

    use = models.ForeignKey(Use, models.PROTECT, related_name="takedowns")
    subject = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="takedowns")
    status = models.CharField(max_length=10, choices=TakedownStatus, default=TakedownStatus.OPEN)
    due_on = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("what was done"), max_length=500, blank=True)
    stock = models.CharField(_("printed copies"), max_length=10, choices=Stock, blank=True)
    told_on = models.DateField(_("family told on"), null=True, blank=True)
    told_how = models.CharField(_("how"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(TakedownQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["due_on", "pk"]
        verbose_name = _("takedown")
        indexes = [models.Index(fields=["organisation", "status", "due_on"], name="takedown_due")]
        constraints = [
            TAKEDOWN_STEPS.constraint("consent_takedown_status"),
            models.UniqueConstraint(
                fields=["organisation", "use", "subject"],
                condition=models.Q(status="open"),
                name="one_open_takedown_per_use",
            ),
        ]

    def __str__(self) -> str:
        return str(self.use)

    def get_absolute_url(self) -> str:
        return address("consent:takedown", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("takedown"))
