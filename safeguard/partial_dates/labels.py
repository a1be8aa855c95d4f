"""A version label that runs into a date: "V 2 May 2020" is version 2 of May 2020, or version V of 2 May 2020."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from safeguard.partial_dates.reading import PIVOT, Reading, read
from safeguard.partial_dates.value import LONGEST_TYPED, PartialDate

_WORDS = "version|vers|ver|v|issue|edition|ed|revision|rev|draft"
_NUMBER = r"[0-9]+(?:\.[0-9]+)*[a-z]?"
_LABEL = re.compile(
    rf"(?:{_WORDS})\.?(?: ?(?:no\.? ?|number )?{_NUMBER})?|[0-9]+(?:st|nd|rd|th) (?:{_WORDS})|[0-9]+\.[0-9]+[a-z]?",
    re.IGNORECASE,
)
_JOINT = re.compile(r" ?(?P<mark>[,;:(]| [-–—] | (?:dated|of|from) ) ?| ")


@dataclass(frozen=True, slots=True)
class LabelledDate:
    """One way of telling label and date apart; the label is as typed and may be empty."""

    label: str
    value: PartialDate | None

    def __str__(self) -> str:
        if not self.label:
            return str(self.value)
        if self.value is None:
            return gettext("version label “%(label)s” and no date") % {"label": self.label}
        return gettext("version label “%(label)s” and date %(date)s") % {"label": self.label, "date": self.value}


@dataclass(frozen=True, slots=True)
class LabelledReading:
    """What a text with a version label and a date says; `typed` is the whole text, `value.typed` the date's part.

    `question` is a sentence for the person, as in `Reading`.
    """

    label: str
    value: PartialDate | None
    typed: str
    alternatives: tuple[LabelledDate, ...] = ()
    question: str = ""

    @property
    def choices(self) -> tuple[LabelledDate, ...]:
        """Every way of reading the text, the one proposed first."""
        return (LabelledDate(self.label, self.value), *self.alternatives)


def read_label_and_date(text: str, *, pivot: int = PIVOT) -> LabelledReading:
    """Tell a version label and a date apart; where there are two ways, propose the longer label and ask.

    A text without a label is read as `read` reads it; a label without a date has no value and asks nothing.
    """
    typed = " ".join(text.split())
    if len(typed) > LONGEST_TYPED or not typed:
        return _date_alone(typed, pivot)
    found = sorted(_ways(typed, pivot), key=lambda way: (way[1].value is None, -len(way[0])))
    if not found:
        return _date_alone(typed, pivot)
    if len(found) == 1:
        label, reading = found[0]
        return LabelledReading(label, reading.value, typed, question=reading.question)
    ways = tuple(LabelledDate(label, reading.value) for label, reading in found)
    words = {"typed": typed, "ways": gettext("; or ").join(str(way) for way in ways)}
    question = gettext("“%(typed)s” can be read in more than one way: %(ways)s. Which is meant?") % words
    return LabelledReading(ways[0].label, ways[0].value, typed, ways[1:], question)


def _ways(typed: str, pivot: int) -> list[tuple[str, Reading]]:
    """Label and date, at every joint of the text; a mark such as a comma beside a label with a number settles it."""
    found = []
    whole = read(typed, pivot=pivot)
    if whole.value:
        found.append(("", whole))
    if _LABEL.fullmatch(typed):
        found.append((typed, Reading(None, typed)))
    for label, mark, when in _splits(typed):
        reading = read(when, pivot=pivot)
        if reading.value is None or not _LABEL.fullmatch(label):
            continue
        if mark and any(map(str.isdigit, label)):
            return [(label, reading)]
        found.append((label, reading))
    return found


def _splits(typed: str) -> Iterator[tuple[str, str, str]]:
    """The text cut in two at each joint: label before date, and date before label."""
    for joint in _JOINT.finditer(typed):
        before, after = typed[: joint.start()], typed[joint.end() :].removesuffix(")")
        mark = (joint["mark"] or "").strip()
        yield before, mark, after
        yield after, mark, before


def _date_alone(typed: str, pivot: int) -> LabelledReading:
    reading = read(typed, pivot=pivot)
    return LabelledReading("", reading.value, typed, question=reading.question)
