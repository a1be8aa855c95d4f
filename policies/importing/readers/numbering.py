"""The numbers that Word makes by itself: 4.7 is nowhere in the file, only the rule by which Word counts to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from policies.importing.readers.packed import local

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_COUNTED = frozenset(("decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"))


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    num_id: str = ""
    level: int | None = None


@dataclass(slots=True)
class _Place:
    """Where a paragraph stands in a numbering."""

    paragraph: Element
    num_id: str
    counted: str  # what it counts together with
    level: int
    is_heading: bool


@dataclass(slots=True)
class _Counter:
    """How far one numbering has counted, level by level."""

    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, levels: dict[int, _Level]) -> None:
        start = levels[level].start
        self.counts[level] = self.counts.get(level, start - 1) + 1
        for above in range(level):
            self.counts.setdefault(above, levels[above].start if above in levels else 1)
        for below in [other for other in self.counts if other > level]:
            del self.counts[below]


class Numbering:
    """The numberings and styles of one document."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.levels_of: dict[str, dict[int, _Level]] = {}  # by num id
        self.counted_with: dict[str, str] = {}  # num ids that count together
        self.styles = dict(_styles(styles))
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}
        for element in numbering:
            if local(element.tag) == "abstractNum":
                name = _attribute(element, "abstractNumId")
                abstract[name] = {_number(_attribute(lvl, "ilvl")): _level(lvl) for lvl in _children(element, "lvl")}
                linked[name] = _value(element, "numStyleLink")
        for element in _children(numbering, "num"):
            num_id, name = _attribute(element, "numId"), _value(element, "abstractNumId")
            style = self.styles.get(linked.get(name, ""))
            levels = dict(abstract.get(name, {}))
            if not levels and style and style.num_id in self.levels_of:
                levels = self.levels_of[style.num_id]
            restarted = False
            for override in _children(element, "lvlOverride"):
                at = _number(_attribute(override, "ilvl"))
                own = next(iter(_children(override, "lvl")), None)
                levels[at] = _level(own) if own is not None else levels.get(at, _Level())
                start = _value(override, "startOverride")
                if start:
                    levels[at] = _Level(levels[at].format, levels[at].text, _number(start), levels[at].style)
                    restarted = True
            self.levels_of[num_id] = levels
            self.counted_with[num_id] = num_id if restarted else name

    def written_out(self, paragraphs: Iterable[Element]) -> Iterator[tuple[Element, str]]:
        """The paragraphs whose number has to be written into the text, with that number.

        Those are headings, numberings of several parts (1.1), and lists that other paragraphs interrupt, which HTML
        would begin at 1 again. Plain lists stay lists.
        """
        paragraphs = list(paragraphs)
        places = [self._place(paragraph) for paragraph in paragraphs]
        written = {place.counted for place in places if place and self._has_parts(place.num_id, places)}
        written |= _interrupted(places)
        counters: dict[str, _Counter] = {}
        for place in places:
            if place is None:
                continue
            levels = self.levels_of[place.num_id]
            counter = counters.setdefault(place.counted, _Counter())
            counter.next(place.level, levels)
            level = levels[place.level]
            if level.format in _COUNTED and (place.is_heading or place.counted in written):
                number = _written(level, levels, counter)
                if number:
                    yield place.paragraph, number

    def _place(self, paragraph: Element) -> _Place | None:
        properties = next(iter(_children(paragraph, "pPr")), None)
        own = next(iter(_children(properties, "numPr")), None) if properties is not None else None
        style = _value(properties, "pStyle") if properties is not None else ""
        num_id = _value(own, "numId") if own is not None else ""
        level = _value(own, "ilvl") if own is not None else ""
        inherited = self._inherited(style)
        num_id = num_id or inherited[0]
        levels = self.levels_of.get(num_id)
        if not levels or num_id == "0" or not _has_words(paragraph):
            return None
        at = _number(level) if level else inherited[1]
        if at is None:
            at = next((n for n, one in levels.items() if style and one.style == style), 0)
        if at not in levels:
            return None
        return _Place(paragraph, num_id, self.counted_with[num_id], at, self._is_heading(style))

    def _inherited(self, style: str) -> tuple[str, int | None]:
        """The numbering that a style brings along, from itself or from what it is based on."""
        for _step in range(12):
            found = self.styles.get(style)
            if found is None:
                break
            if found.num_id:
                return found.num_id, found.level
            style = found.based_on
        return "", None

    def _is_heading(self, style: str) -> bool:
        for _step in range(12):
            found = self.styles.get(style)
            if found is None:
                return False
            if found.name.lower().startswith(("heading", "title")):
                return True
            style = found.based_on
        return False

    def _has_parts(self, num_id: str, places: list[_Place | None]) -> bool:
        """Whether a numbering that is used writes 1.1 anywhere."""
        used = {place.level for place in places if place and place.num_id == num_id}
        levels = self.levels_of[num_id]
        return any(at in levels and levels[at].text.count("%") > 1 for at in used)


def _interrupted(places: list[_Place | None]) -> set[str]:
    """What goes on counting after a paragraph that is in no list."""
    seen: set[str] = set()
    interrupted: set[str] = set()
    current: set[str] = set()
    for place in places:
        if place is None:
            current = set()
            continue
        if place.counted in seen and place.counted not in current and place.level == 0:
            interrupted.add(place.counted)
        seen.add(place.counted)
        current.add(place.counted)
    return interrupted


def _written(level: _Level, levels: dict[int, _Level], counter: _Counter) -> str:
    text = level.text
    for at in range(9):
        if f"%{at + 1}" in text:
            kind = levels[at].format if at in levels else "decimal"
            text = text.replace(f"%{at + 1}", _figure(counter.counts.get(at, 1), kind))
    return text.strip()


def _figure(count: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        rest, figure = min(max(count, 1), 3999), ""
        for value, letters in _ROMAN:
            while rest >= value:
                rest -= value
                figure += letters
        return figure if kind == "lowerRoman" else figure.upper()
    return str(count)


def _styles(styles: Element | None) -> Iterator[tuple[str, _Style]]:
    for element in _children(styles, "style") if styles is not None else ():
        style = _Style(_value(element, "name"), _value(element, "basedOn"))
        for properties in _children(element, "pPr"):
            for listed in _children(properties, "numPr"):
                style.num_id = _value(listed, "numId")
                level = _value(listed, "ilvl")
                style.level = _number(level) if level else None
        yield _attribute(element, "styleId"), style


def _level(element: Element) -> _Level:
    start = _value(element, "start")
    return _Level(
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText"),
        _number(start) if start else 1,
        _value(element, "pStyle"),
    )


def _has_words(paragraph: Element) -> bool:
    return any(local(element.tag) == "t" and (element.text or "").strip() for element in paragraph.iter())


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if local(child.tag) == name]


def _value(element: Element, name: str) -> str:
    """The `val` of a child, "" if there is none."""
    child = next(iter(_children(element, name)), None)
    return "" if child is None else _attribute(child, "val")


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
