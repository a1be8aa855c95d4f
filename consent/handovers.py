"""What somebody has of the picture log: pictures that nobody has said are off their device."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.models import Picture
from consent.models.pictures import PERSONAL
from people.models import Person
from safeguard.addresses import address
from safeguard.handovers import Handover


def handovers(person: Person) -> Iterator[Handover]:
    kept = Picture.objects.filter(taker=person, device__in=PERSONAL, removed_at=None)
    waiting = list(kept.order_by("pk").values_list("pk", flat=True))
    if not waiting:
        return
    words = ngettext(
        "Pictures of one line of the log may still be on this person's device",
        "Pictures of %(number)s lines of the log may still be on this person's device",
        len(waiting),
    )
    yield Handover(
        "consent.pictures",
        words % {"number": len(waiting)},
        _("Have them uploaded and deleted, backups included, and record it in the picture log."),
        address("consent:pictures_removed", picture=waiting[:20]),
    )
