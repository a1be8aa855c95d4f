"""OpenDocument text (.odt), as LibreOffice writes it, read from its content.xml."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from policies.importing.blocks import Block, Item, Run, render, squeeze, text_of, tidy
from policies.importing.readers import packed
from policies.importing.readers.document import (
    Document,
    Format,
    comments_left_out,
    pictures_left_out,
    tracked_changes,
)
from policies.importing.readers.packed import local
from policies.importing.refusing import ImportRefused
from policies.importing.sanitising import sanitise

DEEPEST = 60  # elements inside elements
MOST_REPEATED = 20  # columns that a spreadsheet-like table repeats


def read_open_document(data: bytes) -> Document:
    archive = packed.opened(data)
    if b"encryption-data" in packed.part(archive, "META-INF/manifest.xml"):
        raise ImportRefused(packed.locked())
    content = packed.xml(packed.part(archive, "content.xml"))
    styles = packed.xml(packed.part(archive, "styles.xml"))
    if content is None:
        raise ImportRefused(packed.damaged())
    text = next((e for e in content.iter() if local(e.tag) == "text" and "office" in e.tag), None)
    if text is None:
        raise ImportRefused(packed.damaged())
    reader = _Reader(_Styles(content, styles))
    html = sanitise(render(reader.blocks(text)))
    scripts = any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist())
    notes = tuple(_notes(reader, scripts=scripts))
    return Document(Format.OPEN_DOCUMENT, html, notes, tuple(_running_lines(styles)))


class _Styles:
    """What the styles say about letters and lists, those of the document first."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        self.marks: dict[str, frozenset[str]] = {}
        self.parents: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.numbered: dict[str, set[int]] = {}  # levels of a list style that count
        self.parts: dict[str, dict[int, int]] = {}  # how many levels a number shows
        for root in (styles, content):
            for element in root.iter() if root is not None else ():
                if local(element.tag) == "style":
                    self._style(element)
                elif local(element.tag) in ("list-style", "outline-style"):
                    self._list_style(element)

    def _style(self, element: Element) -> None:
        name = _attribute(element, "name")
        self.parents[name] = _attribute(element, "parent-style-name")
        self.names[name] = _attribute(element, "display-name") or name
        for properties in element:
            if local(properties.tag) == "text-properties":
                self.marks[name] = frozenset(_marks(properties))

    def _list_style(self, element: Element) -> None:
        name = _attribute(element, "name") or "Outline"
        for level in element:
            at = int(_attribute(level, "level") or 1)
            if local(level.tag) in ("list-level-style-number", "outline-level-style") and _attribute(
                level, "num-format"
            ):
                self.numbered.setdefault(name, set()).add(at)
                self.parts.setdefault(name, {})[at] = int(_attribute(level, "display-levels") or 1)

    def marks_of(self, name: str) -> frozenset[str]:
        return self._up(name, self.marks) or frozenset()

    def is_called(self, name: str, wanted: str) -> bool:
        """Whether a style, or one that it is based on, has this name."""
        for _step in range(12):
            if not name:
                return False
            if self.names.get(name, name).replace("_20_", " ").startswith(wanted):
                return True
            name = self.parents.get(name, "")
        return False

    def _up(self, name: str, table: dict[str, frozenset[str]]) -> frozenset[str] | None:
        for _step in range(12):
            if name in table or not name:
                return table.get(name)
            name = self.parents.get(name, "")
        return None


