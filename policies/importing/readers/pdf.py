"""PDF: the words, page by page, put together to paragraphs. A PDF does not say what a heading is; the preview asks."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

from django.utils.translation import gettext as _
from pypdf import PdfReader

from policies.importing.blocks import render, squeeze
from policies.importing.pages import ADDRESS, MOST_OF_THE_TEXT
from policies.importing.readers import packed
from policies.importing.readers.document import Document, Format
from policies.importing.readers.text import BULLETS, blocks_of_lines
from policies.importing.refusing import ImportRefused
from policies.importing.sanitising import sanitise

MOST_PAGES = 400
MOST_UNPACKED = 12 * 1024 * 1024  # bytes of what draws the pages; a long policy has about one million
WORST_RATIO = 60  # of these to the whole file; words seldom pass 10
FEWEST_LETTERS = 40  # on an average page; a scan has none, or the few of a stamp
LARGE = 1.15  # times the usual size of letters
FEWEST_REPEATS = 3  # pages
EDGE = 3  # lines at the top and at the bottom of a page where headers and footers stand
# Of the width, as letters are not equally wide: a line this long had no room for another word.
FULL = 0.92  # after a full stop
ALMOST_FULL = 0.82  # in the middle of a sentence

_BEGINS = re.compile(rf"\s*(?:[{re.escape(BULLETS)}]\s|\d{{1,2}}(?:\.\d{{1,2}})*[.)]?\s+[A-Z]|[A-Z][\w /]{{2,30}}:\s)")
_BOLD = re.compile(r"(?i)bold|black|heavy")
_PREFIX = re.compile(rf"\s*(?:[{re.escape(BULLETS)}]\s+)?")
_MARKER = re.compile(rf"\s*(?:[{re.escape(BULLETS)}]|\d{{1,2}}[.)])\s*")
_FIGURES = re.compile(r"\d{1,4}")


def read_pdf(data: bytes) -> Document:
    pages, standing_out = _pages(data)
    letters = sum(character.isalpha() for page in pages for line in page for character in line)
    if letters < FEWEST_LETTERS * max(len(pages), 1):
        note = _("This PDF has no text that can be searched: it looks like a scan. It is kept as an attachment.")
        return Document(Format.PDF, "", (note,))
    pages, running = without_running_lines(pages, standing_out)
    pages = [[_marked(line, standing_out) for line in page] for page in pages]
    html = sanitise(render(blocks_of_lines(paragraphs(pages))))
    note = _("A PDF does not say what is a heading or a list. Check these in the preview, or import the Word file.")
    return Document(Format.PDF, html, (note,), running)


def _marked(line: str, standing_out: set[str]) -> str:
    """The line with its words marked as bold if they stand out, whatever bullet is before them."""
    bullet = _PREFIX.match(line)
    start = bullet.end() if bullet else 0
    words = line[start:].strip()
    return f"{line[:start]}**{words}**" if {words, line.strip()} & standing_out else line


def _pages(data: bytes) -> tuple[list[list[str]], set[str]]:
    """The lines of each page, and those that stand out from the text by their letters."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ImportRefused(packed.locked())
    if len(reader.pages) > MOST_PAGES:
        raise ImportRefused(
            _("This PDF has more than %(pages)s pages. Send the part that is the policy.") % {"pages": MOST_PAGES}
        )
    _refuse_without_end(reader, len(data))
    pieces: list[tuple[str, str, float]] = []  # words, font, size

    def note(text: str, _cm: object, matrix: list[float], font: dict[str, object] | None, size: float) -> None:
        if text:
            pieces.append((text, str((font or {}).get("/BaseFont", "")), round(size * abs(matrix[3] or 1), 1)))

    pages = []
    for page in reader.pages:
        pages.append(page.extract_text(visitor_text=note).splitlines())
        pieces.append(("\n", "", 0))
    if any(_has_stray_markers(page) for page in pages):
        pages = [page.extract_text(extraction_mode="layout").splitlines() for page in reader.pages]
    return [_with_markers_joined([line.rstrip() for line in page]) for page in pages], _standing_out(pieces)


def _refuse_without_end(reader: PdfReader, size: int) -> None:
    """A small file unpacks to pages that are read for hours, or has one page hundreds of times."""
    unpacked = 0
    for page in reader.pages:
        contents = page.get_contents()
        unpacked += len(contents.get_data()) if contents is not None else 0
        if unpacked > min(MOST_UNPACKED, WORST_RATIO * size):
            raise ImportRefused(packed.too_long())


