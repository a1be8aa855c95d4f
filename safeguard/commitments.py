"""The shape of "our policy promises". Apps fill it in their commitments.py; reports turns it into lights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    KEPT = "kept"
    AT_RISK = "at_risk"
    BROKEN = "broken"
    NEW = "new"  # nothing to judge yet: shown as new, never as a failure

    @property
    def label(self) -> str:
        return str(STATE_LABELS[self])


STATE_LABELS = {
    State.KEPT: _("In order"),
    State.AT_RISK: _("Look soon"),
    State.BROKEN: _("Act now"),
    State.NEW: _("Not started"),
}


@dataclass(frozen=True)
class Commitment:
    """One promise, whether it is kept today, why, and where to do something about it.

    `answered_by` are the roles on whose home page the light stands. `number` and `of` are the count behind it, where
    there is one.
    """

    key: str
    title: str
    state: State
    reason: str
    url: str
    answered_by: frozenset[str]
    action: str = ""
    clause: str = ""
    number: int | None = None
    of: int | None = None


def all_commitments(*, today: date) -> Iterator[Commitment]:
    """Every promise that the active organisation can be held to."""
    for config in apps.get_app_configs():
        name = f"{config.name}.commitments"
        if config.name != "safeguard" and "." not in config.name and find_spec(name):
            yield from import_module(name).commitments(today=today)
