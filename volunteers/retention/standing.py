from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.services import record
from people.models import Person
from people.permissions import own_family
from people.retention import LIMITATION, entries_of, people_gone_by
from safeguard.retention import Rows, Rule, Then
from volunteers.deciding import deciders
from volunteers.models import BarringQuestion, Issued, StandingChange, VolunteerStanding
from volunteers.permissions import SUSPEND
from volunteers.verbs import Verb

TEN_YEARS = _(
    "Guidance for schools keeps what concerns an allegation for ten years or until pension age. Ten years after the"
    " person left is our default, to be confirmed by the charity: no statute fixes it for this record."
)


def not_shredded(model: type[Any], day: date) -> Rows:
    """Of people who have gone by that day, as far as they can still be read."""
    found: Rows = model.objects.filter(person__in=people_gone_by(day), shredded_at=None)
    return found


@transaction.atomic
def shred(rows: Rows) -> int:
    """Destroy the keys: that something was decided, when and by whom stays. Calling it twice does it once."""
    done = 0
    for row in rows.filter(shredded_at=None).select_for_update(no_key=True).order_by("pk"):
        row.shred()
        row.save(update_fields=["wrapped_key", "shredded_at"])
        record(Verb.STANDING_SHREDDED, row, by=None)
        done += 1
    return done


def seen_by(model: type[Any], person: Person) -> Rows:
    """Those about whom somebody may decide; the service says no where an office is concerned."""
    if not SUSPEND.allows(person):
        return model.objects.none()
    return model.objects.exclude(person=person).exclude(person__in=own_family(person).values("pk"))


def who_decides(row: Any, today: date) -> list[int]:
    return list(deciders([row.person_id], today)[row.person_id])


RULES: list[Rule] = [
    Rule(
        "volunteers.BarringQuestion",
        _("Whether the barring service was to be told"),
        _("The duty to refer holds also later, and what was decided, and why, must be answerable."),
        months=120,
        counted_from=_("the day on which the person left or died"),
        over=lambda day: not_shredded(BarringQuestion, day),
        then=Then.SHRED,
        source=TEN_YEARS,
        of=lambda person: BarringQuestion.objects.filter(person__in=entries_of(person)),
        concerns=lambda person: BarringQuestion.objects.filter(person__in=entries_of(person)),
        shred=shred,
        seen_by=lambda person: seen_by(BarringQuestion, person),
        deciders=who_decides,
    ),
    Rule(
        "volunteers.StandingChange",
        _("How somebody's standing changed, and why"),
        _("Concerns of an earlier time are looked at when somebody comes back."),
        months=120,
        counted_from=_("the day on which the person left or died"),
        over=lambda day: not_shredded(StandingChange, day),
        then=Then.SHRED,
        source=TEN_YEARS,
        of=lambda person: StandingChange.objects.filter(person__in=entries_of(person)),
        concerns=lambda person: StandingChange.objects.filter(person__in=entries_of(person)),
        shred=shred,
        seen_by=lambda person: seen_by(StandingChange, person),
        deciders=who_decides,
    ),
    Rule(
        "volunteers.VolunteerStanding",
        _("Whether somebody is active, suspended, or has ended"),
        _("Two words and two days; whether somebody was active must be answerable."),
        as_long_as=_("as long as the charity is kept here, without a name once the person's record is anonymous"),
        of=lambda person: VolunteerStanding.objects.filter(person__in=entries_of(person)),
        on_erasure=Then.KEEP,
    ),
    Rule(
        "volunteers.Issued",
        _("What was handed out to somebody, and that it came back"),
        _("Whether a key or a device came back may be asked years later."),
        months=72,
        counted_from=_("the day on which it came back"),
        over=lambda day: Issued.objects.filter(returned_on__lte=day),
        then=Then.DELETE,
        source=LIMITATION,
        of=lambda person: Issued.objects.filter(person__in=entries_of(person)),
        needed=lambda rows, person, today: rows.filter(returned_on=None),
        needed_because=_("It has not come back yet."),
    ),
]
