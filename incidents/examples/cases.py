"""The log of Harbour Lights: new, handled, low-level, on hold, closed with a lesson, about the lead, and joined."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from incidents.models import (
    Action,
    Answer,
    Case,
    Closing,
    EntryKind,
    Lesson,
    Outcome,
    Part,
    Severity,
    Source,
    Step,
    Test,
)
from incidents.services import custody, entries, holding, joining, raising, records, referrals, sharing, steps, triage
from incidents.services import people as parties
from incidents.states import CaseStatus, StepStatus
from organisations.models import AgencyKind, Organisation
from people.models import Person
from safeguard.recurrence import add_months

Cast = dict[str, Person]


def load(organisation: Organisation, people: Cast) -> None:
    _new(people)
    handled = _handled(people)
    _joined(people, handled)
    _low_level(people)
    _on_hold(people)
    _closed(people)
    _about_the_lead(people)


def raised(
    by: Person | None, what: str, *, days: int, hours: int = 0, concerned: Sequence[Person] = (), **words: str
) -> Case:
    """A report that came in some days ago, and its case."""
    source = words.pop("source", Source.IN_PERSON)
    danger = words.pop("danger_now", Answer.NO)
    at = timezone.now() - timedelta(days=days, hours=hours)
    got = raising.receive(
        by=by,
        words={"what": what, **words},
        source=source,
        once=uuid.uuid4().hex,
        danger_now=danger,
        concerned=concerned,
        received_at=at,
    )
    case = got.report.case
    case.refresh_from_db()
    return case


def _new(people: Cast) -> None:
    """Came in at night, and nobody has looked at it."""
    raised(
        people["volunteer"],
        "A girl at the Friday club said she does not want to go home on Sundays. She would not say why. I did not ask "
        "more and told her I would pass it on.",
        days=0,
        hours=5,
        who="Somebody at home, I think",
        child="Posy, about ten, comes on Fridays",
        when="Friday, when we tidied up",
        own_words="“Sundays are the shouting day.”",
    )


def _handled(people: Cast) -> Case:
    """Sorted, with its steps begun, told the council, a decision to share, a chronology, parents, evidence."""
    lead = people["lead"]
    case = raised(
        people["line_manager"],
        "Two boys showed me a chat in which somebody who calls himself Finn_17 asks them for pictures and says he will "
        "tell their school if they stop.",
        days=3,
        child="Jonas and Kit, both twelve",
        where="In the club room; the chat was on Jonas's own phone",
        source=Source.IN_PERSON,
    )
    case = triage.sort(
        case,
        by=lead,
        types=["online_abuse"],
        severity=Severity.HIGH,
        is_online=True,
        crime=Answer.YES,
        about_worker=Answer.NO,
        words={"heading": "Two boys are pressed for pictures online", "why_severity": "Threats, and it goes on."},
    )
    now = timezone.now()
    for name, details in (("Jonas Tillmouth", "Twelve, comes on Fridays"), ("Kit Sparrow", "Twelve, his best friend")):
        parties.enter(case, by=lead, part=Part.VICTIM, name=name, is_child=Answer.YES, details=details)
    parties.enter(case, by=lead, part=Part.CONCERN, name="Finn_17 (a name on a game)", details="Says he is seventeen")
    _write(case, lead, EntryKind.CALL, "Rang 101. They take it on and ask us to leave the phone switched off.", now, 70)
    _write(
        case, lead, EntryKind.MEETING, "Jonas's mother came. She keeps the phone in a drawer for the police.", now, 48
    )
    referrals.refer(
        case,
        by=lead,
        kind=AgencyKind.POLICE,
        referred_at=now - timedelta(hours=70),
        chase_on=timezone.localdate() + timedelta(days=2),
        contact="PC Winterbourne",
        reference="HL-2231",
        what="The name that was used, the game, and that there is a chat on the phone. We have seen no picture.",
        advice="Nobody opens the chat. They collect the phone.",
    )
    sharing.decide(
        case,
        by=lead,
        once=uuid.uuid4(),
        is_shared=True,
        decided_at=now - timedelta(hours=47),
        words={
            "what": "That somebody presses children on this game, and the name he uses",
            "purpose": "So that the school can look after both boys",
            "recipients": [{"name": "Head of year, Hill Primary School", "why": "Sees both boys every day"}],
            "reasons": "He says that he will write to the school. They should hear it from us.",
            "told": "told",
        },
    )
    records.make(
        case,
        by=lead,
        once=uuid.uuid4(),
        kind="parents",
        at=now - timedelta(hours=48),
        answers={"about": "Jonas's", "informed": "yes", "who": "His mother", "by_whom": "Dana", "how": "At the club"},
    )
    custody.take(
        case,
        by=lead,
        once=uuid.uuid4(),
        what="A page from a note book with the name Finn_17 in Kit's writing",
        is_device=False,
        where="The safe in the office",
        seal="Envelope 12",
    )
    for step in Step.objects.filter(case=case, status=StepStatus.OPEN)[:2]:
        step.case = case
        steps.decide(step, to=StepStatus.DONE, by=lead, note="Done on the first evening.")
    return case


def _joined(people: Cast, into: Case) -> None:
    """The same thing, told by somebody else on the same evening."""
    case = raised(
        people["staff"],
        "Kit told me that a boy from a game frightens him and Jonas. I think Helen knows of it already.",
        days=3,
    )
    joining.join(case, into=into, by=people["lead"], why="It is about the same two boys and the same account.")


def _low_level(people: Cast) -> None:
    lead = people["lead"]
    case = raised(
        people["staff"],
        "One of our helpers gave a lift to a young person after the homework club, alone, without telling anybody.",
        days=40,
    )
    triage.sort(
        case,
        by=lead,
        types=["worker"],
        severity=Severity.LOW,
        about_worker=Answer.YES,
        is_low_level=True,
        words={"heading": "A lift home, alone", "why_severity": "No test is met; the rule about lifts was not known."},
    )


def _on_hold(people: Cast) -> None:
    lead = people["lead"]
    case = raised(
        None,
        "I saw marks on the arms of one of the little ones at the lantern walk. I do not want to give my name.",
        days=9,
        source=Source.LINK,
        child="Blue coat, red boots, about five",
    )
    case = triage.sort(case, by=lead, types=["physical"], severity=Severity.HIGH, crime=Answer.UNSURE)
    referrals.refer(case, by=lead, kind=AgencyKind.CHILDREN, contact="The duty desk", what="What was told to us")
    holding.hold(
        case,
        by=lead,
        agency="The council's duty desk",
        contact="Ms Ashgrove",
        reason="They visit first and ask us not to speak to the family.",
        look_again_on=timezone.localdate() + timedelta(days=4),
    )


def _closed(people: Cast) -> None:
    """Closed, with what was learnt, one action done and one to do."""
    lead, now = people["lead"], timezone.now()
    case = raised(
        people["web_manager"],
        "In the group chat of the summer camp some children made fun of another one for days. Pictures of shoes only.",
        days=130,
        child="Perrin, eleven",
    )
    case = triage.sort(
        case,
        by=lead,
        types=["cyberbullying"],
        severity=Severity.MEDIUM,
        is_online=True,
        words={"heading": "Mocked in the camp's chat", "why_severity": "It went on for a week."},
    )
    parties.enter(case, by=lead, part=Part.VICTIM, name="Perrin Oakes", is_child=Answer.YES)
    closed_at = now - timedelta(days=100)
    for step in Step.objects.filter(case=case, status=StepStatus.OPEN):
        step.case = case
        steps.decide(step, to=StepStatus.DONE, by=lead, note="Done.")
    lesson = Lesson.objects.create(
        case=case,
        by=lead,
        for_review="Say who watches a chat that we open for a camp, and when it is closed.",
        words={"finding": "Nobody knew who looks after the chat once the camp is over."},
    )
    today = timezone.localdate()
    for what, done in (("A leader is named for every chat", closed_at), ("Old chats are closed after a month", None)):
        Action.objects.create(
            case=case, lesson=lesson, owner=people["coordinator"], by=lead, done_at=done,
            due_on=add_months(today, -2) if done else today + timedelta(days=12),
            words={"what": what, "done": "Written into the plan of every camp." if done else ""},
        )  # fmt: skip
    Closing.objects.create(
        case=case,
        outcome=Outcome.NOT_ALLEGATION,
        by=lead,
        at=closed_at,
        debriefed_on=closed_at.date(),
        words={
            "summary": "The children talked it over with two leaders, and Perrin is back on Fridays.",
            "reasons": "It has stopped, and both families are content.",
            "debrief": "Dana and Helen, half an hour.",
        },
    )
    Case.objects.filter(pk=case.pk).update(
        status=CaseStatus.CLOSED, closed_at=closed_at, outcome=Outcome.NOT_ALLEGATION, keep_until=add_months(today, 72)
    )


def _about_the_lead(people: Cast) -> None:
    """Seen by the chair and the safeguarding trustee alone."""
    lead, trustee = people["lead"], people["safeguarding_trustee"]
    case = raised(
        people["coordinator"],
        "I told the lead about a worry in spring and nothing was done. When I asked again she was cross with me.",
        days=6,
        concerned=[lead],
    )
    triage.sort(
        case,
        by=trustee,
        types=["worker"],
        severity=Severity.MEDIUM,
        about_worker=Answer.YES,
        tests=[Test.UNSUITABLE],
        words={"heading": "A worry in spring was not taken up", "why_severity": "A child may have been left alone."},
    )


def _write(case: Case, by: Person, kind: str, text: str, now: datetime, hours: int) -> None:
    entries.write(case, by=by, kind=kind, text=text, happened_at=now - timedelta(hours=hours))
