"""Evidence that lies here for long, and files that were set aside: whoever handles the case is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.access import VIEW, cases_with
from incidents.models import Attachment, AttachmentStatus, Case, CustodyItem, CustodyMove
from incidents.owed.whom import handlers_of
from incidents.services.custody import LEFT
from people.offices import person_with_user
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

HELD_FOR = timedelta(days=14)  # a device that nobody has come for
ASK_ABOUT_DEVICES = Schedule(days=(0,), repeat_every=14)
EVERY_DAY = Schedule(days=(0,), repeat_every=1)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    since: dict[int, dict[str, date]] = defaultdict(dict)
    newest = CustodyMove.objects.filter(item=OuterRef("pk")).order_by("-at", "-pk")
    devices = CustodyItem.objects.filter(is_device=True, case__shredded_at=None).annotate(
        last=Subquery(newest.values("kind")[:1])
    )
    for case, last, at in devices.order_by("-recorded_at").values_list("case", "last", "recorded_at"):
        if last not in LEFT:
            since[case]["device"] = timezone.localdate(at) + HELD_FOR
    aside = Attachment.objects.filter(status=AttachmentStatus.QUARANTINED, case__shredded_at=None)
    for case, at in aside.order_by("-status_at").values_list("case", "status_at"):
        since[case]["aside"] = timezone.localdate(at)
    cases = Case.objects.filter(pk__in=since)
    if person is not None:
        asked = person_with_user(person)
        cases = cases.filter(pk__in=cases_with(asked, VIEW).values("pk")) if asked else cases.none()
    found = list(cases.order_by("pk"))
    told = handlers_of(found, today) if found else {}
    for case in found:
        recipients = told[case.pk]
        if not recipients or (person is not None and person not in recipients):
            continue
        for kind, day in sorted(since[case.pk].items()):
            yield Obligation(
                key=f"incidents.evidence:{case.pk}:{kind}",
                title=_("Something in the concerns log is waiting for you"),
                due_on=day,
                url=address("incidents:due"),
                recipients=recipients,
                schedule=EVERY_DAY if kind == "aside" else ASK_ABOUT_DEVICES,
                reason=_("Something is kept until somebody says what becomes of it."),
                action=_("See what it is"),
                is_closed=True,
            )
