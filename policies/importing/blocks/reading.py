"""HTML as blocks: containers vanish, loose words become paragraphs."""

import re
from collections.abc import Iterable, Iterator

import lxml.html

from policies.importing.blocks.model import HEADINGS, INVISIBLE, MARKS, SPACES, Block, Item, Run, add, cut, tidy

LONGEST_ADDRESS = 2000
_SAME_AS = {"b": "strong", "i": "em", "h5": "h4", "h6": "h4"}
_NO_LINK = ("tel:", "sms:")
_BULLET = re.compile(r"^(?:[·•●○◦▪■§\uf0b7\uf0a7\u2043‣✓➢–-]|o(?= ))\s*")
_LEVEL = re.compile(r"level(\d)")


def parse(html: str) -> list[Block]:
    """Read HTML that nh3 has cleaned. Whatever is not a block by itself becomes a paragraph."""
    if not html.strip():
        return []
    return _Reader().blocks(lxml.html.fragment_fromstring(html, create_parent="div"))


class _Reader:
    """Flattens a tree into blocks: containers vanish, loose words become paragraphs."""

    def blocks(self, element: lxml.html.HtmlElement, marks: frozenset[str] = frozenset()) -> list[Block]:
        blocks: list[Block] = []
        loose: list[Run] = []

        def settle() -> None:
            blocks.extend(self.paragraphs(loose))
            loose.clear()

        loose.append(Run(_words(element.text), marks))
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child.tag == "br" or not self.holds_blocks(child):
                loose.extend(self.runs(child, marks, None))
            else:
                settle()
                add(blocks, self.block(child, marks))
            loose.append(Run(_words(child.tail), marks))
        settle()
        return blocks

    def holds_blocks(self, element: lxml.html.HtmlElement) -> bool:
        return element.tag not in _INLINE or any(
            isinstance(inner.tag, str) and inner.tag not in _INLINE for inner in element.iterdescendants()
        )

    def block(self, element: lxml.html.HtmlElement, marks: frozenset[str]) -> list[Block]:
        tag = _SAME_AS.get(element.tag, element.tag)
        if tag in ("ul", "ol"):
            return self.listing(element, tag)
        if tag == "table":
            return self.table(element)
        if tag == "blockquote":
            inner = [b for block in self.blocks(element) for b in (block.blocks if block.tag == tag else [block])]
            return [Block(tag, blocks=inner)] if inner else []
        if tag in HEADINGS:
            runs = [Run(run.text.replace("\n", " "), run.marks - {"strong"}, run.href) for run in self.flat(element)]
            runs = tidy(runs)
            return [Block(tag, runs=runs)] if runs else []
        if tag == "p" and _is_word_list_item(element):
            return self.word_list_item(element, marks)
        return self.blocks(element, marks | _marks_of(element))

    def paragraphs(self, runs: list[Run]) -> list[Block]:
        """One paragraph, or several where two line breaks stand together."""
        pieces: list[list[Run]] = [[]]
        newlines = 0
        for run in runs:
            for part in re.split(r"(\n)", run.text):
                if part == "\n":
                    newlines += 1
                elif part.strip():
                    if newlines > 1:
                        pieces.append([])
                    elif newlines == 1 and pieces[-1]:
                        pieces[-1].append(Run("\n"))
                    newlines = 0
                    pieces[-1].append(Run(part, run.marks, run.href))
                elif part and newlines == 0:
                    pieces[-1].append(Run(part, run.marks, run.href))
        return [Block("p", runs=tidied) for piece in pieces if (tidied := tidy(piece))]

    def flat(self, element: lxml.html.HtmlElement) -> list[Run]:
        """All the words inside, a line break between blocks."""
        runs: list[Run] = []
        for number, block in enumerate(self.blocks(element)):
            if number:
                runs.append(Run("\n"))
            runs.extend(_all_runs(block))
        return tidy(runs)

    def item(self, element: lxml.html.HtmlElement, tag: str) -> Item:
        """Words, then lists: paragraphs become lines, and anything else inside is laid flat."""
        runs: list[Run] = []
        lists: list[Block] = []
        for block in self.blocks(element):
            if block.tag in ("ul", "ol"):
                add(lists, [block])
                continue
            if runs:
                runs.append(Run("\n"))
            runs.extend(_all_runs(block))
        return Item(tidy(runs), lists, tag=tag)

    def listing(self, element: lxml.html.HtmlElement, tag: str) -> list[Block]:
        items: list[Item] = []
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag in ("ul", "ol"):
                inner = self.listing(child, child.tag)
                if items:
                    add(items[-1].lists, inner)
                else:
                    items.extend(item for block in inner for item in block.items)
                continue
            item = self.item(child, "li")
            if item.runs or item.lists:
                items.append(item)
        start = element.get("start", "")
        number = int(start) if tag == "ol" and re.fullmatch(r"\d{1,4}", start) else 1
        return [Block(tag, items=items, start=number)] if items else []

    def table(self, element: lxml.html.HtmlElement) -> list[Block]:
        head: list[list[Item]] = []
        rows: list[list[Item]] = []
        before: list[Block] = []
        for part in element.iterchildren():
            if not isinstance(part.tag, str):
                continue
            if part.tag == "caption":
                before.extend(self.blocks(part))
            for row in [part] if part.tag == "tr" else part.iterchildren("tr"):
                cells = [self.cell(cell) for cell in row.iterchildren("td", "th")]
                if any(cell.full_text for cell in cells):
                    (head if part.tag == "thead" and not rows else rows).append(cells)
        if len(head) + len(rows) == 1 and len((head + rows)[0]) == 1:  # a frame around a text, not a table
            (cell,) = (head + rows)[0]
            return [*before, *self.paragraphs(cell.runs), *cell.lists]
        return [*before, Block("table", head=head, rows=rows)] if head or rows else before

    def cell(self, element: lxml.html.HtmlElement) -> Item:
        item = self.item(element, element.tag)
        for name in ("colspan", "rowspan"):
            value = element.get(name, "")
            if re.fullmatch(r"[1-9]\d?", value) and value != "1":
                item.attributes[name] = value
        if element.tag == "th" and element.get("scope") in ("col", "row"):
            item.attributes["scope"] = element.get("scope")
        return item

    def word_list_item(self, element: lxml.html.HtmlElement, marks: frozenset[str]) -> list[Block]:
        """An item of a list pasted from Word, which writes lists as paragraphs that begin with a drawn bullet."""
        paragraphs = self.paragraphs(self.runs(element, marks, None))
        runs = tidy([run for paragraph in paragraphs for run in (Run("\n"), *paragraph.runs)])
        bullet = _BULLET.match("".join(run.text for run in runs))
        if bullet is None:
            return paragraphs
        found = _LEVEL.search(element.get("style") or "")
        runs = cut(runs, bullet.end())
        if not runs:
            return []
        block = Block("ul", items=[Item(runs)])
        for _ in range(min(int(found[1]), 4) - 1 if found else 0):
            block = Block("ul", items=[Item([], [block])])
        return [block]

    def runs(self, element: lxml.html.HtmlElement, marks: frozenset[str], href: str | None) -> list[Run]:
        if element.tag == "br":
            return [Run("\n")]  # a break has no formatting of its own
        marks = marks | _marks_of(element)
        marks = marks - {"strong"} if _is_unbold(element) else marks
        href = _address_of(element) if element.tag == "a" and href is None else href
        found = [Run(_words(element.text), marks, href)]
        for child in element:
            if isinstance(child.tag, str):
                found.extend(self.runs(child, marks, href))
            found.append(Run(_words(child.tail), marks, href))
        return found


