"""Plain text: paragraphs, bullets and numbers as people type them, with the little markup that mail programs know."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from policies.importing.blocks import HEADINGS, Block, Item, Run, render, tidy
from policies.importing.pages import ADDRESS, TERMINAL, rejoin
from policies.importing.readers.document import Document, Format
from policies.importing.refusing import ImportRefused
from policies.importing.sanitising import sanitise

DEEPEST = 9  # lists inside lists; what is set in further stays at this depth
LONG_LINE = 55  # characters; a line at least this long that runs on was broken by a machine, not by its writer
BULLETS = "-*•·●○◦▪■□§‣✓➢–—\uf0b7\uf0a7"

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_BULLET = re.compile(rf"(\s*)([{re.escape(BULLETS)}]|o(?=\t|  ))\s+(\S.*)")
_NUMBER = re.compile(r"(\s*)(\d{1,3})[.)]\s+(\S.*)")
_CLAUSE = re.compile(r"\s*(\d{1,3}(\.\d{1,3})+\.?|\(?[a-z]\)|\(?[ivx]{1,5}\))\s+\S")
_LABEL = re.compile(r"\s*[A-Z][\w./ ]{1,40}:")
_RULE = re.compile(r"\s*([-=_*])(\s*\1){2,}\s*")
_MARKUP = re.compile(
    r"\*\*(?P<bold>\S(?:.*?\S)?)\*\*"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<address>[^()\s]*)\)"
    r"|<(?P<web>https?://[^<>\s]+)>"
    r"|<(?P<mail>[^<>\s@]+@[^<>\s@]+)>"
)


def read_text(data: bytes) -> Document:
    return read_lines(decode(data))


def read_lines(text: str) -> Document:
    return Document(Format.TEXT, sanitise(render(blocks_of_lines(text.splitlines()))))


def decode(data: bytes) -> str:
    """The text of a file, whatever program wrote it: UTF-8, UTF-16 or what Windows used before."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _plain(data.decode(encoding, errors="replace"))
    sample = data[:4000]
    if sample.count(0) > len(sample) // 5:
        return _plain(data.decode("utf-16-be" if sample[:2].find(0) == 0 else "utf-16-le", errors="replace"))
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _plain(data.decode("cp1252", errors="replace"))


def _plain(text: str) -> str:
    """Raises ImportRefused where the bytes were never a text."""
    sample = text[:20_000]
    strange = sum(
        1 for character in sample if character == "\ufffd" or (ord(character) < 32 and character not in "\t\n\r\f\v")
    )
    if strange > len(sample) // 50:
        raise ImportRefused(
            _("This file is not a document that can be read here. Send a Word (.docx), .odt, PDF or text file.")
        )
    return text.replace("\x00", "")


# --- Lines to blocks -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Level:
    """One open list: how far its bullets are set in, what they look like, and the list."""

    indent: int
    marker: str
    block: Block


@dataclass(slots=True)
class _Lists:
    """The lists that are open at a line, the outermost first."""

    levels: list[_Level] = field(default_factory=list)

    def add(self, indent: int, marker: str, words: str, number: int = 1) -> Block | None:
        """Put an item where it belongs; gives back the list if it is a new one at the top."""
        while self.levels and not self._belongs(self.levels[-1], indent, marker):
            self.levels.pop()
        if len(self.levels) == DEEPEST:
            indent, marker = self.levels[-1].indent, self.levels[-1].marker
        item = Item(inline(words))
        if self.levels and self._same(self.levels[-1], indent, marker):
            self.levels[-1].block.items.append(item)
            return None
        block = Block("ol" if marker == "1" else "ul", items=[item], start=number)
        parent = self.levels[-1].block.items[-1] if self.levels else None
        self.levels.append(_Level(indent, marker, block))
        if parent is None:
            return block
        parent.lists.append(block)
        return None

    def _same(self, level: _Level, indent: int, marker: str) -> bool:
        return indent == level.indent and marker == level.marker

    def _belongs(self, level: _Level, indent: int, marker: str) -> bool:
        """Whether an item goes into this list, or into one inside it."""
        if indent != level.indent:
            return indent > level.indent
        others = any(outer.indent == indent and outer.marker == marker for outer in self.levels)
        return marker == level.marker or not others

    def last_item(self) -> Item:
        return self.levels[-1].block.items[-1]


