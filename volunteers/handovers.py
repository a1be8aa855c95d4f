"""What a volunteer has of the charity: things that were handed out, a position, and checks that wait for them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person
from safeguard.addresses import address
from safeguard.handovers import Handover
from volunteers.access import DECIDE, WORK
from volunteers.models import CheckGrant, Issued, OnlineCheck, Placement
from volunteers.states import CheckStatus


def handovers(person: Person) -> Iterator[Handover]:
    """The title of a check names nobody and no result: whoever manages people reads it."""
    for issued in Issued.objects.filter(person=person, returned_on=None):
        words = {"what": issued.what, "number": issued.number}
        yield Handover(
            f"volunteers.issued:{issued.pk}",
            _("To be given back: %(what)s (%(number)s)") % words
            if issued.number
            else _("To be given back: %(what)s") % words,
            _("Take it back, and note it where it was handed out."),
            address("volunteers:issued", person.pk),
        )
    today = timezone.localdate()
    placed = Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), person=person)
    if person.is_here(today):
        for placement in placed.select_related("position"):
            yield Handover(
                f"volunteers.placement:{placement.pk}",
                _("Position: %(position)s") % {"position": placement.position},
                _("Ends with the last day. Say who does this work from then on."),
                ends_by_itself=True,
            )
    waiting = _checks_of(person)
    if waiting:
        words = ngettext("One online check waits for this person", "%(n)s online checks wait for this person", waiting)
        yield Handover(
            "volunteers.checks",
            words % {"n": waiting},
            _("Give it to somebody else, or call it off."),
            address("volunteers:front"),
            at_suspension=True,
        )


def _checks_of(person: Person) -> int:
    """How many wait for them: to be done, and after that to be talked about, decided or shared, in one number."""
    asked = CheckGrant.objects.filter(user=person.user_id, permission__codename__in=[WORK, DECIDE])
    theirs = Q(assigned_to=person, status=CheckStatus.ASSIGNED) | Q(pk__in=asked.values("content_object"))
    return OnlineCheck.objects.unfinished().filter(theirs).count()
