"""Sorting a concern: what kind it is, how severe, whom it is about; and where its case stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import transition
from incidents.models import Answer, Case, EntryKind, Equipment, Misconduct, Premises, Severity, Source, Test
from incidents.services import searching, steps
from incidents.services.entries import write
from incidents.services.working import held_for_work
from incidents.states import CaseStatus
from incidents.tags import tags
from incidents.types import among, in_words
from incidents.verbs import Verb
from people.models import Person
from safeguard import local_times

UNSURE = "unsure"  # among the four tests: an answer of its own, which leads to asking somebody (WY-79)


@transaction.atomic
def sort(case: Case, *, by: Person, words: Mapping[str, str] | None = None, **fields: Any) -> Case:
    """Write down what is known of a concern; what is left out stays as it is.

    Each change is a line in the chronology, a changed severity with its reason. The first sorting says that somebody
    handles the case. The steps are laid out anew. Raises Refused for a finished case, and
    TypeError for a field that sorting does not know.
    """
    if strange := set(fields) - set(SAID):
        raise TypeError(f"Sorting knows no {', '.join(sorted(strange))}.")
    now = held_for_work(case)
    fields = _completed(now, fields)
    changed = [name for name, value in fields.items() if getattr(now, name) != value]
    said = {name: text for name, text in (words or {}).items() if text != now.words[name]}
    lines = [_line(name, getattr(now, name), fields[name]) for name in changed]
    lines += [f"{Case.WORDS[name]}: {text}" for name, text in said.items() if text]
    lines += [str(_("%(name)s: taken out")) % {"name": Case.WORDS[name]} for name, text in said.items() if not text]
    for name in changed:
        setattr(now, name, fields[name])
    is_first = now.triaged_at is None
    now.triaged_at = now.triaged_at or timezone.now()
    if said:
        now.reword(**said)
    now.save(update_fields=[*changed, "triaged_at", "sealed"])
    if now.status == CaseStatus.NEW:
        transition(now, to=CaseStatus.OPEN, by=by)
    if lines or is_first:
        text = "\n".join([_("The concern was looked at and sorted.") if is_first else _("Sorted again."), *lines])
        write(now, by=by, kind=EntryKind.TRIAGE, text=text, verb=Verb.SORTED)
    searching.index(now)
    steps.lay_out(now, by=by)
    return now


@transaction.atomic
def move(case: Case, *, to: str, by: Person, why: str = "", handling: str | None = None) -> Case:
    """Being handled, or only watched. Closing, joining and opening again have services of their own."""
    case = held_for_work(case)
    before = str(CaseStatus(case.status).label)
    lines = []
    if to != case.status:
        transition(case, to=CaseStatus(to), by=by)
        lines.append(_("From “%(before)s” to “%(now)s”.") % {"before": before, "now": CaseStatus(to).label})
    if handling is not None and handling != case.words["handling"]:
        case.reword(handling=handling)
        case.save(update_fields=["sealed"])
        lines.append(f"{Case.WORDS['handling']}: {handling or _('nothing')}")
    if why:
        lines.append(why)
    if lines:
        write(case, by=by, kind=EntryKind.DECISION, text="\n".join(lines), verb=Verb.SORTED)
    return case


def _completed(case: Case, fields: Mapping[str, Any]) -> dict[str, Any]:
    """With what follows from the kinds and the tests."""
    found = dict(fields)
    if "types" in found:
        kinds = among(found["types"])
        found["is_sexual_abuse"] = any(kind.sexual for kind in kinds)
        if any(kind.online for kind in kinds):
            found["is_online"] = True
    tests = found.get("tests", case.tests)
    if tests and not found.get("about_worker", case.about_worker):
        found["about_worker"] = Answer.UNSURE if tests == [UNSURE] else Answer.YES
    if tests:
        found["is_low_level"] = False  # whatever meets a test, or may, is more than a low-level concern
    return found


def _line(name: str, before: Any, now: Any) -> str:
    field: Any = Case._meta.get_field(name)
    label, in_text = str(field.verbose_name), SAID[name]
    said = {"name": label[:1].upper() + label[1:], "now": in_text(now) or _("nothing"), "before": in_text(before)}
    if said["before"]:
        return _("%(name)s: %(now)s (before: %(before)s)") % said
    return _("%(name)s: %(now)s") % said


def _choice(choices: Any) -> Callable[[str], str]:
    return lambda value: str(choices(value).label) if value else ""


def _choices(choices: Any) -> Callable[[Iterable[str]], str]:
    return lambda values: "; ".join(str(choices(value).label) for value in values)


def _tests(values: Iterable[str]) -> str:
    return "; ".join(_("not sure") if value == UNSURE else str(Test(value).label) for value in values)


def _tags(keys: Iterable[str]) -> str:
    return "; ".join(tags()[key].label for key in keys if key in tags())


def _day(value: date | None) -> str:
    return date_format(value) if value else ""


def _moment(value: datetime | None) -> str:
    return local_times.in_words(value) if value else ""


def _yes(value: bool) -> str:
    return _("yes") if value else ""


SAID: dict[str, Callable[[Any], str]] = {
    "types": in_words,
    "tags": _tags,
    "misconduct": _choices(Misconduct),
    "source": _choice(Source),
    "severity": _choice(Severity),
    "danger_now": _choice(Answer),
    "crime": _choice(Answer),
    "about_worker": _choice(Answer),
    "tests": _tests,
    "is_low_level": _yes,
    "is_online": _yes,
    "is_sexual_abuse": _yes,
    "premises": _choice(Premises),
    "equipment": _choice(Equipment),
    "happened_from": _day,
    "happened_until": _day,
    "happened_at": _moment,
    "learnt_at": _moment,
}
"""What sorting can change, and how each value stands in the chronology."""
