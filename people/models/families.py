"""Who looks after whom, and with what authority."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Relationship(models.TextChoices):
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    PARENT = "parent", _("Parent")
    STEP_PARENT = "step_parent", _("Step-parent or parent's partner")
    GRANDPARENT = "grandparent", _("Grandparent")
    FOSTER_CARER = "foster_carer", _("Foster carer")
    GUARDIAN = "guardian", _("Guardian")
    PARTNER = "partner", _("Husband, wife or partner")
    CHILD = "child", _("Son or daughter")
    RELATIVE = "relative", _("Another relative")
    SUPPORT_WORKER = "support_worker", _("Support worker or personal assistant")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    OTHER = "other", _("Other")


class Authority(models.TextChoices):
    """By what right a carer decides for somebody (E-30, facts 53 and 54)."""

    UNKNOWN = "unknown", _("Not asked yet")
    PARENTAL = "parental", _("Parental responsibility or parental rights")
    ORDER = "order", _("A court order, such as special guardianship")
    DELEGATED = "delegated", _("Delegated in writing by the council or by whoever holds parental responsibility")
    ATTORNEY = "attorney", _("Attorney for health and welfare, or welfare attorney")
    DEPUTY = "deputy", _("Deputy or guardian appointed by a court")
    NONE = "none", _("None: may be told, does not decide")


FOR_CHILDREN = frozenset({Authority.PARENTAL, Authority.ORDER, Authority.DELEGATED})
"""They end on the eighteenth birthday (in Scotland on the sixteenth) (E-26)."""

FOR_ADULTS = frozenset({Authority.ATTORNEY, Authority.DEPUTY})
"""They count where an adult lacks the capacity to decide, and for nobody else (E-38)."""


class CareLinkQuerySet(ScopedQuerySet):
    def on(self, day: date) -> CareLinkQuerySet:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class CareLink(ScopedModel):
    """One person looks after another. `court_order` says what a court has ordered, for those who ask for consent."""

    cared_for = models.ForeignKey(Person, models.PROTECT, related_name="carer_links")
    carer = models.ForeignKey(Person, models.PROTECT, related_name="care_links")
    relationship = models.CharField(_("relationship"), max_length=20, choices=Relationship)
    authority = models.CharField(_("right to decide"), max_length=12, choices=Authority, default=Authority.UNKNOWN)
    authority_confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    authority_confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    authority_seen = models.CharField(_("what was seen"), max_length=300, blank=True)
    court_order = models.CharField(_("court order to observe"), max_length=500, blank=True)
    lives_with = models.BooleanField(_("lives with this person"), default=False)
    contact_first = models.BooleanField(_("is contacted first"), default=False)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = ScopedManager.from_queryset(CareLinkQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-contact_first", "starts_on", "pk"]
        verbose_name = _("carer")
        verbose_name_plural = _("carers")
        indexes = [
            models.Index(fields=["organisation", "cared_for"], name="care_by_cared_for"),
            models.Index(fields=["organisation", "carer"], name="care_by_carer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "cared_for", "carer"], condition=Q(ends_on=None), name="one_care_link_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(cared_for=models.F("carer")), name="nobody_is_their_own_carer"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="care_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carer}: {self.get_relationship_display()}"

    @property
    def is_confirmed(self) -> bool:
        return self.authority_confirmed_on is not None


class Merge(ScopedModel):
    """Two entries that were one person: what moved to the one that was kept, so that it can move back (E-17)."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Person, models.PROTECT, related_name="+")
    told_apart_by = models.CharField(_("how you know that it is the same person"), max_length=300)
    moved = models.JSONField(default=dict)  # {"people.RoleHolding.person": [keys], ...}, and what services.merging adds
    merged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-merged_at"]
        verbose_name = _("merge of two entries")
        verbose_name_plural = _("merges")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=models.F("duplicate")), name="merge_joins_two_entries"),
        ]

    def __str__(self) -> str:
        return f"{self.kept} / {self.duplicate_id}"
