"""The example charity's pack for its insurer: the worker makes it as soon as it runs."""

from __future__ import annotations

from django.utils import timezone

from organisations.models import Organisation
from people.models import Person
from policies.models import Policy
from reports.choosing import select
from reports.models import Kind, Pack
from reports.services import asking
from safeguard import pdf


def load(organisation: Organisation, people: dict[str, Person]) -> Pack | None:
    """Nothing, where this computer cannot set type."""
    in_force = list(Policy.objects.live().in_force())
    if not in_force or not pdf.is_available():
        return None
    return asking.ask(
        by=people["chair"],
        kind=Kind.PACK,
        title="Policy pack",
        recipient="Northern Mutual Insurance",
        documents=select(in_force, today=timezone.localdate()).documents,
        with_register=True,
    )
