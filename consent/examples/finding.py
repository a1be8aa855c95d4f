"""Events in Harbour Lights, and what was asked about pictures of them: every answer, and every word of a trustee."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from consent.examples.questions import question
from consent.models import Check, Event
from consent.models.checks import Choice
from consent.services import events, finding
from organisations.models import Organisation
from people.models import Person

CLUB_NIGHT = ("child_mia", "child_leo", "child_abena", "child_robin", "child_finlay", "child_elin")
LANTERN_WALK = ("child_noah", "member_peter", "member_doreen", "child_mia", "child_leo")
WEBSITE, FACEBOOK = "Pictures on our website", "Pictures on Facebook"


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    today = timezone.localdate()
    by, leader, volunteer = people["coordinator"], people["line_manager"], people["volunteer"]
    club = people["child_mia"].project
    night = events.add(title="Friday club night", on=today, by=leader, project=club)
    events.register(night, add=[people[key] for key in CLUB_NIGHT], by=leader)
    walk = events.add(title="Lantern walk", on=today + timedelta(days=9), by=by)
    events.register(walk, add=[people[key] for key in LANTERN_WALK], by=by)
    events.add(title="Boat day", on=today - timedelta(days=25), by=leader, project=club)

    everybody = [people[key] for key in CLUB_NIGHT]
    _decide(everybody, FACEBOOK, Choice.CROP, by=volunteer, event=night)
    _decide([people["child_mia"], people["child_elin"]], WEBSITE, Choice.ASK, by=volunteer, event=night)
    _decide([people["child_mia"], people["child_leo"]], WEBSITE, Choice.POST, by=volunteer)
    _decide([people["child_mia"]], FACEBOOK, Choice.POST, by=leader)
    seen = _decide([people["child_mia"]], WEBSITE, Choice.POST, by=leader)
    if seen.needs_trustee:
        finding.approve(seen, approved=True, note="", by=people["trustee"])
    other = _decide([people["child_mia"]], FACEBOOK, Choice.POST, by=by, event=walk)
    if other.needs_trustee:
        note = "The name of her school stands on the jumper. Please choose another picture."
        finding.approve(other, approved=False, note=note, by=people["second_trustee"])


def _decide(who: list[Person], title: str, choice: Choice, *, by: Person, event: Event | None = None) -> Check:
    asked = question(title)
    found = finding.answer_for(
        who, means=asked.means, channel=asked.channel, what_for=asked.what_for, event=event, identifying=True
    )
    return finding.decide(found, choice=choice, by=by, event=event)
