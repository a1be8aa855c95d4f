"""Numbered copies on paper, and the letters that say no more than "sign in and look"."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.cases import Case
from incidents.models.doing import Referral
from incidents.models.entries import Task
from incidents.states import PRINT_STEPS, PrintStatus
from people.models import AbstractLetter, LetterQuerySet, Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel
from safeguard.sealed import Sealed


class PrintKind(models.TextChoices):
    CHRONOLOGY = "chronology", _("Chronology")
    REFERRAL = "referral", _("Referral form")
    SERIOUS = "serious", _("Serious incident: what the regulator asks")


class Print(Sealed, ScopedModel):
    """One numbered copy. The file is sealed under the case's key and is taken away after some days; its hash stays.

    File name, title and bookmarks carry the number of the copy and no name (E-81).
    """

    AUDIT_CLOSED = True
    STEPS = PRINT_STEPS
    WORDS = {
        "for_whom": _("For whom"),
        "why": _("What for"),
        "kept_out": _("Who is blacked out"),
        "also": _("Other names of people that are blacked out"),  # by their uid; kept for the next copy
        "joined": _("Cases that were joined to it, and are in the copy"),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="prints")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=PrintKind)
    number = models.PositiveSmallIntegerField(_("copy"))  # of this case
    redacted = models.JSONField(default=list)  # uids of the parties whose names are blacked out
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=PrintStatus, default=PrintStatus.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=20, unique=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-number"]
        verbose_name = _("copy of a case")
        verbose_name_plural = _("copies of a case")
        constraints = [
            PRINT_STEPS.constraint("incidents_print_status"),
            models.UniqueConstraint(fields=["organisation", "case", "number"], name="case_copy_once"),
        ]
        indexes = [models.Index(fields=["organisation", "sha256"], name="case_copy_by_hash")]

    def __str__(self) -> str:
        return f"{self.case}: {self.number}"

    def get_absolute_url(self) -> str:
        return address("incidents:print", self.case.code, self.number)


class LetterKind(models.TextChoices):
    RAISED = "raised", _("A concern was raised")
    MESSAGE = "message", _("Somebody wrote about a report")
    TASK = "task", _("A task")
    LET_IN = "let_in", _("Let in to a case")
    BREAK_GLASS = "break_glass", _("A way in for an emergency")
    UNOPENED = "unopened", _("What was raised has not been opened")


class IncidentLetter(AbstractLetter):
    """A mail that names no child, no case and no kind of concern."""

    AUDIT_CLOSED = True

    kind = models.CharField(max_length=12, choices=LetterKind)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager.from_queryset(LetterQuerySet)()

    class Meta(AbstractLetter.Meta):
        abstract = False
        verbose_name = _("letter about a concern")

    def __str__(self) -> str:
        return self.get_kind_display()
