"""The whole of a case: who is in it, what was told first, what happened, and everything that was done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents import golden_rules
from incidents.composing.rows import Rows, flat, label_from, moment, record_rows, rows, sealed_rows, span, step_text
from incidents.models import Answer, CustodyItem, Entry, Print, Record, Referral, Report, SharingDecision
from incidents.redacting import Say
from incidents.services import sharing
from incidents.states import StepStatus

TEMPLATE = "incidents/print/chronology.html"


def context(copy: Print, found: Rows, say: Say) -> dict[str, Any]:
    lines = chronology(found, say)
    within = [line for line in lines if _is_within(line["day"], copy.first_day, copy.last_day)]
    return {
        "accounts": [account(found, report, say) for report in found.reports],
        "lines": within,
        "period": period(copy),
        "left_out": len(lines) - len(within),
        "steps": steps(found, say),
        "holds": [sealed_rows(hold, say) + rows((_("Ended"), moment(hold.ended_at))) for hold in found.holds],
        "referrals": [referral(found, one, say) for one in found.referrals],
        "decisions": decisions(found, say),
        "records": [record(found, one, say) for one in found.records],
        "items": [evidence(found, item, say) for item in found.items],
        "documents": documents(found, say),
        "closings": closings(found, say),
        "lessons": lessons(found, say),
        "actions": actions(found, say),
    }


def period(copy: Print) -> str:
    """Which part of the chronology was asked for; empty for all of it."""
    words = {
        "first": date_format(copy.first_day) if copy.first_day else "",
        "last": date_format(copy.last_day) if copy.last_day else "",
    }
    if copy.first_day and copy.last_day:
        return _("Only what is entered from %(first)s to %(last)s.") % words
    if copy.first_day:
        return _("Only what is entered from %(first)s on.") % words
    return _("Only what is entered up to %(last)s.") % words if copy.last_day else ""


def account(found: Rows, report: Report, say: Say) -> dict[str, Any]:
    """One first account, word for word. How to reach whoever is blacked out is left out."""
    words = report.words
    hidden = report.uid in found.letters or any(
        party.uid in found.letters and party.person_id and party.person_id == report.raised_by_id
        for party in found.parties
    )
    left_out = ("name", "contact") if hidden else ()
    teller = say(report.raised_by or words["name"]) or _("Somebody who did not give a name")
    return {
        "title": _("Received %(when)s") % {"when": moment(report.received_at)},
        "rows": rows(
            (_("Told by"), found.letters.get(report.uid) or teller),
            (_("Written down by"), say(report.written_by)),
            (_("How it came"), report.get_source_display()),
            (_("When it happened"), span(report)),
            *(
                (str(label), flat(words[name], say))
                for name, label in report.WORDS.items()
                if name not in ("name", *left_out)
            ),
        ),
    }


def chronology(found: Rows, say: Say) -> list[dict[str, Any]]:
    """Every entry with a number of its own; what was put right stays, and says which number does."""
    numbers = {entry.pk: number for number, entry in enumerate(found.entries, start=1)}
    put_right = {entry.corrects_id: numbers[entry.pk] for entry in found.entries if entry.corrects_id}
    return [_line(found, entry, numbers, put_right, say) for entry in found.entries]


def _line(found: Rows, entry: Entry, numbers: dict[int, int], put_right: dict[int, int], say: Say) -> dict[str, Any]:
    words = entry.words
    return {
        "number": numbers[entry.pk],
        "day": timezone.localdate(entry.sort_at),
        "when": span(entry) or moment(entry.written_at),
        "said_when": say(words["happened"]),
        "kind": entry.get_kind_display(),
        "text": say(words["text"]),
        "rows": rows(
            *((str(label), say(words[name])) for name, label in entry.WORDS.items() if name not in ("text", "happened"))
        ),
        "by": say(entry.by) if entry.by else _("the software"),
        "written": moment(entry.written_at),
        "corrects": numbers.get(entry.corrects_id or 0),
        "put_right": put_right.get(entry.pk),
        "case": entry.case.code if entry.case_id != found.case.pk else "",
    }


def steps(found: Rows, say: Say) -> list[dict[str, str]]:
    return [
        {
            "text": step_text(step, say),
            "status": step.get_status_display(),
            "kind": "good" if step.status == StepStatus.DONE else "quiet",
            "note": say(step.words["note"]),
            "by": say(step.decided_by) if step.decided_by else "",
            "at": moment(step.decided_at),
        }
        for step in found.steps
    ]


def referral(found: Rows, one: Referral, say: Say) -> dict[str, Any]:
    answers = [update for update in found.updates if update.referral_id == one.pk]
    return {
        "title": f"{one.get_kind_display()}, {moment(one.referred_at)}",
        "rows": [
            *rows((_("How"), one.get_method_display()), (_("By"), say(one.by))),
            *sealed_rows(one, say, but=["identifier"] if found.letters else []),
            *rows((_("Acknowledged"), moment(one.acknowledged_at)), (_("Ended"), moment(one.ended_at))),
            *(
                row
                for update in answers
                for row in rows((moment(update.at), "\n".join(row["value"] for row in sealed_rows(update, say))))
            ),
        ],
    }


def decisions(found: Rows, say: Say) -> list[dict[str, Any]]:
    return [
        {
            "title": (_("Shared, %s") if one.is_shared else _("Not shared, %s")) % moment(one.decided_at),
            "rows": [*rows((_("Decided by"), say(one.decided_by))), *sharing_rows(one, say)],
        }
        for one in found.decisions
    ]


def sharing_rows(one: SharingDecision, say: Say) -> list[dict[str, str]]:
    """The words of a decision; what was chosen from a list stands as it does on the page."""
    said = one.words
    chosen = {
        "basis": golden_rules.in_words(said["basis"] or []),
        "protocol": say(sharing.protocol_in_words(said["protocol"] or {})),
        "told": str(sharing.TOLD.get(said["told"], "")),
        "agreement": str(sharing.AGREEMENT.get(said["agreement"], "")),
        "advice_identified": str(sharing.NAMES_USED.get(said["advice_identified"], "")),
        "tests": "\n".join(
            f"{sharing.TESTS.get(key, label_from(key))}: {Answer(answer).label}"
            for key, answer in (said["tests"] or {}).items()
            if answer in Answer.values
        ),
    }
    return rows(*((str(label), chosen.get(name) or flat(said[name], say)) for name, label in one.WORDS.items()))


def record(found: Rows, one: Record, say: Say) -> dict[str, Any]:
    return {
        "title": f"{one.get_kind_display()}, {moment(one.at)}",
        "rows": [*record_rows(found, one, say), *rows((_("Recorded by"), say(one.by)))],
    }


def evidence(found: Rows, item: CustodyItem, say: Say) -> dict[str, Any]:
    moves = [move for move in found.moves if move.item_id == item.pk]
    return {
        "title": say(item.words["what"]) or _("Evidence"),
        "rows": [
            *rows((_("Found"), moment(item.found_at)), (_("Taken by"), say(item.by))),
            *sealed_rows(item, say, but=["what"]),
        ],
        "moves": [
            {
                "when": moment(move.at),
                "kind": move.get_kind_display(),
                "by": say(move.by),
                "text": "\n".join(f"{row['key']}: {row['value']}" for row in sealed_rows(move, say)),
            }
            for move in moves
        ],
    }


def documents(found: Rows, say: Say) -> list[dict[str, str]]:
    return [
        {
            "name": say(one.words["name"]),
            "what": say(one.words["what"]),
            "status": one.get_status_display(),
            "added": f"{moment(one.added_at)}, {say(one.added_by)}",
        }
        for one in found.attachments
    ]


def closings(found: Rows, say: Say) -> list[dict[str, Any]]:
    return [
        {
            "title": _("Closed %s") % moment(one.at),
            "rows": [
                *rows((_("Outcome"), one.get_outcome_display()), (_("By"), say(one.by))),
                *sealed_rows(one, say),
                *rows((_("Opened again"), moment(one.reopened_at))),
            ],
        }
        for one in found.closings
    ]


def lessons(found: Rows, say: Say) -> list[dict[str, str]]:
    learnt = [(one, [say(one.words["finding"]), say(one.for_review)]) for one in found.lessons]
    return [
        row for one, said in learnt for row in rows((say(one.policy) or _("Lesson"), "\n".join(filter(None, said))))
    ]


def actions(found: Rows, say: Say) -> list[dict[str, str]]:
    return [
        {
            "what": say(one.words["what"]),
            "who": say(one.owner),
            "due": date_format(one.due_on, "j F Y"),
            "done": moment(one.done_at) or (_("Dropped") if one.dropped_at else _("Not yet")),
            "how": say(one.words["done"]),
        }
        for one in found.actions
    ]


def _is_within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or day >= first) and (last is None or day <= last)
