"""Somebody is looked up on social media only for a purpose, on somebody else's authority, and on record (WY-6)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from incidents.access import WORK, can, visible_to
from incidents.joined import must_be_open
from incidents.models import Case, EntryKind, LookUp
from incidents.permissions import HANDLE, HANDLE_RESTRICTED
from incidents.services import entries
from incidents.verbs import Verb
from people.models import Person
from people.models.names import folded
from safeguard.refusals import Refused

TWO_CLICKS = timedelta(minutes=1)
ALLOWED, REFUSED = "allowed", "refused"
YES = "yes"
LAW = Path(__file__).parents[1] / "reference" / "look_ups.toml"


@dataclass(frozen=True)
class Caution:
    says: str
    source: str


def warnings(nation: str, today: date, *, repeat: bool) -> list[Caution]:
    """What the law says to this, in this nation and on this day."""
    with LAW.open("rb") as file:
        rows: dict[str, dict[str, Any]] = tomllib.load(file)
    return [
        Caution(row["says"], row["source"])
        for row in rows.values()
        if nation in row["nations"]
        and row["from"] <= today <= row.get("until", today)
        and (repeat or not row.get("repeat"))
    ]


def seen_by(person: Person) -> QuerySet[LookUp]:
    """One's own; those of cases that one may see; and, for whoever handles concerns, those without a case, of which
    `Reviewers` says which."""
    cases = visible_to(person).values("pk")
    without = Q(case=None) if handles(person) else Q(case=None, asked_by=person)
    return LookUp.objects.filter(without | Q(case__in=cases))


def handles(person: Person) -> bool:
    return HANDLE.allows(person) or HANDLE_RESTRICTED.allows(person)


class Reviewers:
    """Who reads and decides look-ups that belong to no case: a lead, and those above only where no lead may.

    Never whoever asked, nor whoever is looked up. Two queries for any number of look-ups.
    """

    def __init__(self, today: date) -> None:
        self.leads, self.above = (
            [one for one in _holders(rule.roles, today) if one.user is not None and one.user.is_active]
            for rule in (HANDLE, HANDLE_RESTRICTED)
        )

    def of(self, look_up: LookUp) -> list[Person]:
        leads = [] if is_about_leads(look_up) else self._free(self.leads, look_up)
        return leads or self._free(self.above, look_up)

    def may_see(self, look_up: LookUp, person: Person) -> bool:
        """Of one that `seen_by` has: whoever asked or decided knows it already."""
        known = person.pk in (look_up.asked_by_id, look_up.authorised_by_id)
        return known or look_up.case_id is not None or person in self.of(look_up)

    def goes_to_leads(self, look_up: LookUp) -> bool:
        """Whether every lead may know of it, but for the one who asked: only such move a number that leads see."""
        return not is_about_leads(look_up) and not any(is_about(look_up, lead) for lead in self.leads)

    def _free(self, people: list[Person], look_up: LookUp) -> list[Person]:
        return [one for one in people if one.pk != look_up.asked_by_id and not is_about(look_up, one)]


def _holders(roles: frozenset[str], today: date) -> QuerySet[Person]:
    found: QuerySet[Person] = Person.objects.current(today).working(today).holding(*roles, on=today)
    return found.select_related("user").order_by("pk")


def is_about_leads(look_up: LookUp) -> bool:
    return not look_up.is_shredded and look_up.words["about_leads"] == YES


def is_about(look_up: LookUp, person: Person) -> bool:
    """Whether the one who is looked up bears this person's family name, or their only one: it is them, or theirs."""
    if look_up.is_shredded:
        return False
    said = set(re.findall(r"\w+", folded(str(look_up.words["who"]))))
    for name in (person.name, person.known_as):
        words = re.findall(r"\w+", folded(name))
        if said & set(words[1:] or words):
            return True
    return False


def may_authorise(person: Person, look_up: LookUp) -> bool:
    """Never whoever asked: somebody else who handles the case, or who reviews those without one."""
    if person.pk == look_up.asked_by_id:
        return False
    if look_up.case is not None:
        return can(person, look_up.case, WORK)
    return handles(person) and person in Reviewers(timezone.localdate()).of(look_up)


@transaction.atomic
def ask(
    *,
    by: Person,
    who: str,
    purpose: str,
    proportion: str,
    where: str = "",
    is_repeat: bool = False,
    about_leads: bool = False,
    case: Case | None = None,
) -> LookUp:
    """Ask to look somebody up. The same, sent twice within a minute, is one. Raises Refused for a closed case."""
    if case is not None:
        must_be_open(case)
    said = {"who": who, "purpose": purpose, "proportion": proportion, "where": where}
    said["about_leads"] = YES if about_leads else ""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks come one after the other
    recent = LookUp.objects.filter(case=case, asked_by=by, asked_at__gte=timezone.now() - TWO_CLICKS)
    if there := next((one for one in recent if said.items() <= one.words.items()), None):
        return there
    made: LookUp = LookUp.objects.create(case=case, asked_by=by, is_repeat=is_repeat, words=said)
    text = entries.facts(
        **{_("Asked to look somebody up on social media"): who, _("What for"): purpose, _("Where"): where}
    )
    _note(made, by=by, text=text)
    return made


@transaction.atomic
def decide(look_up: LookUp, *, by: Person, is_allowed: bool, reasons: str = "") -> LookUp:
    """Allow or refuse it. Raises Refused when it was decided already, and for whoever asked it themself."""
    if not may_authorise(by, look_up):
        raise Refused(_("Somebody else who handles concerns decides this, never whoever asked."))
    now = timezone.now()
    look_up.reword(
        decided=ALLOWED if is_allowed else REFUSED, decided_at=now.isoformat(timespec="seconds"), reasons=reasons
    )
    change: dict[str, Any] = {"authorised_by": by, "sealed": look_up.sealed}
    if not is_allowed:
        change["done_at"] = now
    if not LookUp.objects.filter(pk=look_up.pk, authorised_by=None, done_at=None).update(**change):
        raise Refused(_("This was decided already."))
    look_up.refresh_from_db()
    said = _("The look-up was allowed") if is_allowed else _("The look-up was refused")
    _note(look_up, by=by, text=entries.facts(**{said: look_up.words["who"], _("Why"): reasons}))
    return look_up


@transaction.atomic
def finish(look_up: LookUp, *, by: Person, found: str) -> LookUp:
    """Write down what was found, or that nothing was. Raises Refused before it was allowed, and the second time."""
    if by.pk != look_up.asked_by_id and not may_authorise(by, look_up):
        raise Refused(_("Whoever asked for it writes down what was found."))
    if look_up.authorised_by_id is None:
        raise Refused(_("This was not allowed yet. Wait until somebody who handles concerns has decided."))
    look_up.reword(found=found)
    waiting = LookUp.objects.filter(pk=look_up.pk, done_at=None)
    if not waiting.update(done_at=timezone.now(), sealed=look_up.sealed):
        raise Refused(_("What was found is on record already, or it was refused."))
    look_up.refresh_from_db()
    said = {_("Looked up on social media"): look_up.words["who"], _("What was found"): found}
    _note(look_up, by=by, text=entries.facts(**said))
    return look_up


def _note(look_up: LookUp, *, by: Person, text: str) -> None:
    """In the chronology where it belongs to a case, else in the audit alone, which hears no name."""
    if look_up.case is None:
        record(Verb.LOOKED_UP, look_up, by=by)
    else:
        entries.write(look_up.case, by=by, kind=EntryKind.RECORD, text=text, about=look_up, verb=Verb.LOOKED_UP)
