"""The comparison as HTML: words in <ins> and <del>, blocks in their lists and tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _

from policies.comparing.aligning import opcodes
from policies.comparing.units import BlockChange, Status, Token, Unit
from policies.importing.blocks import MARKS

MOST_WORD_PAIRS = 3_000_000  # beyond, a changed block is shown as taken out and put in whole


def _word_changes(old: list[Token], new: list[Token]) -> list[tuple[str, list[Token]]]:
    """Pieces in reading order: ("same", ...), ("removed", ...) and ("added", ...)."""
    if len(old) * len(new) > MOST_WORD_PAIRS:
        return [("removed", old), ("added", new)]
    pieces: list[tuple[str, list[Token]]] = []
    for kind, a, b, c, d in _smooth(list(opcodes([t.key for t in old], [t.key for t in new])), new):
        if kind == "equal":
            pieces.append(("same", new[c:d]))
        else:
            pieces += [piece for piece in (("removed", old[a:b]), ("added", new[c:d])) if piece[1]]
    return pieces


def _smooth(codes: list[tuple[str, int, int, int, int]], new: list[Token]) -> Iterator[tuple[str, int, int, int, int]]:
    """Join changes with only a comma or one short word between them: easier to read, and to hear."""
    held: tuple[str, int, int, int, int] | None = None
    for place, code in enumerate(codes):
        kind, _a, b, c, d = code
        between = 0 < place < len(codes) - 1
        if kind == "equal" and held and between and d - c == 1 and len(new[c].text) <= 3:
            held = ("replace", held[1], b, held[3], d)
        elif kind == "equal":
            if held:
                yield held
                held = None
            yield code
        else:
            held = ("replace", held[1], b, held[3], d) if held else code
    if held:
        yield held


def _words_html(tokens: Sequence[Token]) -> str:
    """Words with their formatting, neighbours of the same kind in one element."""
    pieces: list[str] = []
    start = 0
    while start < len(tokens):
        first = tokens[start]
        end = start + 1
        while end < len(tokens) and tokens[end].marks == first.marks and tokens[end].href == first.href:
            end += 1
        words = escape("".join(token.text + " " * token.space for token in tokens[start:end])).replace("\n", "<br>")
        for mark in reversed([mark for mark in MARKS if mark in first.marks]):
            words = f"<{mark}>{words}</{mark}>"
        pieces.append(f'<a href="{escape(first.href)}">{words}</a>' if first.href else words)
        start = end
    return "".join(pieces)


def _marked(kind: str, tokens: Sequence[Token], spoken: str = "") -> str:
    """Words put in or taken out, with a word for those who hear them."""
    if not tokens:
        return ""
    tag = "ins" if kind == "added" else "del"
    spoken = spoken or (_("added:") if kind == "added" else _("removed:"))
    trail = " " if tokens[-1].space else ""
    hidden = f'<span class="visually-hidden">{escape(spoken)} </span>'
    return f"<{tag}>{hidden}{_words_html(tokens).rstrip(' ')}</{tag}>{trail}"


def cell_html(change: BlockChange, number: int) -> str:
    """The words of one cell, or of the one that a paragraph has."""
    old = change.old.cells[number] if change.old and number < len(change.old.cells) else []
    new = change.new.cells[number] if change.new and number < len(change.new.cells) else []
    if change.status == Status.UNCHANGED:
        return _words_html(new).strip()
    has_moved = change.status == Status.MOVED
    if change.new is None:
        return _marked("removed", old, _("moved from here:") if has_moved else "")
    if change.old is None:
        return _marked("added", new, _("moved here:") if has_moved else "")
    pieces = [
        _words_html(tokens) if kind == "same" else _marked(kind, tokens) for kind, tokens in _word_changes(old, new)
    ]
    return "".join(pieces).strip()


@dataclass(slots=True)
class Page:
    """Puts blocks together again: lists and tables around the items and rows that stand in them."""

    open: list[str] = field(default_factory=list)

    def render(self, blocks: Iterable[BlockChange]) -> Iterator[str]:
        for change in blocks:
            unit = change.new or change.old
            if unit is None:
                continue
            yield from self.move_to(self.path_of(unit), is_item=unit.tag == "li")
            yield self.element(change, unit)
        yield from self.move_to((), is_item=False)

    def path_of(self, unit: Unit) -> tuple[str, ...]:
        return (*unit.path, "table") if unit.tag == "tr" else unit.path

    def move_to(self, path: tuple[str, ...], *, is_item: bool) -> Iterator[str]:
        """Close what this block does not stand in, and open what it does."""
        same = 0
        while same < min(len(path), len(self.open)) and path[same] == self.open[same]:
            same += 1
        while len(self.open) > same:
            tag = self.open.pop()
            yield "</tbody></table>" if tag == "table" else f"</li></{tag}>" if tag in ("ul", "ol") else f"</{tag}>"
        if is_item and path and same == len(path):
            yield "</li>"
        for tag in path[same:]:
            is_last = len(self.open) + 1 == len(path)
            self.open.append(tag)
            yield "<table><tbody>" if tag == "table" else f"<{tag}>"
            if tag in ("ul", "ol") and not is_last:
                yield "<li>"

    def element(self, change: BlockChange, unit: Unit) -> str:
        name = f' class="change-{change.status}"' if change.status != Status.UNCHANGED else ""
        if unit.tag == "tr":
            count = max(len(side.cells) for side in (change.old, change.new) if side)
            tags = [unit.cell_tags[n] if n < len(unit.cell_tags) else "td" for n in range(count)]
            cells = [f"<{tag}>{cell_html(change, n)}</{tag}>" for n, tag in enumerate(tags)]
            return f"<tr{name}>{''.join(cells)}</tr>"
        words = cell_html(change, 0)
        if unit.tag == "li":
            value = f' value="{unit.number}"' if unit.number else ""
            return f"<li{name}{value}>{words}"  # closed by what comes next, which may be a list inside
        return f"<{unit.tag}{name}>{words}</{unit.tag}>"
