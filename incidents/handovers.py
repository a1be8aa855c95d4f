"""What somebody has of the concerns log. It is the same for everybody who holds the office: whoever prepares a leaving
learns of no case by it. The handlers of a case are told on their own pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from incidents.permissions import HANDLE, HANDLE_RESTRICTED
from people.models import Person
from safeguard.addresses import address
from safeguard.handovers import Handover


def handovers(person: Person) -> Iterator[Handover]:
    if HANDLE.allows(person) or HANDLE_RESTRICTED.allows(person):
        yield Handover(
            "incidents.handles",
            _("Handles concerns"),
            _("Sees no concern from the last day on. Whoever takes the office sees them all, without being let in."),
            address("incidents:front"),
            ends_by_itself=True,
            at_suspension=True,
        )
