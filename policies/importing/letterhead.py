"""Lines that a document prints on every page: its letterhead and its page numbers."""

import re
from collections import Counter
from collections.abc import Iterable

from policies.importing.blocks import Block, join_lists, squeeze
from policies.importing.pages import MOST_OF_THE_TEXT, rejoin
from policies.importing.words import SECTION_WORDS, plain

FEWEST_PAGES = 3
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_PAGE = re.compile(r"(?i)[-–—\s]*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?[-–—\s]*")
_NUMBERED_PAGE = re.compile(r"(?i)\bpage\s*\d|\d\s*(?:of|/)\s*\d")
_CHARITY = re.compile(r"(?i)\b(?:registered\s+)?charity\s*(?:no|number|reg)")


def without_letterhead(blocks: list[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks without what is printed on every page, and the lines that were taken out, each once."""
    texts = [squeeze(block.text) if block.tag == "p" else "" for block in blocks]
    repeated = {text for text, count in Counter(map(plain, texts)).items() if text and count >= FEWEST_PAGES}
    places = [place for place, text in enumerate(texts) if plain(text) in repeated and _could_be(text)]
    lines = {plain(texts[place]) for place in places}
    certain = {line for line in lines if _is_certain(line, blocks, texts, set(places))}
    numbers = (
        {place for place, text in enumerate(texts) if _PAGE.fullmatch(text)} if _has_page_numbers(texts) else set()
    )
    gone = {place for place in places if plain(texts[place]) in certain} | numbers
    removed_letters = sum(len(texts[place]) for place in gone)
    if not gone or removed_letters > MOST_OF_THE_TEXT * sum(len(block.text) for block in blocks):
        return blocks, ()
    kept = [block for place, block in enumerate(blocks) if place not in gone]
    removed = dict.fromkeys(texts[place] for place in sorted(gone))
    return rejoin(join_lists(kept)), tuple(removed)


def _could_be(text: str) -> bool:
    return len(text) <= 120 and plain(text) not in SECTION_WORDS and not text.endswith((":", "?"))


def _is_certain(line: str, blocks: list[Block], texts: list[str], places: set[int]) -> bool:
    """Whether a repeated line is an address, cuts a list in two, or always stands with another such line."""
    own = [place for place in places if plain(texts[place]) == line]
    if POSTCODE.search(texts[own[0]]) or _CHARITY.search(texts[own[0]]) or _NUMBERED_PAGE.search(texts[own[0]]):
        return True
    if all({place - 1, place + 1} & places for place in own):
        return True
    return any(_cuts_a_list(place, blocks, places) for place in own)


def _cuts_a_list(place: int, blocks: list[Block], places: set[int]) -> bool:
    before, after = place - 1, place + 1
    while before in places:
        before -= 1
    while after in places:
        after += 1
    return before >= 0 and after < len(blocks) and blocks[before].tag == blocks[after].tag == "ul"


def _has_page_numbers(texts: Iterable[str]) -> bool:
    numbers = [int(re.findall(r"\d+", text)[0]) for text in texts if _PAGE.fullmatch(text)]
    return len(numbers) >= FEWEST_PAGES and numbers == sorted(set(numbers))
