"""Finding headings where the writer only made a line bold, short or numbered, and putting levels in order."""

import re
from dataclasses import replace

from policies.importing.blocks import HEADINGS, Block, Item, Run, cut, join_lists, split_lines, squeeze, text_of, tidy
from policies.importing.words import AMENDED, APPENDIX, CLOSING_WORDS, is_heading

TOP, BELOW, LOWEST = "h2", "h3", "h4"
ENOUGH = 2  # this many headings of a kind, and the writer marks headings that way
NUMBER = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})(?P<mark>[.)]?)\s+(?=\S)")
_BULLET = re.compile(r"(?:[•·●○◦▪■□§✓➢\uf0b7\uf0a7]|[-–—*](?=\s))\s*(?=\S)")
_SHORT_ENTRY = 100


def structured(blocks: list[Block]) -> list[Block]:
    """The blocks with typed bullets as lists, headings as headings, and levels without gaps."""
    blocks = _with_typed_lists(blocks)
    blocks = _with_numbered_outline(blocks)
    blocks = _with_first_lines_as_headings(blocks)
    blocks = _with_listed_lines(blocks)
    return _in_order(_with_headings(blocks))


# --- Lists ---------------------------------------------------------------------------------------------------------


def _with_typed_lists(blocks: list[Block]) -> list[Block]:
    """Paragraphs that begin with a drawn bullet, as a list."""
    made: list[Block] = []
    for block in blocks:
        lines = split_lines(block.runs) if block.tag == "p" else []
        bullets = [_BULLET.match("".join(run.text for run in line)) for line in lines]
        if lines and all(bullets):
            items = [Item(cut(line, b.end())) for line, b in zip(lines, bullets, strict=True) if b]
            made.append(Block("ul", items=items))
        else:
            made.append(block)
    return join_lists(made)


def _with_numbered_outline(blocks: list[Block]) -> list[Block]:
    """A numbered list of headings with numbered lists inside, as Word makes them: 1, 1.1, 1.2, 2 written out."""
    made: list[Block] = []
    for block in blocks:
        if block.tag == "ol" and _is_outline(block):
            for number, item in enumerate(block.items, start=block.start):
                made += _written_out(item, str(number), 2)
        else:
            made.append(block)
    return made


def _is_outline(block: Block) -> bool:
    nested = [item for item in block.items if item.lists and item.lists[0].tag == "ol"]
    return len(nested) >= ENOUGH and all(is_heading(item.text) for item in block.items)


def _written_out(item: Item, number: str, level: int) -> list[Block]:
    tag = HEADINGS[min(level, 4) - 1] if is_heading(item.text) and item.lists else "p"
    mark = "." if "." not in number else ""
    made = [Block(tag, runs=tidy([Run(f"{number}{mark} "), *item.runs]))] if item.runs else []
    for inner in item.lists:
        if inner.tag == "ol":
            for count, child in enumerate(inner.items, start=inner.start):
                made += _written_out(child, f"{number}.{count}", level + 1)
        else:
            made.append(inner)
    return made


def _with_listed_lines(blocks: list[Block]) -> list[Block]:
    """Short lines below "... the following:" as the list that they are."""
    made: list[Block] = []
    place = 0
    while place < len(blocks):
        block = blocks[place]
        made.append(block)
        place += 1
        if block.tag != "p" or not block.text.endswith(":") or is_heading(block.text):
            continue
        end = place
        while end < len(blocks) and _is_entry(blocks[end]):
            end += 1
        if end - place >= ENOUGH and end < len(blocks):
            made.append(Block("ul", items=[Item(entry.runs) for entry in blocks[place:end]]))
            place = end
    return join_lists(made)


def _is_entry(block: Block) -> bool:
    text = block.text
    return (
        block.tag == "p"
        and len(text) <= _SHORT_ENTRY
        and not text.endswith((".", ":", "?"))
        and not NUMBER.match(text)
        and len(block.lines) == 1
        and is_heading(text)
    )


# --- Headings ------------------------------------------------------------------------------------------------------