@dataclass(slots=True)
class _Reader:
    styles: _Styles
    pictures: int = 0
    tracked: bool = False
    comments: int = 0
    outline: list[int] = field(default_factory=list)  # the numbers of the headings so far

    def blocks(self, parent: Element, depth: int = 0) -> list[Block]:
        if depth > DEEPEST:
            return []
        blocks: list[Block] = []
        for element in parent:
            match local(element.tag):
                case "h":
                    blocks += self.heading(element)
                case "p":
                    blocks += self.paragraph(element)
                case "list":
                    blocks += self.list_blocks(element, "", 1)
                case "table":
                    blocks += self.table(element, depth)
                case "tracked-changes":
                    self.tracked = True
                case "section" | "index-body" | "table-of-content" | "index-title" | "text-box" | "frame":
                    blocks += self.blocks(element, depth + 1)
        return blocks

    def heading(self, element: Element) -> list[Block]:
        level = min(max(int(_attribute(element, "outline-level") or 1), 1), 4)
        runs = self.runs(element)
        if not text_of(runs):
            return []
        number = self.outline_number(level)
        words = [Run(f"{number} ")] if number and not text_of(runs)[0].isdigit() else []
        return [Block(f"h{level}", runs=tidy([*words, *runs]))]

    def outline_number(self, level: int) -> str:
        if level not in self.styles.numbered.get("Outline", ()):
            return ""
        self.outline = [*self.outline[:level], *([0] * (level - len(self.outline)))]
        self.outline[level - 1] += 1
        shown = self.styles.parts["Outline"][level]
        number = ".".join(str(count) for count in self.outline[max(level - shown, 0) : level])
        return f"{number}." if "." not in number else number

    def paragraph(self, element: Element) -> list[Block]:
        style = _attribute(element, "style-name")
        base = self.styles.marks_of(style)
        runs = tidy([Run(run.text, run.marks | base, run.href) for run in self.runs(element)])
        tag = "h1" if self.styles.is_called(style, "Title") else "p"
        boxes = [b for box in element.iter() if local(box.tag) == "text-box" for b in self.blocks(box, DEEPEST - 2)]
        return [*([Block(tag, runs=runs)] if runs else []), *boxes]

    def list_blocks(self, element: Element, style: str, level: int) -> list[Block]:
        style = _attribute(element, "style-name") or style
        tag = "ol" if level in self.styles.numbered.get(style, ()) else "ul"
        items: list[Item] = []
        headings: list[Block] = []
        for entry in element:
            if local(entry.tag) not in ("list-item", "list-header"):
                continue
            item = Item([])
            for child in entry:
                if local(child.tag) == "h":
                    headings += self.heading(child)
                elif local(child.tag) == "p":
                    item.runs = tidy([*item.runs, *([Run("\n")] if item.runs else []), *self.runs(child)])
                elif local(child.tag) == "list" and level < DEEPEST // 4:
                    item.lists += self.list_blocks(child, style, level + 1)
            if item.runs or item.lists:
                items.append(item)
        return [*headings, *([Block(tag, items=items)] if items else [])]

    def table(self, element: Element, depth: int) -> list[Block]:
        head: list[list[Item]] = []
        rows: list[list[Item]] = []
        for row in element.iter():
            if local(row.tag) != "table-row":
                continue
            cells = [self.cell(cell, depth) for cell in row if local(cell.tag) == "table-cell"]
            if any(cell.full_text for cell in cells):
                rows.append(cells)
        for part in element:
            if local(part.tag) == "table-header-rows":
                count = sum(1 for row in part if local(row.tag) == "table-row")
                head, rows = rows[:count], rows[count:]
        for cell in (cell for row in head for cell in row):
            cell.tag = "th"
        return [Block("table", head=head, rows=rows)] if head or rows else []

    def cell(self, element: Element, depth: int) -> Item:
        item = Item([], tag="td")
        for block in self.blocks(element, depth + 1):
            if block.tag in ("ul", "ol"):
                item.lists.append(block)
            else:
                item.runs += [*([Run("\n")] if item.runs else []), *(block.runs or [Run(block.text)])]
        item.runs = tidy(item.runs)
        span = _attribute(element, "number-columns-spanned")
        if span.isdecimal() and 1 < int(span) < MOST_REPEATED:
            item.attributes["colspan"] = span
        return item

    def runs(
        self, element: Element, marks: frozenset[str] = frozenset(), href: str | None = None, depth: int = 0
    ) -> list[Run]:
        runs = [Run(_plain(element.text), marks, href)]
        for child in element:
            match local(child.tag):
                case "span" if depth < DEEPEST:
                    own = self.styles.marks_of(_attribute(child, "style-name"))
                    runs += self.runs(child, marks | own, href, depth + 1)
                case "a" if depth < DEEPEST:
                    runs += self.runs(child, marks, _attribute(child, "href"), depth + 1)
                case "line-break":
                    runs.append(Run("\n", marks))
                case "tab" | "s":
                    runs.append(Run(" ", marks, href))
                case "frame":
                    self.pictures += sum(1 for inner in child if local(inner.tag) == "image")
                case "annotation":
                    self.comments += 1
                case "note":
                    body = next((e for e in child.iter() if local(e.tag) == "note-body"), None)
                    words = squeeze(" ".join(body.itertext())) if body is not None else ""
                    runs.append(Run(f" [{words}]" if words else "", marks, href))
                case "bookmark" | "change" | "change-start" | "change-end" | "annotation-end" | "soft-page-break":
                    pass
                case _ if depth < DEEPEST:
                    runs += self.runs(child, marks, href, depth + 1)
            runs.append(Run(_plain(child.tail), marks, href))
        return runs


def _plain(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _marks(properties: Element) -> Iterator[str]:
    weight = _attribute(properties, "font-weight")
    if weight == "bold" or (weight.isdecimal() and int(weight) >= 600):
        yield "strong"
    if _attribute(properties, "font-style") == "italic":
        yield "em"
    if _attribute(properties, "text-underline-style") not in ("", "none"):
        yield "u"
    position = _attribute(properties, "text-position")
    if position.startswith("super"):
        yield "sup"
    elif position.startswith("sub"):
        yield "sub"


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def _running_lines(styles: Element | None) -> Iterator[str]:
    """The lines of headers and footers, each once."""
    lines: dict[str, None] = {}
    for part in styles.iter() if styles is not None else ():
        if local(part.tag) in ("header", "footer", "header-first", "footer-first", "header-left", "footer-left"):
            for paragraph in part.iter():
                line = squeeze("".join(paragraph.itertext())) if local(paragraph.tag) in ("p", "h") else ""
                if any(character.isalpha() for character in line):
                    lines[line] = None
    yield from lines


def _notes(reader: _Reader, *, scripts: bool) -> Iterator[str]:
    if reader.tracked:
        yield tracked_changes()
    if reader.pictures:
        yield pictures_left_out(reader.pictures)
    if reader.comments:
        yield comments_left_out(reader.comments)
    if scripts:
        yield _("The document contains macros, which are small programs. They were left out.")
