from __future__ import annotations

from organisations.models import Organisation
from people.models import Person


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    """Nothing yet."""
