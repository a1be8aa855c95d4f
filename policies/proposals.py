"""What was read from a document, as plain data: kept with the import, shown in the preview, corrected by a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from policies.importing.outdated import outdated_in
from policies.importing.parsed import Control, ControlDate, ParsedClause, ParsedPolicy
from policies.importing.readers import Document
from safeguard.partial_dates import PartialDate

MOST_SECTIONS = 150  # that a person is asked about; a form can hold no more, and nobody would look at more
WORDS_SHOWN = 160  # characters of a section's text, to recognise it by


def proposal(parsed: ParsedPolicy, document: Document) -> dict[str, Any]:
    return {
        "title": parsed.title,
        "short_title": parsed.short_title,
        "organisation": parsed.organisation.name,
        "classes": [str(kind) for kind in parsed.document_classes],
        "body": parsed.body,
        "has_text": bool(parsed.body),
        "control": control(parsed.control),
        "interval_months": parsed.control.interval_months or implied_interval(parsed.control),
        "sections": sections(parsed.clauses),
        "clauses": len(parsed.clauses),
        "amendments": [
            {
                "anchor": a.anchor,
                "heading": a.heading,
                "typed": a.typed,
                "iso": iso(a.dated),
                "platforms": list(a.platforms),
            }
            for a in parsed.amendments
        ],
        "appendices": [
            {
                "anchor": a.anchor,
                "title": f"{a.label}: {a.title}" if a.label and a.label != a.title else a.title,
                "source": a.source,
                "dated": str(a.dated or ""),
                "question": a.question,
                "audience": ", ".join(a.audience),
                "applicability": a.applicability,
            }
            for a in parsed.appendices
        ],
        "companions": [{"title": c.title, "kind": str(c.kind), "mandatory": c.mandatory} for c in parsed.companions],
        "links": [asdict(link) for link in parsed.links],
        "laws": laws(parsed.clauses),
        "findings": [finding.sentence for finding in parsed.warnings(timezone.localdate())],
        "missing": [str(sentence) for sentence in parsed.missing_control_data()],
        "notes": [str(note) for note in document.notes],
        "removed": [*parsed.removed_lines, *document.running_lines],
        "lines": list(parsed.control.lines),
        "questions": list(parsed.questions),
    }


def control(found: Control) -> dict[str, Any]:
    label = found.label
    return {
        "label": {
            "value": label.value if label else "",
            "typed": label.typed if label else "",
            "question": label.question if label else "",
            "choices": [{"label": choice.label, "iso": iso(choice.date)} for choice in label.choices] if label else [],
        },
        **{stated: date_of(getattr(found, stated)) for stated in Control.DATES},
        **{name: getattr(found, name).value if getattr(found, name) else "" for name in Control.TEXTS},
    }


def date_of(stated: ControlDate | None) -> dict[str, Any]:
    if stated is None:
        return {"typed": "", "iso": "", "question": "", "also": []}
    return {
        "typed": stated.typed,
        "iso": iso(stated.value),
        "question": stated.question,
        "also": [other.typed for other in stated.also],
    }


def iso(when: PartialDate | None) -> str:
    return when.iso if when else ""


def implied_interval(found: Control) -> int | None:
    """Months from the last review (or the date) to the next one, where both are at least months (RW-72)."""
    due = found.next_review.value if found.next_review else None
    last = next((s.value for s in (found.reviewed, found.adopted, found.dated) if s and s.value), None)
    if due is None or last is None or due.month is None or last.month is None:
        return None
    months = (due.year - last.year) * 12 + due.month - last.month
    return months if 1 <= months <= 60 else None


def sections(clauses: Iterable[ParsedClause]) -> list[dict[str, Any]]:
    """The headings, with the first words that stand below each."""
    found: list[dict[str, Any]] = []
    for clause in clauses:
        if clause.html.startswith("<h"):
            found.append(
                {
                    "anchor": clause.anchor,
                    "number": clause.number,
                    "heading": clause.text,
                    "level": clause.level,
                    "kind": "definition" if clause.is_definition else str(clause.kind),
                    "audience": ", ".join(clause.audience),
                    "dated": str(clause.origin or ""),
                    "words": "",
                }
            )
        elif found and not found[-1]["words"]:
            found[-1]["words"] = clause.text[:WORDS_SHOWN]
    return found[:MOST_SECTIONS]


def laws(clauses: Iterable[ParsedClause]) -> list[dict[str, str]]:
    """Laws, guidance and services that are named and are no longer what they were, each once (BC-50)."""
    found: dict[str, dict[str, str]] = {}
    for clause in clauses:
        for row in outdated_in(f"{clause.text} {clause.html}"):
            found.setdefault(row.code, {"what": str(row.what), "sentence": str(row.sentence), "anchor": clause.anchor})
    return list(found.values())
