"""That somebody looked at their own settings, and what was talked about with their family."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from people.models import Person
from people.retention import entries_of
from safeguard.personal_data import IN_THEIR_WORK, Fact, Record, Section, section, words
from volunteers.family_talks import titles
from volunteers.models import FamilyTalk, SelfCheck

COVERED = {"volunteers.SelfCheck.person", "volunteers.FamilyTalk.about"}
REASONS = {"volunteers.FamilyTalk.by": IN_THEIR_WORK}


def about(person: Person) -> Iterator[Section]:
    entries = entries_of(person).order_by().values("pk")
    checks = SelfCheck.objects.filter(person__in=entries)
    yield section(
        "volunteers.self_checks",
        _("When you looked at your own privacy settings"),
        checks,
        ("done_on", "recorded_at"),
        about=person,
    )
    talks = FamilyTalk.objects.filter(about__in=entries).select_related("by")
    records = tuple(Record(tuple(_facts(talk, person))) for talk in talks)
    yield Section("volunteers.family_talks", _("Talks with your family about screens at home"), records)


def _facts(talk: FamilyTalk, person: Person) -> Iterator[Fact]:
    yield Fact(_("On"), words(talk.held_on))
    yield Fact(_("Who talked with you"), str(talk.by), of_another=talk.by_id != person.pk, whose=talk.by_id)
    yield Fact(_("What was talked about"), words(titles(talk.points)))
    if talk.note:
        yield Fact(_("What you wished to do"), talk.note)
    if talk.again_on:
        yield Fact(_("To be talked about again on"), words(talk.again_on))
