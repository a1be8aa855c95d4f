"""What volunteers of the example did themselves: checks of own settings, and talks with families."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from organisations.models import Organisation
from people.models import Person
from safeguard.recurrence import add_months
from volunteers.family_talks import children
from volunteers.permissions import is_own
from volunteers.self_check import KEYS
from volunteers.services import family_talks, self_checks

CHECKED = ("coordinator", "volunteer", "staff")
TALKS = (
    (20, ("controls", "teenagers", "family_rules"), "They would like help with the settings of the games console."),
    (200, ("privacy", "strangers", "whom_to_tell", "us"), ""),
    (430, ("controls", "us"), "The oldest gets a telephone at Christmas: talk again before."),
)


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    """Some have looked at their settings; one family was talked with lately, one long ago, and others never."""
    for key in CHECKED:
        self_checks.note(KEYS, by=people[key])
    today, by = timezone.localdate(), people["volunteer"]
    found = (one for one in children(today).filter(restricted=False).order_by("pk") if not is_own(by, one))
    for child, (days, points, note) in zip(found, TALKS, strict=False):
        held_on = today - timedelta(days=days)
        again_on = add_months(held_on, 6) if days < 100 else None
        family_talks.note(child, by=by, held_on=held_on, points=points, note=note, again_on=again_on)
