"""The text of a policy as a flat run of blocks: paragraphs, headings, lists, tables, quotations.

Reading and writing are exact opposites: `render(parse(html)) == html` for any HTML that `sanitise` gave out.
Formatting is kept as runs of words with marks, so that words can be moved, compared and cut without breaking a tag.
"""

from policies.importing.blocks.model import (
    HEADINGS,
    INVISIBLE,
    MARKS,
    Block,
    Item,
    Run,
    cut,
    join_lists,
    split_lines,
    squeeze,
    text_of,
    tidy,
)
from policies.importing.blocks.reading import parse
from policies.importing.blocks.writing import render, render_runs

__all__ = [
    "HEADINGS",
    "INVISIBLE",
    "MARKS",
    "Block",
    "Item",
    "Run",
    "cut",
    "join_lists",
    "parse",
    "render",
    "render_runs",
    "split_lines",
    "squeeze",
    "text_of",
    "tidy",
]