def blocks_of_lines(lines: Iterable[str]) -> list[Block]:
    """Blocks from lines of text."""
    blocks: list[Block] = []
    lists = _Lists()
    paragraph: list[str] = []
    after_blank = True
    previous = ""

    def settle() -> None:
        blocks.extend(_paragraph(paragraph))
        paragraph.clear()

    for line in _numbered_runs(_without_page_breaks(lines)):
        text = line.expandtabs(4).rstrip()
        if not text.strip():
            settle()
            after_blank = True
            continue
        heading, bullet = _HEADING.fullmatch(text), _BULLET.fullmatch(text)
        if _RULE.fullmatch(text):
            underlined = "h1" if "=" in text else "h2" if "-" in text else ""
            if len(paragraph) == 1 and underlined and not after_blank:
                blocks.append(Block(underlined, runs=inline(paragraph.pop())))
            settle()
            lists = _Lists()
        elif heading:
            settle()
            lists = _Lists()
            words = [Run(run.text, run.marks - {"strong"}, run.href) for run in inline(heading[2])]
            blocks.append(Block(HEADINGS[min(len(heading[1]), 4) - 1], runs=words))
        elif bullet or isinstance(line, _NumberedLine):
            settle()
            if after_blank and lists.levels and (lists.levels[-1].marker == "1") == bool(bullet):
                lists = _Lists()
            if isinstance(line, _NumberedLine):
                started = lists.add(line.indent, "1", line.words, line.number)
            else:
                started = lists.add(len(bullet[1]), bullet[2], bullet[3]) if bullet else None
            if started:
                blocks.append(started)
        elif lists.levels and not after_blank and _runs_on(previous, text):
            item = lists.last_item()
            item.runs = tidy([*item.runs, Run(" "), *inline(text)])
        else:
            if lists.levels:
                lists = _Lists()
            if paragraph and _CLAUSE.match(text):
                settle()
            paragraph.append(text)
        previous, after_blank = text, False
    settle()
    return rejoin(blocks)


class _NumberedLine(str):
    """A line that is an item of a numbered list."""

    indent: int
    number: int
    words: str


def _without_page_breaks(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from line.split("\f")


def _numbered_runs(lines: Iterable[str]) -> Iterator[str]:
    """Mark the lines "1. ", "2. ", "3. " that stand directly one below the other, or go on after a blank line."""
    lines = list(lines)
    found = [_NUMBER.fullmatch(line.expandtabs(4).rstrip()) for line in lines]
    numbers = [int(match[2]) if match else None for match in found]
    last: int | None = None  # of the list that this line could go on with
    for place, line in enumerate(lines):
        match, number = found[place], numbers[place]
        if match is None or number is None:
            if line.strip() and not (last is not None and _runs_on(lines[place - 1], line)):
                last = None
            yield line
            continue
        follows = last is not None and number == last + 1
        leads = number + 1 in _next_number(lines, numbers, place)
        directly = place > 0 and numbers[place - 1] is not None
        if leads or (follows and (directly or match[3].rstrip().endswith(TERMINAL) or len(match[3]) > 80)):
            marked = _NumberedLine(line)
            marked.indent, marked.number, marked.words = len(match[1]), number, match[3]
            last = number
            yield marked
        else:
            last = None
            yield line


def _next_number(lines: list[str], numbers: list[int | None], place: int) -> set[int]:
    """The number that begins the next line, or the line after the lines that this one runs on to."""
    for after in range(place + 1, min(place + 12, len(lines))):
        number = numbers[after]
        if number is not None:
            return {number}
        if not lines[after].strip() or not _runs_on(lines[after - 1], lines[after]):
            return set()
    return set()


def _runs_on(line: str, following: str) -> bool:
    """Whether the second line only goes on with the sentence of the first."""
    if _BULLET.fullmatch(following) or _CLAUSE.match(following) or _HEADING.fullmatch(following):
        return False
    if ADDRESS.match(following):
        return False
    words = following.strip()
    if words[:1].islower() or (following[:1].isspace() and not line[:1].isspace()):
        return True
    return len(line.strip()) >= LONG_LINE and not _LABEL.match(following)


def _paragraph(lines: list[str]) -> list[Block]:
    """One paragraph; a line that was broken by its writer stays broken."""
    if not lines:
        return []
    text = lines[0].strip()
    for before, line in pairwise(lines):
        text += (" " if _runs_on(before, line) else "\n") + line.strip()
    runs = inline(text)
    return [Block("p", runs=runs)] if runs else []


def inline(text: str) -> list[Run]:
    """Words with **bold**, [links](address) and <addresses>; everything else is as it stands."""
    runs: list[Run] = []
    place = 0
    for found in _MARKUP.finditer(text):
        runs.append(Run(text[place : found.start()]))
        if found["bold"]:
            runs += [Run(run.text, run.marks | {"strong"}, run.href) for run in inline(found["bold"])]
        elif found["words"]:
            address = found["address"]
            runs.append(Run(found["words"], href=address if re.match(r"(?i)https?://|mailto:", address) else ""))
        else:
            address = found["web"] or found["mail"]
            runs.append(Run(address, href=address if found["web"] else f"mailto:{address}"))
        place = found.end()
    runs.append(Run(text[place:]))
    return tidy(runs)
