"""The end of the work on a case, and its beginning anew when there is more (WY-76, WY-77, WY-114, E-64)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import (
    Action,
    Case,
    Closing,
    CustodyItem,
    Hold,
    Lesson,
    Outcome,
    Part,
    Party,
    Record,
    RecordKind,
    Referral,
    Step,
    Task,
)
from incidents.services import custody, entries, holding, retention
from incidents.services.working import held_for_work, key_of_form
from incidents.states import CaseStatus
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused
from safeguard.transitions import transition


@dataclass(frozen=True)
class Left:
    """What is not finished, in words; and what asks for a reason before a case is closed without it.

    `notes` is to be known before it is closed, and asks for nothing.
    """

    steps: tuple[str, ...]
    others: tuple[str, ...]
    has_lessons: bool
    lacks_actions: bool
    notes: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.steps or self.others)


def left_in(case: Case) -> Left:
    """Required steps, tasks, answers of agencies, decisions on regulators, devices, who was harmed, and a hold that
    stands: a few queries."""
    if case.is_shredded:
        return Left((), (), has_lessons=True, lacks_actions=False)
    steps = Step.objects.to_do().filter(case=case, is_required=True, withdrawn_at=None)
    lessons = Lesson.objects.filter(case=case)
    others = []
    if number := Task.objects.filter(case=case, done_at=None, withdrawn_at=None).count():
        others.append(ngettext("One task is not done.", "%(n)d tasks are not done.", number) % {"n": number})
    if number := Referral.objects.waiting().filter(case=case).count():
        words = ngettext("One referral has no outcome.", "%(n)d referrals have no outcome.", number)
        others.append(words % {"n": number})
    if not Record.objects.filter(case=case, kind=RecordKind.REGULATOR).exists():
        others.append(_("Nobody has decided whether a regulator is told."))
    if number := Record.objects.open().filter(case=case).exclude(kind=RecordKind.REGULATOR).count():
        others.append(ngettext("One record waits.", "%(n)d records wait.", number) % {"n": number})
    if number := len(held(case)):
        words = ngettext("One piece of evidence is still here.", "%(n)d pieces of evidence are still here.", number)
        others.append(words % {"n": number})
    cases = [case, *case.joined.all()]
    parties = list(Party.objects.standing().filter(case__in=cases).select_related("case", "person"))
    if retention.lacks_victim(cases, parties):
        others.append(_("Nobody was entered as harmed or at risk of it. It is kept as long as if it were a child."))
    if waits := holding.hold_on(case):
        others.append(_on_hold(waits))
    return Left(
        tuple(steps.values_list("text", flat=True)),
        tuple(others),
        has_lessons=lessons.exists(),
        lacks_actions=lessons.exists() and not Action.objects.filter(case=case, dropped_at=None).exists(),
        notes=tuple(_notes(party for party in parties if party.case_id == case.pk)),
    )


def _on_hold(hold: Hold) -> str:
    """A hold that an agency asked for, and that goes on when the case is closed."""
    agency, day = hold.words["agency"] or _("An agency"), hold.look_again_on
    if day is None:
        return _("%(agency)s asked us to wait, and the hold stands. Ask them whether it is over.") % {"agency": agency}
    words = _("%(agency)s asked us to wait, and the hold stands. We ask them again on %(day)s, closed or not.")
    return words % {"agency": agency, "day": date_format(day)}


def _notes(parties: Iterable[Party]) -> Iterator[str]:
    """Whom a legal hold on a person finds here, and whom it does not."""
    about = [party for party in parties if party.part in (Part.VICTIM, Part.CONCERN) and not party.case.is_shredded]
    linked = dict.fromkeys(str(party.person) for party in about if party.person is not None)
    others = dict.fromkeys(party.words["name"] or _("without a name") for party in about if party.person is None)
    if linked:
        yield _("A legal hold on %(names)s keeps this case as well.") % {"names": ", ".join(linked)}
    if others:
        words = _(
            "Not linked to the charity's list: %(names)s. A legal hold on them does not reach this case, and their "
            "birth date is not known here. If they stand in the list, strike them and enter them from it."
        )
        yield words % {"names": ", ".join(others)}


def held(case: Case) -> list[CustodyItem]:
    found = CustodyItem.objects.filter(case=case).prefetch_related("moves")
    return [item for item in found if custody.is_here(next(iter(reversed(item.moves.all())), None))]


@transaction.atomic
def close(
    case: Case,
    *,
    by: Person,
    once: uuid.UUID,
    outcome: str,
    debriefed_on: date | None = None,
    **words: str,
) -> Closing:
    """Close a case with how it ended. Without lessons, a talk afterwards or all steps, it says why.

    The same form, sent twice, closes once. Raises Refused.
    """
    uid = key_of_form(case, once, outcome, debriefed_on, words)
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if earlier := Closing.objects.filter(case=case, uid=uid).first():
        if earlier.reopened_at is not None:
            raise Refused(_("This case was opened again since you sent this. Open the page anew to close it."))
        return earlier
    case = held_for_work(case)
    if outcome not in Outcome.values:
        raise Refused(_("Say how it ended."))
    if missing := unexplained(left_in(case), debriefed_on, words):
        raise Refused(" ".join(missing.values()))
    now = timezone.now()
    made: Closing = Closing.objects.create(
        uid=uid, case=case, outcome=outcome, debriefed_on=debriefed_on, by=by, at=now, words=words
    )
    transition(case, to=CaseStatus.CLOSED, closed_at=now, outcome=outcome)
    retention.recount(case)
    facts: dict[str, Any] = {_("Closed"): Outcome(outcome).label}
    facts |= {str(Closing.WORDS[name]): value for name, value in words.items() if value}
    facts |= {_("Talked about on"): date_format(debriefed_on) if debriefed_on else ""}
    facts |= {_("Kept until"): date_format(case.keep_until) if case.keep_until else ""}
    entries.write(case, by=by, kind="decision", text=entries.facts(**facts), about=made, verb=Verb.CLOSED)
    return made


def unexplained(left: Left, debriefed_on: date | None, words: dict[str, str]) -> dict[str, str]:
    """The field that asks for a reason, and the sentence that asks for it."""
    missing = {}
    if not (debriefed_on or words.get("debrief", "").strip() or words.get("no_debrief", "").strip()):
        missing["no_debrief"] = _("Nobody has talked about it afterwards. Say when you did, or why not.")
    if not (left.has_lessons and not left.lacks_actions) and not words.get("no_lessons", "").strip():
        missing["no_lessons"] = (
            _("What was learnt has no action with a name and a day. Add one, or say why there is none.")
            if left.lacks_actions
            else _("Nothing is written down as learnt. Add it, or say why there is nothing to learn.")
        )
    if left.is_open and not words.get("open_left", "").strip():
        missing["open_left"] = _("Some things are not finished. Say what is left open, and why.")
    return missing


@transaction.atomic
def reopen(case: Case, *, by: Person, reason: str) -> Case:
    """There is more to it, or it was closed by mistake. What was written at the closing stays (E-64)."""
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if case.is_shredded:
        raise Refused(_("The words of this case were destroyed at the end of their time. Raise a new concern."))
    if case.status != CaseStatus.CLOSED:
        raise Refused(_("This case is not closed."))
    if not reason.strip():
        raise Refused(_("Say why it is opened again."))
    now = timezone.now()
    Closing.objects.filter(case=case, reopened_at=None).update(reopened_at=now)
    transition(case, to=CaseStatus.OPEN, closed_at=None, outcome="")
    retention.recount(case)
    text = entries.facts(**{_("Opened again"): reason})
    entries.write(case, by=by, kind="decision", text=text, verb=Verb.REOPENED)
    return case


def of_case(case: Case) -> list[tuple[Closing, dict[str, Any]]]:
    found = []
    for row in Closing.objects.filter(case=case).select_related("by"):
        row.case = case
        found.append((row, {} if case.is_shredded else row.words))
    return found
