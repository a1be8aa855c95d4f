"""What was printed for somebody outside: which documents in which versions, and how the paper can be checked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from policies.models import Amendment, Policy, PolicyVersion
from reports.states import IN_WORK, PACK_STEPS, Status
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet

ABANDONED = timedelta(minutes=10)  # after which a worker that took a pack counts as gone
KEPT = timedelta(days=30)  # how long the file can be fetched


class Kind(models.TextChoices):
    PACK = "pack", _("Policy pack")
    POLICY = "policy", _("Policy")
    PLAN = "plan", _("Action plan")
    CARD = "card", _("Emergency contact card")


class Redaction(models.TextChoices):
    NONE = "none", _("Complete, with the names of people")
    NAMES = "names", _("Without the names of people")


class PackQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def packs(self) -> PackQuerySet:
        return self.filter(kind=Kind.PACK)

    def printed(self) -> PackQuerySet:
        """There is, or was, a file that somebody may have on paper."""
        return self.filter(status__in=[Status.READY, Status.EXPIRED])

    def in_work(self) -> PackQuerySet:
        return self.filter(status__in=IN_WORK)

    def abandoned(self, now: datetime) -> PackQuerySet:
        """Taken by a worker that has not been heard of since."""
        return self.filter(status=Status.BUILDING, taken_at__lt=now - ABANDONED)

    def run_out(self, now: datetime) -> PackQuerySet:
        return self.filter(status=Status.READY, expires_at__lte=now)

    def out_of_date(self) -> PackQuerySet:
        """Printed, and at least one of its documents has moved on since."""
        return self.printed().filter(Exists(PackDocument.objects.moved_on().filter(pack=OuterRef("pk"))))

    def with_moved_on(self) -> PackQuerySet:
        """The documents that have moved on, as `pack.moved_on`, with what tells how: a fixed number of queries."""
        moved = PackDocument.objects.moved_on().with_history()
        return self.prefetch_related(models.Prefetch("documents", queryset=moved, to_attr="moved_on"))

    def with_document_count(self) -> PackQuerySet:
        return self.annotate(document_count=Count("documents", filter=Q(documents__version__isnull=False)))


class Pack(AppendOnlyModel, ScopedModel):
    """One print. Once it is ready nothing in its record changes, whatever becomes of its documents and of its file."""

    STEPS = PACK_STEPS
    RESULT: ClassVar = ("made_at", "sha256", "pages", "size", "audit_number", "audit_hash", "expires_at", "unprintable")
    MUTABLE = ("status", "taken_at", "attempts", "done", "total", "words", "failure", "file", *RESULT)

    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PACK)
    title = models.CharField(_("title"), max_length=200)
    recipient = models.CharField(_("for"), max_length=200, blank=True)
    with_register = models.BooleanField(_("with the signature register"), default=False)
    redaction = models.CharField(_("names"), max_length=10, choices=Redaction, default=Redaction.NONE)
    code = models.CharField(_("verification code"), max_length=19, unique=True)
    choices = models.CharField(max_length=64)  # fingerprint of what was asked for: asking twice makes one
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    taken_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)  # what is being done
    failure = models.TextField(_("why it could not be made"), blank=True)

    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)  # its name in the private storage
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)  # bytes
    audit_number = models.PositiveBigIntegerField(null=True, blank=True)
    audit_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(_("can be fetched until"), null=True, blank=True)
    unprintable = models.CharField(max_length=200, blank=True)  # letters for which no type was installed

    objects = ScopedManager.from_queryset(PackQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("pack")
        verbose_name_plural = _("packs")
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["organisation", "kind", "number"], name="pack_by_kind"),
            models.Index(fields=["organisation", "status", "expires_at"], name="pack_by_status"),
        ]
        constraints = [
            PACK_STEPS.constraint("pack_status_known"),
            models.UniqueConstraint(fields=["organisation", "number"], name="pack_number_once"),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.READY, Status.EXPIRED])
                | Q(made_at__isnull=False, pages__isnull=False, expires_at__isnull=False) & ~Q(sha256=""),
                name="ready_pack_says_what_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def audit_label(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return address("reports:pack", self.number)

    @property
    def file_name(self) -> str:
        """By its number alone: the name of a file travels further than the file (E-81)."""
        return f"{self.kind}-{self.number}.pdf"

    @property
    def is_in_work(self) -> bool:
        return self.status in IN_WORK

    @property
    def hides_names(self) -> bool:
        return self.redaction == Redaction.NAMES

    def can_be_fetched(self, now: datetime) -> bool:
        return self.status == Status.READY and self.expires_at is not None and self.expires_at > now


class PackDocumentQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def there(self) -> PackDocumentQuerySet:
        """Printed with its text, not as a page that says that it is not available."""
        return self.filter(version__isnull=False)

    def moved_on(self) -> PackDocumentQuerySet:
        """The version is no longer in force, or an amendment of it began or ended after the print."""
        since = Q(in_force_at__gt=OuterRef("pack__made_at")) | Q(ended_at__gt=OuterRef("pack__made_at"))
        amended = Amendment.objects.filter(since, version=OuterRef("version"))
        return self.there().filter(Exists(amended) | Q(version__ended_at__gt=F("pack__made_at")))

    def with_history(self) -> PackDocumentQuerySet:
        """The version, its amendments and the version in force today: what tells how a document has moved on."""
        policy = models.Prefetch("version__policy", queryset=Policy.objects.with_current())
        return self.select_related("version").defer("version__body").prefetch_related(policy, "version__amendments")


class PackDocument(AppendOnlyModel, ScopedModel):
    """One document of a print, or the page that stands for a document that is not available (E-47)."""

    MUTABLE = ("amendments", "fingerprint")

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="documents")
    position = models.PositiveSmallIntegerField()
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    version_name = models.CharField(_("version"), max_length=80, blank=True)
    note = models.CharField(_("why it is here, or is not"), max_length=600, blank=True)
    amendments = models.JSONField(default=list)  # keys of those that were in force
    fingerprint = models.CharField(max_length=64, blank=True)

    objects = ScopedManager.from_queryset(PackDocumentQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("document of a pack")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["organisation", "version"], name="pack_document_by_version")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "pack", "position"], name="pack_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.version_name}" if self.version_name else self.title
