"""From lines to what they state: which field, which person, which day, and what is to be asked."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.importing.control.labels import DATE_FIELDS
from policies.importing.control.lines import NEARBY, OFFICE, Line
from policies.importing.parsed import Control, ControlDate, ControlText, LabelChoice, VersionLabel
from policies.importing.words import dates_in, plain
from safeguard.partial_dates import read, read_label_and_date

_PERSON_AND_OFFICE = re.compile(r"(?P<person>.{2,60}?)\s*(?:\s[–—-]\s|,|\()\s*(?P<office>[^)]{3,60})\)?")


def note(control: Control, line: Line, lines: list[Line]) -> None:
    field = _field_by_place(control, line, lines)
    if field == "label":
        _note_label(control, line)
    elif field in DATE_FIELDS:
        _note_date(control, field, line)
    else:
        _note_text(control, field, line)


def _field_by_place(control: Control, line: Line, lines: list[Line]) -> str:
    """ "Date" below a signature is when it was signed; "Name" beside one is who signed."""
    signature = [s for s in lines if s.field == "signed_name" and s.place >= 0]
    near = any(abs(s.place - line.place) <= NEARBY + 1 for s in signature)
    words = plain(line.label)
    if words == "date" and control.signed_on is None:
        after = any(0 <= line.place - s.place <= NEARBY + 1 for s in signature)
        return "signed_on" if after else line.field
    if line.field == "name":
        return "signed_name" if near else "author"
    if line.field == "signed_office" and not near:
        return "author_office"
    return line.field


def _note_date(control: Control, field: str, line: Line) -> None:
    labelled = read_label_and_date(line.value) if field == "dated" else None
    if labelled and labelled.label and labelled.value:
        choices = tuple(LabelChoice(choice.label, choice.value) for choice in labelled.choices)
        control.label = control.label or VersionLabel(labelled.label, line.value, labelled.question, choices)
        others = tuple(choice.value for choice in labelled.alternatives if choice.value)
        found = ControlDate(field, line.label, line.value, labelled.value, labelled.question, others)
    else:
        found = dated(field, line.label, line.value)
    stated: ControlDate | None = getattr(control, field)
    if stated is None or stated.is_blank:
        setattr(control, field, found)
    elif field in ("reviewed", "next_review") and found.value and stated.value and stated.value < found.value:
        setattr(control, field, replace(found, also=(*stated.also, replace(stated, also=()))))  # the last one counts
    elif not found.is_blank:
        setattr(control, field, replace(stated, also=(*stated.also, found)))


def dated(field: str, label: str, value: str) -> ControlDate:
    """One date; where more than a date is written, the date in it."""
    reading = read(value)
    if reading.value is None and value:
        inside = next((inner for _found, inner in dates_in(value)), None)
        if inside:
            reading = replace(inside, typed=value)
    others = tuple(choice.value for choice in reading.alternatives if choice.value)
    return ControlDate(field, label, value, reading.value, reading.question, others)


def _note_label(control: Control, line: Line) -> None:
    labelled = read_label_and_date(line.value)
    if labelled.label and labelled.value and control.label is None:
        choices = tuple(LabelChoice(choice.label, choice.value) for choice in labelled.choices)
        control.label = VersionLabel(labelled.label, line.value, labelled.question, choices)
        others = tuple(choice.value for choice in labelled.alternatives if choice.value)
        found = ControlDate("dated", line.label, line.value, labelled.value, labelled.question, others)
        control.dated = control.dated or found
    elif control.label is None or not control.label.value:
        control.label = VersionLabel(line.value, line.value)


def _note_text(control: Control, field: str, line: Line) -> None:
    value = line.value
    trailing = next((m for m, _r in dates_in(value) if m.end() == len(value.rstrip(" )."))), None)
    date_field = {"signed_name": "signed_on", "adopted_by": "adopted"}.get(field)
    if trailing and date_field:
        if getattr(control, date_field) is None:
            setattr(control, date_field, dated(date_field, line.label, trailing[0]))
        value = re.sub(r"(?i)[\s,–—(-]+(?:on|dated|date:?)?\s*$", "", value[: trailing.start()])
    office_field = {"signed_name": "signed_office", "author": "author_office"}.get(field)
    both = _PERSON_AND_OFFICE.fullmatch(value) if office_field else None
    alone = (
        re.fullmatch(rf"\(({OFFICE.pattern.removeprefix('(?i)')})\)", value, re.IGNORECASE) if office_field else None
    )
    if office_field and alone:
        value = ""
        setattr(control, office_field, getattr(control, office_field) or ControlText(office_field, "", alone[1]))
    if office_field and both and OFFICE.match(both["office"]):
        value = both["person"]
        if getattr(control, office_field) is None:
            setattr(control, office_field, ControlText(office_field, "", both["office"].strip()))
    stated = getattr(control, field)
    if stated is None or stated.is_blank:
        setattr(control, field, ControlText(field, line.label if stated is None or value else stated.label, value))


def settle(control: Control) -> None:
    """Say what is doubtful about a date beyond its own reading."""
    for field in Control.DATES:
        stated: ControlDate | None = getattr(control, field)
        if stated is None:
            continue
        others = [d for d in stated.also if d.value and stated.value and d.value.iso != stated.value.iso]
        other = others[0] if others and field not in ("reviewed", "next_review") else None
        if other and not stated.question:
            words = {"first": stated.typed, "second": other.typed}
            question = _("The document gives two dates for this: “%(first)s” and “%(second)s”. Which is right?") % words
            setattr(control, field, replace(stated, question=question))
        elif plain(stated.label) == "review" and stated.value and not stated.question:
            words = {"label": f"{stated.label}: {stated.typed}"}
            question = (
                _("Is “%(label)s” when the policy is next to be reviewed? It could also be when it was reviewed.")
                % words
            )
            setattr(control, field, replace(stated, question=question))
