"""The report of exceptions: the uses of a year in which people can be recognised, who approved them, what for (RW-36).

Such uses are meant to stay exceptional; whoever reads the list sees whether they become routine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consent.models import Use
from consent.models.uses import UseQuerySet


def uses_of(year: int) -> UseQuerySet:
    """Newest first, with `people`: how many are in it. Nobody is named."""
    found: UseQuerySet = Use.objects.filter(
        identifying=True, used_on__gte=date(year, 1, 1), used_on__lte=date(year, 12, 31)
    )
    return (
        found.select_related("approved_by", "recorded_by")
        .annotate(people=Count("subjects"))
        .order_by("-used_on", "-pk")
    )


def years() -> list[int]:
    """The years in which something was shown, newest first."""
    return [day.year for day in Use.objects.filter(identifying=True).dates("used_on", "year", order="DESC")]


def headings() -> list[str]:
    return [
        _("Shown since"),
        _("What"),
        _("Where"),
        _("What for"),
        _("People in it"),
        _("Approved by"),
        _("Recorded by"),
        _("Taken down on"),
    ]


def rows(year: int, *, days: str = "Y-m-d") -> Iterator[Sequence[str]]:
    """One row for each use. `days` is how a day is written: for a spreadsheet as it sorts, on paper in words."""
    for use in uses_of(year):
        yield row(use, days)


def row(use: Use, days: str = "Y-m-d") -> list[str]:
    where = str(use.get_channel_display())
    return [
        date_format(use.used_on, days),
        use.what,
        f"{where}: {use.channel_name}" if use.channel_name else where,
        use.what_for,
        str(use.people),  # type: ignore[attr-defined]  # annotated
        use.approved_by.name if use.approved_by else "",
        use.recorded_by.name,
        date_format(use.taken_down_on, days) if use.taken_down_on else "",
    ]