def _with_first_lines_as_headings(blocks: list[Block]) -> list[Block]:
    """A bold first line with text directly below it becomes a heading over a paragraph."""
    made: list[Block] = []
    for block in blocks:
        lines = split_lines(block.runs) if block.tag == "p" else []
        first = Block("p", runs=lines[0]) if len(lines) > 1 else None
        if first and first.is_bold and not Block("p", runs=lines[1]).is_bold and is_heading(first.text):
            rest = tidy([run for line in lines[1:] for run in (*line, Run("\n"))])
            made += [first, Block("p", runs=rest)]
        else:
            made.append(block)
    return made


def _with_headings(blocks: list[Block]) -> list[Block]:
    real = sum(block.is_heading for block in blocks)
    candidates = [block for block in blocks if block.tag == "p" and len(block.lines) == 1 and _could_head(block)]
    bold = sum(block.is_bold for block in candidates) if real < ENOUGH else 0
    numbered_sections = sum(bool(_section_number(block.text)) for block in candidates) >= ENOUGH
    made: list[Block] = []
    in_section = False
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        tag = ""
        if any(block is candidate for candidate in candidates) and following is not None:
            tag = _heading_tag(block, following, real=real, bold=bold, in_section=in_section and numbered_sections)
        if tag:
            runs = [replace(run, marks=run.marks - {"strong"}) for run in block.runs]
            made.append(Block(tag, runs=tidy(runs)))
        else:
            made.append(block)
        if made[-1].is_heading and (_section_number(block.text) or APPENDIX.match(block.text)):
            in_section = True
    return made


def _could_head(block: Block) -> bool:
    return is_heading(block.text) or (block.is_bold and is_heading(block.text.removesuffix(".")))


def _heading_tag(block: Block, following: Block, *, real: int, bold: int, in_section: bool) -> str:
    """Which heading a short line is, "" for none. Plain lines count only where the writer marked no headings."""
    text = squeeze(block.text)
    if APPENDIX.match(text) or AMENDED.match(text):
        return TOP
    number = NUMBER.match(text)
    if number:
        depth = number["number"].removesuffix(".0").count(".")
        if (depth and text.endswith(".")) or _goes_on_counting(depth, following):
            return ""
        is_marked = depth or number["mark"] or "." in number["number"]
        return HEADINGS[min(depth + 1, 3)] if is_marked or _heads_numbers(number, text, following) else ""
    if real >= ENOUGH:
        return LOWEST if block.is_bold else ""
    if bold >= ENOUGH and not block.is_bold:
        return ""
    if text.endswith(".") and following.tag == "p" and len(text.split()) > 6:
        return ""
    return BELOW if in_section and not CLOSING_WORDS.search(text) else TOP


def _heads_numbers(number: re.Match[str], text: str, following: Block) -> bool:
    """Whether "1 Introduction", without a full stop, is a heading: in capitals, or over 1.1."""
    below = NUMBER.match(following.text) if following.tag == "p" else None
    return text.isupper() or (below is not None and below["number"].startswith(number["number"] + "."))


def _goes_on_counting(depth: int, following: Block) -> bool:
    """Whether the next block has a number of the same kind, so that the line heads nothing: it is a clause itself."""
    number = NUMBER.match(following.text) if following.tag == "p" else None
    return number is not None and number["number"].removesuffix(".0").count(".") <= depth


def _section_number(text: str) -> str:
    """The number of a section at the top: "6." or "7.0"."""
    number = NUMBER.match(text)
    return number["number"] if number and number["number"].removesuffix(".0").count(".") == 0 else ""


def _in_order(blocks: list[Block]) -> list[Block]:
    """Levels from h2 down without a gap; what stands in an appendix stands below it."""
    made: list[Block] = []
    above: list[tuple[int, int]] = []  # the headings that are open: level as written, level as given
    for block in blocks:
        if not block.is_heading:
            made.append(block)
            continue
        text = text_of(block.runs)
        written = int(block.tag[1])
        if APPENDIX.match(text):
            written = 0
        while above and above[-1][0] >= written and not (above[-1][0] == 0 and written > 0):
            above.pop()
        given = min(len(above) + 2, 4)
        above.append((written, given))
        made.append(replace(block, tag=f"h{given}"))
    return made
