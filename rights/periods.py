"""How long this charity keeps what: our rules with its own numbers, in the words of the page and of the print."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rights.models import RetentionPeriod
from safeguard.retention import Rule, Then, rules


@dataclass(frozen=True)
class Line:
    """One kind of record on the schedule."""

    rule: Rule
    months: int | None
    own: RetentionPeriod | None

    @property
    def title(self) -> str:
        return str(self.rule.title)

    @property
    def how_long(self) -> str:
        if self.months is None:
            return str(self.rule.as_long_as)
        if self.months == 0:
            return _("until %(day)s") % {"day": self.rule.counted_from}
        return _("%(period)s from %(start)s") % {"period": in_words(self.months), "start": self.rule.counted_from}

    @property
    def why(self) -> str:
        return self.own.reason if self.own else str(self.rule.why)

    @property
    def source(self) -> str:
        if self.own:
            return _("Decided by the charity.")
        return str(self.rule.source)

    @property
    def then(self) -> str:
        return self.rule.then.label


@dataclass(frozen=True)
class Part:
    """The lines of one part of the charity's work."""

    title: str
    lines: tuple[Line, ...]


def months_of(rule: Rule, own: dict[str, RetentionPeriod]) -> int | None:
    if rule.months is None:
        return None
    return own[rule.key].months if rule.key in own else rule.months


def own_periods() -> dict[str, RetentionPeriod]:
    return {period.rule: period for period in RetentionPeriod.objects.select_related("changed_by")}


def own_months() -> dict[str, int]:
    """The same numbers alone, for whoever tells people how long something is kept (safeguard.retention)."""
    return dict(RetentionPeriod.objects.order_by().values_list("rule", "months"))


def schedule() -> list[Part]:
    """Everything that is kept, part by part, the things with a period first: one query."""
    own = own_periods()
    parts: dict[str, list[Line]] = {}
    for rule in rules().values():
        label = rule.model_class._meta.app_label
        parts.setdefault(label, []).append(Line(rule, months_of(rule, own), own.get(rule.key)))
    return [
        Part(str(config.verbose_name), tuple(sorted(parts[config.label], key=lambda line: line.rule.then == Then.KEEP)))
        for config in apps.get_app_configs()
        if config.label in parts
    ]


def in_words(months: int) -> str:
    """ "3 years", "18 months"."""
    if months % 12 == 0:
        return ngettext("%(n)d year", "%(n)d years", months // 12) % {"n": months // 12}
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
