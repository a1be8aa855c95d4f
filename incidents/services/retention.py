"""How long a case is kept, and its end: the keys are destroyed, the row and the audit chain stay (facts 68 to 70).

A case that is closed has a day until which it is kept: the latest of all that apply to it. It is counted anew when the
case is closed or opened again, and before anybody looks whether it has come (a birth date may have been corrected).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from incidents.models import Answer, Attachment, Case, LookUp, Part, Party, Print, Report, SearchWord
from incidents.states import CaseStatus
from incidents.types import REFERENCE, among
from incidents.verbs import Verb
from people.ages import MAJORITY
from safeguard.recurrence import add_months
from safeguard.retention import Rows


@dataclass(frozen=True)
class Period:
    """One row of reference/retention.toml."""

    label: str
    source: str
    years: int = 0
    until_age: int = 0
    years_if_unknown: int = 0
    to_confirm: bool = False  # nobody has compared the number with its source


@dataclass(frozen=True)
class Until:
    """One reason to keep a case, and until when; `guessed` where a birth date is not known."""

    day: date
    period: Period
    guessed: bool = False


@cache
def periods() -> dict[str, Period]:
    with (REFERENCE / "retention.toml").open("rb") as file:
        return {key: Period(**facts) for key, facts in tomllib.load(file).items()}


def reasons(case: Case, joined: Iterable[Case], parties: Iterable[Party]) -> list[Until]:
    """Every reason that applies to a closed case, the longest first.

    `joined` are the cases that were joined to it, `parties` those that stand in all of them.
    """
    if case.closed_at is None:
        return []
    found = _reasons([case, *joined], list(parties), timezone.localdate(case.closed_at))
    return sorted(found, key=lambda one: one.day, reverse=True)


def _reasons(cases: list[Case], parties: list[Party], closed: date) -> Iterator[Until]:
    known, learnt = periods(), min(timezone.localdate(case.learnt_at) for case in cases)
    kinds = [kind for case in cases for kind in among(case.types)]
    yield Until(_years(closed, known["general"].years), known["general"])
    if any(case.is_sexual_abuse for case in cases) or any(kind.sexual for kind in kinds):
        yield Until(_years(closed, known["sexual_abuse"].years), known["sexual_abuse"])
    for party in parties:
        if _is_child(party, learnt):
            yield _child(party, learnt, known["child"])
    if lacks_victim(cases, parties):
        yield Until(_years(learnt, known["child"].years_if_unknown), known["child"], guessed=True)
    if any(case.is_low_level for case in cases):
        yield Until(_years(closed, known["low_level"].years), known["low_level"])
    about_worker = any(case.about_worker == Answer.YES for case in cases) or any(kind.worker for kind in kinds)
    if about_worker and not all(case.is_low_level for case in cases):
        yield from _worker(parties, closed, known["worker"])


def lacks_victim(cases: Iterable[Case], parties: Iterable[Party]) -> bool:
    """Whether nobody was entered as harmed: it may have been a child. A low-level concern harmed nobody."""
    return not all(case.is_low_level for case in cases) and all(party.part != Part.VICTIM for party in parties)


def _is_child(party: Party, learnt: date) -> bool:
    """By the birth date. Where none is known, whoever was harmed counts as a child unless somebody said that they are
    none; others, where somebody said that they may be one."""
    born = party.person.date_of_birth if party.person else None
    if born is not None:
        return _years(born, MAJORITY) > learnt
    if party.part == Part.VICTIM:
        return party.is_child != Answer.NO
    return party.is_child in (Answer.YES, Answer.UNSURE) and party.part in (Part.WITNESS, Part.CONCERN, Part.FAMILY)


def _child(party: Party, learnt: date, period: Period) -> Until:
    born = party.person.date_of_birth if party.person else None
    if born is None:
        return Until(_years(learnt, period.years_if_unknown), period, guessed=True)
    return Until(_years(born, period.until_age), period)


def _worker(parties: list[Party], closed: date, period: Period) -> Iterator[Until]:
    concerned = [party for party in parties if party.part == Part.CONCERN and party.is_child != "yes"]
    births = [party.person.date_of_birth if party.person else None for party in concerned] or [None]
    for born in births:
        at_least = _years(closed, period.years)
        day = max(at_least, _years(born, period.until_age)) if born else at_least
        yield Until(day, period, guessed=born is None)


def _years(day: date, years: int) -> date:
    return add_months(day, 12 * years)


def kept_until(case: Case) -> date | None:
    """None while a case is not closed: what is worked on has no end."""
    if case.status != CaseStatus.CLOSED:
        return None
    return max((one.day for one in reasons_of(case)), default=None)


def reasons_of(case: Case) -> list[Until]:
    joined = list(case.joined.all())
    parties = Party.objects.standing().filter(case__in=[case, *joined]).select_related("person")
    return reasons(case, joined, parties)


def recount(case: Case) -> None:
    """After a closing, an opening again, or a change of who is in it. The caller's transaction saves it."""
    day = kept_until(case)
    if day != case.keep_until:
        case.keep_until = day
        case.save(update_fields=["keep_until"])


