"""The charity's own particulars know nobody; a project's contact is a name and a number that its page shows."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model

from safeguard.personal_data import Section

COVERED: set[str] = set()
REASONS: dict[str, str] = {}


def about(person: Model) -> Iterator[Section]:
    yield from ()
