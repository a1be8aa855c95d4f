"""The parts of a text: runs of words, items, blocks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

HEADINGS = ("h1", "h2", "h3", "h4")
MARKS = ("strong", "em", "u", "sub", "sup")  # in the order in which they are nested
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\u202d\u202e\ufeff\ufffe\uffff]")
SPACES = re.compile("[ \t\n\r\x85\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words with the same formatting. A line break is a newline; `href` is "" for a link that leads nowhere."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str | None = None


@dataclass(slots=True)
class Item:
    """One entry of a list, or one cell of a table: its words, then the lists inside it."""

    runs: list[Run]
    lists: list["Block"] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    tag: str = "li"
    anchor: str = ""  # set while a page shows the text, never kept

    @property
    def text(self) -> str:
        return text_of(self.runs)

    @property
    def full_text(self) -> str:
        return " ".join(filter(None, (self.text, *(block.text for block in self.lists))))


@dataclass(slots=True)
class Block:
    """One element at the top of a text: only the fields that belong to its tag are filled."""

    tag: str
    runs: list[Run] = field(default_factory=list)  # p, h1-h4
    items: list[Item] = field(default_factory=list)  # ul, ol
    start: int = 1  # ol
    head: list[list[Item]] = field(default_factory=list)  # table
    rows: list[list[Item]] = field(default_factory=list)  # table
    blocks: list["Block"] = field(default_factory=list)  # blockquote
    anchor: str = ""

    @property
    def text(self) -> str:
        """All its words on one line."""
        if self.tag in ("ul", "ol"):
            return " ".join(item.full_text for item in self.items)
        if self.tag == "table":
            return " ".join(cell.full_text for row in (*self.head, *self.rows) for cell in row)
        if self.tag == "blockquote":
            return " ".join(block.text for block in self.blocks)
        return text_of(self.runs)

    @property
    def lines(self) -> list[str]:
        """The words of a paragraph or heading, line by line as it was broken."""
        return [line for line in ("".join(run.text for run in self.runs)).split("\n") if line.strip()]

    @property
    def is_heading(self) -> bool:
        return self.tag in HEADINGS

    @property
    def is_bold(self) -> bool:
        """Whether every word of it is bold."""
        worded = [run for run in self.runs if run.text.strip()]
        return bool(worded) and all("strong" in run.marks for run in worded)


def text_of(runs: Iterable[Run]) -> str:
    return squeeze("".join(run.text for run in runs))


def squeeze(text: str) -> str:
    """`text` without invisible characters, each run of white space one space."""
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Squeeze white space across runs, trim both ends and every line, and join neighbours of the same formatting."""
    tidied: list[Run] = []
    before = "\n"  # white space is not wanted at the start
    for run in runs:
        text = INVISIBLE.sub("", run.text)
        pieces = [SPACES.sub(" ", piece) for piece in text.split("\n")]
        text = "\n".join(pieces)
        text = re.sub(r" *\n *", "\n", text)
        if before in " \n":
            text = text.lstrip(" ")
        if text.startswith("\n") and before == " ":
            _trim_end(tidied)
        if not text:
            continue
        before = text[-1]
        if tidied and tidied[-1].marks == run.marks and tidied[-1].href == run.href:
            tidied[-1] = replace(tidied[-1], text=tidied[-1].text + text)
        else:
            tidied.append(replace(run, text=text))
    while tidied and not tidied[-1].text.rstrip(" \n"):
        tidied.pop()
    if tidied:
        tidied[-1] = replace(tidied[-1], text=tidied[-1].text.rstrip(" \n"))
    while tidied and not tidied[0].text.lstrip(" \n"):
        tidied.pop(0)
    if tidied:
        tidied[0] = replace(tidied[0], text=tidied[0].text.lstrip(" \n"))
    return tidied


def _trim_end(runs: list[Run]) -> None:
    while runs:
        text = runs[-1].text.rstrip(" ")
        if text:
            runs[-1] = replace(runs[-1], text=text)
            return
        runs.pop()


def cut(runs: Iterable[Run], count: int) -> list[Run]:
    """`runs` without their first `count` characters."""
    rest: list[Run] = []
    for run in runs:
        if count >= len(run.text):
            count -= len(run.text)
            continue
        rest.append(replace(run, text=run.text[count:]))
        count = 0
    return tidy(rest)


def split_lines(runs: Iterable[Run]) -> list[list[Run]]:
    """`runs` cut at each line break; blank lines are left out."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines.extend([replace(run, text=text)] for text in others)
    return [tidied for line in lines if (tidied := tidy(line))]


def add(blocks: list[Block], more: list[Block]) -> None:
    """Append blocks; neighbouring lists become one, as they look like one."""
    for block in more:
        last = blocks[-1] if blocks else None
        if last is None or not _goes_on(last, block):
            blocks.append(block)
        elif block.tag == "ul" and len(block.items) == 1 and not block.items[0].runs:
            add(last.items[-1].lists, block.items[0].lists)
        else:
            last.items.extend(block.items)


def _goes_on(last: Block, block: Block) -> bool:
    if last.tag != block.tag:
        return False
    return block.tag == "ul" or (block.tag == "ol" and block.start == last.start + len(last.items) > 1)


def join_lists(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with neighbouring lists made one, wherever what stood between them has gone."""
    joined: list[Block] = []
    add(joined, list(blocks))
    return joined
