"""What falls due about concerns. Titles and reasons name no child, no case and no kind of concern."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from incidents.owed import (
    actions,
    clocks,
    evidence,
    glass,
    holds,
    leavers,
    look_ups,
    raising,
    records,
    referrals,
    steps,
    tasks,
    unopened,
)
from safeguard.addresses import address
from safeguard.obligations import Obligation


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    for part in (glass, unopened, raising, clocks, steps, referrals, holds, records, evidence):
        for owed in part.obligations(today=today, person=person):
            yield replace(owed, like=_("Concerns log"), like_url=address("incidents:due")) if _is_of_log(owed) else owed
    for part in (leavers, actions, tasks, look_ups):
        yield from part.obligations(today=today, person=person)


def _is_of_log(owed: Obligation) -> bool:
    """Of those who handle cases, and said in words that tell none from the other: many of them are one line."""
    return owed.key.partition(":")[0] not in ("incidents.glass", "incidents.answer")
