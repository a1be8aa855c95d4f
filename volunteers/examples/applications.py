"""Applicants at Harbour Lights: one at every stage, one under 18, one who said no to a check, one who comes back.

Everybody is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from organisations.models import Organisation
from people.example import DOMAIN
from people.models import Person
from safeguard.recurrence import add_months
from volunteers import wording
from volunteers.examples.positions import CLUB, DRIVER, YOUNG
from volunteers.models import Application, AppliedReference, Position, ReferenceAnswer, Source, SuitabilityOutcome
from volunteers.services import applicants, recruiting, referees, settings, suitability, taking_on
from volunteers.services.recruiting import Applicant, Permission, Referee
from volunteers.states import OPEN_STAGES, Stage

REFEREES = (
    Referee("Janet Moss", f"janet.moss@{DOMAIN}", "Taught them at college"),
    Referee("Colin Ferry", "01632 960455", "Ran the walking group that they helped with"),
)


@dataclass(frozen=True)
class Story:
    """Somebody applied so many days ago, and has come to a stage at which they have been for so many days."""

    name: str
    age: int
    position: str
    days: int
    stage: Stage = Stage.APPLIED
    days_there: int = 0
    is_permitted: bool = True
    source: str = Source.FORM
    why: str = "I have two free evenings and would like to do something that matters."
    parent: str = ""
    email: str = ""
    answers: Sequence[str] = field(default=(ReferenceAnswer.GOOD, ReferenceAnswer.GOOD))


APPLIED = "Hamza Yusuf"
REFUSED = "Beatrix Lowe"
AT_CHECKS = "Samuel Adeleke"
STORIES = (
    Story(APPLIED, 29, CLUB, 3, days_there=3),
    Story(REFUSED, 41, CLUB, 20, Stage.STAGE_ONE, 9, is_permitted=False),
    Story("Callum Reid", 16, YOUNG, 6, Stage.STAGE_ONE, 2, parent="Moira Reid"),
    Story("Dorota Zielińska", 35, CLUB, 30, Stage.INTERVIEW, 4),
    Story(AT_CHECKS, 52, CLUB, 48, Stage.CHECKS, 24, answers=(ReferenceAnswer.RESERVED, ReferenceAnswer.WAITING)),
    Story("Grace Llewellyn", 47, DRIVER, 60, Stage.DECISION, 8, source=Source.PAPER),
    Story("Peter Novák", 26, CLUB, 75, Stage.WITHDRAWN, 30),
    Story("Ian Shaw", 58, CLUB, 90, Stage.UNSUCCESSFUL, 40),
    Story("Amara Cole", 23, YOUNG, 100, Stage.ACTIVE, 12),
)


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    if Application.objects.exists():
        return
    today = timezone.localdate()
    _question(people["coordinator"], today)
    for story in STORIES:
        _tell(story, people, today)
    leaver = people["leaver"]
    back = "I moved away, and now I live here again."
    _tell(
        Story(leaver.name, 42, CLUB, 5, days_there=5, source=Source.RETURN, why=back, email=leaver.email), people, today
    )


def _question(by: Person, today: date) -> None:
    recruiting.receive(
        Position.objects.get(title=CLUB),
        Applicant(name="Nora Whitfield", phone="01632 960411", words={"why": "Can I help on Saturdays only?"}),
        by=by,
        source=Source.PHONE,
        is_question=True,
        received_on=today - timedelta(days=2),
    )


def _tell(story: Story, people: dict[str, Person], today: date) -> None:
    by = people["coordinator"]
    application = _received(story, by, today)
    _go_on(application, story, people, today)
    since = today - timedelta(days=story.days_there)
    closed = since if story.stage in (Stage.WITHDRAWN, Stage.UNSUCCESSFUL) else None
    Application.objects.filter(pk=application.pk).update(stage_since=since, closed_on=closed)


def _received(story: Story, by: Person, today: date) -> Application:
    way = settings.current()
    address = "-".join(part for part in story.name.lower().split() if part.isascii()) or "somebody"
    applicant = Applicant(
        name=story.name,
        email=story.email or f"{address}@{DOMAIN}",
        date_of_birth=add_months(today, -12 * story.age - 4),
        parent_name=story.parent,
        parent_phone="01632 960477" if story.parent else "",
        words={"why": story.why, "availability": "Tuesday and Thursday evenings"},
    )
    permission = Permission(story.is_permitted, wording.permission(way), way.permission_version)
    return recruiting.receive(
        Position.objects.get(title=story.position),
        applicant,
        by=by,
        source=story.source,
        referees=REFEREES,
        permission=permission,
        explained=True,
        privacy=story.stage != Stage.APPLIED,
        received_on=today - timedelta(days=story.days),
    ).application


def _go_on(application: Application, story: Story, people: dict[str, Person], today: date) -> None:
    by = people["coordinator"]
    for to in OPEN_STAGES[2 : OPEN_STAGES.index(_reaches(story.stage)) + 1]:
        _done_before(to, application, story, people, today)
        application = applicants.move(application, to=to, by=by)
    if story.stage == Stage.CHECKS:
        _checks(application, story, by, today)
    elif story.stage == Stage.WITHDRAWN:
        applicants.withdraw(application, by=by)
    elif story.stage == Stage.UNSUCCESSFUL:
        reason = "Would not agree that two adults are always there, and said so twice."
        applicants.not_taken_on(application, by=by, reason=reason, tell=True)
    elif story.stage == Stage.ACTIVE:
        reason = "A warm interview, two good references, and experience with her cousins’ club."
        suitability.decide(application, outcome=SuitabilityOutcome.SUITABLE, reason=reason, by=people["lead"])
        taking_on.take_on(application, by=by, on=today - timedelta(days=story.days_there))


def _reaches(stage: Stage) -> Stage:
    """The last open stage on the way to this one."""
    return {Stage.WITHDRAWN: Stage.STAGE_ONE, Stage.UNSUCCESSFUL: Stage.INTERVIEW, Stage.ACTIVE: Stage.DECISION}.get(
        stage, stage
    )


def _done_before(to: Stage, application: Application, story: Story, people: dict[str, Person], today: date) -> None:
    by = people["coordinator"]
    if to == Stage.CHECKS:
        applicants.note_step(
            application,
            key="interview",
            by=people["assessor"],
            on=today - timedelta(days=story.days_there + 3),
            who="Łukasz Wójcik and Cory Bell",
            note="Listens well. Asked what to do when a child tells a secret, and gave a good answer.",
        )
    elif to == Stage.DECISION:
        _checks(application, story, by, today)


def _checks(application: Application, story: Story, by: Person, today: date) -> None:
    on = today - timedelta(days=min(story.days_there, 20))
    applicants.note_step(application, key="identity", by=by, on=on, seen=["passport", "address"])
    asked_on = today - timedelta(days=16)
    said = "Reliable and patient; we were sorry to lose them."
    for reference, answer in zip(AppliedReference.objects.filter(application=application), story.answers, strict=True):
        referees.ask(reference, by=by, on=asked_on)
        if answer != ReferenceAnswer.WAITING:
            referees.answered(reference, answer=answer, said=said, on=today - timedelta(days=11), by=by)
