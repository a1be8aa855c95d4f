"""Applications as pages show them: the name of now, how long they wait, and what is missing, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.models import Person
from safeguard.addresses import address
from safeguard.local_times import in_words
from volunteers import papers
from volunteers.lacking import Asked, Is, needs_of_all
from volunteers.models import Application, ApplicationStep, AppliedReference, ReferenceAnswer
from volunteers.permissions import ASSIGN_CHECKS, RECRUIT, VET
from volunteers.services.applicants import can_be_noted
from volunteers.services.referees import doubtful, mail_of
from volunteers.states import Stage

IN_ITS_PLACE = {
    "permission": ("application_permission", RECRUIT),
    "references": ("add_reference", RECRUIT),
    "criminal": ("vetting_application", VET),
    "risk": ("vetting_application", VET),
    "online_check": ("assign_check", ASSIGN_CHECKS),
}
"""Where a need that follows from other records is worked on while it is missing, and by whom."""

TAGS = {
    Is.DONE: ("good", gettext_lazy("Done")),
    Is.LEFT_OUT: ("quiet", gettext_lazy("Left out")),
    Is.NOT_ASKED: ("quiet", gettext_lazy("Not needed")),
    Is.MISSING: ("soon", gettext_lazy("Missing")),
}
ANSWERS = {
    ReferenceAnswer.GOOD: "good",
    ReferenceAnswer.RESERVED: "soon",
    ReferenceAnswer.BAD: "bad",
    ReferenceAnswer.NONE: "quiet",
}


@dataclass(frozen=True)
class Card:
    """One application on the board."""

    application: Application
    name: str
    waits: str
    missing: list[str]
    tag: tuple[str, str]


def name_of(application: Application) -> str:
    """The name that the person uses now, once they are in the list; the application keeps its own (E-24)."""
    if application.person is not None:
        return str(application.person)
    return application.name or _("Name removed")


def cards(applications: Sequence[Application], today: date) -> list[Card]:
    """A fixed number of queries; the positions and people are read with the applications."""
    found = needs_of_all(applications, today)
    return [_card(one, found[one.pk], today) for one in applications]


def _card(application: Application, asked: Iterable[Asked], today: date) -> Card:
    missing = [need.label for need in asked if need.is_missing]
    return Card(
        application,
        name_of(application),
        waits(application, today),
        missing,
        _tag(application, missing),
    )


def waits(application: Application, today: date) -> str:
    days = max((today - application.stage_since).days, 0)
    if not days:
        return _("Since today")
    return ngettext("One day at this stage", "%(n)s days at this stage", days) % {"n": days}


def _tag(application: Application, missing: Sequence[str]) -> tuple[str, str]:
    if missing:
        return "soon", ngettext("One thing is missing", "%(n)s things are missing", len(missing)) % {"n": len(missing)}
    if application.status == Stage.ENQUIRY:
        return "info", _("Waits for an answer")
    if application.status == Stage.DECISION:
        return "good", _("Can be taken on")
    return "good", _("Ready for the next stage")


def tasks(
    application: Application, asked: Iterable[Asked], *, by: Person, notes: frozenset[str]
) -> list[dict[str, str]]:
    """For components/task_list.html. `notes` are the needs that whoever looks may note by hand."""
    return [_task(application, need, by, notes) for need in asked]


def _task(application: Application, need: Asked, by: Person, notes: frozenset[str]) -> dict[str, str]:
    kind, words = TAGS[need.state]
    url = ""
    if need.key in notes and application.is_open:
        url = address("volunteers:note_step", application.code, need.key)
    elif need.key in IN_ITS_PLACE and need.is_missing and application.is_open:
        name, rule = IN_ITS_PLACE[need.key]
        url = address(f"volunteers:{name}", application.code) if rule.allows(by) else ""
    return {"title": need.label, "hint": need.hint, "status": str(words), "kind": kind, "url": url}


def _received(application: Application) -> str:
    """Of what came on paper or by telephone only the day is known."""
    if application.entered_by_id is None:
        return in_words(application.received_at)
    return date_format(timezone.localdate(application.received_at))


def facts(application: Application, *, contact: bool) -> list[dict[str, str]]:
    """For components/summary_list.html; contact details only for those who recruit."""
    words = {} if application.is_shredded else application.words
    born = application.date_of_birth
    rows: list[tuple[Any, Any]] = [
        (_("Position"), application.position),
        (_("How it came"), application.get_source_display()),
        (_("Received"), _received(application)),
    ]
    if contact:
        rows += [
            (_("E-mail address"), application.email),
            (_("Telephone"), application.phone),
            (_("Address"), words.get("address")),
            (_("Date of birth"), date_format(born) if born else ""),
            (_("Parent or carer"), application.parent_name),
            (_("Their e-mail address"), application.parent_email),
            (_("Their telephone"), application.parent_phone),
        ]
    for name in ("experience", "why", "availability", "adjustments", "why_closed"):
        rows.append((Application.WORDS[name], words.get(name)))
    return [{"key": str(key), "value": str(value)} for key, value in rows if value]


def steps(application: Application, labels: dict[str, str]) -> list[dict[str, Any]]:
    """What was noted by hand, with its words."""
    if application.is_shredded:
        return []
    found = []
    for step in ApplicationStep.objects.filter(application=application).select_related("by"):
        step.application = application
        words = step.words
        parts = [words["who"], ", ".join(papers.labels(words["seen"] or ())), words["note"]]
        label = labels.get(step.key, step.key)
        found.append(
            {
                "title": label if step.is_needed else _("Left out: %(need)s") % {"need": label},
                "when": date_format(step.on),
                "by": str(step.by) if step.by else _("the applicant"),
                "text": "; ".join(part for part in parts if part),
            }
        )
    return found


def references(application: Application) -> list[dict[str, Any]]:
    if application.is_shredded:
        return []
    found = []
    named = list(AppliedReference.objects.filter(application=application))
    for one in named:
        one.application = application
    doubts = doubtful(application, named)
    for one in named:
        answer = ReferenceAnswer(one.answer)
        if answer == ReferenceAnswer.WAITING:
            asked = date_format(one.asked_on) if one.asked_on else ""
            tag = ("soon", _("Asked on %(day)s") % {"day": asked}) if asked else ("quiet", _("Not asked yet"))
        else:
            tag = (ANSWERS[answer], str(answer.label))
        is_open = application.is_open and answer == ReferenceAnswer.WAITING
        can_mail = is_open and bool(mail_of(one))
        doubt = doubts.get(one.pk, "")
        found.append({"row": one, "words": one.words, "tag": tag, "can_mail": can_mail, "doubt": doubt})
    return found


def notable(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key for key in keys if can_be_noted(key))
