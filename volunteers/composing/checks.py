"""What a check online says, part by part: for its page, its print, and the copy of somebody's data (BC-20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Person
from volunteers.models import (
    CheckDecision,
    CommitteeShare,
    Confidence,
    Discussion,
    Effect,
    Finding,
    Manner,
    Medium,
    OnlineCheck,
    Publisher,
    Relevance,
    Result,
)
from volunteers.online_checks import engine_names
from volunteers.services.checks import done_at, in_words, subject
from volunteers.states import Stage

CHOICES: dict[str, type[TextChoices]] = {
    "category": Relevance,
    "medium": Medium,
    "manner": Manner,
    "publisher": Publisher,
    "reliability": Confidence,
    "identity": Confidence,
    "effect": Effect,
}


@dataclass(frozen=True)
class Line:
    key: str
    value: str
    whose: int | None = None  # the person whose name or matter it is, other than whom the check is about


@dataclass(frozen=True)
class Part:
    title: str
    lines: list[Line]


def fact_lines(check: OnlineCheck, *, sees: bool) -> list[Line]:
    """Whom, by whom and when: nothing of what came of it, in words for those who see it (`sees`) or do not."""
    position = str(check.application.position) if check.application else ""
    stage = str(Stage(check.stage).label) if check.stage else ""
    permission = check.permission_given
    lines = [
        Line(_("Person"), subject(check)),
        Line(_("Position"), position),
        Line(_("Stage"), stage),
        Line(
            _("Permission"),
            _("given on %(day)s, version %(n)s of the form")
            % {"day": day(permission.answered_at), "n": permission.version},
        ),
        Line(_("Permission taken back"), day(permission.taken_back_at) if sees else ""),
        Line(_("Under the policy"), policy_of(check)),
        Line(_("Checker"), str(check.assigned_to), check.assigned_to_id),
        Line(_("Given out by"), str(check.assigned_by), check.assigned_by_id),
        Line(_("Given out"), moment(check.assigned_at)),
        Line(_("To be done by"), day(check.due_on)),
        Line(_("Done"), moment(done_at(check, sees=sees))),
        Line(_("Where it stands"), in_words(check, sees=sees)),
    ]  # not when it was closed: a check without anything to talk about is closed on the day when it was done
    return [line for line in lines if line.value]


def policy_of(check: OnlineCheck) -> str:
    switch = check.switch
    if switch.version is None:
        return ""
    name = f"{switch.version.policy}, {_('version')} {switch.version.number}"
    return f"{name}: {switch.clause}" if switch.clause else name


def parts(check: OnlineCheck) -> list[Part]:
    """All that stands in it, for whoever may see it; nothing but the result once it was destroyed."""
    if check.is_shredded:
        return [_part(_("What came of it"), _lines_of(Result(check.result).label))] if check.result else []
    found = [
        _how(check),
        *_findings(check),
        *_talks(check),
        *_decisions(check),
        *_shares(check),
    ]
    return [part for part in found if part.lines]


def _lines_of(result: Any) -> list[Line]:
    return [Line(_("Result"), str(result))]


def _part(title: str, lines: list[Line]) -> Part:
    return Part(title, [line for line in lines if line.value])


def _how(check: OnlineCheck) -> Part:
    words = check.words
    signed = {True: _("yes"), False: _("No: an account of the checker's was used"), None: ""}[check.signed_out]
    lines = [
        Line(str(OnlineCheck.WORDS["conflict"]), words["conflict"], check.assigned_to_id),
        Line(str(OnlineCheck.WORDS["why_called_off"]), words["why_called_off"]),
        Line(_("Knows the person privately"), _("no") if check.no_conflict else ""),
        Line(_("Where it was searched"), ", ".join(engine_names(check.engines))),
        Line(str(OnlineCheck.WORDS["terms"]), words["terms"]),
        Line(str(OnlineCheck.WORDS["looked_at"]), words["looked_at"]),
        Line(_("Signed out"), signed),
        Line(str(OnlineCheck.WORDS["own_account"]), words["own_account"], check.assigned_to_id),
        Line(
            _("Only what anybody can see"),
            _("yes; nothing private was opened, and the person was asked for nothing") if check.public_only else "",
        ),
        Line(_("Result"), str(Result(check.result).label) if check.result and check.done_at else ""),
        Line(_("Closed"), moment(check.closed_at)),
    ]
    return _part(_("How it was done"), lines)


def _findings(check: OnlineCheck) -> list[Part]:
    rows = Finding.objects.filter(check_of=check).select_related("check_of")
    return [_part(_("Finding %(n)s") % {"n": number}, in_words_of(row)) for number, row in enumerate(rows, start=1)]


def in_words_of(row: Finding | CheckDecision) -> list[Line]:
    """Every word of a row; a choice by its label."""
    words = row.words
    return [
        Line(str(label), str(CHOICES[name](words[name]).label) if name in CHOICES and words[name] else words[name])
        for name, label in row.WORDS.items()
    ]


def _talks(check: OnlineCheck) -> list[Part]:
    found = []
    for row in Discussion.objects.filter(check_of=check).select_related("check_of", "by"):
        words = row.words
        lines = [
            Line(_("On"), day(row.held_on)),
            Line(str(Discussion.WORDS["present"]), words["present"]),
            Line(str(Discussion.WORDS["reply"]), words["reply"]),
            Line(str(Discussion.WORDS["disputed"]), _("yes") if words["disputed"] else ""),
            Line(str(Discussion.WORDS["why_none"]), words["why_none"]),
            Line(_("Written down by"), str(row.by), row.by_id),
        ]
        found.append(_part(_("Talk with the person"), lines))
    return found


def _decisions(check: OnlineCheck) -> list[Part]:
    rows = CheckDecision.objects.filter(check_of=check).select_related("check_of", "decided_by")
    return [
        _part(
            _("Decision"),
            [
                *in_words_of(row),
                Line(_("Decided by"), str(row.decided_by), row.decided_by_id),
                Line(_("Decided"), moment(row.decided_at)),
            ],
        )
        for row in rows
    ]


def _shares(check: OnlineCheck) -> list[Part]:
    found = []
    for row in CommitteeShare.objects.filter(check_of=check).select_related("check_of"):
        told = ", ".join(str(one) for one in Person.objects.filter(pk__in=row.told).order_by("name"))
        lines = [
            Line(_("On"), day(row.shared_on)),
            Line(_("Told"), told, 0),
            Line(_("Minute"), row.minute),
            Line(str(CommitteeShare.WORDS["note"]), row.words["note"]),
        ]
        found.append(_part(_("Shared with the management committee"), lines))
    return found


def day(when: date | datetime | None) -> str:
    if when is None:
        return ""
    return date_format(timezone.localdate(when) if isinstance(when, datetime) else when, "j F Y")


def moment(when: datetime | None) -> str:
    return "" if when is None else date_format(timezone.localtime(when), "j F Y, H:i")
