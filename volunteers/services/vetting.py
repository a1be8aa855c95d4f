"""Whether the criminal-record checks of somebody are those that a position asks for; it writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agreements.signatures import AT_ONCE
from people.models import Person, ServicePeriod
from safeguard.scoping import active_organisation
from volunteers.models import (
    Application,
    CriminalCheck,
    Exemption,
    Placement,
    Position,
    RequiredCheck,
    RiskAssessment,
    VettingDecision,
)
from volunteers.vetting import all_kinds, contradicts, for_other_work, is_regulated, kinds_of, label_of, serving_as

CRIMINAL = "criminal"
IN_FAVOUR = (VettingDecision.CLEAR, VettingDecision.ACCEPTED)


@dataclass
class OnRecord:
    """What stands on record about one person or applicant today; the newest first."""

    checks: list[CriminalCheck] = field(default_factory=list)
    assessments: list[RiskAssessment] = field(default_factory=list)
    is_excepted: bool = False


@dataclass(frozen=True)
class VettingSummary:
    """The line of somebody in the single central record. `missing` says what their positions ask for in vain."""

    kind: str = ""
    number: str = ""
    issued_on: date | None = None
    seen_by: str = ""
    decision: str = ""
    decided_on: date | None = None
    renew_on: date | None = None
    expires_on: date | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        return bool(self.missing)


def holds(about: Application | Person, position: Position, today: date) -> list[str]:
    """What is missing for this position by the checks that it asks for today: sentences, none where all is there.

    For regulated work nothing but the check itself helps (SSI 2025/27; Safeguarding Vulnerable Groups Act 2006).
    Otherwise an exception does, or while the check is awaited a risk assessment that is not past its day (fact 34).
    """
    if isinstance(about, Application):
        found = _of_applications([about], today)[about.pk]
    else:
        found = _on_record([about.pk], today)[about.pk]
    asked = list(RequiredCheck.objects.filter(in_force(today), position=position).values_list("kind", flat=True))
    return _missing(position.is_regulated, asked, found, today)


def holds_for_all(applications: Sequence[Application], today: date) -> dict[int, list[str]]:
    """The same as `holds` of each application for its own position, in the same few queries for any number of them."""
    found, asked = _of_applications(applications, today), _asked(today)
    return {
        one.pk: _missing(one.position.is_regulated, asked[one.position_id], found[one.pk], today)
        for one in applications
    }


def summary_of(people: Sequence[int], today: date) -> dict[int, VettingSummary]:
    """The vetting of each of these people (by their keys), in the same few queries for any number of them."""
    placements = Placement.objects.filter(in_force(today), _among(people, "person")).select_related("position")
    wanted = set(people)
    missing = missing_at([one for one in placements if one.person_id in wanted], today, people=people)
    lacks: dict[int, dict[str, None]] = defaultdict(dict)
    for placement, sentences in missing.items():
        lacks[placement.person_id].update(dict.fromkeys(sentences))
    on_record = _on_record(people, today)
    return {key: _summary(on_record[key].checks, today, tuple(lacks[key])) for key in people}


def missing_at(
    placements: Sequence[Placement], today: date, *, people: Sequence[int] | None = None
) -> dict[Placement, list[str]]:
    """What is missing at each of these placements; the positions are read with them."""
    found = _on_record(people if people is not None else [one.person_id for one in placements], today)
    asked = _asked(today)
    return {
        one: _missing(one.position.is_regulated, asked[one.position_id], found[one.person_id], today)
        for one in placements
    }


def regulated_placements(today: date) -> list[Placement]:
    """Who is placed today in regulated work: by the position, or by a check that only regulated work asks for."""
    kinds = [one.key for one in all_kinds().values() if one.regulated]
    by_check = RequiredCheck.objects.filter(in_force(today), kind__in=kinds).order_by().values("position")
    found = Placement.objects.filter(in_force(today), Q(position__is_regulated=True) | Q(position__in=by_check))
    here = Person.objects.current(today).order_by().values("pk")
    return list(found.filter(person__in=here).select_related("position").order_by("pk"))


def is_regulated_today(position: Position) -> bool:
    """Whether the work is regulated: by the position, or by a check that only regulated work asks for."""
    asked = RequiredCheck.objects.filter(in_force(localdate()), position=position)
    return position.is_regulated or any(map(is_regulated, asked.values_list("kind", flat=True)))


def rows_of(about: Application | Person, today: date) -> Q:
    """A filter for what is about somebody: as an applicant, as a person, and as an entry that turned out the same.

    Somebody who comes back starts anew: what they brought as a person counts for an application only while they are
    here (E-21).
    """
    if isinstance(about, Person):
        return Q(person=about.pk) | Q(person__merged_into=about.pk) | Q(application__person=about.pk)
    found = Q(application=about.pk)
    if about.person_id is not None and Person.objects.current(today).filter(pk=about.person_id).exists():
        found |= Q(person=about.person_id) | Q(person__merged_into=about.person_id)
    return found


def in_force(today: date) -> Q:
    """Rows that begin on a day and perhaps end on one, on this day."""
    return Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))


def _among(people: Sequence[int], *fields: str) -> Q:
    if len(people) > AT_ONCE:
        return Q()
    found = Q(pk__in=[])
    for name in fields:
        found |= Q(**{f"{name}__in": people})
    return found


SOMEBODYS = ("person", "person__merged_into", "application__person")


def _of_applications(applications: Sequence[Application], today: date) -> dict[int | None, OnRecord]:
    """For each, what came with it, and what is on record of the applicant while they are here."""
    found: dict[int | None, OnRecord] = {one.pk: OnRecord() for one in applications}
    own = Q(application__in=list(found))
    for check in CriminalCheck.objects.filter(own, ended_on=None):
        found[check.application_id].checks.append(check)
    assessed = RiskAssessment.objects.filter(own, starts_on__lte=today, ended_on=None)
    for assessment in assessed.defer("sealed", "wrapped_key"):
        found[assessment.application_id].assessments.append(assessment)
    for exemption in Exemption.objects.running(today).filter(own, what=CRIMINAL):
        found[exemption.application_id].is_excepted = True
    people = [one.person_id for one in applications if one.person_id is not None]
    here = list(Person.objects.current(today).filter(pk__in=people).values_list("pk", flat=True))
    on_record = _on_record(here, today)
    for one in applications:
        if one.person_id is not None and one.person_id in here:
            known, ours = on_record[one.person_id], found[one.pk]
            ours.checks += [check for check in known.checks if check not in ours.checks]
            ours.assessments += [each for each in known.assessments if each not in ours.assessments]
            ours.is_excepted |= known.is_excepted
    return found


def _asked(today: date) -> dict[int, list[str]]:
    """The kinds of check that each position asks for today."""
    asked: dict[int, list[str]] = defaultdict(list)
    for position, kind in RequiredCheck.objects.filter(in_force(today)).values_list("position", "kind"):
        asked[position].append(kind)
    return asked


def came_back(people: Sequence[int]) -> dict[int, date]:
    """Of those who left and came back, the last day before: what is of that time no longer counts (E-21)."""
    ended: dict[int, list[date | None]] = defaultdict(list)
    periods = ServicePeriod.objects.filter(_among(people, "person")).order_by("starts_on", "pk")
    for person, ends_on in periods.values_list("person", "ends_on"):
        ended[person].append(ends_on)
    return {key: last for key, days in ended.items() if len(days) > 1 and (last := days[-2]) is not None}


def _on_record(people: Sequence[int], today: date) -> dict[int, OnRecord]:
    found: dict[int, OnRecord] = defaultdict(OnRecord)
    ours, back = _among(people, *SOMEBODYS), came_back(people)
    related = ("person", "application", "seen_by")
    for check in CriminalCheck.objects.filter(ours, ended_on=None).select_related(*related):
        for key in _keys(check, check.decided_on or localdate(check.logged_at), back):
            found[key].checks.append(check)
    standing = RiskAssessment.objects.filter(ours, ended_on=None, starts_on__lte=today).defer("sealed", "wrapped_key")
    for assessment in standing.select_related("person", "application"):
        for key in _keys(assessment, assessment.starts_on, back):
            found[key].assessments.append(assessment)
    exceptions = Exemption.objects.running(today).filter(ours, what=CRIMINAL)
    for exemption in exceptions.select_related("person", "application"):
        for key in _keys(exemption, exemption.starts_on, back):
            found[key].is_excepted = True
    return found


def _keys(row: Any, day: date, back: Mapping[int, date]) -> Iterable[int]:
    """Whom a row counts for: once each, an applicant who became a person included."""
    keys = {row.person_id, row.person.merged_into_id if row.person_id else None}
    if row.application_id:
        keys.add(row.application.person_id)
    return {key for key in keys - {None} if key not in back or day > back[key]}


def _missing(is_regulated_work: bool, asked: Sequence[str], found: OnRecord, today: date) -> list[str]:
    asked = list(dict.fromkeys(asked))
    if is_regulated_work:
        by_law = compulsory(today)
        asked = [*by_law, *(key for key in asked if not serving_as(key).intersection(by_law))]
        if not asked:
            return [_("This is regulated work, and the position names no check. Add the check that it asks for.")]
    return [
        sentence for key in asked if (sentence := _lacks(key, is_regulated_work or is_regulated(key), found, today))
    ]


def compulsory(today: date) -> list[str]:
    """What regulated work asks for in the charity's nation whether or not a position names it: in Scotland the PVG."""
    nation = active_organisation().nation
    return [
        kind.key
        for kind in kinds_of(nation, today)
        if kind.compulsory_from is not None and kind.compulsory_from <= today
    ]


