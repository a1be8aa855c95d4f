"""E-mails that wait to be sent: the part that every app's letters have in common."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedModel, ScopedQuerySet

ABANDONED = timedelta(minutes=10)  # after which a worker that took a letter counts as dead


class LetterQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def to_send(self, now: datetime) -> LetterQuerySet:
        """Not sent, and not in the hands of a worker that is still alive."""
        return self.filter(Q(taken_at=None) | Q(taken_at__lt=now - ABANDONED), sent_at=None, problem="")


class AbstractLetter(AppendOnlyModel, ScopedModel):
    """One mail. A link in it is made when it is written and is never kept, so that no sender can copy it."""

    MUTABLE = ("taken_at", "sent_at", "problem")

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    to = models.EmailField(_("to"))
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    queued_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        abstract = True
        ordering = ["-queued_at", "-pk"]
