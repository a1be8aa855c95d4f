"""Who holds an office today, as what falls due names its recipients."""

from __future__ import annotations

from datetime import date

from people.models import Person


def holders(*roles: str, today: date) -> tuple[int, ...]:
    """The keys of those who hold one of these roles today, in a fixed order; one query."""
    found = Person.objects.current(today).holding(*roles, on=today)
    return tuple(found.order_by("pk").values_list("pk", flat=True))
