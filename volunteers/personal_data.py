"""What this room knows of somebody, part by part."""

from __future__ import annotations

from collections.abc import Iterator

from people.models import Person
from safeguard.personal_data import Section
from volunteers.personal_parts import applicants, checks, mine, recruiting, standing, training, vetting

PARTS = (recruiting, applicants, checks, vetting, training, standing, mine)

COVERED = {key for part in PARTS for key in part.COVERED}
REASONS = {key: words for part in PARTS for key, words in part.REASONS.items()}


def about(person: Person) -> Iterator[Section]:
    for part in PARTS:
        yield from part.about(person)
