"""Events, and who is at them: the register from which a picture of a group is checked."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from people.models import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedModel


class Event(ScopedModel):
    """A day on which pictures may be taken."""

    title = models.CharField(_("what it is called"), max_length=200)
    on = models.DateField(_("day"))
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-on", "-pk"]
        verbose_name = _("event")
        indexes = [models.Index(fields=["organisation", "on"], name="event_by_day")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("consent:event", self.pk)


class Attendance(ScopedModel):
    """Somebody the charity cares for, who is or was at an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("name in an event's register")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "event", "person"], name="attends_an_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.person}"
