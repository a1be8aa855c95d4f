"""What the pages of paper leave behind in a text: sentences cut in two, lines printed again and again."""

import re
from collections.abc import Iterable

from policies.importing.blocks import Block, Run, squeeze, text_of, tidy

MOST_OF_THE_TEXT = 0.25  # headers and footers are less than this; what is more is a text that repeats itself
ADDRESS = re.compile(r"(?i)\s*(?:https?://|www\.)")
TERMINAL = tuple(".!?:;”\"')")


def rejoin(blocks: Iterable[Block]) -> list[Block]:
    """Paragraphs that a page break cut in the middle of a sentence, made whole."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and last.tag == block.tag == "p" and _is_cut(text_of(last.runs), text_of(block.runs)):
            last.runs = tidy([*last.runs, Run(" "), *block.runs])
        else:
            joined.append(block)
    return joined


def _is_cut(text: str, following: str) -> bool:
    if ADDRESS.match(following):
        return False
    return len(text) > 40 and following[:1].islower() and not squeeze(text).endswith(TERMINAL) and " " in following
