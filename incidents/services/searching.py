"""Find a case by a name or a word, without any name being written down.

What is stored is a fingerprint of each word, and of the beginnings of names, under a key of the organisation that is in
the vault. A search makes the same fingerprints of what was typed and looks for them among the cases that somebody may
know of; nothing tells them of others. What was typed is kept nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, prefetch_related_objects

from audit.services import record_each
from incidents.access import visible_to
from incidents.models import Case, Party, Report, SearchKey, SearchWord
from incidents.models.cases import CaseQuerySet
from incidents.types import among
from incidents.verbs import Verb
from people.models import Person
from people.models.names import folded
from safeguard import vault
from safeguard.sealed import Sealed

SHORTEST, LONGEST = 3, 20  # letters of the beginning of a name
FINGERPRINT = 16  # bytes
MOST_WORDS = 400  # of one case
LOOKED_AT = 250  # cases whose text is read for one page of a search


def index(case: Case) -> None:
    """Make the fingerprints of a case those of its words now. Call it after whatever changes its words or people."""
    wanted = set() if case.is_shredded else _fingerprints(case)
    rows = SearchWord.objects.filter(case=case)
    there = {bytes(stored): pk for pk, stored in rows.values_list("pk", "fingerprint")}
    with transaction.atomic():
        SearchWord.objects.filter(pk__in=[pk for found, pk in there.items() if found not in wanted]).delete()
        new = [SearchWord(case=case, fingerprint=found) for found in sorted(wanted - set(there))]
        SearchWord.objects.bulk_create(new, ignore_conflicts=True)


def find(typed: str, *, by: Person) -> CaseQuerySet:
    """The cases that somebody may know of and that have every word that was typed. No word finds nothing."""
    found, words = visible_to(by), list(dict.fromkeys(in_words(typed)))[:8]
    if not words or (key := _key_there()) is None:
        return found.none()
    for word in words:
        of_word = SearchWord.objects.filter(fingerprint=fingerprint(key, word[:LONGEST]))
        found = found.filter(pk__in=of_word.values("case"))
    return found


def page(cases: CaseQuerySet, *, by: Person, after: int | None, size: int) -> tuple[list[Case], Case | None]:
    """The newest of them, or those that follow the case of this key; and the last one where there are more."""
    rows = list(_after(cases, after, by=by)[: size + 1])
    return rows[:size], rows[size - 1] if len(rows) > size else None


def _after(cases: CaseQuerySet, key: int | None, *, by: Person) -> CaseQuerySet:
    """The newest first, from the case that follows the one with this key, as far as they may know that there is one."""
    ordered: CaseQuerySet = cases.order_by("-opened_at", "-pk")
    last = visible_to(by).filter(pk=key).values_list("opened_at", flat=True).first() if key else None
    if last is None:
        return ordered
    return ordered.filter(Q(opened_at__lt=last) | Q(opened_at=last, pk__lt=key))


@dataclass(frozen=True)
class Looked:
    """What reading the text of some cases brought: the hits, and the case from which to look further back."""

    hits: list[Case]
    next: Case | None


def look_into(typed: str, *, by: Person, after: int | None = None, most: int = 25) -> Looked:
    """Read what somebody may see, the newest cases first, for every word that was typed; a few hundred cases at a time.

    The same number of queries however many there are.
    """
    words = [word for word in folded(typed).split() if word]
    if not words:
        return Looked([], None)
    cases = _after(visible_to(by).filter(shredded_at=None), after, by=by)
    window = list(cases[: LOOKED_AT + 1])
    is_cut, window = len(window) > LOOKED_AT, window[:LOOKED_AT]
    prefetch_related_objects(window, "reports", "parties", "entries")
    hits: list[Case] = []
    for place, case in enumerate(window):
        text = folded(" ".join(_text_of(case)))
        if all(word in text for word in words):
            hits.append(case)
            if len(hits) == most and (place + 1 < len(window) or is_cut):
                return Looked(hits, case)
    return Looked(hits, window[-1] if is_cut else None)


def found(cases: list[Case], *, by: Person) -> None:
    """Note for each case that it was shown in a search; not what was searched for, nor how much else was shown."""
    record_each(Verb.FOUND, cases, by=by)


def _fingerprints(case: Case) -> set[bytes]:
    key = _key()
    words: dict[str, None] = {}
    for name in _names(case):
        words |= dict.fromkeys(beginnings(in_words(name)))
    for text in (case.code, _said(case).get("heading", ""), *(one.label for one in among(case.types))):
        words |= dict.fromkeys(in_words(str(text)))
    return {fingerprint(key, word[:LONGEST]) for word in list(words)[:MOST_WORDS]}


def _names(case: Case) -> Iterator[str]:
    """Of the people in the case, and of whom its first accounts speak: whoever looks for a name needs not wait until
    it was entered."""
    for party in Party.objects.standing().filter(case=case).select_related("person"):
        party.case = case
        yield _said(party).get("name", "")
        if party.person is not None:
            yield f"{party.person.name} {party.person.known_as}"
    for report in Report.objects.filter(case=case):
        said = _said(report)
        yield from (str(said.get(name, ""))[:200] for name in ("child", "who", "name"))


def in_words(text: str) -> list[str]:
    """Its words, as they are looked up; a word of one letter says nothing."""
    return [word for word in re.findall(r"\w+", folded(text)) if len(word) > 1]


def beginnings(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        yield from (word[:length] for length in range(SHORTEST, min(len(word), LONGEST)))


def _text_of(row: Case) -> Iterator[str]:
    yield row.code
    yield from (one.label for one in among(row.types))
    for one in (row, *row.reports.all(), *row.parties.all(), *row.entries.all()):
        yield from _strings(_said(one).values())


def _strings(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _strings(value)
        elif isinstance(value, dict):
            yield from _strings(value.values())


def _said(row: Sealed) -> dict[str, Any]:
    """Nothing, where the key was destroyed or the row was tampered with: a search neither stops at it nor shows it."""
    try:
        return row.words
    except (vault.Shredded, vault.Tampered):
        return {}


def _key() -> bytes:
    row, _made = SearchKey.objects.get_or_create()
    return row.data_key


def _key_there() -> bytes | None:
    """A search makes no key: without one, nothing was ever indexed."""
    row = SearchKey.objects.first()
    return None if row is None else row.data_key


def fingerprint(key: bytes, word: str) -> bytes:
    return hmac.new(key, word.encode(), hashlib.sha256).digest()[:FINGERPRINT]
