"""The chronology: what happened and what was done, in the order in which it happened, never changed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.cases import Case
from people.models import Person
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.sealed import Sealed


class EntryKind(models.TextChoices):
    NOTE = "note", _("Note")
    CALL = "call", _("Telephone call")
    MEETING = "meeting", _("Meeting or visit")
    MESSAGE = "message", _("Letter, e-mail or message")
    OBSERVED = "observed", _("Something seen or heard")
    DECISION = "decision", _("Decision")
    ADVICE = "advice", _("Advice asked or given")
    ACTION = "action", _("Something done")
    TRIAGE = "triage", _("Sorted")
    CORRECTION = "correction", _("Correction")
    DISAGREEMENT = "disagreement", _("Disagreement of somebody concerned")
    RECORD = "record", _("Record made")  # by the software, when a step, a referral or a record was written


class EntryQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def as_chronology(self) -> EntryQuerySet:
        return self.order_by("sort_at", "pk")


class Entry(AppendOnlyModel, Sealed, ScopedModel):
    """One line of the chronology. A mistake is put right by a new entry that points at the old one.

    `sort_at` is when it happened as far as that is known; `written_at` is when it was written down. `uid` names what
    the entry is about, where a record of its own tells more.
    """

    AUDIT_CLOSED = True
    WORDS = {
        "text": _("What happened"),
        "happened": _("When it happened, as it was said"),
        "translation": _("Translation"),
        "language": _("Language of the words"),
        "note": _("Note on the time"),
        "who": _("Who was there or spoke"),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind, default=EntryKind.NOTE)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    sort_at = models.DateTimeField(default=timezone.now)
    happened_at = models.DateTimeField(_("happened at"), null=True, blank=True)  # where the minute is known
    happened_from = models.DateField(_("happened on or after"), null=True, blank=True)
    happened_until = models.DateField(_("happened on or before"), null=True, blank=True)
    offset_minutes = models.SmallIntegerField(null=True, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    about_model = models.CharField(max_length=60, blank=True)  # label of the record that tells more
    about_uid = models.UUIDField(null=True, blank=True)

    objects = ScopedManager.from_queryset(EntryQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["sort_at", "pk"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [models.Index(fields=["organisation", "case", "sort_at", "id"], name="entry_by_case")]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display()}"


class Part(models.TextChoices):
    """The part that somebody plays in a case."""

    VICTIM = "victim", _("Harmed, or at risk of it")
    CONCERN = "concern", _("The person whom the concern is about")
    WITNESS = "witness", _("Witness")
    REPORTER = "reporter", _("Told us")
    CARER = "carer", _("Parent or carer")
    FAMILY = "family", _("Brother, sister or other family")
    PROFESSIONAL = "professional", _("Professional")
    OTHER = "other", _("Somebody else")


class PartyQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def standing(self) -> PartyQuerySet:
        return self.filter(struck_at=None)


class Party(AppendOnlyModel, Sealed, ScopedModel):
    """Somebody in a case. Whoever was entered wrongly is struck through, visibly, and entered anew (E-57)."""

    AUDIT_CLOSED = True
    MUTABLE = ("struck_at", "struck_by", "struck_by_id", "replaced_by", "replaced_by_id")
    WORDS = {
        "name": _("Name"),
        "details": _("What is known"),
        "age": _("Age, as it was said"),
        "address": _("Address"),
        "council": _("Council where they live"),
        "contact": _("How to reach them"),
        "needs": _("Needs, and what makes them vulnerable"),
        "language": _("Language and how they communicate"),
        "position": _("What they do here"),
        "why_struck": _("Why it was wrong"),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(_("part"), max_length=12, choices=Part)
    is_child = models.CharField(_("under 18"), max_length=6, blank=True)  # kinds.Answer
    works_here = models.BooleanField(_("works with us"), default=False)
    nation = models.CharField(_("lives in"), max_length=20, blank=True)  # organisations.nations.Nation (E-61)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")

    objects = ScopedManager.from_queryset(PartyQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["part", "pk"]
        verbose_name = _("person in a case")
        verbose_name_plural = _("people in a case")
        indexes = [
            models.Index(fields=["organisation", "case"], name="party_by_case"),
            models.Index(fields=["organisation", "person"], name="party_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_part_display()}"


class Task(Sealed, ScopedModel):
    """Something that a named person does for a case, without the case being opened to them."""

    AUDIT_CLOSED = True
    WORDS = {"what": _("What is to be done"), "answer": _("What was done")}

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    to = models.ForeignKey(Person, models.PROTECT, related_name="incident_tasks", verbose_name=_("who does it"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("by when"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["due_on", "pk"]
        verbose_name = _("task from a case")
        indexes = [models.Index(fields=["organisation", "to", "done_at"], name="incident_task_by_person")]

    def __str__(self) -> str:
        return str(_("task"))

    def get_absolute_url(self) -> str:
        return address("incidents:task", self.uid)
