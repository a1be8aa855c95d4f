"""Pages of other rooms about one person. Each app names its own in person_links.py: `def links(person, by)`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from people.models import Person


@dataclass(frozen=True)
class PersonLink:
    """An entry on the page of a person, for those who may open it."""

    label: str
    url: str


def all_links(person: Person, by: Person) -> Iterator[PersonLink]:
    """What `by` may open about `person`, app by app."""
    for config in apps.get_app_configs():
        name = f"{config.name}.person_links"
        if config.name != "people" and "." not in config.name and find_spec(name):
            yield from import_module(name).links(person, by)
