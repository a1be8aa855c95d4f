"""Clauses and their anchors: how a text is cut into parts that people and records can cite."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from policies.importing.amendments import Amended, read_heading, read_inline, read_opening
from policies.importing.audiences import audience_of
from policies.importing.blocks import Block, Item, parse, render
from policies.importing.parsed import Kind, ParsedClause
from policies.importing.structure import NUMBER
from policies.importing.words import APPENDIX, is_sentence, plain

LONGEST_ANCHOR = 80  # the column; a slug leaves room for its appendix and its count
LONGEST_SLUG = 40
LONGEST_LEAD = 500  # characters before a list
_DEFINES = re.compile(
    r"(?i)^(?:[\d.]+ )?definitions?\b|\bfor the purposes? of (?:this|the) (?:policy|guidance|document|procedure)\b"
    r".{0,80}\b(?:defined|means?|includes?|incorporates|refers)\b"
    r"|\b(?:is|are) defined as\b|^what (?:do we mean by|counts as)\b"
)
_LEAD = re.compile(r"(?P<lead>[A-Z][\w ,&’'-]{2,50})[.:]\s+(?=\S)")


def split(html: str) -> list[ParsedClause]:
    """The clauses of a text that `sanitise` gave out, in order. The same text always gives the same anchors."""
    return [clause for clause, _target in _Cutter().cut(parse(html))]


def anchored(html: str, clauses: Sequence[ParsedClause] | None = None) -> str:
    """The text with an id on each clause ("clause-4-7"), for the page that shows it; not to be stored.

    `clauses` are those of this very text, with anchors carried from before; without them it has its own.
    """
    blocks = parse(html)
    found = list(_Cutter().cut(blocks))
    anchors = [clause.anchor for clause in clauses or ()]
    if len(anchors) != len(found):
        anchors = [clause.anchor for clause, _target in found]
    for (_clause, target), anchor in zip(found, anchors, strict=True):
        target.anchor = anchor
    return render(blocks)


@dataclass(slots=True)
class _Cutter:
    """Walks down a text and keeps what stands above: sections, the appendix, the amendment, the numbered clause."""

    taken: set[str] = field(default_factory=set)
    sections: list[ParsedClause] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    numbered: ParsedClause | None = None
    amendment: Amended | None = None
    amendment_level: int = 0
    appendix: ParsedClause | None = None
    lead_in: str = ""

    def cut(self, blocks: list[Block]) -> Iterator[tuple[ParsedClause, "Block | Item"]]:
        """Each clause with the element that carries its anchor; blocks that only continue a clause are added to it."""
        pending: tuple[ParsedClause, Block | Item] | None = None
        for block in blocks:
            if pending and self.numbered and not block.is_heading and not self.number_of(block):
                clause, target = pending
                self.numbered = replace(clause, html=clause.html + render([block]), text=f"{clause.text} {block.text}")
                pending = (self.numbered, target)
                continue
            if pending:
                yield pending
                pending = None
            if block.is_heading:
                yield self.heading(block), block
            elif block.tag in ("ul", "ol"):
                yield from self.entries(block)
            else:
                pending = self.paragraph(block), block
                self.lead_in = block.text if block.text.endswith(":") and len(block.text) <= LONGEST_LEAD else ""
                if not self.numbered:
                    yield pending
                    pending = None
        if pending:
            yield pending

    # --- Headings

    def heading(self, block: Block) -> ParsedClause:
        level = max(int(block.tag[1]) - 1, 1)
        self.sections = [section for section in self.sections if section.level < level]
        self.numbered, self.lead_in = None, ""
        text = block.text
        label = APPENDIX.match(text)
        if self.appendix and level <= self.appendix.level:
            self.appendix = None
        amended = read_heading(text)
        if amended:
            self.amendment, self.amendment_level = amended, level
        elif level <= self.amendment_level:
            self.amendment, self.amendment_level = None, 0
        number = NUMBER.match(text)
        words = text[number.end() :] if number else text
        anchor = self.heading_anchor(text, words, number["number"] if number else "", label)
        clause = ParsedClause(
            anchor=anchor,
            number=number[0].strip() if number else "",
            heading=words.rstrip(" :.") if not label else text,
            html=render([block]),
            text=text,
            level=level,
            kind=self.kind(Kind.APPENDIX if label else Kind.SECTION),
            parent=self.sections[-1].anchor if self.sections else "",
            origin=self.amendment.dated if self.amendment else None,
            audience=audience_of(words) or (self.sections[-1].audience if self.sections else ()),
            is_definition=bool(_DEFINES.search(words)),
        )
        if label:
            self.appendix = clause
        self.sections.append(clause)
        return clause

    def heading_anchor(self, text: str, words: str, number: str, label: re.Match[str] | None) -> str:
        if label:
            return self.free(f"{label[1]}-{label[2]}".lower())
        prefix = f"{self.appendix.anchor}-" if self.appendix else ""
        if number:
            return self.free(prefix + numeric(number))
        return self.free(prefix + (slug(words) or f"part-{len(self.taken) + 1}"))

    # --- What stands below them

    def paragraph(self, block: Block) -> ParsedClause:
        number = self.number_of(block)
        if number is None:
            self.numbered = None
            return self.clause(self.counted("p"), "", "", render([block]), block.text)
        words = block.text[number.end() :]
        lead = _LEAD.match(words)
        heading = lead["lead"] if lead and not is_sentence(lead["lead"]) and len(lead["lead"].split()) <= 5 else ""
        anchor = self.numbered_anchor(number["number"])
        clause = self.clause(
            anchor, number[0].strip(), heading, render([block]), block.text, number["number"].count(".")
        )
        self.numbered = clause
        return clause

    def entries(self, block: Block) -> Iterator[tuple[ParsedClause, Item]]:
        """Each item of a list is a clause, with the words before the list as its lead-in."""
        self.numbered = None
        for number, item in enumerate(block.items, start=block.start):
            own = replace(block, items=[item], start=number if block.tag == "ol" else 1)
            anchor = self.counted("n", number) if block.tag == "ol" else self.counted("p")
            yield self.clause(anchor, "", "", render([own]), item.full_text), item
        self.lead_in = ""

    def clause(self, anchor: str, number: str, heading: str, html: str, text: str, depth: int = 0) -> ParsedClause:
        section = self.sections[-1] if self.sections else None
        inline = read_inline(text)
        opening = None if self.amendment else read_opening(text)
        stated = inline or opening or self.amendment
        return ParsedClause(
            anchor=anchor,
            number=number,
            heading=heading,
            html=html,
            text=text,
            level=max(section.level + 1 if section else 1, depth + 1),
            kind=Kind.AMENDMENT if opening and not self.appendix else self.kind(Kind.CLAUSE),
            parent=section.anchor if section else "",
            lead_in=self.lead_in,
            origin=stated.dated if stated else None,
            audience=section.audience if section else (),
            is_definition=bool(_DEFINES.search(text)),
        )

    def kind(self, otherwise: Kind) -> Kind:
        if self.appendix or otherwise == Kind.APPENDIX:
            return Kind.APPENDIX
        return Kind.AMENDMENT if self.amendment else otherwise

    # --- Numbers and anchors

    def number_of(self, block: Block) -> re.Match[str] | None:
        """The number at the beginning of a paragraph, if it goes on with the numbers before it."""
        found = NUMBER.match(block.text) if block.tag == "p" else None
        if found is None or ("." not in found["number"] and not found["mark"]):
            return None
        path = _path(found["number"])
        section = next((s for s in reversed(self.sections) if s.number), None)
        if len(path) > 1 and section and not self.appendix and _path(section.number)[0] != path[0]:
            return None
        if len(path) > 1 and not section and self.last_path and path[0] - self.last_path[0] not in (0, 1):
            return None
        if len(path) > 1 and not section and not self.last_path and path[0] > 1:
            return None
        return found

    @property
    def last_path(self) -> tuple[int, ...]:
        return _path(self.numbered.number) if self.numbered else ()

    def numbered_anchor(self, number: str) -> str:
        """A number with several parts says all; a single one counts within its section."""
        section = self.sections[-1] if self.sections else None
        prefix = f"{self.appendix.anchor}-" if self.appendix else ""
        if "." in number.removesuffix(".0") or section is None:
            return self.free(prefix + numeric(number))
        return self.free(f"{section.anchor}-n{numeric(number)}")

    def counted(self, letter: str, number: int | None = None) -> str:
        """The next count in this section; a numbered item keeps its own number while that is free."""
        parent = self.sections[-1].anchor if self.sections else "start"
        if number is not None and f"{parent}-{letter}{number}" not in self.taken:
            return self.free(f"{parent}-{letter}{number}")
        count = self.counts.get((parent, letter), 0) + 1
        while f"{parent}-{letter}{count}" in self.taken:
            count += 1
        self.counts[parent, letter] = count
        return self.free(f"{parent}-{letter}{count}")

    def free(self, anchor: str) -> str:
        anchor = anchor[:LONGEST_ANCHOR]
        count = 1
        chosen = anchor
        while chosen in self.taken:
            count += 1
            chosen = f"{anchor[: LONGEST_ANCHOR - 5]}-{count}"
        self.taken.add(chosen)
        return chosen


def numeric(number: str) -> str:
    """ "4.7" as 4-7, "6.2." as 6-2, and "1.0" as 1, since it is cited as section 1."""
    return "-".join(str(part) for part in _path(number))


def _path(number: str) -> tuple[int, ...]:
    parts = [int(part) for part in re.findall(r"\d+", number)]
    return tuple(parts[:-1] if len(parts) == 2 and parts[1] == 0 else parts)


def slug(words: str) -> str:
    """The words of a heading as an anchor, cut at a word."""
    letters = unicodedata.normalize("NFKD", plain(words)).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", letters.replace("'", ""))
    while len("-".join(parts)) > LONGEST_SLUG:
        parts.pop()
    return "-".join(parts)