def _standing_out(pieces: list[tuple[str, str, float]]) -> set[str]:
    """The lines that are bold or large throughout, where the text around them is neither."""
    sizes = Counter[float]()
    for text, _font, size in pieces:
        sizes[size] += len(text.strip())
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    found: set[str] = set()
    plain: set[str] = set()
    line, is_marked = "", True
    for text, font, size in pieces:
        marked = bool(_BOLD.search(font)) or size >= LARGE * usual
        for number, part in enumerate(text.split("\n")):
            if number:
                (found if is_marked else plain).add(line.strip())
                line, is_marked = "", True
            line += part
            is_marked = is_marked and (marked or not part.strip())
    (found if is_marked else plain).add(line.strip())
    return {line for line in found - plain if any(character.isalpha() for character in line)}


def _has_stray_markers(lines: list[str]) -> bool:
    """Whether bullets stand one below the other, away from their items: then only their place on the page helps."""
    return any(_MARKER.fullmatch(line) and _MARKER.fullmatch(following) for line, following in pairwise(lines))


def _with_markers_joined(lines: list[str]) -> list[str]:
    """A bullet alone on its line, put before the line that follows."""
    joined: list[str] = []
    for line in lines:
        if joined and _MARKER.fullmatch(joined[-1]) and line.strip() and not _MARKER.fullmatch(line):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
    return joined


def without_running_lines(pages: list[list[str]], standing_out: set[str]) -> tuple[list[list[str]], tuple[str, ...]]:
    """The pages without headers and footers: lines at an edge that stand on most pages, but for the page's number.

    "Part 3" on page 3 in large letters is a heading, so a line that stands out has to be the same to the figure.
    """
    edges = [
        [(place, _keys(page[place], None if page[place].strip() in standing_out else number)) for place in _edges(page)]
        for number, page in enumerate(pages)
    ]
    counted = Counter(key for edge in edges for key in {key for _place, keys in edge for key in keys})
    needed = max(FEWEST_REPEATS, -(-len(pages) * 6 // 10))
    repeated = {key for key, count in counted.items() if count >= needed}
    gone = [{place for place, keys in edge if keys & repeated} for edge in edges]
    lines = [squeeze(page[place]) for page, places in zip(pages, gone, strict=True) for place in sorted(places)]
    if sum(map(len, lines)) > MOST_OF_THE_TEXT * sum(len(line) for page in pages for line in page):
        return pages, ()  # a text that repeats itself
    kept = [
        [line for place, line in enumerate(page) if place not in places]
        for page, places in zip(pages, gone, strict=True)
    ]
    return kept, tuple(_told(lines))


def _edges(page: list[str]) -> list[int]:
    """The places of the first and last lines of a page."""
    filled = [place for place, line in enumerate(page) if line.strip()]
    return sorted({*filled[:EDGE], *filled[-EDGE:]})


def _keys(line: str, number: int | None) -> set[tuple[str, int]]:
    """What makes a line the same as one on another page: its words, or those around a number that counts the pages."""
    words = squeeze(line).casefold()
    if number is None:
        return {(words, 0)}
    figures = [int(figure) for figure in _FIGURES.findall(words)]
    without = _FIGURES.sub("#", words)
    return {(words, 0), *((without, figure - number) for figure in {*figures[:1], *figures[-1:]})}


def _told(lines: list[str]) -> Iterator[str]:
    """Each line once, without those that only number the pages."""
    seen: set[str] = set()
    for line in lines:
        key = _FIGURES.sub("#", line.casefold())
        is_number = re.fullmatch(r"(?i)[\s–—-]*(?:page\s*)?#(?:\s*(?:of|/)\s*#)?[\s–—-]*", key)
        if key not in seen and not is_number and any(character.isalpha() for character in line):
            seen.add(key)
            yield line


def paragraphs(pages: list[list[str]]) -> Iterator[str]:
    """The lines with a blank one where a paragraph ends: PDF keeps none."""
    lines = [line for page in pages for line in (*page, "\f")]
    widths = sorted(len(line) for line in lines if len(line) > 20)
    width = widths[len(widths) * 9 // 10] if widths else 80
    for place, line in enumerate(lines):
        if line == "\f":
            following = next((other for other in lines[place + 1 :] if other.strip()), "")
            before = next((other for other in reversed(lines[:place]) if other.strip()), "")
            if not _goes_on(before, following, width):
                yield ""
            continue
        yield line
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if following.strip() and not _goes_on(line, following, width):
            yield ""


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether the second line belongs to the paragraph of the first: there was no room for its first word."""
    if line.endswith("**") != following.endswith("**") or line.isupper() != following.isupper():
        return False
    first = following.split(maxsplit=1)[0] if following.strip() else ""
    if _BEGINS.match(following) or ADDRESS.match(first) or (ADDRESS.match(line) and " " in following.strip()):
        return False
    if first[:1].islower():
        return True
    full = FULL if line.endswith((".", "!", "?", ":")) else ALMOST_FULL
    return len(line) + 1 + len(first) >= full * width
