"""Lists of contents: known when seen, kept as information, taken out of the text (our own pages have their own)."""

import re

from policies.importing.blocks import Block, squeeze
from policies.importing.parsed import ContentsEntry
from policies.importing.words import APPENDIX, plain

_TITLE = re.compile(r"(?i)(?:table of |list of )?contents(?:\s+page)?(?:\s+(?:no\.?|number))?:?")
_ENTRY = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)?\.?\s*(?P<text>.*?)[\s.…_]*(?P<page>\d{1,3})?")
LONGEST_ENTRY = 140


def without_contents(blocks: list[Block]) -> tuple[list[Block], list[ContentsEntry]]:
    """The blocks without a list of contents, and its entries."""
    start = next((n for n, block in enumerate(blocks) if _TITLE.fullmatch(block.text) and block.tag != "table"), None)
    if start is None:
        return _without_a_table_of_contents(blocks)
    entries: list[ContentsEntry] = []
    later = {plain(_without_number(block.text)) for block in blocks[start + 1 :] if block.is_heading}
    end = start + 1
    while end < len(blocks):
        found = _entries(blocks[end], entries, later)
        if not found:
            break
        entries += found
        end += 1
    if not entries:
        return blocks, []
    return blocks[:start] + blocks[end:], entries


def _entries(block: Block, before: list[ContentsEntry], later: set[str]) -> list[ContentsEntry]:
    """The entries that a block holds; none where the text itself begins."""
    if block.is_heading:
        return []
    if block.tag in ("ul", "ol"):
        found = [
            entry(item.full_text, str(block.start + n) if block.tag == "ol" else "")
            for n, item in enumerate(block.items)
        ]
        return found if all(len(e.text) <= LONGEST_ENTRY for e in found) and not _begins_again(found[0], before) else []
    if block.tag == "table":
        return [entry(" ".join(cell.text for cell in row)) for row in (*block.head, *block.rows)]
    found = [entry(line) for line in block.lines]
    if any(len(e.text) > LONGEST_ENTRY or _begins_again(e, before) for e in found):
        return []
    return found if all(e.page or _is_known(e, later) for e in found) else []


def _is_known(entry: ContentsEntry, later: set[str]) -> bool:
    """An entry without a page number: an appendix, or words that stand over a part of the text."""
    return bool(APPENDIX.match(entry.text)) or plain(entry.text) in later | {
        "appendices",
        "annexes",
        "appendix",
        "page",
    }


def _begins_again(entry: ContentsEntry, before: list[ContentsEntry]) -> bool:
    """Whether an entry was listed already, so that this is the text itself."""
    if entry.number and not entry.page and any(entry.number == other.number for other in before):
        return True
    if not entry.page and any(plain(entry.text) == plain(other.text) for other in before):
        return True
    label = APPENDIX.match(entry.text)
    if label is None:
        return False
    listed = (APPENDIX.match(other.text) for other in before)
    return any(other is not None and other[2] == label[2] for other in listed)


def _without_a_table_of_contents(blocks: list[Block]) -> tuple[list[Block], list[ContentsEntry]]:
    """A list of contents that has no heading: four lines or more that end in a page number after dots or a tab."""
    dotted = re.compile(r".{3,120}?(?:\.{4,}|…{2,}|(?:\. ){4,})\s*\d{1,3}")
    places = [n for n, block in enumerate(blocks) if block.lines and all(map(dotted.fullmatch, block.lines))]
    lines = [squeeze(line) for n in places for line in blocks[n].lines]
    if len(lines) < 4 or places != list(range(places[0], places[-1] + 1)):
        return blocks, []
    return blocks[: places[0]] + blocks[places[-1] + 1 :], [entry(line) for line in lines]


def entry(text: str, number: str = "") -> ContentsEntry:
    found = _ENTRY.fullmatch(squeeze(text))
    if found is None:
        return ContentsEntry(number, squeeze(text), "")
    return ContentsEntry(found["number"] or number, found["text"].strip(), found["page"] or "")


def _without_number(text: str) -> str:
    return re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", text)
