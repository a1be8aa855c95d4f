"""The parts of a version that can be cited, where its appendices come from, and what it quotes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.version import PolicyVersion
from safeguard.partial_dates import PartialDateField
from safeguard.scoping import ScopedModel


class ClauseKind(models.TextChoices):
    CLAUSE = "clause", _("Clause")
    SECTION = "section", _("Section")
    AMENDMENT = "amendment", _("Amendment in the text")
    APPENDIX = "appendix", _("Appendix")


class Clause(ScopedModel):
    """A part of a version that other records can cite by its anchor, such as 4-7 (WR-59)."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="clauses")
    anchor = models.CharField(max_length=80)
    parent = models.CharField(max_length=80, blank=True)  # the anchor of the section that it stands in
    number = models.CharField(max_length=20, blank=True)  # as printed
    heading = models.CharField(max_length=600, blank=True)
    html = models.TextField(blank=True)  # the whole clause, with its heading and number
    level = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=ClauseKind, default=ClauseKind.CLAUSE)
    dated = PartialDateField(
        null=True, blank=True
    )  # from when it is, where that is not the date of the version (RW-30)
    audience = models.CharField(max_length=200, blank=True)
    is_definition = models.BooleanField(default=False)  # it says what a word means here (WY-18, WR-1)
    position = models.PositiveSmallIntegerField()

    class Meta(ScopedModel.Meta):
        verbose_name = _("clause")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version", "anchor"], name="clause_anchor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip() or self.anchor


class Appendix(ScopedModel):
    """Where an appendix comes from, for whom it is, and whether it still applies (RW-73, RW-74)."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="appendices")
    anchor = models.CharField(max_length=80)
    title = models.CharField(_("title"), max_length=300)
    source = models.CharField(_("produced by"), max_length=300, blank=True)
    dated = PartialDateField(_("date"), null=True, blank=True)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    applicability = models.CharField(_("applies to"), max_length=300, blank=True)
    review_on = models.DateField(_("check again on"), null=True, blank=True)
    still_applies = models.BooleanField(_("still applies"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("appendix")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Extract(ScopedModel):
    """A clause that quotes another document of the charity; it is flagged once that document has moved on (IL-4)."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="extracts")
    anchor = models.CharField(_("clause"), max_length=80)
    source = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="quoted_in", verbose_name=_("quoted from"))

    class Meta(ScopedModel.Meta):
        verbose_name = _("extract")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version", "anchor", "source"], name="extract_once"),
        ]

    def __str__(self) -> str:
        return f"{self.anchor}: {self.source}"
