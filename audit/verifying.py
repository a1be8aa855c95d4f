"""Walk an organisation's chain and name the first event at which it is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError

from audit import chain, services
from audit.models import AuditEvent
from organisations.models import Organisation
from safeguard.scoping import acting_for

CHUNK = 2000  # rows in memory at a time
UNREADABLE = (ValueError, DataError)  # a time or JSON that no longer is one
PRINTED_HEAD = re.compile(r"(?:(\d{1,18}):)?([0-9a-f]{16,64})")


class Broken(Exception):
    """The chain is broken at the entry `number`; the text says how."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True)
class Verdict:
    """`head` is the end of the chain as stored; `broken` is None when every entry is as it was written."""

    head: str
    broken: Broken | None


@dataclass(frozen=True)
class Mark:
    """An entry that must be there with this hash (or its first characters): a head, stored or printed.

    What is printed has no number: it would tell how much is in the record that its reader does not see.
    """

    number: int | None
    hash: str
    known_as: str

    @classmethod
    def printed(cls, text: str) -> Mark:
        """Read what a pack shows, "2ab4…", or what `verify_audit` shows, "57:2ab4…". Raises ValueError."""
        found = PRINTED_HEAD.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError("A head looks like 2ab4c1… or 57:2ab4c1… and has at least 16 letters and figures.")
        return cls(int(found[1]) if found[1] else None, found[2], "printed head")


@dataclass
class Walk:
    marks: list[Mark]
    number: int = 0
    hash: str = field(default=chain.BEGINNING)
    met: set[str] = field(default_factory=set)  # the marks without a number that were found

    def to_the_end(self) -> None:
        """Take every entry in turn. Raises Broken at the first that is not right."""
        self._check_marks()
        try:
            self._along(rows(after=None, chunk=CHUNK))
        except UNREADABLE:  # one of a chunk: look at them one by one
            self._one_by_one()
        for mark in self.marks:
            if mark.number is None and mark.hash not in self.met:
                sentence = (
                    f"No entry up to {self.number} agrees with the {mark.known_as}: the end was cut off or replaced."
                )
                raise Broken(self.number + 1, sentence)
            if mark.number is not None and mark.number > self.number:
                gap = missing(self.number + 1, mark.number)
                raise Broken(self.number + 1, f"{gap} The {mark.known_as} is {mark.number}: the end was cut off.")

    def _one_by_one(self) -> None:
        try:
            self._along(rows(after=self.number, chunk=1))
        except UNREADABLE as error:
            raise Broken(self.number + 1, f"Entry {self.number + 1} cannot be read.") from error

    def _along(self, entries: Iterator[dict[str, Any]]) -> None:
        for entry in entries:
            self._step(entry)

    def _step(self, row: dict[str, Any]) -> None:
        number, expected = row["number"], self.number + 1
        if number > expected:
            raise Broken(expected, missing(expected, number - 1))
        if number < expected:
            raise Broken(number, f"Entry {number} is out of order.")
        if not unchanged(row):
            raise Broken(number, f"Entry {number} was changed after it was written.")
        if row["previous_hash"] != self.hash:
            raise Broken(number, f"Entry {number} does not continue entry {self.number}: one of them was replaced.")
        self.number, self.hash = number, row["hash"]
        self._check_marks()

    def _check_marks(self) -> None:
        for mark in self.marks:
            if mark.number is None and self.hash.startswith(mark.hash):
                self.met.add(mark.hash)
            if mark.number == self.number and not self.hash.startswith(mark.hash):
                raise Broken(self.number, f"Entry {self.number} does not agree with the {mark.known_as}.")


def verify(organisation: Organisation, *, printed: Mark | None = None) -> Verdict:
    """Look at every entry, in constant memory.

    Writers need not stop: what they add during the walk is held against the head as it is afterwards.
    """
    with acting_for(organisation):
        before = services.head(organisation)
        stored = Mark(before.number, before.hash, "stored head")
        walk = Walk([stored] if printed is None else [stored, printed])
        broken = None
        try:
            walk.to_the_end()
            check_no_more(walk, services.head(organisation).number)
        except Broken as found:
            broken = found
        return Verdict(str(services.head(organisation)), broken)


def rows(*, after: int | None, chunk: int) -> Iterator[dict[str, Any]]:
    """The entries in their order, chunk by chunk: no cursor stays open, so nothing waits for a slow walk."""
    columns = AuditEvent.objects.as_chain().values(*chain.CONTENT, "previous_hash", "hash")
    while True:
        batch = list((columns if after is None else columns.filter(number__gt=after))[:chunk])
        yield from batch
        if len(batch) < chunk:
            break
        after = batch[-1]["number"]


def unchanged(row: dict[str, Any]) -> bool:
    try:
        return chain.hash_of(row, row["previous_hash"]) == row["hash"]
    except (AttributeError, TypeError, ValueError):  # not even the right kind of value
        return False


def check_no_more(walk: Walk, head: int) -> None:
    if walk.number > head:
        raise Broken(head + 1, f"Entry {head + 1} comes after the stored head: it was added past the software.")


def missing(first: int, last: int) -> str:
    return f"Entry {first} is missing." if first == last else f"Entries {first} to {last} are missing."
