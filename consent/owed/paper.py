"""What falls due with paper: pages whose code nobody has typed, and forms whose answers nobody has copied.

Titles and reasons go into mails: they name no child and no family. A no that lies in a pile does not count, so the time
is short.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.audience import keeper_keys
from consent.models import Answer, ConsentScan, Method
from consent.states import WAITING
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

WITHIN = timedelta(days=3)
KEEP_ASKING = Schedule(days=(0,), repeat_every=7)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    looking_after = keeper_keys(today)
    if person is None or person in looking_after:
        yield from unplaced(looking_after)
        yield from uncopied(looking_after)


def unplaced(looking_after: tuple[int, ...]) -> Iterator[Obligation]:
    """One for each pile: pages that the worker could not read."""
    waiting = ConsentScan.objects.unattached().exclude(batch=None).order_by("batch").values("batch")
    for row in waiting.annotate(n=Count("pk"), first=Min("added_at")):
        yield Obligation(
            key=f"consent.unplaced_scans:{row['batch']}",
            title=_("Scanned forms wait for their codes"),
            due_on=timezone.localdate(row["first"]) + WITHIN,
            url=address("consent:scan_batch", row["batch"]),
            recipients=looking_after,
            schedule=KEEP_ASKING,
            reason=ngettext(
                "The code on one page could not be read.", "The codes on %(n)s pages could not be read.", row["n"]
            )
            % row,
            action=_("Type the codes"),
        )


def uncopied(looking_after: tuple[int, ...]) -> Iterator[Obligation]:
    """One for each form that was scanned and whose answers were not copied since."""
    copied = Answer.objects.filter(request=OuterRef("request"), method=Method.PAPER)
    scans = ConsentScan.objects.filter(~Exists(copied), request__status__in=WAITING).order_by("request")
    for row in scans.values("request").annotate(first=Min("added_at")):
        yield Obligation(
            key=f"consent.uncopied_form:{row['request']}",
            title=_("The answers on a paper form are not recorded yet"),
            due_on=timezone.localdate(row["first"]) + WITHIN,
            url=address("consent:record_form", row["request"]),
            recipients=looking_after,
            schedule=KEEP_ASKING,
            reason=_("The form was scanned. A no on it counts once it is recorded."),
            action=_("Copy the answers"),
        )
