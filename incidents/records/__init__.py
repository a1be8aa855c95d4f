"""What each kind of record asks, a module for each; and their answers in words.

A form is made of this, a page shows it, and `RecordKind` names it in the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format

from incidents.records import (
    breach,
    chat_export,
    discipline,
    objection,
    parents,
    regulator,
    risk,
    support,
    suspension,
    viewing,
)
from incidents.records.asking import CHOICE, DAY, MANY, PEOPLE, REGULATORS, Answers, Field, Form
from incidents.regulators import all_regulators

FORMS: dict[str, Form] = {
    str(one.FORM.kind): one.FORM
    for one in (
        parents, support, risk, suspension, regulator, chat_export, viewing, discipline, breach, objection,
    )
}  # fmt: skip


def form_of(kind: str) -> Form:
    return FORMS[str(kind)]


def together(rows: Iterable[Answers]) -> dict[str, Any]:
    """The answers of a record and of all that follow it; of what was answered twice, the newest."""
    said: dict[str, Any] = {}
    for answers in rows:
        said |= {key: value for key, value in answers.items() if value}
    return said


def in_words(form: Form, answers: Answers, names: Mapping[str, str]) -> list[tuple[str, str, Field]]:
    """(question, answer, field) of all that was answered, in the order of the form. `names` are those of the people in
    the case by their uid."""
    found = []
    for field in form.fields:
        value = answers.get(field.key)
        if value:
            found.append((str(field.label), _one(field, value, names), field))
    return found


def _one(field: Field, value: Any, names: Mapping[str, str]) -> str:
    if field.kind == CHOICE:
        return str((field.choices or {}).get(value, value))
    if field.kind == MANY:
        return "; ".join(str((field.choices or {}).get(one, one)) for one in value)
    if field.kind == PEOPLE:
        return _listed(names.get(one, "") for one in value)
    if field.kind == REGULATORS:
        known = all_regulators().get(value)
        return known.name if known else str(value)
    if field.kind == DAY:
        return str(date_format(date.fromisoformat(value)))
    return str(value)


def _listed(names: Iterable[str]) -> str:
    found: Sequence[str] = [name for name in names if name]
    return ", ".join(found)