_INLINE = frozenset(
    ("strong", "em", "u", "sub", "sup", "a", "br", "b", "i", "span", "ins", "font", "small", "cite", "label")
)


def _words(text: str | None) -> str:
    """Text between tags: a newline there is only a space."""
    return SPACES.sub(" ", INVISIBLE.sub("", text or ""))


def _marks_of(element: lxml.html.HtmlElement) -> frozenset[str]:
    tag = _SAME_AS.get(element.tag, element.tag)
    style = (element.get("style") or "").replace(" ", "").lower()
    marks = {tag} if tag in MARKS and not _is_unbold(element) else set()
    if re.search(r"font-weight:(bold|[6-9]00)", style):
        marks.add("strong")
    if "font-style:italic" in style:
        marks.add("em")
    return frozenset(marks)


def _is_unbold(element: lxml.html.HtmlElement) -> bool:
    """Google Docs wraps a whole page in a <b> that is not bold."""
    return bool(re.search(r"font-weight:(normal|[1-4]00)", (element.get("style") or "").replace(" ", "").lower()))


def _is_word_list_item(element: lxml.html.HtmlElement) -> bool:
    return "mso-list:" in (element.get("style") or "") or "msolist" in (element.get("class") or "").lower()


def _address_of(element: lxml.html.HtmlElement) -> str | None:
    """Where a link leads: None for a place in the same document, "" for nowhere that can be reached."""
    address = re.sub(r"\s", "", INVISIBLE.sub("", element.get("href") or ""))
    if address.lower().startswith(_NO_LINK) or (address.startswith("#") and len(address) > 1):
        return None
    if not address and (element.get("name") or element.get("id")):
        return None
    if not re.match(r"(?i)(https?://.|mailto:.)", address) or len(address) > LONGEST_ADDRESS:
        return ""
    return address


def _all_runs(block: Block) -> Iterator[Run]:
    """The words of any block as lines."""
    if block.tag == "blockquote":
        inner: Iterable[Iterable[Run]] = [_all_runs(b) for b in block.blocks]
    elif block.tag == "table":
        inner = [_cells(row) for row in (*block.head, *block.rows)]
    elif block.tag in ("ul", "ol"):
        inner = [_item_runs(item) for item in block.items]
    else:
        inner = [block.runs]
    for number, runs in enumerate(inner):
        if number:
            yield Run("\n")
        yield from runs


def _cells(row: list[Item]) -> Iterator[Run]:
    for number, cell in enumerate(row):
        if number:
            yield Run(" ")
        yield from _item_runs(cell)


def _item_runs(item: Item) -> Iterator[Run]:
    yield from item.runs
    for block in item.lists:
        yield Run("\n")
        yield from _all_runs(block)
