"""The steps of a case: laid out when it is sorted, done, not needed, taken back; and the steps that a charity adds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from incidents import clocks
from incidents.models import Case, EntryKind, OwnStep, Step
from incidents.procedures import is_about_worker, of_case, procedures, step_text, steps_of
from incidents.services import entries
from incidents.services.working import held_for_work
from incidents.states import StepStatus
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation
from safeguard.transitions import transition

GAP = 10  # between the places of two steps


@dataclass(frozen=True)
class Wanted:
    procedure: str
    key: str
    text: str
    is_required: bool
    due_at: datetime | None


@transaction.atomic
def lay_out(case: Case, *, by: Person | None) -> list[Step]:
    """Give a case the steps of the procedures of its kinds, for the charity's nation and for those to whom it goes;
    the same again changes nothing.

    Steps that nobody has begun and that are no longer asked for are withdrawn, and come back when they are asked for
    again. What was decided stays, whatever the case is called now. A finished or shredded case is left as it is.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)  # two people who sort it come one after the other
    if case.is_finished or case.is_shredded:
        return []
    there = {(step.procedure, step.key): step for step in Step.objects.filter(case=case)}
    wanted = _wanted(case, there)
    added, changed = [], 0
    for number, one in enumerate(wanted, start=1):
        step = there.pop((one.procedure, one.key), None)
        if step is None:
            step = Step(case=case, position=number * GAP, due_at=one.due_at, procedure=one.procedure, key=one.key)
            step.text, step.is_required, step.words = one.text, one.is_required, {}
            added.append(step)
        else:
            changed += _refresh(step, position=number * GAP, due_at=one.due_at, withdrawn_at=None)
    Step.objects.bulk_create(added)
    now = timezone.now()
    for step in there.values():
        if step.status == StepStatus.OPEN and step.withdrawn_at is None:
            changed += _refresh(step, withdrawn_at=now)
    if added or changed:
        record(Verb.LAID_OUT, case, by=by, detail={"added": len(added), "changed": changed})
    return list(Step.objects.filter(case=case, withdrawn_at=None))


def _wanted(case: Case, there: dict[tuple[str, str], Step]) -> list[Wanted]:
    nation, found = active_organisation().nation, of_case(case)
    reported = [one for (_part, key), one in there.items() if key == "platform" and one.status == StepStatus.DONE]
    reported_at = min((one.decided_at for one in reported if one.decided_at), default=None)
    own = list(OwnStep.objects.filter(ended_at=None, procedure__in=[one.key for one in found]))
    wanted = []
    for text in steps_of(found, nation, case.routing):
        due_at = clocks.step_due(text.within, case, nation, reported_at) if text.within else None
        wanted.append(Wanted(text.part, text.key, text.text, text.required, due_at))
        wanted += [_own(one) for one in own if one.after == text.name]
    placed = {one.key for one in wanted}
    return wanted + [_own(one) for one in own if f"own:{one.pk}" not in placed]


def _own(one: OwnStep) -> Wanted:
    return Wanted(one.procedure, f"own:{one.pk}", one.text, one.is_required, None)


def _refresh(step: Step, **values: Any) -> int:
    """Write what is different; 1 if anything was."""
    if all(getattr(step, name) == value for name, value in values.items()):
        return 0
    return Step.objects.filter(pk=step.pk).update(**values)


