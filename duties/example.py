"""Regular tasks of the example charity: one done, one late, one that everybody does."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from duties import services
from duties.models import Manner
from duties.standing import standings
from duties.suggestions import SUGGESTIONS
from organisations.models import Organisation
from people.models import Person

FIRST_DUE = {"is-it-followed": 20, "filter-access-devices": 45, "privacy-settings": 12, "online-in-other-policies": -40}


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    today = timezone.localdate()
    for suggestion in SUGGESTIONS:
        if suggestion.key not in FIRST_DUE:
            continue
        due_on = today - timedelta(days=FIRST_DUE[suggestion.key])
        duty = services.add(
            by=people["lead"],
            title=str(suggestion.title),
            what=str(suggestion.what),
            suggestion=suggestion.key,
            roles=list(suggestion.roles),
            by_everybody=suggestion.by_everybody,
            every_months=suggestion.every_months,
            first_due_on=due_on,
        )
        if suggestion.key == "is-it-followed":
            findings = "Looked at five posts and two group chats. One picture had no note of who agreed to it."
            put_right = "Cory asks the family this week."
            services.do(
                duty,
                by=people["lead"],
                due_on=due_on,
                done_on=today - timedelta(days=15),
                findings=findings,
                put_right=put_right,
            )
        if suggestion.by_everybody:
            told = standings(today=today, duty=duty)[0].waiting[:4]
            services.tell(
                duty,
                told,
                by=people["coordinator"],
                due_on=due_on,
                told_on=today - timedelta(days=9),
                manner=Manner.MEETING,
            )
