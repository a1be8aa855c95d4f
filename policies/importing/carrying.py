"""Keeping the anchors of a text while it is edited, so that what cites a clause still finds it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Protocol

from policies.importing.parsed import ParsedClause
from policies.importing.words import plain

SAME_NUMBER = 0.35  # how alike two texts must be to be one clause: with the same number, the same heading, or neither
SAME_PLACE = 0.55
MOST_COMPARED = 60  # clauses around a place that are looked at, so that long texts stay quick


class OldClause(Protocol):
    """What has to be known of a clause of the version before: ParsedClause has it, and so has a stored row."""

    @property
    def anchor(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def html(self) -> str: ...


def carry_anchors(old: Sequence[OldClause], new: Sequence[ParsedClause]) -> list[ParsedClause]:
    """The new clauses with the anchors of the old ones that they continue; `previously` names those.

    A clause with a number keeps the anchor of its own number, since that is what readers cite: when 4.7 becomes 4.8,
    its anchor is 4-8 and `previously` is 4-7. An anchor that is no longer used is never given to another clause.
    """
    pairs = match(old, new)
    given: dict[str, str] = {}  # of sections: the anchor that they would have had, and the one that they have
    taken = {clause.anchor for clause in new if clause.number}
    taken |= {old[at].anchor for place, at in pairs.items() if not new[place].number and not old[at].number}
    carried: list[ParsedClause] = []
    old_anchors = {clause.anchor for clause in old}
    for place, clause in enumerate(new):
        before = old[pairs[place]] if place in pairs else None
        previously = before.anchor if before else ""
        if clause.number:
            anchor = clause.anchor
        elif before and not before.number:
            anchor = previously
        else:
            wanted = clause.anchor
            if clause.parent and clause.parent in given:
                wanted = re.sub(rf"^{re.escape(clause.parent)}(?=-)", given[clause.parent], wanted)
            anchor = _unused(wanted, taken | old_anchors)
            taken.add(anchor)
        given[clause.anchor] = anchor
        carried.append(
            replace(clause, anchor=anchor, parent=given.get(clause.parent, clause.parent), previously=previously)
        )
    return carried


def _unused(anchor: str, taken: set[str]) -> str:
    """The anchor itself, or the next count that was never given."""
    if anchor not in taken:
        return anchor
    counted = re.fullmatch(r"(.*?-[pn])(\d+)|(.*)", anchor)
    stem, count = (counted[1], int(counted[2])) if counted and counted[1] else (f"{anchor}-", 1)
    while f"{stem}{count}" in taken:
        count += 1
    return f"{stem}{count}"


def match(old: Sequence[OldClause], new: Sequence[OldClause]) -> dict[int, int]:
    """Which new clause (by place) continues which old one: by its words, its heading, its number, or likeness."""
    return _Matching(old, new).pairs


@dataclass(slots=True)
class _Matching:
    """Pairs of clauses, the surest first; `free` are the old ones that no new one continues yet."""

    old: Sequence[OldClause]
    new: Sequence[OldClause]
    pairs: dict[int, int] = field(default_factory=dict)
    free: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        before = [_Words(clause.html) for clause in self.old]
        after = [_Words(clause.html) for clause in self.new]
        self.free = set(range(len(before)))
        texts_before, texts_after = [words.text for words in before], [words.text for words in after]
        matcher = SequenceMatcher(None, texts_before, texts_after, autojunk=False)
        for at, place, size in matcher.get_matching_blocks():
            for step in range(size):
                self.pair(place + step, at + step)
        self.pair_the_same(texts_before, texts_after)
        self.pair_the_same([_heading(clause) for clause in self.old], [_heading(clause) for clause in self.new])
        self.pair_by_number(before, after)
        self.pair_by_likeness(before, after)

    def pair(self, place: int, at: int) -> None:
        self.pairs[place] = at
        self.free.discard(at)

    def pair_the_same(self, old: list[str], new: list[str]) -> None:
        """What is exactly the same and stands only once among the old."""
        places: dict[str, list[int]] = {}
        for at in sorted(self.free):
            if old[at]:
                places.setdefault(old[at], []).append(at)
        for place, words in enumerate(new):
            if place not in self.pairs and len(places.get(words, ())) == 1:
                self.pair(place, places.pop(words)[0])

    def pair_by_number(self, before: "list[_Words]", after: "list[_Words]") -> None:
        numbers = {_bare(clause): at for at, clause in enumerate(self.old) if clause.number and at in self.free}
        for place, clause in enumerate(self.new):
            at = numbers.get(_bare(clause)) if clause.number and place not in self.pairs else None
            if at is not None and at in self.free and before[at].likeness(after[place]) >= SAME_NUMBER:
                self.pair(place, at)

    def pair_by_likeness(self, before: "list[_Words]", after: "list[_Words]") -> None:
        for place, words in enumerate(after):
            if place in self.pairs or not self.free:
                continue
            middle = place * len(before) // len(after)
            near = sorted(self.free, key=lambda at: abs(at - middle))[:MOST_COMPARED]
            likeness, _distance, best = max((before[at].likeness(words), -abs(at - middle), at) for at in near)
            if likeness >= SAME_PLACE:
                self.pair(place, best)


def _bare(clause: OldClause) -> str:
    return clause.number.rstrip(".)")


def _heading(clause: OldClause) -> str:
    return plain(clause.heading) if re.match(r"<h\d", clause.html) else ""


class _Words:
    """The words of a clause, for likeness: shared words first, as that is quick, then their order."""

    __slots__ = ("is_heading", "text", "words")

    def __init__(self, html: str) -> None:
        self.is_heading = bool(re.match(r"<h\d", html))
        self.text = plain(re.sub(r"<[^>]*>", " ", re.sub(r"^<(?:p|h\d)>\d[\d.]*\)?\s", "", html)))
        self.words = self.text.split()

    def likeness(self, other: "_Words") -> float:
        if self.is_heading != other.is_heading:
            return 0.0
        matcher = SequenceMatcher(None, self.words, other.words, autojunk=len(self.words) > 200)
        if matcher.real_quick_ratio() < SAME_NUMBER or matcher.quick_ratio() < SAME_NUMBER:
            return 0.0
        return matcher.ratio()


def is_renumbered(clause: ParsedClause) -> bool:
    return bool(clause.previously) and clause.previously != clause.anchor


def renumbered(clauses: Iterable[ParsedClause]) -> dict[str, str]:
    """Old anchors of clauses that have another one now, and that one."""
    return {clause.previously: clause.anchor for clause in clauses if is_renumbered(clause)}
