"""Concerns in the example charity: a handful, in every state. Everybody in them is invented."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from incidents import examples
from organisations.models import Organisation
from people.models import Person

FIRST = "cases"  # on which the other parts build


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    others = sorted(part.name for part in iter_modules(examples.__path__) if part.name != FIRST)
    for name in (FIRST, *others):
        import_module(f"incidents.examples.{name}").load(organisation, people)
