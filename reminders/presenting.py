"""Obligations and digests as lines of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from people.models import Person
from reminders.models import Pause
from reminders.permissions import can_pause
from reminders.states import DigestStatus
from safeguard.due_words import due_words
from safeguard.obligations import Obligation

SHOWN = 300
DIGEST_KINDS = {
    DigestStatus.SENT: "good",
    DigestStatus.FAILED: "bad",
    DigestStatus.RETRY: "soon",
    DigestStatus.WAITING: "info",
    DigestStatus.SENDING: "info",
    DigestStatus.DROPPED: "quiet",
}


@dataclass(frozen=True)
class DueRow:
    """One line of what is due."""

    obligation: Obligation
    owners: str
    status: str
    kind: str
    pause: Pause | None
    may_pause: bool
    may_open: bool  # the page behind it is for those who owe it


def due_rows(owed: Sequence[Obligation], today: date, viewer: Person) -> list[DueRow]:
    names = {
        person.pk: str(person)
        for person in Person.objects.filter(pk__in={pk for o in owed for pk in o.recipients}).only("name", "known_as")
    }
    pauses = {
        p.obligation_key: p for p in Pause.objects.running(today).filter(obligation_key__in=[o.key for o in owed])
    }
    return [
        DueRow(
            obligation=o,
            owners=", ".join(names.get(pk, "") for pk in o.recipients[:3]) + (" …" if len(o.recipients) > 3 else ""),
            pause=pauses.get(o.key),
            may_pause=can_pause(viewer, o),
            may_open=viewer.pk in (*o.recipients, *o.escalate_to),
            **dict(zip(("status", "kind"), due_words(o.due_on, today), strict=True)),
        )
        for o in owed
    ]
