"""Volunteers in the example charity: applicants at every stage, checks, training, standings. All are invented."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from organisations.models import Organisation
from people.models import Person
from volunteers import examples

FIRST = ("positions", "applications")  # on which the other parts build


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    found = {part.name for part in iter_modules(examples.__path__)}
    for name in (*(one for one in FIRST if one in found), *sorted(found - set(FIRST))):
        import_module(f"volunteers.examples.{name}").load(organisation, people)
