"""Cases, who is let in, who has stepped aside, and when an agency has asked us to wait."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from incidents.models.kinds import Answer, Equipment, Outcome, Premises, Routing, Severity, Source
from incidents.states import CASE_STEPS, UNFINISHED, CaseStatus
from people.models import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.sealed import Sealed, Vaulted


class CaseQuerySet(ScopedQuerySet):
    def unfinished(self) -> CaseQuerySet:
        return self.filter(status__in=UNFINISHED, shredded_at=None)

    def standing(self) -> CaseQuerySet:
        """Not joined to another case: what a person counts as one case."""
        return self.exclude(status=CaseStatus.JOINED)


class Case(Vaulted, Sealed, ScopedModel):
    """One concern and all that was done about it.

    Its code is random and says nothing of how many there are. What identifies anybody is in its words; what is in clear
    is what lists filter and clocks count by. Only `incidents.access` says who sees it.
    """

    AUDIT_CLOSED = True  # what happens to it is shown on its own pages, never in the audit of the charity
    STEPS = CASE_STEPS
    WORDS = {
        "heading": _("In a few words"),
        "happened": _("When it happened, in the words of who told us"),
        "where": _("Where it happened"),
        "danger": _("What was done about the danger"),
        "why_severity": _("Why it is this severe"),
        "handling": _("What is to be done next"),
        "reference": _("Police or crime reference"),
    }

    code = models.CharField(_("case"), max_length=20)
    status = models.CharField(_("status"), max_length=10, choices=CaseStatus, default=CaseStatus.NEW)
    routing = models.CharField(_("who sees it"), max_length=10, choices=Routing, default=Routing.LEADS)
    types = models.JSONField(_("kinds of concern"), default=list, blank=True)  # keys of incidents.types
    tags = models.JSONField(_("tags"), default=list, blank=True)
    misconduct = models.JSONField(_("kind of misconduct"), default=list, blank=True)  # of kinds.Misconduct
    source = models.CharField(_("how we learnt of it"), max_length=15, choices=Source, default=Source.IN_PERSON)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, blank=True)
    danger_now = models.CharField(_("in danger now"), max_length=6, choices=Answer, blank=True)
    crime = models.CharField(_("a crime is suspected"), max_length=6, choices=Answer, blank=True)
    about_worker = models.CharField(_("about somebody who works with us"), max_length=6, choices=Answer, blank=True)
    tests = models.JSONField(_("the four tests"), default=list, blank=True)  # of kinds.Test, or ["unsure"]
    is_low_level = models.BooleanField(_("low-level concern"), default=False)
    is_online = models.BooleanField(_("online"), default=False)
    is_sexual_abuse = models.BooleanField(_("sexual abuse of a child"), default=False)
    premises = models.CharField(_("where"), max_length=10, choices=Premises, blank=True)
    equipment = models.CharField(_("whose device"), max_length=10, choices=Equipment, blank=True)
    happened_from = models.DateField(_("happened on or after"), null=True, blank=True)
    happened_until = models.DateField(_("happened on or before"), null=True, blank=True)
    happened_at = models.DateTimeField(_("happened at"), null=True, blank=True)
    learnt_at = models.DateTimeField(_("when somebody in the charity learnt of it"), default=timezone.now)
    opened_at = models.DateTimeField(_("received"), default=timezone.now)
    seen_at = models.DateTimeField(_("first seen by a handler"), null=True, blank=True)
    acted_at = models.DateTimeField(_("first action"), null=True, blank=True)
    triaged_at = models.DateTimeField(_("looked at and sorted"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome, blank=True)
    keep_until = models.DateField(_("kept until"), null=True, blank=True)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")

    objects = ScopedManager.from_queryset(CaseQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = [
            ("work_case", "Work on the case"),
            ("share_case", "Decide what is shared and print"),
            ("close_case", "Close the case and open it again"),
        ]
        indexes = [
            models.Index(fields=["organisation", "opened_at", "id"], name="case_by_day"),
            models.Index(fields=["organisation", "status", "opened_at"], name="case_by_status"),
            models.Index(fields=["organisation", "keep_until"], name="case_by_end"),
        ]
        constraints = [
            CASE_STEPS.constraint("incidents_case_status"),
            models.UniqueConstraint(fields=["organisation", "code"], name="case_code_once"),
            models.CheckConstraint(condition=Q(routing__in=Routing.values), name="case_routing_known"),
            models.CheckConstraint(
                condition=Q(status="joined", joined_to__isnull=False)
                | (~Q(status="joined") & Q(joined_to__isnull=True)),
                name="joined_case_says_to_which",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False), name="closed_case_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return address("incidents:case", self.code)

    @property
    def is_finished(self) -> bool:
        return self.status not in UNFINISHED


class CaseGrantManager(ScopedManager, UserObjectPermissionManager):  # type: ignore[misc]
    """Guardian writes through it; rows are scoped like all others."""


class CaseGrant(ScopedModel, UserObjectPermissionBase):
    """This person, this case: guardian's table with a key of its own, so that grants go with the case.

    Read it through `incidents.access` only.
    """

    content_object = models.ForeignKey(Case, models.CASCADE, related_name="grants")

    objects = CaseGrantManager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("right to a case")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "permission", "content_object"], name="case_grant_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "content_object", "user"], name="case_grant_by_case")]

    def __str__(self) -> str:
        return f"{self.content_object}: {self.permission.codename}"


class AsideReason(models.TextChoices):
    NAMED = "named", _("The concern is about them")
    CLOSE = "close", _("They are close to somebody whom it is about")
    OWN = "own", _("They stepped aside themselves")
    DECIDED = "decided", _("Whoever handles the case decided it")


class StepAsideQuerySet(ScopedQuerySet):
    def standing(self) -> StepAsideQuerySet:
        return self.filter(ended_at=None)


class StepAside(ScopedModel):
    """Somebody who sees nothing of a case, whatever their role: it is about them or theirs, or they stepped back."""

    AUDIT_CLOSED = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="asides")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=10, choices=AsideReason)
    since = models.DateTimeField(_("since"), default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(StepAsideQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("stepping aside")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "case", "person"], condition=Q(ended_at=None), name="aside_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "person", "case"], name="aside_by_person")]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_reason_display()}"


class Hold(Sealed, ScopedModel):
    """An agency has asked the charity to wait: steps are not asked for, duties to report still are (E-60)."""

    AUDIT_CLOSED = True
    WORDS = {"agency": _("Who asked"), "contact": _("Name and number"), "reason": _("What for")}

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    since = models.DateTimeField(_("since"), default=timezone.now)
    look_again_on = models.DateField(_("ask again on"), null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["-since", "-pk"]
        verbose_name = _("hold at an agency's request")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "case"], condition=Q(ended_at=None), name="one_hold_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)


class BreakGlassQuerySet(ScopedQuerySet):
    def open_for(self, person: Person, now: datetime) -> BreakGlassQuerySet:
        return self.open_now(now).filter(for_whom=person)

    def open_now(self, now: datetime) -> BreakGlassQuerySet:
        return self.filter(opened_at__isnull=False, until__gt=now, ended_at=None)

    def to_decide(self) -> BreakGlassQuerySet:
        return self.filter(opened_at=None, refused_at=None)


class BreakGlass(Vaulted, Sealed, ScopedModel):
    """The way in when nobody who may can: one person asks, another one opens it, for hours, and all concerned are told.

    Whoever has stepped aside from a case does not see it this way either. Why they asked is sealed, under its own key.
    """

    AUDIT_CLOSED = False
    WORDS = {"reason": _("Why")}

    for_whom = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(BreakGlassQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("way in for an emergency")
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_by=None) | ~Q(opened_by=models.F("for_whom")), name="glass_is_broken_by_two"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_by__isnull=False, until__isnull=False),
                name="broken_glass_says_until_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.for_whom)


class SearchKey(Vaulted, ScopedModel):
    """The key with which the fingerprints of names are made, so that a name is found without being written down."""

    class Meta(ScopedModel.Meta):
        verbose_name = _("search key")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_search_key")]

    def __str__(self) -> str:
        return str(self.uid)


class SearchWord(ScopedModel):
    """The fingerprint of one word of the names in a case. It goes when the case is disposed of."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="search_words")
    fingerprint = models.BinaryField(max_length=16, editable=False)

    class Meta(ScopedModel.Meta):
        verbose_name = _("search word")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "fingerprint", "case"], name="search_word_once"),
        ]

    def __str__(self) -> str:
        return str(self.case)


class CaseLink(Sealed, ScopedModel):
    """Two cases that have to do with each other and stay apart."""

    AUDIT_CLOSED = True
    WORDS = {"why": _("What they have to do with each other")}

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, models.PROTECT, related_name="linked_from")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("link between cases")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "case", "other"], condition=Q(ended_at=None), name="case_link_once"
            ),
            models.CheckConstraint(condition=~Q(case=models.F("other")), name="no_case_is_linked_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.case} – {self.other}"
