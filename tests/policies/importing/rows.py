"""The rows of what a policy says about its own control, each as something that can be compared with `==`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from policies.importing.analysing import analyse
from policies.importing.parsed import ControlDate, ControlText, Kind, ParsedPolicy
from policies.importing.readers import read_file

TODAY = date(2026, 11, 20)

Row = Callable[[ParsedPolicy], Any]


def parsed(path: Path) -> ParsedPolicy:
    return analyse(read_file(path.read_bytes(), path.name))


def title(policy: ParsedPolicy) -> Any:
    return policy.title


def organisation(policy: ParsedPolicy) -> Any:
    return policy.organisation.name


def title_style(policy: ParsedPolicy) -> Any:
    return [str(kind) for kind in policy.document_classes]


def version_label(policy: ParsedPolicy) -> Any:
    """The label, the text as typed, and every way of reading it."""
    label = policy.control.label
    if label is None:
        return None
    return label.value, label.typed, [(choice.label, choice.date.iso) for choice in label.choices if choice.date]


def policy_date(policy: ParsedPolicy) -> Any:
    return _stated(policy.control.dated)


def adopted(policy: ParsedPolicy) -> Any:
    return _stated(policy.control.adopted)


def reviewed(policy: ParsedPolicy) -> Any:
    return _stated(policy.control.reviewed)


def signed_on(policy: ParsedPolicy) -> Any:
    return _stated(policy.control.signed_on)


def next_review(policy: ParsedPolicy) -> Any:
    return _stated(policy.control.next_review)


def author(policy: ParsedPolicy) -> Any:
    return _text(policy.control.author), _text(policy.control.author_office)


def status(policy: ParsedPolicy) -> Any:
    return _text(policy.control.status)


def signed_by(policy: ParsedPolicy) -> Any:
    return _text(policy.control.signed_name), _text(policy.control.signed_office)


def days_overdue(policy: ParsedPolicy) -> Any:
    return policy.days_overdue(TODAY)


def amendments(policy: ParsedPolicy) -> Any:
    return [(a.dated and a.dated.iso, a.typed, a.topic, a.platforms) for a in policy.amendments]


def appendices(policy: ParsedPolicy) -> Any:
    return [(a.label, a.title, a.source, a.dated and a.dated.iso, a.applicability) for a in policy.appendices]


def appendix_origins(policy: ParsedPolicy) -> Any:
    """Whether each appendix comes from outside, and of what date."""
    return [(a.label, a.is_external, a.dated and a.dated.iso) for a in policy.appendices]


def amendment_dates(policy: ParsedPolicy) -> Any:
    return [(a.dated and a.dated.iso, a.typed, a.platforms) for a in policy.amendments]


def contents(policy: ParsedPolicy) -> Any:
    """The numbers and appendices that a list of contents names."""
    return [entry.number or entry.text[:10] for entry in policy.contents]


def clause_numbers(policy: ParsedPolicy) -> Any:
    return {clause.number: clause.anchor for clause in policy.clauses if clause.number}


def companions(policy: ParsedPolicy) -> Any:
    return [companion.title for companion in policy.companions]


def outside_companions(policy: ParsedPolicy) -> Any:
    return [companion.title for companion in policy.companions if companion.kind == "external"]


def mandatory_companions(policy: ParsedPolicy) -> Any:
    return [companion.title for companion in policy.companions if companion.mandatory]


def missing(policy: ParsedPolicy) -> Any:
    return policy.missing_control_data()


def warnings(policy: ParsedPolicy) -> Any:
    return [finding.code for finding in policy.warnings(TODAY)]


def questions(policy: ParsedPolicy) -> Any:
    """What is asked, as far as the text in question."""
    return [question.split("”")[0].lstrip("“") for question in policy.questions]


def empty_links(policy: ParsedPolicy) -> Any:
    return sum(link.is_empty for link in policy.links)


def retired_services(policy: ParsedPolicy) -> Any:
    return [link.text for link in policy.links if link.retired]


def letterhead(policy: ParsedPolicy) -> Any:
    return len(policy.removed_lines)


def sections(policy: ParsedPolicy) -> Any:
    """The anchors of the sections at the top, each with the kind of text that it holds."""
    return [(clause.anchor, str(clause.kind)) for clause in policy.clauses if clause.level == 1]


def headings(policy: ParsedPolicy) -> Any:
    return [clause.anchor for clause in policy.clauses if clause.html.startswith("<h")]


def audiences(policy: ParsedPolicy) -> Any:
    return {c.anchor: c.audience for c in policy.clauses if c.audience and c.html.startswith("<h") and c.level <= 2}


def origins(policy: ParsedPolicy) -> Any:
    """How many clauses have each date of origin, the headings left out."""
    counted: dict[str | None, int] = {}
    for clause in policy.clauses:
        if clause.kind in (Kind.CLAUSE, Kind.AMENDMENT) and not clause.html.startswith("<h"):
            origin = clause.origin.iso if clause.origin else None
            counted[origin] = counted.get(origin, 0) + 1
    return counted


def definitions(policy: ParsedPolicy) -> Any:
    return [clause.anchor for clause in policy.clauses if clause.is_definition]


def review_interval(policy: ParsedPolicy) -> Any:
    return policy.control.interval_months


def _stated(stated: ControlDate | None) -> Any:
    """Each date as typed and as read: "2020-05" is a month, "2020-06-17" a day."""
    if stated is None:
        return None
    return [(one.label, one.typed, one.value.iso if one.value else None) for one in (stated, *stated.also)]


def _text(stated: ControlText | None) -> Any:
    return None if stated is None else stated.value
