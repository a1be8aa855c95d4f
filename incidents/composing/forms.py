"""The forms that agencies and regulators ask for: which questions, in whose edition, by nation. Data with a source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from incidents.types import REFERENCE


@dataclass(frozen=True)
class Form:
    """What one agency asks for: its questions by key, in its order."""

    key: str
    title: str
    agency: str
    source: str
    seen_on: date
    fields: dict[str, dict[str, Any]]
    note: str = ""
    nations: tuple[str, ...] = ()


@cache
def serious_incident_forms() -> list[Form]:
    return _forms("serious_incident.toml")


@cache
def referral_forms() -> dict[str, Form]:
    """By the kind of agency; "other" is for all that have none of their own."""
    return {form.key: form for form in _forms("referral_forms.toml")}


def serious_incident_form(nation: str) -> Form:
    """What the regulator of this nation asks."""
    forms = serious_incident_forms()
    return next((form for form in forms if nation in form.nations), forms[0])


def _forms(name: str) -> list[Form]:
    with (REFERENCE / name).open("rb") as file:
        read = tomllib.load(file)
    return [Form(key=key, **(facts | {"nations": tuple(facts.get("nations", ()))})) for key, facts in read.items()]
