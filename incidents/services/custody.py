"""Evidence is kept closed: what exists, where it is, who can get at it, and whom it was given to (WY-101)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Case, CustodyItem, CustodyMove, MoveKind
from incidents.services import entries
from incidents.services.working import held_for_work, key_of_form
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused

LEFT = (MoveKind.HANDED, MoveKind.RETURNED, MoveKind.DESTROYED)


@dataclass(frozen=True)
class Held:
    """A piece of evidence, with what was done with it, as the page shows it."""

    item: CustodyItem
    words: dict[str, Any]
    moves: tuple[tuple[CustodyMove, dict[str, Any]], ...]

    @property
    def last(self) -> CustodyMove | None:
        return self.moves[-1][0] if self.moves else None

    @property
    def is_here(self) -> bool:
        return is_here(self.last)

    @property
    def where(self) -> str:
        """Where it is now: the newest place that was written down."""
        return str(self._newest("to", "where"))

    @property
    def seal(self) -> str:
        return str(self._newest("seal", "seal"))

    @property
    def lacks(self) -> list[str]:
        """What is still to be written down, in words; nothing of it stood in the way of saving."""
        missing = []
        if self.is_here and not self.where:
            missing.append(_("Where is it now? Add a move."))
        if self.is_here and not self.seal:
            missing.append(_("It is not sealed. Put it in a bag or an envelope that shows when it was opened."))
        if self.is_here and not self.words["access"] and not self.moves:
            missing.append(_("Who can get at it?"))
        if self.last is not None and self.last.kind == MoveKind.HANDED and not self.moves[-1][1]["receipt"]:
            missing.append(_("Ask for a receipt, and write its number here."))
        return missing

    def _newest(self, in_move: str, in_item: str) -> Any:
        for _move, words in reversed(self.moves):
            if words[in_move]:
                return words[in_move]
        return self.words[in_item]


def is_here(last: CustodyMove | None) -> bool:
    return last is None or last.kind not in LEFT


@transaction.atomic
def take(
    case: Case,
    *,
    by: Person,
    once: uuid.UUID,
    what: str,
    is_device: bool,
    found_at: datetime | None = None,
    **words: str,
) -> CustodyItem:
    """Record a device, a paper or a thing that is kept as evidence. The same form, sent twice, is one thing."""
    case = held_for_work(case)
    uid = key_of_form(case, once, what, is_device, found_at, words)
    if earlier := CustodyItem.objects.filter(case=case, uid=uid).first():
        return earlier
    if not what.strip():
        raise Refused(_("Say what it is, for example “black telephone, cracked glass”."))
    if found_at is not None and found_at > timezone.now():
        raise Refused(_("This time is still to come. Enter when it was found."))
    said = {"what": what, **words}
    item: CustodyItem = CustodyItem.objects.create(
        uid=uid, case=case, is_device=is_device, found_at=found_at, by=by, words=said
    )
    lines = [f"{CustodyItem.WORDS[name]}: {value}" for name, value in said.items() if value]
    text = "\n".join([_("Taken into custody as evidence. Nothing of it was looked at or copied."), *lines])
    entries.write(case, by=by, kind="record", text=text, happened_at=found_at, about=item, verb=Verb.KEPT)
    return item


@transaction.atomic
def move(item: CustodyItem, *, by: Person, once: uuid.UUID, kind: str, at: datetime, **words: str) -> CustodyMove:
    """Add what was done with it. What has left the charity comes back only by being stored again.

    To open, give back or destroy something needs somebody's authority, such as the police officer's who advised it.
    """
    case = held_for_work(item.case)
    uid = key_of_form(case, once, item.pk, kind, at, words)
    if earlier := CustodyMove.objects.filter(case=case, uid=uid).first():
        return earlier
    item = CustodyItem.objects.get(pk=item.pk, case=case)
    last = item.moves.last()
    if at > timezone.now():
        raise Refused(_("This time is still to come. Enter when it was done."))
    if last is not None and last.kind == MoveKind.DESTROYED:
        raise Refused(_("It was destroyed. Nothing more can be done with it."))
    if not is_here(last) and kind != MoveKind.STORED:
        raise Refused(_("It is not with the charity any more. If it came back, record first where it is stored."))
    if kind in (MoveKind.OPENED, MoveKind.DESTROYED) and not words.get("authority", "").strip():
        raise Refused(_("Say on whose authority: nobody opens or destroys evidence before the police have advised."))
    made: CustodyMove = CustodyMove.objects.create(uid=uid, item=item, case=case, kind=kind, at=at, by=by, words=words)
    item.case = case
    lines = [f"{CustodyItem.WORDS['what']}: {item.words['what']}"]
    lines += [f"{CustodyMove.WORDS[name]}: {value}" for name, value in words.items() if value]
    text = "\n".join([str(MoveKind(kind).label), *lines])
    entries.write(case, by=by, kind="record", text=text, happened_at=at, about=made, verb=Verb.MOVED_EVIDENCE)
    return made


def held_in(case: Case) -> list[Held]:
    """All evidence of a case with its moves: two queries."""
    if case.is_shredded:
        return []
    moves: dict[int, list[tuple[CustodyMove, dict[str, Any]]]] = defaultdict(list)
    for one in _with(case, CustodyMove.objects.filter(case=case).select_related("by")):
        moves[one.item_id].append((one, one.words))
    items = _with(case, CustodyItem.objects.filter(case=case).select_related("by"))
    return [Held(item, item.words, tuple(moves[item.pk])) for item in items]


def _with(case: Case, rows: Iterable[Any]) -> Iterable[Any]:
    for row in rows:
        row.case = case
        yield row
