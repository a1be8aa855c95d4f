"""Lines of control data: "POLICY DATED: May 20", tables of such lines, and lines to be filled in with a pen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policies.importing.blocks import Block, Run, squeeze, tidy
from policies.importing.control.labels import DATE_FIELDS, field_of
from policies.importing.words import DATE, dates_in, plain
from safeguard.partial_dates import read_label_and_date

LONGEST_LINE = 160
LONGEST_VALUE = 100
NEARBY = 2  # blocks between a line that could be control data and one that certainly is

_LINE = re.compile(
    r"\W{0,3}(?P<label>[A-Za-z][A-Za-z /&'’().-]{0,45}?)\s*(?P<mark>[:=]|[–—-]\s|(?=[_.…]{3,}))\s*(?P<value>.*)"
)
_SECOND = re.compile(r"(?<=[\s_.…)])(?P<label>[A-Z][A-Za-z]+(?: [A-Za-z]+){0,3})\s*(?::|(?=[_.…]{3,}))")
_BLANK = re.compile(
    r"(?i)[\s_.…\-–—/\\|\[\]()]*(?:insert|enter|add|tbc|tba|n/?a|date|name|dd|mm|yy+|here)*[\s_.…\-–—/\\|\[\]()]*"
)
OFFICE = re.compile(
    r"(?i)(?:vice[- ]|deputy |co-|acting |interim |honorary |hon\.? )?(?:chair(?:man|woman|person)?|secretary|treasurer"
    r"|trustee|director|manager|co-?ordinator|chief executive|ceo|head|lead|president|convenor|administrator|officer"
    r"|designated|safeguarding|minister|pastor|vicar|founder)\b[^.:;]{0,60}"
)
_DONE_BY = re.compile(
    r"(?i)(?P<label>(?:adopted|approved|agreed|ratified|authorised)) (?:at a meeting of|by) (?P<whom>.{3,60}?)"
    r"(?: on(?: the)?)?"
)


@dataclass(slots=True)
class Line:
    """A line that could be control data: where it stands, which field, what is typed."""

    place: int  # of its block
    line: str
    field: str
    label: str
    value: str
    certain: bool
    stands_alone: bool = True  # in its block, there are only lines like it


def lines_of(place: int, block: Block) -> Iterator[Line]:
    if block.tag == "p" or block.is_heading:
        by_line = [list(_labelled(place, squeeze(line))) for line in block.lines]
        for line in (line for found in by_line for line in found):
            yield replace(line, stands_alone=all(by_line) or line.field == "signed_name")
    elif block.tag == "table":
        yield from _table_lines(place, block)
    elif block.tag in ("ul", "ol") and all(len(item.text) <= LONGEST_LINE and not item.lists for item in block.items):
        listed = [line for item in block.items for line in _labelled(place, item.text)]
        if len(listed) == len(block.items):
            yield from listed


def _table_lines(place: int, block: Block) -> Iterator[Line]:
    """Rows of label and value, once or twice in a row; or a history of versions, of which the last row counts."""
    rows = [[cell.text for cell in row] for row in (*block.head, *block.rows)]
    header = [field_of(cell) for cell in rows[0]]
    if len(rows) > 1 and len(rows[0]) > 2 and sum(field is not None for field in header) >= 2 and header[1:2] != [None]:
        filled = [row for row in rows[1:] if any(_value(cell) for cell in row)]
        if filled:
            for title, field, cell in zip(rows[0], header, filled[-1], strict=False):
                if field:
                    yield Line(place, f"{title}: {cell}", field, title, _value(cell), certain=True)
        return
    for row in rows:
        for label, value in zip(row[::2], row[1::2], strict=False):
            field = field_of(label)
            if field:
                yield Line(place, f"{label}: {value}", field, label.strip(" :"), _value(value), certain=True)


def _labelled(place: int, text: str) -> Iterator[Line]:
    """The labels and values in one line; there may be two: "Signed: ____ Date: ____"."""
    if len(text) > LONGEST_LINE:
        return
    found = _LINE.fullmatch(text)
    field = field_of(found["label"]) if found else None
    if found is None or field is None:
        yield from _unmarked(place, text)
        return
    value = found["value"]
    second = next((s for s in _SECOND.finditer(value) if field_of(s["label"])), None)
    own = value[: second.start()] if second else value
    if len(own) > LONGEST_VALUE or (field in DATE_FIELDS and not _is_date_value(own)):
        return
    yield Line(place, text, field, found["label"].strip(), _value(own), _is_certain(field, own, found["label"]))
    if second:
        yield from (replace(line, line=text) for line in _labelled(place, value[second.start() :]))


def running_lines(text: str) -> Iterator[Line]:
    """What a header or footer says: "Policy name | Version 2.1 | May 2026"."""
    for part in (text, *re.split(r"\s*[|;•·]\s*|,\s+", text)):
        yield from _labelled(-1, part)


def _unmarked(place: int, text: str) -> Iterator[Line]:
    """ "Adopted on 17 June 2020" and "Version 2.1", without a colon."""
    for dated, _reading in dates_in(text):
        before = text[: dated.start()].strip(" ,-–—")
        if not before[:1].isupper() or dated.end() < len(text.rstrip(" .)")):
            continue
        field = field_of(before)
        if field in DATE_FIELDS:
            yield Line(place, text, field, before, dated[0], certain=True)
            return
        by = _DONE_BY.fullmatch(before)
        if by:
            yield Line(place, text, "adopted", by["label"], dated[0], certain=True)
            yield Line(place, text, "adopted_by", by["label"], by["whom"], certain=True)
            return
    labelled = read_label_and_date(text) if len(text) <= 60 else None
    if labelled and labelled.label and re.match(r"(?i)v(?:er|ersion)?\.?\s*\d", text):
        yield Line(place, text, "label", "", text, certain=labelled.value is not None)


def _value(text: str) -> str:
    value = re.sub(r"(?i)\s*[(\[](?:date|dd/mm/yy+|name|insert[^)\]]*)[)\]]$", "", squeeze(text))
    return "" if len(value) <= LONGEST_LINE and _BLANK.fullmatch(value) else value.strip("_… ").rstrip(" |")


def _is_date_value(value: str) -> bool:
    """A date, a blank, or something short that was meant as one."""
    value = _value(value)
    return not value or bool(DATE.search(value)) or (len(value) <= 25 and any(c.isdigit() for c in value))


def _is_certain(field: str, value: str, label: str) -> bool:
    is_form = bool(re.search(r"[_.…]{4,}", value))  # a line to be filled in with a pen
    value = _value(value)
    if field in DATE_FIELDS:
        return bool(value) or is_form
    return (field == "signed_name" and bool(value)) or plain(label) == "name position"


def with_neighbours(lines: list[Line]) -> list[Line]:
    """Leave out what only looks like control data: a doubtful line counts near a certain one, or a blank to sign."""
    lines = [line for line in lines if line.certain or line.stands_alone]
    kept = {n for n, line in enumerate(lines) if line.certain}
    for n, line in enumerate(lines):
        if line.field == "signed_name" and any(
            other.field in ("dated", "name", "signed_office", "author") and abs(other.place - line.place) <= NEARBY
            for other in lines
        ):
            kept.add(n)
    grown = True
    while grown:
        near = {n for n, line in enumerate(lines) if any(abs(line.place - lines[k].place) <= NEARBY for k in kept)}
        grown = not near <= kept
        kept |= near
    return [line for n, line in enumerate(lines) if n in kept]


def with_offices(lines: list[Line], blocks: list[Block]) -> Iterator[Line]:
    """The lines, and after a signature the line below it if it is an office without a label: "Chair of Trustees"."""
    labelled = {line.place for line in lines}
    for line in list(lines):
        yield line
        below = line.place + 1
        if line.field != "signed_name" or not 0 < below < len(blocks) or below in labelled or line.place == -1:
            continue
        text = squeeze(blocks[below].text)
        if blocks[below].tag != "table" and len(text) <= 60 and OFFICE.fullmatch(text):
            office = Line(below, text, "signed_office", "", text, certain=True)
            lines.append(office)
            yield office


def without(blocks: list[Block], lines: list[Line]) -> list[Block]:
    """The blocks without the lines that were read."""
    gone: dict[int, set[str]] = {}
    for line in lines:
        gone.setdefault(line.place, set()).add(line.line)
    kept: list[Block] = []
    for place, block in enumerate(blocks):
        taken = gone.get(place)
        if taken is None:
            kept.append(block)
        elif block.tag == "p" or block.is_heading:
            rest = [line for line in block.lines if not any(squeeze(line).endswith(text) for text in taken)]
            if rest:
                kept.append(replace(block, runs=tidy([Run("\n".join(rest))])))
        elif block.tag == "table":
            labels = {text.partition(":")[0].strip() for text in taken}
            rows = [row for row in block.rows if not any(cell.text.strip(" :") in labels for cell in row)]
            is_history = (
                any(cell.text.strip(" :") in labels for row in block.head for cell in row) or rows == block.rows[1:]
            )
            if rows and not (is_history and len(block.rows[0] if block.rows else []) > 2):
                kept.append(replace(block, rows=rows))
    return kept
