"""What is said of one person of the cast."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from people.roles import Role
from safeguard.recurrence import add_months

DOMAIN = "harbourlights.example"
FAMILIES = "families.example"


@dataclass(frozen=True)
class Part:
    """One person of the cast. `age` in years, `months` since joining, `project` by its short name.

    `days_to_birthday` until the next birthday; `born_on` for a day that matters by itself.
    """

    name: str
    roles: tuple[Role, ...] = ()
    email: str = ""
    age: int | None = None
    months: int = 24
    project: str = ""
    signs_in: bool = False
    led_by: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    domain: str = DOMAIN
    days_to_birthday: int = 325
    born_on: date | None = None

    def born(self, today: date) -> date | None:
        if self.born_on or self.age is None:
            return self.born_on
        return add_months(today + timedelta(days=self.days_to_birthday), -12 * (self.age + 1))
