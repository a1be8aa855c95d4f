"""The exact text that somebody has in front of them: statement, versions and amendments, kept once per wording."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from agreements.models.agreement import Agreement, AgreementDocument, Extent
from policies.models import Policy, PolicyVersion
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class ExactTextQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def with_documents(self) -> ExactTextQuerySet:
        """Everything that is needed to show it, but for the clauses themselves."""
        documents = ExactDocument.objects.select_related("version__policy")
        return self.prefetch_related(models.Prefetch("documents", queryset=documents))


class ExactText(AppendOnlyModel, ScopedModel):
    """What an agreement said while its documents stood in exactly these versions. Never changes, never goes.

    `fingerprint` is the SHA-256 over title, statement and the fingerprints of the documents; `contents` says which rows
    those are, for finding out quickly whether something has changed since.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="texts")
    title = models.CharField(max_length=200)
    statement = models.TextField()
    language = models.CharField(max_length=20)
    contents = models.JSONField()  # [[document, version, [amendments]], …] as keys
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(ExactTextQuerySet)()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "agreement", "fingerprint"], name="exact_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.fingerprint[:12]}"


class ExactDocumentQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class ExactDocument(AppendOnlyModel, ScopedModel):
    """One document of an exact text: the version and the amendments that were in force, and the clauses shown."""

    text = models.ForeignKey(ExactText, models.PROTECT, related_name="documents")
    document = models.ForeignKey(AgreementDocument, models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    version_name = models.CharField(max_length=80)
    language = models.CharField(max_length=20)
    amendments = models.JSONField(default=list)  # keys
    extent = models.CharField(max_length=10, choices=Extent)
    anchors = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField()

    objects = ScopedManager.from_queryset(ExactDocumentQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["organisation", "version"], name="exact_document_by_version"),
            models.Index(fields=["organisation", "policy"], name="exact_document_by_policy"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "text", "document"], name="exact_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.version_name}"

    def takes(self, anchor: str) -> bool:
        return self.extent == Extent.WHOLE or anchor in self.anchors