def _lacks(key: str, is_strict: bool, found: OnRecord, today: date) -> str:
    """Why this check is not there, or nothing. A certificate for other work is none."""
    elsewhere = for_other_work(key, is_strict=is_strict)
    serving = [one for one in found.checks if one.kind in serving_as(key)]
    ours = [one for one in serving if one.workforce not in elsewhere]
    if any(one.decision in IN_FAVOUR and not _ran_out(one, today) for one in ours):
        return ""
    waiting = next((one for one in ours if one.decision == VettingDecision.WAITING), None)
    if not is_strict and (found.is_excepted or (waiting and _is_assessed(found, today))):
        return ""
    if serving and not ours:
        words = {"kind": label_of(key), "work": serving[0].workforce_label}
        sentence = _("%(kind)s: what is on record is for other work (%(work)s), and does not count here.") % words
    else:
        sentence = _why_not(label_of(key), ours, waiting, today)
    if is_strict:
        return sentence + " " + _("Nobody starts in regulated work without it.")
    return sentence


def _why_not(kind: str, ours: Sequence[CriminalCheck], waiting: CriminalCheck | None, today: date) -> str:
    if waiting is not None:
        if waiting.applied_on is None:
            return _("%(kind)s: not back yet.") % {"kind": kind}
        return _("%(kind)s: applied for on %(day)s, not back yet.") % {
            "kind": kind,
            "day": date_format(waiting.applied_on),
        }
    if any(one.decision == VettingDecision.REFUSED for one in ours):
        return _("%(kind)s: it came back, and was decided against.") % {"kind": kind}
    over = next((one for one in ours if _ran_out(one, today)), None)
    if over is not None and over.expires_on is not None:
        return _("%(kind)s: ran out on %(day)s.") % {"kind": kind, "day": date_format(over.expires_on)}
    return _("%(kind)s: nothing is on record.") % {"kind": kind}


def _ran_out(check: CriminalCheck, today: date) -> bool:
    return check.expires_on is not None and check.expires_on < today


def _is_assessed(found: OnRecord, today: date) -> bool:
    """The risk while a check is awaited was assessed, and the day to look again has not passed."""
    return any(one.why == RiskAssessment.Why.WAITING and one.review_on >= today for one in found.assessments)


def _summary(checks: Sequence[CriminalCheck], today: date, missing: tuple[str, ...]) -> VettingSummary:
    """Of several the one that holds, or else the newest. One that contradicts itself does not hold."""
    sound = [one for one in checks if not contradicts(one.kind, one.workforce)]
    holding = [one for one in sound if one.decision in IN_FAVOUR and not _ran_out(one, today)]
    check = next(iter(holding or checks), None)
    if check is None:
        return VettingSummary(missing=missing)
    return VettingSummary(
        kind=label_of(check.kind),
        number=check.reference,
        issued_on=check.issued_on,
        seen_by=check.seen_by.display_name if check.seen_by else "",
        decision=str(check.get_decision_display()),
        decided_on=check.decided_on,
        renew_on=check.renew_on,
        expires_on=check.expires_on,
        missing=missing,
    )
