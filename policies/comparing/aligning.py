"""Which block of the old text became which of the new one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from policies.comparing.units import BlockChange, Status, Unit

SAME_BLOCK = 0.4  # share of words that two blocks must have in common to be one that was changed
BAND = 12  # blocks to either side that are looked at for a partner
FEWEST_MOVED = 4  # words; shorter blocks repeat too often to say that one moved


def aligned(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[BlockChange]:
    """The blocks of both sides; what was replaced is paired with what it most resembles nearby."""
    keys_old, keys_new = [unit.key for unit in old], [unit.key for unit in new]
    for kind, a, b, c, d in opcodes(keys_old, keys_new):
        if kind == "equal":
            for before, after in zip(old[a:b], new[c:d], strict=True):
                yield BlockChange(Status.UNCHANGED, before, after)
        else:
            yield from _paired(old[a:b], new[c:d])


def opcodes(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[str, int, int, int, int]]:
    """As difflib's, after what both begin and end with; its time grows with the square of the rest."""
    start = 0
    while start < len(old) and start < len(new) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start:
        yield "equal", 0, start, 0, start
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if middle_old or middle_new:
        # Words that are all over a long text cannot tell places apart: difflib passes over them.
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=max(len(middle_old), len(middle_new)) > 1500)
        for kind, a, b, c, d in matcher.get_opcodes():
            yield kind, a + start, b + start, c + start, d + start
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _paired(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[BlockChange]:
    """Partners in order, so that the likeness of all pairs together is greatest; looked for nearby, to stay quick."""
    pairs = dict(_partners(old, new)) if old and new else {}
    shown = 0
    for place, before in enumerate(old):
        partner = pairs.get(place)
        if partner is None:
            yield BlockChange(Status.REMOVED, before, None)
            continue
        for after in new[shown:partner]:
            yield BlockChange(Status.ADDED, None, after)
        yield BlockChange(Status.CHANGED, before, new[partner])
        shown = partner + 1
    for after in new[shown:]:
        yield BlockChange(Status.ADDED, None, after)


def _partners(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[int, int]]:
    slope = len(new) / len(old)
    best: list[dict[int, tuple[float, str]]] = [{}]  # by row, then by column: the score, and how it was reached
    for row in range(1, len(old) + 1):
        middle = round(row * slope)
        low, high = max(middle - BAND - 1, 0), min(middle + BAND + 1, len(new))
        cells: dict[int, tuple[float, str]] = {}
        above = best[-1]
        for column in range(low, high + 1):
            score, way = _score(above, column), "up"
            left = cells.get(column - 1)
            if left and left[0] > score:
                score, way = left[0], "left"
            if column:
                likeness = old[row - 1].likeness(new[column - 1])
                if likeness >= SAME_BLOCK:
                    joined = _score(above, column - 1) + likeness
                    if joined > score:
                        score, way = joined, "pair"
            cells[column] = (score, way)
        best.append(cells)
    return _traced(best, len(new))


def _score(cells: dict[int, tuple[float, str]], column: int) -> float:
    """The best score so far up to a column; outside the band, that of its nearest edge."""
    if column in cells:
        return cells[column][0]
    if cells and column > max(cells):
        return cells[max(cells)][0]
    return 0.0


def _traced(best: list[dict[int, tuple[float, str]]], columns: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    row, column = len(best) - 1, columns
    while row > 0:
        cells = best[row]
        if column not in cells:
            column = min(column, max(cells)) if column > max(cells) else column
            if column not in cells:
                row -= 1
                continue
        way = cells[column][1]
        if way == "pair":
            pairs.append((row - 1, column - 1))
            row, column = row - 1, column - 1
        elif way == "left":
            column -= 1
        else:
            row -= 1
    return pairs[::-1]


def with_moves(changes: list[BlockChange]) -> Iterator[BlockChange]:
    """A block that was taken out here and put in there, word for word, has moved."""
    removed = [change.old for change in changes if change.status == Status.REMOVED and change.old]
    left = Counter(unit.key for unit in removed if unit.words.total() >= FEWEST_MOVED)
    came = Counter(c.new.key for c in changes if c.status == Status.ADDED and c.new and c.new.key in left)
    moved = {key for key in came if came[key] == left[key] == 1}
    for change in changes:
        unit = change.old or change.new
        if change.status in (Status.REMOVED, Status.ADDED) and unit and unit.key in moved:
            yield BlockChange(Status.MOVED, change.old, change.new)
        else:
            yield change
