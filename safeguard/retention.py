"""The shape of "this kind of record is kept so long". Apps fill it in their retention.py: RULES, one for every model.

The same data is printed as the charity's schedule, and obeyed: every night the worker looks for rows whose time has run
out, and two people decide. A period is the charity's decision. Hardly any is fixed by law, so `source` says where each
number comes from (fact 68).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Rows = QuerySet[Any]


class Then(StrEnum):
    """What happens when the time is over."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    SHRED = "shred"
    KEEP = "keep"

    @property
    def label(self) -> str:
        return str(THEN_LABELS[self])


THEN_LABELS = {
    Then.DELETE: _("Deleted, after two people have agreed"),
    Then.ANONYMISE: _("Made anonymous, after two people have agreed"),
    Then.SHRED: _("Made unreadable for ever, after two people have agreed"),
    Then.KEEP: _("Kept"),
}


@dataclass(frozen=True)
class Rule:
    """How long one kind of record is kept, from when, why, and what happens then.

    `model` is a label such as "consent.Answer". A period is a number of `months` counted from what `counted_from` says,
    and `over(day)` finds the rows for which that was on `day` or before; a charity may choose another number. Without
    months, `as_long_as` says what ends it: the record goes with another one, or stays.

    For erasure (UK GDPR article 17): `of(person)` finds the rows about a person, `needed(rows, person, today)` those
    among them that must still stay, and `needed_because` says why. Where `on_erasure` is KEEP, all of them stay.
    `anonymise(rows)` takes what is personal out of rows. `forget(row)` removes the files of a row that went.
    `shred(rows)` destroys the keys of rows whose words are sealed: the rows stay, and nobody can ever read them.

    Where not everybody may know that a row exists, `seen_by(person)` finds those that somebody may decide about, and
    `deciders(row, today)` who that is. Such rows are on no list with others: see rights.services.endings.
    `bring_up_to_date()` is called before anybody looks what is over.

    A legal hold on a person stops the rows of `concerns(person)`, or else of `of`; where neither is there, nobody can
    say whom a row concerns, and the hold stops the whole kind.
    """

    model: str
    title: Words
    why: Words
    as_long_as: Words = ""
    months: int | None = None
    counted_from: Words = ""
    over: Callable[[date], Rows] | None = None
    then: Then = Then.KEEP
    source: Words = ""
    of: Callable[[Model], Rows] | None = None
    needed: Callable[[Rows, Any, date], Rows] | None = None
    needed_because: Words = ""
    on_erasure: Then | None = None
    anonymise: Callable[[Rows], int] | None = None
    forget: Callable[[Any], None] | None = None
    concerns: Callable[[Model], Rows] | None = None
    shred: Callable[[Rows], int] | None = None
    seen_by: Callable[[Any], Rows] | None = None
    deciders: Callable[[Any, date], list[int]] | None = None
    bring_up_to_date: Callable[[], Any] | None = None

    def __post_init__(self) -> None:
        if (self.months is None) == (not self.as_long_as):
            raise ValueError(f"{self.model}: either a number of months, or what ends it.")
        if self.months is not None and not (self.over and self.counted_from and self.then != Then.KEEP):
            raise ValueError(f"{self.model}: a period says from when it counts, what is over, and what happens then.")
        if self.months is not None and not self.source:
            raise ValueError(f"{self.model}: say where the number comes from.")
        if Then.ANONYMISE in (self.then, self.at_erasure) and self.anonymise is None:
            raise ValueError(f"{self.model}: say what is taken out.")
        if self.then == Then.SHRED and self.shred is None:
            raise ValueError(f"{self.model}: say whose keys are destroyed.")
        if self.seen_by and not (self.deciders and self.then == Then.SHRED):
            raise ValueError(f"{self.model}: say who decides about what not everybody may know of; it is shredded.")
        if self.needed and not self.needed_because:
            raise ValueError(f"{self.model}: say why some rows must stay.")

    @property
    def key(self) -> str:
        return self.model

    @property
    def at_erasure(self) -> Then:
        """Keys are destroyed at the end of a period only."""
        if self.on_erasure is not None:
            return self.on_erasure
        return Then.KEEP if self.then == Then.SHRED else self.then

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def table(self) -> str:
        return self.model_class._meta.db_table


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its model, from the highest floor down: what points at other records goes before them.

    Raises ValueError when a model has two rules.
    """
    found: dict[str, Rule] = {}
    for rule in _all():
        if rule.model in found:
            raise ValueError(f"{rule.model} has two rules.")
        found[rule.model] = rule
    return found


def months_kept(model: str) -> int:
    """How many months the active charity keeps one kind of record: its own number, or else ours.

    Raises ValueError for a kind of record that has no number of months.
    """
    own = import_string(settings.RETENTION_PERIODS)()
    months: int | None = own.get(model, rules()[model].months)
    if months is None:
        raise ValueError(f"{model} is kept as long as something else says.")
    return months


def _all() -> Iterator[Rule]:
    for config in reversed(list(apps.get_app_configs())):
        name = f"{config.name}.retention"
        if config.name != "safeguard" and "." not in config.name and find_spec(name):
            yield from import_module(name).RULES
