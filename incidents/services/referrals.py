"""What an agency was told, and what came back. Nothing here asks anybody's leave: it is written down after the call."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.models import Case, EntryKind, Method, Part, Party, Referral, ReferralUpdate
from incidents.procedures import is_about_worker, of_case, steps_of
from incidents.services import entries, steps
from incidents.services.working import held_for_work, key_of_form
from incidents.verbs import Verb
from organisations.models import AgencyContact, AgencyKind
from organisations.nations import Nation
from organisations.reference import AGENCIES
from people.models import Person
from safeguard.local_times import in_words
from safeguard.scoping import active_organisation


@transaction.atomic
def refer(
    case: Case,
    *,
    by: Person,
    kind: str,
    method: str = Method.PHONE,
    referred_at: datetime | None = None,
    agency: AgencyContact | None = None,
    chase_on: date | None = None,
    acknowledged: bool = False,
    once: uuid.UUID | None = None,
    agency_name: str = "",
    **words: str,
) -> Referral:
    """Write down that an agency was told. The steps that asked for it are done, and the clocks that wait for it stop.

    An identifier of the child stands in the referral alone, and not in the chronology as well.

    The same form sent twice is one referral. Raises Refused for a finished case.
    """
    case = held_for_work(case)
    typed = (kind, method, referred_at, agency and agency.pk, chase_on, acknowledged, agency_name, words)
    uid = key_of_form(case, once, *typed) if once else uuid.uuid4()
    if earlier := Referral.objects.filter(uid=uid, case=case).first():
        return earlier
    now = timezone.now()
    at = referred_at or now
    said = {name: text.strip() for name, text in words.items() if text.strip()}
    kind = agency.kind if agency is not None else kind
    said["agency"] = agency.name if agency is not None else agency_name.strip() or str(AgencyKind(kind).label)
    facts = {"agency": agency, "kind": kind, "method": method, "referred_at": at, "by": by, "chase_on": chase_on}
    made: Referral = Referral.objects.create(
        uid=uid, case=case, **facts, acknowledged_at=at if acknowledged else None, words=said
    )
    lines = {str(Referral.WORDS[name]): text for name, text in said.items() if name != "identifier"}
    lines |= {_("How"): str(Method(method).label), _("When"): in_words(at)}
    lines |= {_("We ask again on"): date_format(chase_on) if chase_on else ""}
    text = _("An agency was told.") + "\n" + entries.facts(**lines)
    entries.write(case, by=by, kind=EntryKind.RECORD, text=text, happened_at=at, about=made, verb=Verb.REFERRED)
    steps.settle(case, kind=kind, by=by, at=at)
    return made


def called(case: Case, *, by: Person, kind: str, once: uuid.UUID | None = None) -> Referral:
    """ "I have rung 999", or the police, just now: one press, and the rest can be added later."""
    agency = AgencyContact.objects.in_order().filter(kind=kind).first()
    return refer(case, by=by, kind=kind, agency=agency, once=once)


@transaction.atomic
def heard(
    referral: Referral,
    *,
    by: Person,
    text: str = "",
    reference: str = "",
    outcome: str = "",
    acknowledged: bool = False,
    ended: bool = False,
    chase_on: date | None = None,
    once: uuid.UUID | None = None,
) -> ReferralUpdate:
    """What came back from an agency, or that it was asked again. What was sent stays as it is."""
    case = held_for_work(referral.case)
    typed = (referral.pk, text, reference, outcome, acknowledged, ended, chase_on)
    uid = key_of_form(case, once, *typed) if once else uuid.uuid4()
    if earlier := ReferralUpdate.objects.filter(uid=uid, case=case).first():
        return earlier
    now = timezone.now()
    words = {"text": text.strip(), "reference": reference.strip(), "outcome": outcome.strip()}
    made: ReferralUpdate = ReferralUpdate.objects.create(uid=uid, referral=referral, case=case, by=by, words=words)
    changed: dict[str, date | datetime | None] = {"chase_on": None if ended else chase_on}
    if (acknowledged or ended) and referral.acknowledged_at is None:
        changed["acknowledged_at"] = now
    if ended:
        changed["ended_at"] = now
    Referral.objects.filter(pk=referral.pk).update(**changed)
    lines = {_("Agency"): referral.words["agency"]}
    lines |= {str(ReferralUpdate.WORDS[name]): value for name, value in words.items()}
    lines |= {_("They have it"): _("yes") if acknowledged else "", _("Ended"): _("yes") if ended else ""}
    lines |= {_("We ask again on"): date_format(chase_on) if chase_on and not ended else ""}
    said = _("Heard from an agency.") + "\n" + entries.facts(**lines)
    entries.write(case, by=by, kind=EntryKind.RECORD, text=said, about=made, verb=Verb.HEARD)
    return made


# Whom to tell (E-61) ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Suggestion:
    """An agency that may be the right one, and why. Several may be right at once."""

    name: str
    kind: str
    why: str
    agency: AgencyContact | None = None
    is_stale: bool = False


def suggestions(
    case: Case, parties: Iterable[Party], agencies: Iterable[AgencyContact], today: date
) -> list[Suggestion]:
    """Agencies by the address of whoever was harmed, by the place, and by where the charity is. No query.

    Danger first, then a crime, then whoever looks after children and adults, then a concern about a worker.
    """
    agencies, harmed = list(agencies), [one for one in parties if one.part == Part.VICTIM]
    home = active_organisation().nation
    found: list[Suggestion] = []
    for kind in _kinds(case, harmed):
        ours = [one for one in agencies if one.kind == kind]
        for party in harmed:
            found += _where_they_live(kind, party, ours, home, today)
        where = case.words["where"].casefold()
        near = [one for one in ours if one.area and one.area.casefold() in where]
        found += [_as_suggestion(one, _("It happened in their area."), today) for one in near]
        found += [_as_suggestion(one, _base(kind, harmed), today) for one in ours]
    once: dict[tuple[str, str], Suggestion] = {}
    for one in found:
        once.setdefault((one.kind, one.name), one)
    return list(once.values())


def _kinds(case: Case, harmed: list[Party]) -> list[str]:
    texts = steps_of(of_case(case), active_organisation().nation)
    asked = {kind for text in texts for kind in text.referrals}
    wanted = {AgencyKind.CHILDREN} if not harmed or any(one.is_child != "no" for one in harmed) else set()
    if any(one.is_child != "yes" for one in harmed):
        wanted.add(AgencyKind.ADULTS)
    if case.danger_now != "no":
        wanted.add(AgencyKind.EMERGENCY)
    if case.crime != "no":
        wanted.add(AgencyKind.POLICE)
    if is_about_worker(case):
        wanted.add(AgencyKind.WORKER_CONCERN)
    for kind in (AgencyKind.RADICALISATION, AgencyKind.ONLINE_HARM, AgencyKind.DATA_PROTECTION, AgencyKind.POLICE):
        if kind in asked:
            wanted.add(kind)
    return [kind for kind in AgencyKind.values if kind in wanted]


def _where_they_live(
    kind: str, party: Party, ours: list[AgencyContact], home: str, today: date
) -> Iterable[Suggestion]:
    if kind in (AgencyKind.EMERGENCY, AgencyKind.ONLINE_HARM, AgencyKind.DATA_PROTECTION):
        return
    words = party.words
    place = " ".join((words["council"], words["address"])).casefold()
    matching = [one for one in ours if one.area and place.strip() and _same(one.area, words["council"], place)]
    for one in matching:
        yield _as_suggestion(one, _("They look after the place where somebody who was harmed lives."), today)
    if party.nation and party.nation != home and party.nation in Nation.values:
        nation = Nation(party.nation).label
        why = _("Somebody who was harmed lives in %(nation)s. Look up the number there.") % {"nation": nation}
        for known in AGENCIES:
            if known.kind == kind and party.nation in known.nations:
                yield Suggestion(name=f"{known.name} ({nation})", kind=kind, why=why)
    elif words["council"] and not matching and kind in (AgencyKind.CHILDREN, AgencyKind.ADULTS):
        name = f"{AgencyKind(kind).label}: {words['council']}"
        yield Suggestion(name=name, kind=kind, why=_("Somebody who was harmed lives there. Look up the number."))


def _same(area: str, council: str, place: str) -> bool:
    area, council = area.casefold(), council.casefold().strip()
    return area in place or bool(council and council in area)


def _base(kind: str, harmed: list[Party]) -> str:
    if kind == AgencyKind.EMERGENCY:
        return _("If somebody is in danger now.")
    if kind == AgencyKind.POLICE:
        return _("The police where the charity is. Where nobody knows who or where it was, they find out.")
    if kind == AgencyKind.WORKER_CONCERN:
        return _("The concern is, or may be, about somebody who works with us here.")
    if any(one.words["council"] or one.words["address"] for one in harmed):
        return _("The place where the charity is. They pass it on if the person lives elsewhere.")
    return _("The place where the charity is; nobody wrote down yet where the person lives.")


def _as_suggestion(agency: AgencyContact, why: str, today: date) -> Suggestion:
    return Suggestion(agency.name, agency.kind, why, agency, agency.is_stale(today))
