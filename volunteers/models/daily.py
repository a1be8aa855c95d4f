"""What volunteers look at themselves, and what they talk about with families."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from safeguard.append_only import AppendOnlyModel
from safeguard.scoping import ScopedModel


class SelfCheck(AppendOnlyModel, ScopedModel):
    """Somebody went through their own privacy settings. Nobody else looks, and no account is named (BC-28, WY-21)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    done_on = models.DateField(_("done on"), default=timezone.localdate)
    items = models.JSONField(_("what was looked at"), default=list)  # keys of volunteers.self_check
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-done_on", "-pk"]
        verbose_name = _("check of own privacy settings")
        indexes = [models.Index(fields=["organisation", "person", "done_on"], name="self_check_by_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.done_on}"


class FamilyTalk(AppendOnlyModel, ScopedModel):
    """A talk with a family about screens, parental controls and what teenagers do online (RW-62)."""

    about = models.ForeignKey(Person, models.PROTECT, related_name="+")  # somebody of the family
    held_on = models.DateField(_("on"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    points = models.JSONField(_("what was talked about"), default=list)  # keys of volunteers.family_talks
    again_on = models.DateField(_("to be talked about again on"), null=True, blank=True)
    note = models.CharField(_("what they wish to do"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-held_on", "-pk"]
        verbose_name = _("talk with a family")
        indexes = [models.Index(fields=["organisation", "about", "held_on"], name="family_talk_by_person")]

    def __str__(self) -> str:
        return f"{self.about}, {self.held_on}"
