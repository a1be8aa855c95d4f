"""What a policy promises to do "regularly": who does it, how often, and what they found each time."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from policies.models import Policy
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel
from safeguard.recurrence import add_months, next_occurrence
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class DutyQuerySet(ScopedQuerySet):
    def running(self, today: date) -> DutyQuerySet:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=today))

    def with_last_round(self) -> DutyQuerySet:
        """When it was last due and done, as `last_due`."""
        return self.annotate(last_due=models.Max("rounds__due_on"))


class Duty(ScopedModel):
    """A task that comes round: one person does it for all, or everybody of some roles does it for themselves."""

    title = models.CharField(_("What is to be done"), max_length=200)
    what = models.TextField(_("What to look at or to say"), blank=True)
    suggestion = models.CharField(max_length=40, blank=True, editable=False)  # as which of our suggestions it began
    policy = models.ForeignKey(Policy, models.SET_NULL, null=True, blank=True, related_name="+")
    roles = models.JSONField(_("Who does it"), default=list)
    by_everybody = models.BooleanField(_("Everybody of these roles does it for themselves"), default=False)
    every_months = models.PositiveSmallIntegerField(
        _("Every how many months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    first_due_on = models.DateField(_("First due on"))
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(DutyQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["title", "pk"]
        verbose_name = _("regular task")
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="duty_title_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("duties:duty", self.pk)

    def due_on(self, today: date, last_due: date | None) -> date:
        """The day on which it is due, or was due last.

        A task that one person does for all stays due until it is done. What everybody does for themselves comes round
        by the calendar: whoever missed the last time does it this time.
        """
        if not self.by_everybody:
            return next_occurrence(self.first_due_on, self.every_months, last_due) if last_due else self.first_due_on
        if today < self.first_due_on:
            return self.first_due_on
        months = (today.year - self.first_due_on.year) * 12 + today.month - self.first_due_on.month
        times = months // self.every_months
        if add_months(self.first_due_on, times * self.every_months) > today:
            times -= 1
        return add_months(self.first_due_on, times * self.every_months)


class Manner(models.TextChoices):
    SELF = "self", _("Done by the person")
    MEETING = "meeting", _("Told at a meeting")
    BRIEFING = "briefing", _("Told in person")
    LETTER = "letter", _("Told by letter or e-mail")


class Round(AppendOnlyModel, ScopedModel):
    """One time that it was done, with what was found. It is never changed; a mistake is put right by the next one."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="rounds")
    due_on = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    manner = models.CharField(_("how"), max_length=10, choices=Manner, default=Manner.SELF)
    done_on = models.DateField(_("done on"))
    findings = models.TextField(_("What did you find?"), blank=True)
    put_right = models.TextField(_("What is to be put right, and by whom?"), blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-due_on", "-pk"]
        verbose_name = _("round of a regular task")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "duty", "due_on", "person"], name="one_round_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.duty}, {self.due_on}"
