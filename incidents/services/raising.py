"""A concern comes in: its first account is kept word for word, it goes to those who may know, and they are told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from incidents import routing
from incidents.happened import Happened
from incidents.models import Answer, Case, EntryKind, Report, StepAside
from incidents.services import alerting, drafts, entries, searching, steps
from incidents.services.following import SAME, fingerprint
from incidents.verbs import Verb
from people.models import Person
from safeguard.vault import VaultError
from safeguard.verification import ALPHABET, LENGTH, grouped, new_code

HEADING = 90  # characters of the account that stand for it in a list until somebody finds better words


@dataclass(frozen=True)
class Received:
    """`code` leads back to the report without a sign-in; it is known to whoever sent it and to nobody else."""

    report: Report
    code: str
    is_new: bool


def receive(
    *,
    by: Person | None,
    words: Mapping[str, Any],
    source: str,
    once: str,
    happened: Happened | None = None,
    danger_now: str = "",
    concerned: Sequence[Person] = (),
    offices: Sequence[str] = (),
    is_close: bool = False,
    named: Sequence[Person] = (),
    named_as: str = "",
    is_anonymous: bool = False,
    on_behalf: bool = False,
    for_children: bool = False,
    began_at: datetime | None = None,
    received_at: datetime | None = None,
) -> Received:
    """Take a report, make its case, route it and alert those who handle it.

    `once` is a random word of the form: the same form sent twice is one report, with the same code to come back by. The
    same words from the same person within minutes are one report too, whatever form they came in.
    Without a name, nothing says who sent it: neither row nor audit. `concerned` and `offices` are the people and the
    offices that it is about; none of them is told, and none of them will see it. Nor will those who were `named` in
    words: `named_as` says whether it is about them ("yes") or somebody "close" to them; where nobody said, it may be.
    """
    nameless = is_anonymous or by is None
    key = _key(once, words)
    code = _code(key) if once else new_code()
    once_only = hashlib.sha256(f"once:{key}".encode()).hexdigest() if once else ""
    if there := _sent_before(once_only):
        return Received(there, code if there.follow_up else "", is_new=False)
    if not nameless and by is not None and (there := _said_before(by, words, danger_now)):
        return Received(there, "", is_new=False)
    report = Report(
        raised_by=None if nameless or on_behalf else by,
        written_by=by if on_behalf and not is_anonymous else None,
        source=source,
        is_anonymous=is_anonymous,
        for_children=for_children,
        danger_now=danger_now,
        began_at=began_at or received_at or timezone.now(),
        received_at=received_at or timezone.now(),
        follow_up=fingerprint(code) if nameless else "",
        once=once_only,
        **(happened or Happened()).columns(),
    )
    report.words = words
    actor = None if is_anonymous else by
    try:
        with transaction.atomic():
            ticked = [*concerned, *_holding(offices, timezone.localdate())]
            about = About([], ticked) if is_close else About(ticked, [])
            _take_in(report, about=about.and_named(named, named_as), by=actor)
            if by is not None:
                drafts.clear(by)
    except IntegrityError:
        there = _sent_before(once_only)  # the other of two that were sent at the same moment
        if there is None:
            raise
        return Received(there, code if there.follow_up else "", is_new=False)
    return Received(report, code if nameless else "", is_new=True)


def reaches_nobody(offices: Sequence[str], *, is_close: bool, named: Sequence[Person] = ()) -> bool:
    """Whether nobody in the charity may be told of what is about these offices and people."""
    today = timezone.localdate()
    meant = [*_holding(offices, today), *named]
    return routing.route([] if is_close else meant, meant if is_close else [], today=today).reaches_nobody


@dataclass(frozen=True)
class About:
    """Those of the offices whom it is about, those to whom it is close, and those whom words alone may mean."""

    people: list[Person]
    close: list[Person]
    perhaps: Sequence[Person] = ()

    def and_named(self, named: Sequence[Person], named_as: str) -> About:
        if named_as == "yes":
            return About([*self.people, *named], self.close)
        if named_as == "close":
            return About(self.people, [*self.close, *named])
        return About(self.people, self.close, named)

    @property
    def worker(self) -> str:
        """Whether it is about somebody who works with us: the clock for that runs from now (fact 4)."""
        if self.people:
            return Answer.YES
        return Answer.UNSURE if self.close or self.perhaps else ""


def _take_in(report: Report, *, about: About, by: Person | None) -> None:
    way = routing.route([*about.people, *about.perhaps], about.close, today=timezone.localdate())
    case = Case(
        code=new_code(),
        routing=way.routing,
        source=report.source,
        danger_now=report.danger_now,
        about_worker=about.worker,
        happened_from=report.happened_from,
        happened_until=report.happened_until,
        happened_at=report.happened_at,
        learnt_at=report.received_at,
        opened_at=report.received_at,
    )
    said = report.words
    heading = Truncator(" ".join(str(said["what"]).split())).chars(HEADING)
    case.words = {"heading": heading, "happened": said["when"], "where": said["where"], "danger": said["danger"]}
    case.save()
    report.case = case
    report.save()
    for person, reason in way.aside:
        StepAside.objects.create(case=case, person=person, reason=reason)
    lines = [_("A concern was raised: %(source)s.") % {"source": report.get_source_display()}]
    if about.perhaps:
        names = ", ".join(str(person) for person in about.perhaps)
        lines.append(_("The words may mean %(names)s, so they see nothing of it. Bring back whom it is not about."))
        lines[-1] %= {"names": names}
    entries.write(
        case,
        by=by,
        kind=EntryKind.RECORD,
        text="\n".join(lines),
        about=report,
        verb=Verb.RAISED,
        is_handling=False,
    )
    steps.lay_out(case, by=None)
    searching.index(case)
    alerting.raised(case)


def _holding(offices: Sequence[str], today: date) -> list[Person]:
    return routing.holders_of(*offices, today=today) if offices else []


def _sent_before(once: str) -> Report | None:
    found: Report | None = Report.objects.filter(once=once).first() if once else None
    return found


def _said_before(by: Person, words: Mapping[str, Any], danger_now: str) -> Report | None:
    said = {name: value for name, value in words.items() if value not in ("", None)}
    recent = Report.objects.filter(Q(raised_by=by) | Q(written_by=by), received_at__gt=timezone.now() - SAME)
    for report in recent.filter(danger_now=danger_now, shredded_at=None):
        try:
            if {name: value for name, value in report.words.items() if value} == said:
                return report
        except VaultError:
            continue
    return None


def _key(once: str, words: Mapping[str, Any]) -> str:
    """The form and what was in it: whoever goes back, changes something and sends it again sends another report."""
    return f"{once}:{json.dumps(dict(words), sort_keys=True, ensure_ascii=False, default=str)}"


def _code(key: str) -> str:
    """A code as random as the form's own word, and the same whenever the same form comes again."""
    number = int.from_bytes(hashlib.sha256(f"code:{key}".encode()).digest(), "big")
    letters = []
    for _place in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return grouped("".join(letters))
