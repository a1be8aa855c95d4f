"""What somebody told us, word for word; drafts of it; the talk with whoever told us; and the charity's public link."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.cases import Case
from incidents.models.kinds import Answer, Source
from people.models import Person
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.sealed import Sealed, Vaulted

ACCOUNT = {
    "what": _("What happened or worries you"),
    "who": _("Who it is about"),
    "child": _("Whom it concerns: the child or adult at risk"),
    "when": _("When it happened"),
    "where": _("Where it happened"),
    "danger": _("Is anyone in danger now?"),
    "done": _("What was done already"),
    "told_by": _("Who told you"),
    "own_words": _("What the child or person said, in their own words"),
    "concerned": _("Is it about somebody with a role in this charity?"),
    "contact": _("How to reach you"),
    "name": _("Your name"),
    "language": _("Language"),
    "indicators": _("Signs"),
}
"""The words of a report and of its draft."""


class ReportQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class Report(AppendOnlyModel, Vaulted, Sealed, ScopedModel):
    """A first account, as it came in, and never changed (E-62). It has a key of its own, and so can be told apart.

    `follow_up` is a fingerprint of the code by which somebody without a sign-in comes back (E-55).
    """

    AUDIT_CLOSED = True
    MUTABLE = ("case", "case_id", "wrapped_key", "shredded_at")
    WORDS = ACCOUNT

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    raised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="reports_raised")
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(_("how it came"), max_length=15, choices=Source, default=Source.IN_PERSON)
    is_anonymous = models.BooleanField(_("without a name"), default=False)
    for_children = models.BooleanField(_("on the form for children"), default=False)
    danger_now = models.CharField(_("in danger now"), max_length=6, choices=Answer, blank=True)
    happened_from = models.DateField(null=True, blank=True)
    happened_until = models.DateField(null=True, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    offset_minutes = models.SmallIntegerField(null=True, blank=True)  # what the wall was ahead of UTC (E-5)
    began_at = models.DateTimeField(_("begun"), default=timezone.now)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    follow_up = models.CharField(max_length=64, blank=True)
    once = models.CharField(max_length=64, blank=True)  # the key of a form, so that sending it twice makes one report

    objects = ScopedManager.from_queryset(ReportQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["received_at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "follow_up"], condition=~Q(follow_up=""), name="follow_up_code_once"
            ),
            models.UniqueConstraint(fields=["organisation", "once"], condition=~Q(once=""), name="report_once"),
        ]
        indexes = [models.Index(fields=["organisation", "raised_by"], name="report_by_person")]

    def __str__(self) -> str:
        return str(_("report"))

    def get_absolute_url(self) -> str:
        """For whoever sent it."""
        return address("incidents:my_report", self.uid)


class ReportMessageQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class ReportMessage(AppendOnlyModel, Sealed, ScopedModel):
    """What was written between whoever raised it and whoever handles it. Nothing else of a case is seen there."""

    AUDIT_CLOSED = True
    MUTABLE = ("read_at",)
    WORDS = {"text": _("Message")}

    report = models.ForeignKey(Report, models.PROTECT, related_name="messages")
    from_reporter = models.BooleanField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(ReportMessageQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["at", "pk"]
        verbose_name = _("message about a report")

    def key_holder(self) -> Vaulted:
        return self.report

    def __str__(self) -> str:
        return str(self.report)


class Draft(Vaulted, Sealed, ScopedModel):
    """A report that is being written by somebody who is signed in; it waits for them on any device (E-51)."""

    AUDIT_CLOSED = True
    WORDS = ACCOUNT | {
        "form": _("The form as it stands"),  # every field as it was sent
    }

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        verbose_name = _("draft of a report")
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="one_draft_per_person")]

    def __str__(self) -> str:
        return str(_("draft of a report"))


class RaiseLink(ScopedModel):
    """The charity's own address for telling it something without signing in; printed on posters, so it is no secret."""

    token = models.CharField(max_length=32, unique=True)
    for_children = models.BooleanField(_("worded for children and young people"), default=False)
    label = models.CharField(_("where it is used"), max_length=200, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-made_at", "-pk"]
        verbose_name = _("link for raising a concern")

    def __str__(self) -> str:
        return self.label or str(_("link for raising a concern"))
