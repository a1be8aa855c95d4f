"""Two texts compared clause by clause."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from policies.comparing.texts import Comparison, compare
from policies.comparing.units import Status, tokens_of, units_of
from policies.importing.blocks import Run
from policies.importing.carrying import OldClause, match
from policies.importing.sanitising import blocks_of


@dataclass(frozen=True)
class ClauseChange:
    """What became of one clause. `is_moved` and `is_renumbered` may be true of a changed one too."""

    status: Status
    old: OldClause | None
    new: OldClause | None
    is_moved: bool = False

    @property
    def anchor(self) -> str:
        clause = self.new or self.old
        return clause.anchor if clause else ""

    @property
    def is_renumbered(self) -> bool:
        return bool(self.old and self.new and self.old.number != self.new.number)

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.old.html if self.old else "", self.new.html if self.new else "")


def compare_clauses(old: Sequence[OldClause], new: Sequence[OldClause]) -> list[ClauseChange]:
    """What became of each clause, in the order of the new text, the removed ones where they stood.

    Clauses are matched by their words, heading and number, and last by their anchor, so that an inserted clause does
    not make all those after it look changed.
    """
    pairs = match(old, new)
    places = {clause.anchor: at for at, clause in enumerate(old) if at not in set(pairs.values())}
    for place, clause in enumerate(new):
        if place not in pairs and clause.anchor in places and not clause.number:
            pairs[place] = places.pop(clause.anchor)
    in_order = _longest_rise([pairs[place] for place in sorted(pairs)])
    gone = sorted(set(range(len(old))) - set(pairs.values()))
    changes: list[ClauseChange] = []
    for place, clause in enumerate(new):
        at = pairs.get(place)
        if at is None:
            changes.append(ClauseChange(Status.ADDED, None, clause))
            continue
        while gone and gone[0] < at and at in in_order:
            changes.append(ClauseChange(Status.REMOVED, old[gone.pop(0)], None))
        changes.append(_clause_change(old[at], clause, is_moved=at not in in_order))
    changes += [ClauseChange(Status.REMOVED, old[at], None) for at in gone]
    return changes


def _clause_change(old: OldClause, new: OldClause, *, is_moved: bool) -> ClauseChange:
    if _plain_words(old) != _plain_words(new):
        return ClauseChange(Status.CHANGED, old, new, is_moved)
    return ClauseChange(Status.MOVED if is_moved else Status.UNCHANGED, old, new, is_moved)


def _plain_words(clause: OldClause) -> list[tuple[str, str | None]]:
    """The words of a clause without its number."""
    keys = [key for unit in units_of(blocks_of(clause.html)) for key in unit.key]
    number = [token.key for token in tokens_of([Run(clause.number)])] if clause.number else []
    return keys[len(number) :] if number and keys[: len(number)] == number else keys


def _longest_rise(places: Sequence[int]) -> set[int]:
    """The longest run of places that still stand in their old order; the others have moved."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for number, place in enumerate(places):
        at = bisect_left(tails, place)
        before.append(tail_at[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place)
            tail_at.append(number)
        else:
            tails[at], tail_at[at] = place, number
    rise: set[int] = set()
    number = tail_at[-1] if tail_at else -1
    while number >= 0:
        rise.add(places[number])
        number = before[number]
    return rise
