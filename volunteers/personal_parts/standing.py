from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Person
from people.retention import entries_of
from safeguard.personal_data import IN_THEIR_WORK, Fact, Record, Section, section, words
from volunteers.models import Issued, StandingChange, VolunteerStanding

COVERED: set[str] = {
    "volunteers.VolunteerStanding.person",
    "volunteers.StandingChange.person",
    "volunteers.Issued.person",
}
REASONS: dict[str, str] = {
    "volunteers.StandingChange.decided_by": IN_THEIR_WORK,
    "volunteers.Issued.issued_by": IN_THEIR_WORK,
    "volunteers.Issued.returned_to": IN_THEIR_WORK,
    "volunteers.BarringQuestion.decided_by": IN_THEIR_WORK,
    "volunteers.BarringQuestion.person": gettext_lazy(
        "it may hold what others said, and telling could put somebody at risk: the lead decides what of it is handed"
        " over (Data Protection Act 2018, schedules 2 and 3)"
    ),
}


def about(person: Person) -> Iterator[Section]:
    """Standing, what was decided and what the person was told; the reason, in which others may be named, is not."""
    entries = entries_of(person).order_by().values("pk")
    held = VolunteerStanding.objects.filter(person__in=entries)
    yield section("volunteers.standing", _("Your standing"), held, ("status", "since", "review_on"), about=person)
    changes = StandingChange.objects.filter(person__in=entries)
    yield Section("volunteers.changes", _("How your standing changed"), tuple(_change(one) for one in changes))
    things = Issued.objects.filter(person__in=entries)
    fields = ("kind", "what", "number", "issued_on", "returned_on")
    yield section("volunteers.issued", _("What was handed out to you"), things, fields, about=person)


def _change(change: StandingChange) -> Record:
    told = _("destroyed at the end of its time") if change.is_shredded else change.words["told"]
    facts = (
        Fact(_("What"), change.get_kind_display()),
        Fact(_("From"), words(change.on)),
        Fact(_("To be looked at again on"), words(change.review_on)),
        Fact(_("What you were told"), told),
    )
    return Record(tuple(fact for fact in facts if fact.value))