@transaction.atomic
def decide(step: Step, *, to: str, by: Person, note: str = "") -> Step:
    """A step is done, or it is not needed and why. Raises Refused with a sentence for the person.

    The same answer sent twice is one. What must be told an officer is not set aside while the concern may be about
    somebody who works with us (WY-72, WY-116): that is for the officer to say.
    """
    case = held_for_work(step.case)
    now: Step = Step.objects.get(pk=step.pk)
    now.case = case
    note = note.strip()
    if now.status == to:
        return now
    if now.withdrawn_at is not None:
        raise Refused(_("This step is no longer asked for: the case was sorted differently."))
    if to == StepStatus.NOT_NEEDED:
        if not note:
            raise Refused(_("Say in a few words why it is not needed."))
        if is_firm(now):
            raise Refused(
                _(
                    "This one cannot be set aside while the concern may be about somebody who works with us. "
                    "Ask them, and write down what they say. If no test is met, sort the case as a low-level concern."
                )
            )
    now.words = {"note": note}
    transition(now, to=StepStatus(to), decided_by=by, decided_at=timezone.now(), sealed=now.sealed)
    said = _("Step done") if to == StepStatus.DONE else _("Step not needed")
    text = entries.facts(**{said: now.text, _("Note"): note})
    entries.write(case, by=by, kind=EntryKind.RECORD, text=text, about=now, verb=Verb.STEP)
    if any(rule.starts == f"step:{now.key}" for rule in clocks.rules().values()):
        lay_out(case, by=by)  # a clock has begun
    return now


def is_firm(step: Step) -> bool:
    text = step_text(step.procedure, step.key, active_organisation().nation)
    return bool(text and text.firm and is_about_worker(step.case) and not step.case.is_low_level)


@transaction.atomic
def undo(step: Step, *, by: Person, why: str = "") -> Step:
    """It is to be done after all. What was written before stays in the chronology."""
    case = held_for_work(step.case)
    now: Step = Step.objects.get(pk=step.pk)
    now.case = case
    if now.status == StepStatus.OPEN:
        return now
    before = str(StepStatus(now.status).label)
    now.words = {}
    transition(now, to=StepStatus.OPEN, decided_by=None, decided_at=None, sealed=now.sealed)
    words = {_("Step to do again"): now.text, _("It was"): before, _("Why"): why.strip()}
    entries.write(case, by=by, kind=EntryKind.RECORD, text=entries.facts(**words), about=now, verb=Verb.STEP)
    return now


def settle(case: Case, *, kind: str, by: Person, at: datetime, note: str = "") -> list[Step]:
    """What was recorded about this kind of agency is what these open steps asked for. The record has its own line."""
    nation, settled = active_organisation().nation, []
    for step in Step.objects.to_do().filter(case=case, withdrawn_at=None):
        text = step_text(step.procedure, step.key, nation)
        if text is None or kind not in (text.done_by or text.referrals):
            continue
        step.case = case
        step.words = {"note": note or _("By the referral that was recorded")}
        transition(step, to=StepStatus.DONE, decided_by=by, decided_at=at, sealed=step.sealed)
        settled.append(step)
    return settled


# The charity's own -----------------------------------------------------------------------------------------------


@transaction.atomic
def add_own(*, procedure: str, text: str, by: Person, after: str = "", is_required: bool = True) -> OwnStep:
    """A step of the charity's own; cases that are sorted from now on ask for it. Sent twice, it is one."""
    found = procedures().get(procedure)
    if found is None or found.shared:
        raise Refused(_("Choose a procedure from the list."))
    text = " ".join(text.split())
    if not text:
        raise Refused(_("Write down what is to be done."))
    if earlier := OwnStep.objects.filter(procedure=procedure, text=text, ended_at=None).first():
        return earlier
    facts = {"procedure": procedure, "text": text, "after": after, "is_required": is_required}
    made: OwnStep = OwnStep.objects.create(**facts, added_by=by)
    record(Verb.ADDED_STEP, made, by=by, detail={"procedure": procedure})
    return made


@transaction.atomic
def end_own(own: OwnStep, *, why: str, by: Person) -> OwnStep:
    """No longer asked for in cases that are sorted from now on; where it was laid out it stays."""
    if own.ended_at is not None:
        return own
    if not why.strip():
        raise Refused(_("Say why it is no longer used."))
    own.ended_at, own.ended_reason = timezone.now(), why.strip()
    own.save(update_fields=["ended_at", "ended_reason"])
    record(Verb.ENDED_STEP, own, by=by, detail={"procedure": own.procedure})
    return own
