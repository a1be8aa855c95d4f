"""Consent in the example charity: rows that show every state."""

from __future__ import annotations

from consent.examples import answers, contact, finding, pictures, questions, uses
from organisations.models import Organisation
from people.models import Person


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    for part in (questions, answers, finding, pictures, uses, contact):
        part.load(organisation, people)
