"""Records that a case asks for: written, added to by rows that follow, and asked for where they are not there yet."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents import clocks
from incidents.models import Answer, Case, EntryKind, Part, Party, Record, RecordKind, Severity
from incidents.procedures import concerns_worker
from incidents.records import form_of, in_words, together
from incidents.records.asking import PEOPLE, Form
from incidents.regulators import for_data
from incidents.services import entries, steps
from incidents.services.working import held_for_work, key_of_form
from incidents.verbs import Verb
from organisations.models import AgencyKind, Settings
from people.models import Person
from safeguard.recurrence import months_to_answer
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation
from safeguard.working_days import calendar_for

BREACH_CLOCK = "data_breach"


@transaction.atomic
def make(case: Case, *, by: Person, once: uuid.UUID, kind: str, at: datetime, answers: Mapping[str, Any]) -> Record:
    """Write a record of one kind. Nothing in it has to be answered; what is left out is asked for and added later.

    A form that is sent twice makes one record. Raises Refused.
    """
    held_for_work(case)
    form, said = form_of(kind), _said(answers)
    uid = key_of_form(case, once, kind, at, said)
    if earlier := Record.objects.filter(case=case, uid=uid).first():
        return earlier
    _check(said, at)
    due_on, due_at = _due(form, said, at)
    record: Record = Record.objects.create(
        uid=uid,
        case=case,
        kind=kind,
        at=at,
        due_on=due_on,
        due_at=due_at,
        ended_at=None if _is_awaited(form, said, said) else timezone.now(),
        by=by,
        words={"answers": said},
    )
    _write_up(record, form, said, by)
    _settle(record, by=by)
    return record


@transaction.atomic
def follow(record: Record, *, by: Person, once: uuid.UUID, at: datetime, answers: Mapping[str, Any]) -> Record:
    """Add what came later: a chat that arrived, an answer, what was left out. The first row stays as it was."""
    case = record.case
    held_for_work(case)
    said = _said(answers)
    uid = key_of_form(case, once, record.pk, at, said)
    if earlier := Record.objects.filter(case=case, uid=uid).first():
        return earlier
    first: Record = Record.objects.select_for_update(no_key=True).get(pk=record.follows_id or record.pk, case=case)
    first.case = case
    form = form_of(first.kind)
    _check(said, at)
    row: Record = Record.objects.create(
        uid=uid,
        case=case,
        kind=first.kind,
        follows=first,
        at=at,
        ended_at=timezone.now(),
        by=by,
        words={"answers": said},
    )
    whole = together(answers_of(one) for one in (first, *case.records.filter(follows=first)))
    fields: dict[str, Any] = {"ended_at": None if _is_awaited(form, whole, said) else timezone.now()}
    if (day := _chosen_day(form, said)) is not None:
        fields["due_on"] = day
    for name, value in fields.items():
        setattr(first, name, value)
    first.save(update_fields=list(fields))
    _write_up(row, form, said, by)
    _settle(first, by=by)
    return row


def _settle(record: Record, *, by: Person) -> None:
    """Whether the regulator for data is told has been decided, either way: the 72 hours stop (fact 58)."""
    if record.kind == RecordKind.BREACH and record.ended_at is not None:
        note = _("By the record of the loss or leak")
        steps.settle(record.case, kind=AgencyKind.DATA_PROTECTION, by=by, at=record.ended_at, note=note)


def _said(answers: Mapping[str, Any]) -> dict[str, Any]:
    """As it is sealed: days as texts, and nothing that was left empty."""
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in answers.items()}
    return {key: value for key, value in plain.items() if value}


def _check(said: Mapping[str, Any], at: datetime) -> None:
    if not said:
        raise Refused(_("Write down at least one thing, then save it. The rest can follow."))
    if at > timezone.now():
        raise Refused(_("This time is still to come. Enter when it happened."))


def _due(form: Form, said: Mapping[str, Any], at: datetime) -> tuple[date | None, datetime | None]:
    """By which day, and by which hour where hours count (E-8)."""
    day = timezone.localdate(at)
    if form.kind == RecordKind.BREACH:
        ends = clocks.due(clocks.rules()[BREACH_CLOCK], at, active_organisation().nation).at
        return timezone.localdate(ends), ends
    if form.kind == RecordKind.OBJECTION:
        nation = active_organisation().nation
        return months_to_answer(day, for_data(timezone.localdate()).answer_months, calendar_for(nation)), None
    if (chosen := _chosen_day(form, said)) is not None:
        return chosen, None
    if form.asks_at_once and not form.settled(said):
        return timezone.localdate(), None
    return None, None


def _chosen_day(form: Form, said: Mapping[str, Any]) -> date | None:
    field = form.due_field
    value = said.get(field.key) if field else None
    return date.fromisoformat(value) if value else None


def _is_awaited(form: Form, whole: Mapping[str, Any], newest: Mapping[str, Any]) -> bool:
    """Whether something is still to come. A risk that is to be looked at again stays open from day to day."""
    if form.keeps_day:
        return _chosen_day(form, newest) is not None or not form.settled(whole)
    return not form.settled(whole)


def _write_up(record: Record, form: Form, said: Mapping[str, Any], by: Person) -> None:
    """One line in the chronology; what somebody disagrees with, and what was wrong, stand there as what they are."""
    case = record.case
    names = names_in(case) if any(field.kind == PEOPLE and said.get(field.key) for field in form.fields) else {}
    heading = _("%(record)s: added later") % {"record": form.label} if record.follows_id else form.label
    lines = [f"{question} {answer}" for question, answer, _field in in_words(form, said, names)]
    entries.write(
        case,
        by=by,
        kind=EntryKind.RECORD,
        text="\n".join([heading, *lines]),
        happened_at=record.at,
        about=record,
        verb=Verb.RECORDED,
    )
    if form.kind == RecordKind.OBJECTION:
        for key, kind in (("errors", EntryKind.CORRECTION), ("disagreement", EntryKind.DISAGREEMENT)):
            if said.get(key):
                entries.write(case, by=by, kind=kind, text=said[key], who=said.get("who", ""), about=record)


# What there is, and what is missing ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thread:
    """A record with all that follows it."""

    first: Record
    rows: tuple[Record, ...]
    answers: Mapping[str, Any]
    form: Form

    @property
    def label(self) -> str:
        return self.form.label

    @property
    def missing(self) -> list[str]:
        return [str(field.label) for field in self.form.missing(self.answers)]

    @property
    def is_awaited(self) -> bool:
        return self.first.ended_at is None

    @property
    def about(self) -> str:
        """Whom it is about, in a list."""
        keys = ("about", "person", "who", "what")
        return next((str(self.answers[key]) for key in keys if self.answers.get(key)), "")


def answers_of(record: Record) -> dict[str, Any]:
    return dict(record.words["answers"] or {})


def threads(case: Case) -> list[Thread]:
    """All records of a case, the oldest first. Two queries for any number of them."""
    rows = list(case.records.select_related("by").order_by("at", "pk"))
    after: dict[int, list[Record]] = {}
    for row in rows:
        if row.follows_id:
            after.setdefault(row.follows_id, []).append(row)
    return [thread_of(first, after.get(first.pk, [])) for first in rows if first.follows_id is None]


def thread_of(first: Record, following: Iterable[Record]) -> Thread:
    rows = (first, *sorted(following, key=lambda row: row.pk))
    return Thread(first, rows, together(answers_of(row) for row in rows), form_of(first.kind))


def names_in(case: Case) -> dict[str, str]:
    """The names of those in a case by their uid, those struck out among them: an old record names them still."""
    return {str(party.uid): party.words["name"] or _("Name not known") for party in case.parties.all()}


def people_to_choose(case: Case) -> list[tuple[str, str]]:
    """Those in the case as choices, the children and whoever was harmed first."""
    parties = list(case.parties.standing())
    parties.sort(key=lambda party: (not _is_young_or_harmed(party), party.pk))
    return [
        (str(party.uid), f"{party.words['name'] or _('Name not known')} ({party.get_part_display()})")
        for party in parties
    ]


def without_risk_assessment(case: Case, found: Sequence[Thread]) -> list[Party]:
    """The children and others at risk for whom nobody has assessed the risk yet (WY-102)."""
    assessed = {uid for one in found if one.form.kind == RecordKind.RISK for uid in one.answers.get("persons", [])}
    return [party for party in case.parties.standing() if _is_young_or_harmed(party) and str(party.uid) not in assessed]


def _is_young_or_harmed(party: Party) -> bool:
    return party.part == Part.VICTIM or party.is_child == Answer.YES


@dataclass(frozen=True)
class Prompt:
    """A record that nobody has made yet, and that this case asks for."""

    kind: str
    sentence: str


def prompts(case: Case, found: Sequence[Thread]) -> list[Prompt]:
    """What is asked for and not there. It asks; it never stands in the way."""
    made = {one.form.kind for one in found}
    asked = []
    if names := [party.words["name"] or _("Name not known") for party in without_risk_assessment(case, found)]:
        sentence = _("There is no risk assessment yet for: %(names)s.") % {"names": ", ".join(names)}
        asked.append(Prompt(RecordKind.RISK, sentence))
    if RecordKind.PARENTS not in made:
        asked.append(Prompt(RecordKind.PARENTS, _("Nothing says yet whether parents or carers were told.")))
    if RecordKind.SUPPORT not in made:
        asked.append(Prompt(RecordKind.SUPPORT, _("Nothing says yet what support was offered, and to whom.")))
    if RecordKind.SUSPENSION not in made and concerns_worker(case) and Settings.current().prompt_suspension:
        sentence = _(
            "A complaint or concern alone is enough to think about suspension. It is a neutral act, no finding."
        )
        asked.append(Prompt(RecordKind.SUSPENSION, sentence))
    if RecordKind.REGULATOR not in made and case.severity in (Severity.HIGH, Severity.CRITICAL):
        asked.append(Prompt(RecordKind.REGULATOR, _("Decide whether a regulator is told, and say why or why not.")))
    if RecordKind.BREACH not in made and BREACH_CLOCK in case.types:
        sentence = _("Record the loss or leak of data. The hours for telling the regulator are running.")
        asked.append(Prompt(RecordKind.BREACH, sentence))
    return asked


def kept_until(case: Case) -> str:
    return date_format(case.keep_until) if case.keep_until else ""
