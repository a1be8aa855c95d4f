"""Record a talk with a family about screens at home (RW-62)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from people.models import Person
from safeguard.refusals import Refused
from volunteers.family_talks import KEYS
from volunteers.models import FamilyTalk
from volunteers.permissions import is_own
from volunteers.verbs import Verb


@transaction.atomic
def note(
    about: Person, *, by: Person, held_on: date, points: Sequence[str], note: str = "", again_on: date | None = None
) -> FamilyTalk:
    """A talk of that day with that family by that person, written down once however often the button is pressed.

    Raises Refused for one's own family: a colleague talks with them.
    """
    if is_own(by, about):
        raise Refused(_("This is your own family. Ask a colleague to talk with them and to write it down."))
    if not points or not set(points) <= set(KEYS):
        raise Refused(_("Say what you talked about."))
    Person.objects.select_for_update(no_key=True).get(pk=about.pk)  # two clicks come one after the other
    chosen = [key for key in KEYS if key in set(points)]
    same = FamilyTalk.objects.filter(about=about, by=by, held_on=held_on, note=note, again_on=again_on)
    for talk in same:
        if talk.points == chosen:
            return talk
    made: FamilyTalk = FamilyTalk.objects.create(
        about=about, by=by, held_on=held_on, points=chosen, note=note, again_on=again_on
    )
    record(Verb.TALKED, made, by=by, detail={"points": len(chosen)})
    return made
