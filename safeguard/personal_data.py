"""The shape of "this is what we know about a person". Apps fill it in their personal_data.py.

Such a module has `about(person)`, which yields sections, `COVERED`, the foreign keys to people that its sections follow
("people.RoleHolding.person"), and `REASONS`, those that they do not follow, each with why. A guard test asks for one or
the other. Reading a person's data, a copy on paper and a copy for a computer all come from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

IN_THEIR_WORK = gettext_lazy("who did it in the charity's work; the audit record has what each person did")
"""The reason for most foreign keys to people that no section follows."""


@dataclass(frozen=True)
class Fact:
    """One label and its value. `of_another` is about somebody else, and is blacked out in a redacted copy.

    `whose` is the key of that person where it is known: a copy for them need not hide it.
    """

    label: str
    value: str
    of_another: bool = False
    whose: int | None = None


@dataclass(frozen=True)
class Record:
    """One thing that is on record: its facts, and whether as a whole it is another person's word (E-29)."""

    facts: tuple[Fact, ...]
    of_another: bool = False
    whose: int | None = None


@dataclass(frozen=True)
class Section:
    """What one part of the charity's work knows. `files` are names of files in the private storage.

    A section that says `withhold_from_parents` is left out of a copy for a parent until the safeguarding lead has
    decided (Data Protection Act 2018, schedule 3, part 5; not in Scotland; fact 57).

    `instead` are the records that stand there when somebody else than the person looks or makes the copy: of what is
    read by name only, whoever answers requests about data does not read more than they otherwise may.
    """

    key: str
    title: str
    records: tuple[Record, ...]
    files: tuple[str, ...] = ()
    withhold_from_parents: bool = False
    instead: tuple[Record, ...] | None = None


def all_sections(person: models.Model) -> Iterator[Section]:
    """What each app knows about this person of the active organisation; nothing for parts that know nothing."""
    for module in modules():
        yield from (section for section in module.about(person) if section.records)


def modules() -> Iterator[Any]:
    for config in apps.get_app_configs():
        name = f"{config.name}.personal_data"
        if config.name != "safeguard" and "." not in config.name and find_spec(name):
            yield import_module(name)


def covered() -> set[str]:
    """The foreign keys to people that sections follow."""
    return {key for module in modules() for key in module.COVERED}


def reasons() -> dict[str, str]:
    """The foreign keys to people that no section follows, and why."""
    return {key: str(words) for module in modules() for key, words in module.REASONS.items()}


def section(
    key: str,
    title: str | Promise,
    rows: Iterable[models.Model],
    fields: Iterable[str],
    *,
    about: models.Model,
    giver: str = "",
    another: Iterable[str] = (),
    files: Iterable[str] = (),
    withhold_from_parents: bool = False,
) -> Section:
    """A section with one record for each row, with the named fields under the names that the pages use.

    `giver` names a foreign key: where it points at somebody else, the whole record is that person's word. `another`
    are fields that are about somebody else, such as another person's name.
    """
    names, others = list(fields), set(another)
    records = []
    for row in rows:
        facts = tuple(fact for name in names if (fact := _fact(row, name, about, name in others)).value)
        whose = getattr(row, f"{giver}_id") if giver else None
        records.append(Record(facts, of_another=whose is not None and whose != about.pk, whose=whose))
    return Section(key, str(title), tuple(records), tuple(files), withhold_from_parents)


def _fact(row: models.Model, name: str, about: models.Model, of_another: bool) -> Fact:
    value = getattr(row, name)
    try:
        field = row._meta.get_field(name)
        label = capfirst(str(field.verbose_name))  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):
        label = capfirst(name.replace("_", " "))
    shown = getattr(row, f"get_{name}_display", None)
    if shown is not None:
        value = shown()
    whose = None
    if isinstance(value, models.Model) and value._meta.label == about._meta.label:
        of_another, whose = value.pk != about.pk, value.pk
    return Fact(label, words(value), of_another, whose)


def words(value: Any) -> str:
    """A value as a person reads it; empty where nothing is known."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {words(one)}" for key, one in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(words(one) for one in value)
    return str(value)