@transaction.atomic
def recount_all() -> int:
    """Count every closed case anew, because birth dates are corrected elsewhere. Three queries, and one per change."""
    closed = list(Case.objects.filter(status=CaseStatus.CLOSED, shredded_at=None).defer("sealed"))
    joined: dict[int, list[Case]] = defaultdict(list)
    for one in Case.objects.filter(joined_to__in=[case.pk for case in closed]).defer("sealed"):
        joined[one.joined_to_id].append(one)
    top = {one.pk: key for key, rows in joined.items() for one in rows} | {case.pk: case.pk for case in closed}
    parties: dict[int, list[Party]] = defaultdict(list)
    for party in Party.objects.standing().select_related("person").filter(case__in=list(top)).defer("sealed"):
        parties[top[party.case_id]].append(party)
    changed = 0
    for case in closed:
        day = max((one.day for one in reasons(case, joined[case.pk], parties[case.pk])), default=None)
        if day != case.keep_until:
            Case.objects.filter(pk=case.pk).update(keep_until=day)
            changed += 1
    return changed


# The end ------------------------------------------------------------------------------------------------------------


def shred(cases: Rows) -> int:
    """Destroy the keys of cases, of their reports and look-ups, the words that find them, and their files.

    Two people have agreed before this is called. Calling it twice does it once. Returns how many cases.
    """
    done = 0
    for case in cases.filter(shredded_at=None).select_for_update(no_key=True).order_by("pk"):
        for one in (case, *case.joined.filter(shredded_at=None)):
            _shred(one)
        done += 1
    return done


@transaction.atomic
def _shred(case: Case) -> None:
    for model in (Report, LookUp):
        for row in model.objects.filter(case=case, shredded_at=None):
            row.shred()
            row.save(update_fields=["wrapped_key", "shredded_at"])
    SearchWord.objects.filter(case=case).delete()
    names = [*Attachment.objects.filter(case=case).values_list("file_name", flat=True)]
    names += Print.objects.filter(case=case).exclude(file_name="").values_list("file_name", flat=True)
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
    case.tags = []
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at", "tags"])
    record(Verb.SHREDDED, case, by=None, detail={"files": len(names)})


def shred_look_ups(rows: Rows) -> int:
    """Look-ups that belong to no case."""
    done = 0
    for row in rows.filter(shredded_at=None):
        row.shred()
        row.save(update_fields=["wrapped_key", "shredded_at"])
        done += 1
    return done


def source_of(one: Until) -> str:
    """Where the number comes from, and that it has still to be compared with it where that is so."""
    if one.period.to_confirm:
        return _("%(source)s To be confirmed before you rely on it.") % {"source": one.period.source}
    return one.period.source


def in_words(one: Until) -> str:
    if one.guessed:
        return _("%(why)s. A birth date is not known: check it before anything is disposed of.") % {
            "why": one.period.label
        }
    return one.period.label
