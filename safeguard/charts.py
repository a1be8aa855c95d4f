"""Charts as inline SVG: places and sizes are worked out here, templates/components/chart.html draws them.

The drawing is 320 units wide, the width of a phone, so that its words are as large as the page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator, slugify

WIDTH = 320
COLOURS = {"good": "#2c8457", "soon": "#b3760a", "bad": "#b3261e", "quiet": "#6d7682"}  # as in tokens.css, for print
LONGEST_WORDS = 29  # letters that fit above a bar, beside its number


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    kind: str
    y: int
    width: float

    @property
    def colour(self) -> str:
        return COLOURS.get(self.kind, "#124c5f")

    @property
    def short_label(self) -> str:
        return Truncator(self.label).chars(LONGEST_WORDS)


@dataclass(frozen=True)
class Point:
    label: str
    value: float
    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    """What is drawn, and the same numbers for the table beside it."""

    title: str
    description: str
    height: int
    label_heading: str
    value_heading: str
    bars: Sequence[Bar] = ()
    points: Sequence[Point] = ()

    @property
    def anchor(self) -> str:
        return f"chart-{slugify(self.title, allow_unicode=True)}"

    @property
    def rows(self) -> Sequence[Bar | Point]:
        return self.bars or self.points

    @property
    def line(self) -> str:
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def bars(
    title: str,
    description: str,
    rows: Sequence[tuple[str, float] | tuple[str, float, str]],
    *,
    label_heading: str,
    value_heading: str,
) -> Chart:
    """One bar for each (label, value) or (label, value, kind); the longest fills the width."""
    longest = max((row[1] for row in rows), default=0) or 1
    drawn = [
        Bar(str(row[0]), row[1], row[2] if len(row) > 2 else "", place * 56, round(row[1] / longest * WIDTH, 1))
        for place, row in enumerate(rows)
    ]
    return Chart(title, description, len(drawn) * 56, label_heading, value_heading, bars=drawn)


def lines(
    title: str, description: str, rows: Sequence[tuple[str, float]], *, label_heading: str, value_heading: str
) -> Chart:
    """One line through (label, value) in order; the axis begins at nought."""
    highest = max((value for _, value in rows), default=0) or 1
    step = (WIDTH - 60) / max(len(rows) - 1, 1)
    drawn = [
        Point(str(label), value, round(30 + place * step, 1), round(190 - value / highest * 150, 1))
        for place, (label, value) in enumerate(rows)
    ]
    return Chart(title, description, 225, label_heading, value_heading, points=drawn)
