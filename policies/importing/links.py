"""Links and web addresses in a text, those that lead nowhere, and those to services that have ended."""

import re
from collections.abc import Iterable

from policies.importing.blocks import Block, Item, Run, parse, squeeze
from policies.importing.outdated import What, outdated_in
from policies.importing.parsed import ParsedClause, ParsedLink

_ADDRESS = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"“”]+[^\s<>\"“”.,;:!?')\]]")


def find_links(clauses: Iterable[ParsedClause]) -> list[ParsedLink]:
    """Every link and every address that is written out, in the order of the text."""
    return [link for clause in clauses for link in _links_in(clause)]


def _links_in(clause: ParsedClause) -> Iterable[ParsedLink]:
    for text, address in _linked([run for block in parse(clause.html) for run in _runs(block)]):
        retired = [row for row in outdated_in(f"{text} {address}") if row.what == What.SERVICE]
        yield ParsedLink(text, address, clause.anchor, str(retired[0].sentence) if retired else "")


def _linked(runs: list[Run]) -> Iterable[tuple[str, str]]:
    """Text and address; a link whose words are formatted in several ways is one link."""
    place = 0
    while place < len(runs):
        href = runs[place].href
        end = place + 1
        while end < len(runs) and runs[end].href == href:
            end += 1
        words = "".join(run.text for run in runs[place:end])
        if href is not None:
            yield squeeze(words), href
        else:
            for found in _ADDRESS.finditer(words):
                yield found[0], found[0]
        place = end


def _runs(block: Block) -> Iterable[Run]:
    yield from block.runs
    for item in (*block.items, *(cell for row in (*block.head, *block.rows) for cell in row)):
        yield from _item_runs(item)
    for inner in block.blocks:
        yield from _runs(inner)


def _item_runs(item: Item) -> Iterable[Run]:
    yield from item.runs
    for block in item.lists:
        yield from _runs(block)
