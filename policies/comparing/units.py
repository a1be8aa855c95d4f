"""What is compared: blocks as units, words as tokens."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from policies.importing.blocks import Block, Item, Run

_TOKEN = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]|\n")


class Status(StrEnum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark, whether a space follows, and how it is formatted."""

    text: str
    space: bool
    marks: frozenset[str]
    href: str | None

    @property
    def key(self) -> tuple[str, str | None]:
        return self.text, self.href


@dataclass(slots=True)
class Unit:
    """What is compared as one: a paragraph, a heading, an item of a list or a row of a table."""

    tag: str  # p, h1-h4, li, tr
    cells: list[list[Token]]  # one, but for rows
    path: tuple[str, ...] = ()  # the lists or the quotation that it stands in, the outermost first
    number: int = 0  # in a numbered list
    cell_tags: tuple[str, ...] = ()
    key: tuple[tuple[str, str | None], ...] = ()
    words: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.key = tuple(token.key for cell in self.cells for token in cell)
        self.words = Counter(token.text for cell in self.cells for token in cell if token.text[0].isalnum())

    @property
    def text(self) -> str:
        return " ".join("".join(t.text + " " * t.space for t in cell).strip() for cell in self.cells)

    def likeness(self, other: "Unit") -> float:
        """The share of words in common, without their order; 1.0 for two blocks without words."""
        total = self.words.total() + other.words.total()
        if not total:
            return 1.0
        few, many = (self.words, other.words) if len(self.words) < len(other.words) else (other.words, self.words)
        common = sum(min(count, many[word]) for word, count in few.items() if word in many)
        return 2 * common / total


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block of the comparison; `old` is None for an added one, `new` for a removed one."""

    status: Status
    old: Unit | None
    new: Unit | None


def units_of(blocks: Iterable[Block], path: tuple[str, ...] = ()) -> list[Unit]:
    units: list[Unit] = []
    for block in blocks:
        if block.tag in ("ul", "ol"):
            units += _entries(block, path)
        elif block.tag == "table":
            for row in (*block.head, *block.rows):
                cells = [tokens_of(_flat(cell)) for cell in row]
                units.append(Unit("tr", cells, path, cell_tags=tuple(cell.tag for cell in row)))
        elif block.tag == "blockquote":
            units += units_of(block.blocks, (*path, "blockquote"))
        else:
            units.append(Unit(block.tag, [tokens_of(block.runs)], path))
    return units


def _entries(block: Block, path: tuple[str, ...]) -> list[Unit]:
    units: list[Unit] = []
    inside = (*path, block.tag)
    for number, item in enumerate(block.items, start=block.start):
        units.append(Unit("li", [tokens_of(item.runs)], inside, number if block.tag == "ol" else 0))
        for inner in item.lists:
            units += _entries(inner, inside)
    return units


def _flat(item: Item) -> list[Run]:
    runs = list(item.runs)
    for block in item.lists:
        for inner in block.items:
            runs += [Run("\n"), *_flat(inner)]
    return runs


def tokens_of(runs: Iterable[Run]) -> list[Token]:
    tokens: list[Token] = []
    for run in runs:
        if run.text[:1].isspace() and run.text[:1] != "\n" and tokens:
            last = tokens[-1]
            tokens[-1] = Token(last.text, True, last.marks, last.href)
        for found in _TOKEN.finditer(run.text):
            space = run.text[found.end() : found.end() + 1] == " "
            tokens.append(Token(found[0], space, run.marks, run.href))
    return tokens
