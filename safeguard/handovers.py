"""The shape of "this is in somebody's hands" (E-22). Apps fill it in their handovers.py: `handovers(person)`.

Both check-outs come from it: of somebody who leaves, and of somebody who is suspended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Handover:
    """One thing that is in this person's hands today, and where to put it into others.

    `key` is the same for the same thing for ever, for example "people.role:17". `ends_by_itself`: the last day ends it,
    and somebody only has to look. `at_suspension`: access that a suspension switches off; with `is_off` it is off now,
    and comes back when the person is reinstated. Titles and hints name no child and no case: whoever manages people
    reads them.
    """

    key: str
    title: str
    hint: str = ""
    url: str = ""
    ends_by_itself: bool = False
    at_suspension: bool = False
    is_off: bool = False


def all_handovers(person: Any) -> Iterator[Handover]:
    """What a person of the active organisation holds, app by app."""
    for config in apps.get_app_configs():
        name = f"{config.name}.handovers"
        if config.name != "safeguard" and "." not in config.name and find_spec(name):
            yield from import_module(name).handovers(person)
