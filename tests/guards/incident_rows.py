"""One of everything in a case that the chair sees, for the guard that tries every address."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from incidents.access import VIEW, visible_to
from incidents.models import Outcome, Part, RaiseLink, Report, Source, Step
from incidents.services import (
    access,
    closing,
    custody,
    documents,
    entries,
    glass,
    holding,
    joining,
    lessons,
    look_ups,
    prints,
    raising,
    records,
    referrals,
    sharing,
    steps,
    tasks_given,
    triage,
)
from incidents.services import people as parties
from people.models import Person
from policies.models import Policy, Suggestion
from rights.models import Ending
from tests.incidents.factories import restricted

Known = dict[str, dict[str, Any]]


def of_incidents(chair: Person) -> Known:
    """By the beginning of an address's name, what its parameters may be so that something is there."""
    case = visible_to(chair).standing().first()
    lead, now, today = Person.objects.get(email__startswith="dana"), timezone.now(), timezone.localdate()
    other, closed, joined = restricted("Another one"), restricted("An old one"), restricted("The same again")
    trustee = Person.objects.current().holding("safeguarding_trustee").get()
    link = joining.link(case, other=other, by=chair, why="The same evening")
    joining.join(joined, into=other, by=chair)
    closing.close(
        closed,
        by=chair,
        once=uuid4(),
        outcome=Outcome.UNFOUNDED,
        summary="Nothing was found.",
        reasons="Nothing is left to do.",
        no_debrief="Nobody else was there.",
        no_lessons="It was handled well.",
        open_left="Nothing of it applies.",
    )
    entry = entries.write(case, by=chair, text="Rang the council.")
    party = parties.enter(case, by=chair, part=Part.WITNESS, name="Ada Byron")
    task = tasks_given.give(case, to=chair, what="Ask the caretaker for the key.", due_on=today, by=trustee)
    looked = look_ups.ask(by=trustee, who="Ada Byron", purpose="To warn her", proportion="No other way", case=case)
    step = Step.objects.filter(case=case).first() or steps.lay_out(case, by=chair)[0]
    referral = referrals.refer(case, by=chair, kind="children", what="What we were told")
    decision = sharing.decide(
        case, by=chair, once=uuid4(), is_shared=False, decided_at=now, words={"reasons": "Nobody needs to know."}
    )
    record = records.make(case, by=chair, once=uuid4(), kind="parents", at=now, answers={"informed": "yes"})
    item = custody.take(case, by=chair, once=uuid4(), what="A note book", is_device=False)
    other = triage.sort(other, by=chair, types=["neglect"])
    paper = documents.attach(other, by=chair, once=uuid4(), name="note.txt", content=b"As it was said.")
    lessons.learn(case, by=chair, once=uuid4(), finding="Keys are counted every evening.")
    action = lessons.give(case, by=trustee, once=uuid4(), what="Count the keys", owner=chair, due_on=today)
    own = steps.add_own(procedure="general", text="Ring the caretaker.", by=chair)
    copy = prints.make(prints.ask(case, by=chair, kind="chronology").pk)
    holding.hold(other, by=chair, agency="The council", contact="", reason="They visit first", look_again_on=None)
    asked = glass.ask(reason="Nobody can be reached.", by=trustee)
    staff = Person.objects.exclude(user=None).exclude(pk__in=[chair.pk, trustee.pk, lead.pk]).first()
    access.let_in(case, staff, rights=[VIEW], by=chair)
    aside = access.put_aside(case, lead, by=chair).asides.standing().first()
    mine = raising.receive(by=chair, words={"what": "A broken gate"}, source=Source.SEEN, once=uuid4().hex).report
    suggestion = Suggestion.objects.create(policy=Policy.objects.first(), text="Say who counts the keys.")
    ending = Ending.objects.create(rule="incidents.Case", row_id=closed.pk, code="AAAA-BBBB-CCCC-DDDD")

    here = {"code": case.code, "key": "general", "kind": "parents", "number": copy.number}
    sub_rows: dict[str, Any] = {
        **dict.fromkeys(["chronology", "entry", "correct_entry", "disagree"], entry),
        **dict.fromkeys(["strike_party"], party),
        **dict.fromkeys(["task", "withdraw_task"], task),
        **dict.fromkeys(["look_up", "authorise_look_up"], looked),
        **dict.fromkeys(["step", "step_done", "undo_step"], step),
        **dict.fromkeys(["referral", "heard"], referral),
        **dict.fromkeys(["sharing_decision", "sharing_waiting", "add_to_sharing"], decision),
        **dict.fromkeys(["record", "record_waiting", "follow_record"], record),
        "move_evidence": item,
        **dict.fromkeys(["action", "finish_action", "drop_action"], action),
        **dict.fromkeys(["sent", "my_report", "my_report_print"], mine),
        "consider": case,
        "unlink_case": link,
        **dict.fromkeys(["move_report", "place_report"], Report.objects.filter(case=case).first()),
    }
    pages = {page: {"uid": row.uid} for page, row in sub_rows.items()}
    elsewhere = {"code": other.code}
    pages |= {page: {**elsewhere, "uid": paper.uid} for page in ("document", "set_aside", "remove_document")}
    pages |= dict.fromkeys(("hold", "ask_again", "resume"), elsewhere)
    pages["part"] = {**elsewhere, "other": joined.code}
    pages["reopen"] = {"code": closed.code}
    pages |= {page: {"pk": RaiseLink.objects.first().pk} for page in ("end_link", "poster")}
    pages |= {page: {"pk": asked.pk} for page in ("open_glass", "refuse_glass", "end_glass")}
    pages |= {"end_own_step": {"pk": own.pk}, "rights": {"pk": staff.pk}, "come_back": {"pk": aside.pk}}
    return {
        "raise": {"token": RaiseLink.objects.first().token},
        "incidents:": here,
        **{f"incidents:{page}": parameters for page, parameters in pages.items()},
        "policies:settle_suggestion": {"policy_slug": suggestion.policy.slug, "pk": suggestion.pk},
        **{key: {"uid": ending.uid, "key": "agree"} for key in ["rights:ending", "rights:decide_ending"]},
    }
