"""What a document says about itself: version, dates, author, signature, next review; as typed, and never completed.

Found in lines with a label ("POLICY DATED: May 20"), in tables of such lines, on the cover, and, where there is no such
line, inside sentences ("adopted by the trustees on 17 June 2020"). Labels may be misspelt.
"""

from policies.importing.blocks import Block
from policies.importing.control.elsewhere import note_cover_date, note_interval, note_sentences
from policies.importing.control.lines import lines_of, running_lines, with_neighbours, with_offices, without
from policies.importing.control.stating import note, settle
from policies.importing.parsed import Control


def read_control(blocks: list[Block], running: tuple[str, ...] = ()) -> tuple[list[Block], Control]:
    """The blocks without the lines of control data, and what they say. `running`: lines of page headers and footers."""
    lines = [line for place, block in enumerate(blocks) for line in lines_of(place, block)]
    lines = with_neighbours(lines)
    control = Control()
    for line in with_offices(lines, blocks):
        note(control, line, lines)
    for text in running:
        for line in running_lines(text):
            if getattr(control, "label" if line.field == "label" else line.field, None) is None and line.value:
                note(control, line, lines)
    rest = without(blocks, lines)
    note_cover_date(control, rest)
    note_sentences(control, rest)
    note_interval(control, rest)
    settle(control)
    control.lines = tuple(
        dict.fromkeys((*control.lines, *(line.line for line in sorted(lines, key=lambda line: line.place))))
    )
    return [block for block in rest if block.text], control
