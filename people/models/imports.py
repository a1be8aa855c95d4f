"""Spreadsheets that are read in."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from safeguard.scoping import ScopedModel


class PeopleImport(ScopedModel):
    """A spreadsheet that somebody reads in. Good rows become people; the others stay here until they are fetched."""

    made_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)  # when the worker was asked to take a long list in
    with_twins = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        ordering = ["-made_at"]
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")

    def __str__(self) -> str:
        return self.file_name
