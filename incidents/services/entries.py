"""The only writer of the chronology."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from incidents.happened import Happened
from incidents.joined import must_be_open
from incidents.models import Case, Entry, EntryKind, Report
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused
from safeguard.sealed import WithPlace

TWO_CLICKS = timedelta(minutes=1)

WRITTEN_BY_PEOPLE = (
    EntryKind.NOTE,
    EntryKind.CALL,
    EntryKind.MEETING,
    EntryKind.MESSAGE,
    EntryKind.OBSERVED,
    EntryKind.DECISION,
    EntryKind.ADVICE,
    EntryKind.ACTION,
)


@transaction.atomic
def write(
    case: Case,
    *,
    by: Person | None,
    kind: str = EntryKind.NOTE,
    text: str,
    happened: str = "",
    happened_at: datetime | None = None,
    happened_from: date | None = None,
    happened_until: date | None = None,
    offset_minutes: int | None = None,
    corrects: Entry | None = None,
    about: WithPlace | None = None,
    verb: str = Verb.WROTE,
    is_handling: bool = True,
    **words: str,
) -> Entry:
    """Add one line. It stands where it happened: at the minute, the first possible day, or where it was written.

    `about` is the record that tells more (a referral, a decision). The first thing that a handler writes is the first
    action on the case (IL-2); raising it, or telling more, is none: `is_handling` is false. The audit hears that
    something was written, never what.
    """
    now = timezone.now()
    entry: Entry = Entry.objects.create(
        case=case,
        kind=kind,
        by=by,
        written_at=now,
        sort_at=_place_in_time(now, happened_at, happened_from),
        happened_at=happened_at,
        happened_from=happened_from,
        happened_until=happened_until,
        offset_minutes=offset_minutes,
        corrects=corrects,
        about_model=about._meta.label_lower if about else "",
        about_uid=about.uid if about else None,
        words={"text": text, "happened": happened, **words},
    )
    if is_handling and by is not None and case.acted_at is None:
        Case.objects.filter(pk=case.pk, acted_at=None).update(acted_at=now)
        case.acted_at = now
    record(verb, case, by=by, detail={"entry": entry.kind})
    return entry


def _place_in_time(now: datetime, happened_at: datetime | None, happened_from: date | None) -> datetime:
    if happened_at is not None:
        return happened_at
    if happened_from is not None:
        return timezone.make_aware(datetime.combine(happened_from, time.min))
    return now


@transaction.atomic
def add(case: Case, *, by: Person, kind: str, text: str, happened: Happened, **words: str) -> Entry:
    """What somebody writes into the chronology. The same words sent twice within a minute are one entry.

    Raises Refused when the case is closed.
    """
    must_be_open(case)
    given: dict[str, Any] = {"text": text, "happened": happened.typed, "note": happened.note, **words}
    if earlier := _sent_before(case, by, kind, None, given):
        return earlier
    return write(case, by=by, kind=kind, **given, **happened.columns())


@transaction.atomic
def place(report: Report, case: Case, *, by: Person, day: date, is_about: bool = False, how: str = "") -> Entry:
    """Put what was raised on the day on which it happened, as a new entry of `case`; the first account stays as it is.

    The words in which it was said stay beside the day. A case without a day of its own takes this one. Raises Refused
    when the case is closed, and for a day that is still to come.
    """
    must_be_open(case)
    if day > timezone.localdate():
        raise Refused(_("This day is still to come. Enter when it happened."))
    text = (
        _("What was raised happened on this day, or about then.") if is_about else _("What was raised happened then.")
    )
    said = facts(**{_("How we know"): how.strip()})
    given: dict[str, Any] = {"text": f"{text}\n{said}".strip(), "happened": str(report.words["when"])}
    if earlier := _sent_before(case, by, EntryKind.NOTE, None, given):
        return earlier
    if case.happened_from is None and case.happened_until is None and case.happened_at is None:
        case.happened_from = case.happened_until = day
        case.save(update_fields=["happened_from", "happened_until"])
    return write(case, by=by, kind=EntryKind.NOTE, about=report, happened_from=day, happened_until=day, **given)


def unplaced(cases: Collection[Case]) -> list[Report]:
    """The first accounts of these cases that stand on no day of the chronology. Two queries."""
    keys = [case.pk for case in cases]
    placed = Entry.objects.filter(case__in=keys, about_model=Report._meta.label_lower).exclude(happened_from=None)
    found = Report.objects.filter(case__in=keys, shredded_at=None).exclude(uid__in=placed.values("about_uid"))
    return list(found)


@transaction.atomic
def correct(entry: Entry, *, by: Person, text: str, happened: Happened | None = None) -> Entry:
    """Put right what an entry says: a new one that points at it, and the old one stays as it is.

    Without `happened` the correction stands where the old entry does. Raises Refused when the case is closed, and for
    an entry that was corrected already: its correction is the one to put right.
    """
    return _answer(
        entry, by=by, kind=EntryKind.CORRECTION, verb=Verb.CORRECTED, happened=happened, words={"text": text}
    )


@transaction.atomic
def disagree(entry: Entry, *, by: Person, text: str, who: str) -> Entry:
    """Attach to an entry that somebody concerned says it was otherwise; the entry stays as it is (E-58)."""
    words = {"text": text, "who": who}
    return _answer(entry, by=by, kind=EntryKind.DISAGREEMENT, verb=Verb.WROTE, happened=None, words=words)


def _answer(
    entry: Entry, *, by: Person, kind: str, verb: str, happened: Happened | None, words: dict[str, Any]
) -> Entry:
    case = entry.case
    must_be_open(case)
    if happened is None or not happened.typed:
        when: dict[str, Any] = {name: getattr(entry, name) for name in Happened().columns()}
        when["happened"] = entry.words["happened"]
    else:
        when = {"happened": happened.typed, "note": happened.note, **happened.columns()}
    said = words | {name: value for name, value in when.items() if name in Entry.WORDS}
    if earlier := _sent_before(case, by, kind, entry, said):
        return earlier
    if kind == EntryKind.CORRECTION and entry.corrections.filter(kind=kind).exists():
        raise Refused(_("This entry was corrected already. Correct the newer entry, so that one follows the other."))
    return write(case, by=by, kind=kind, corrects=entry, verb=verb, **words, **when)


def _sent_before(case: Case, by: Person, kind: str, corrects: Entry | None, words: dict[str, str]) -> Entry | None:
    """The same from the same person a moment ago: the second of two clicks, which come one after the other."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    since = timezone.now() - TWO_CLICKS
    found = Entry.objects.filter(case=case, by=by, kind=kind, corrects=corrects, written_at__gte=since)
    said = dict.fromkeys(Entry.WORDS, "") | words
    return next((entry for entry in found.order_by("-pk")[:5] if entry.words == said), None)


def facts(**words: Any) -> str:
    """A few words and their values as one text, for entries that the software writes; empty values are left out."""
    return "\n".join(f"{name}: {value}" for name, value in words.items() if value)
