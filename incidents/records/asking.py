"""What a record asks, and when nothing more is awaited.

A field that is `asked` is asked for until somebody has written it down; it never stands in the way of saving. A field
that comes `later` is offered in the rows that follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind

Words = str | Promise
Answers = Mapping[str, Any]

TEXT, LONG, CHOICE, MANY, DAY, LINK, PEOPLE, REGULATORS = (
    "text", "long", "choice", "many", "day", "link", "people", "regulators",
)  # fmt: skip

YES_NO = {"yes": _("Yes"), "no": _("No")}
YES_NO_UNSURE = YES_NO | {"unsure": _("Not sure")}
NOT_YET = {"undecided": _("Not decided yet")}


@dataclass(frozen=True)
class Field:
    """One question. `asked` is true, or names another answer with the values that make it asked."""

    key: str
    label: Words
    kind: str = LONG
    choices: Mapping[str, Words] | None = None
    hint: Words = ""
    asked: bool | tuple[str, tuple[str, ...]] = False
    later: bool = False
    is_due: bool = False  # the day by which something is looked at again

    def is_asked(self, answers: Answers) -> bool:
        if isinstance(self.asked, bool):
            return self.asked
        name, values = self.asked
        return answers.get(name) in values


@dataclass(frozen=True)
class Form:
    """The record of one kind. `settled_when` says that nothing is awaited any more: else, once nothing is missing."""

    kind: str
    lead: Words  # what it is for
    at: Words  # what its day and time mean
    fields: tuple[Field, ...]
    settled_when: Callable[[Answers], bool] | None = None
    warning: Words = ""
    clauses: tuple[str, ...] = ()
    keeps_day: bool = False  # with a day to look again it stays open, whatever was answered
    asks_at_once: bool = False  # where nothing says by when, somebody is asked today

    @property
    def label(self) -> str:
        return str(RecordKind(self.kind).label)

    def field(self, key: str) -> Field:
        return next(one for one in self.fields if one.key == key)

    @property
    def due_field(self) -> Field | None:
        return next((one for one in self.fields if one.is_due), None)

    def missing(self, answers: Answers) -> list[Field]:
        return [one for one in self.fields if one.is_asked(answers) and not answers.get(one.key)]

    def settled(self, answers: Answers) -> bool:
        return self.settled_when(answers) if self.settled_when else not self.missing(answers)

    def later_fields(self, answers: Answers) -> list[Field]:
        """What a row that follows asks: what comes later, and what was left out."""
        return [one for one in self.fields if one.later or one.key == "note" or not answers.get(one.key)]


def is_one_of(key: str, *values: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(key) in values


NOTE = Field("note", _("Anything else"), later=True)
