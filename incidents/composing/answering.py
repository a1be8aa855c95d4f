"""What the record says to a question of a form. The forms in incidents/reference name these answers by their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from incidents import types
from incidents.composing.rows import Rows, moment, record_rows, span, step_text
from incidents.models import EntryKind, Part, RecordKind
from incidents.redacting import Say
from incidents.services import sharing
from safeguard.scoping import active_organisation

Answering = Callable[[Rows, Say], str]


def answered(fields: Mapping[str, Any], found: Rows, say: Say) -> list[dict[str, Any]]:
    """The fields of a form with what the record knows; a field without an answer has lines to write on."""
    return [
        {
            "label": field["label"],
            "hint": field.get("hint", ""),
            "parts": [part for key in field.get("from", []) if (part := ANSWERS[key](found, say).strip())],
        }
        for field in fields.values()
    ]


def _of_reports(*names: str) -> Answering:
    def answer(found: Rows, say: Say) -> str:
        return "\n\n".join(filter(None, (say(report.words[name]) for report in found.reports for name in names)))

    return answer


def _of_entries(*kinds: str) -> Answering:
    def answer(found: Rows, say: Say) -> str:
        said = [entry for entry in found.entries if entry.kind in kinds]
        return "\n".join(f"{span(one) or moment(one.written_at)}: {say(one.words['text'])}" for one in said)

    return answer


def _of_records(kind: str) -> Answering:
    def answer(found: Rows, say: Say) -> str:
        told = [one for one in found.records if one.kind == kind]
        return "\n\n".join(f"{moment(one.at)}\n{_lines(record_rows(found, one, say))}" for one in told)

    return answer


def _lines(found: list[dict[str, str]]) -> str:
    return "\n".join(f"{row['key']} {row['value']}" for row in found)


def _of_people(*parts: str) -> Answering:
    def answer(found: Rows, say: Say) -> str:
        return "\n\n".join(_person(found, party, say) for party in found.among(*parts))

    return answer


def _person(found: Rows, party: Any, say: Say) -> str:
    shown = found.party_rows(party, say)
    lines = [f"{shown['name']} ({shown['part']})", *(f"{row['key']}: {row['value']}" for row in shown["rows"])]
    return "\n".join(lines)


def _charity(found: Rows, say: Say) -> str:
    charity = active_organisation()
    return "\n".join(filter(None, [charity.name, charity.charity_number, charity.address]))


def _how_it_arose(found: Rows, say: Say) -> str:
    return "\n".join(
        f"{moment(report.received_at)}: {report.get_source_display()}. {say(report.words['told_by'])}".strip()
        for report in found.reports
    )


def _case(name: str) -> Answering:
    return lambda found, say: say(found.case.words[name])


def _online(found: Rows, say: Say) -> str:
    case = found.case
    lines = [
        _("Online: %s") % (_("yes") if case.is_online else _("not recorded")),
        *([_("Whose device: %s") % case.get_equipment_display()] if case.equipment else []),
        *(say(one.words["address"]) for one in found.referrals),
    ]
    return "\n".join(filter(None, lines)) if case.is_online or len(lines) > 1 else ""


def _needs(found: Rows, say: Say) -> str:
    shown = [party for party in found.among(Part.VICTIM, Part.CONCERN) if party.uid not in found.letters]
    return "\n".join(filter(None, (say(party.words["needs"]) for party in shown)))


def _reported_to(found: Rows, say: Say) -> str:
    lines = []
    for one in found.referrals:
        said = [say(one.words["agency"]) or one.get_kind_display(), moment(one.referred_at)]
        said += [_("reference %s") % say(one.words["reference"])] if one.words["reference"] else []
        lines.append(", ".join(said))
    return "\n".join(lines)


def _advice(found: Rows, say: Say) -> str:
    return "\n\n".join(filter(None, (say(one.words["advice"]) for one in found.referrals)))


def _done(found: Rows, say: Say) -> str:
    done = [step for step in found.steps if step.status == "done"]
    return "\n".join(
        ": ".join(filter(None, [step_text(step, say), say(step.words["note"])])) + f" ({moment(step.decided_at)})"
        for step in done
    )


def _lessons(found: Rows, say: Say) -> str:
    found_out = [say(one.words["finding"]) for one in found.lessons]
    return "\n".join(filter(None, [*found_out, *(say(one.words["what"]) for one in found.actions)]))


def _when(found: Rows, say: Say) -> str:
    case = found.case
    happened = span(case) or say(case.words["happened"])
    lines = [_("Happened: %s") % happened if happened else "", _("We learnt of it: %s") % moment(case.learnt_at)]
    return "\n".join(filter(None, lines))


def _kinds(found: Rows, say: Say) -> str:
    return types.in_words(found.case.types)


def _shared(found: Rows, say: Say) -> str:
    lines = []
    for one in found.decisions:
        said = one.words
        words = [sharing.AGREEMENT.get(said["agreement"], ""), sharing.TOLD.get(said["told"], "")]
        words += [say(said["agreement_reason"]), say(said["told_reason"])]
        if any(words):
            lines.append(f"{moment(one.decided_at)}: {'. '.join(str(word) for word in words if word)}")
    return "\n".join(lines)


ANSWERS: dict[str, Answering] = {
    "charity": _charity,
    "how_it_arose": _how_it_arose,
    "what_happened": _of_reports("what"),
    "own_words": _of_reports("own_words"),
    "seen": _of_entries(EntryKind.OBSERVED),
    "indicators": _of_reports("indicators"),
    "kinds": _kinds,
    "when": _when,
    "where": _case("where"),
    "danger": _case("danger"),
    "next": _case("handling"),
    "police_reference": _case("reference"),
    "online": _online,
    "victims": _of_people(Part.VICTIM),
    "concerned": _of_people(Part.CONCERN),
    "family": _of_people(Part.CARER, Part.FAMILY),
    "professionals": _of_people(Part.PROFESSIONAL),
    "witnesses": _of_people(Part.WITNESS),
    "needs": _needs,
    "talks": _of_entries(EntryKind.CALL, EntryKind.MEETING, EntryKind.MESSAGE, EntryKind.ADVICE),
    "advice": _advice,
    "parents": _of_records(RecordKind.PARENTS),
    "risk": _of_records(RecordKind.RISK),
    "support": _of_records(RecordKind.SUPPORT),
    "suspension": _of_records(RecordKind.SUSPENSION),
    "regulator": _of_records(RecordKind.REGULATOR),
    "reported_to": _reported_to,
    "done": _done,
    "consent": _shared,
    "lessons": _lessons,
}
