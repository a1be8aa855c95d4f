"""From an entry of the chronology to the record that it tells of, as far as whoever reads may open its page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.access import SHARE, cases_with, visible_to
from incidents.models import Case, CustodyMove, Entry, LookUp, Print, ReferralUpdate, Report, ReportMessage
from incidents.services import look_ups
from people.models import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedModel


@dataclass(frozen=True)
class Pointer:
    """Where an entry leads, and what stands there."""

    url: str
    label: str | Promise


@dataclass(frozen=True)
class Place:
    """The page of a kind of record: one of its own, or a place on a page of the case."""

    label: str | Promise
    page: str
    anchor: str = ""  # with nothing here, the page is the record's own

    def of(self, case: Case, key: str) -> Pointer:
        if self.anchor:
            return Pointer(f"{address(f'incidents:{self.page}', case.code)}#{self.anchor}-{key}", self.label)
        return Pointer(address(f"incidents:{self.page}", case.code, key), self.label)


REFERRAL = Place(_("Open the referral"), "referral")
ITEM = Place(_("Open the evidence"), "evidence", "item")
PRINT = Place(_("Open the copy"), "print")

PLACES: dict[str, Place] = {
    "incidents.referral": REFERRAL,
    "incidents.sharingdecision": Place(_("Open the decision on sharing"), "sharing_decision"),
    "incidents.record": Place(_("Open the record"), "record"),
    "incidents.step": Place(_("Open the step"), "steps", "step"),
    "incidents.task": Place(_("Open the task"), "case_tasks", "task"),
    "incidents.custodyitem": ITEM,
    "incidents.attachment": Place(_("Open the document's entry"), "evidence", "document"),
    "incidents.party": Place(_("Open the person's entry"), "parties", "person"),
    "incidents.lesson": Place(_("Open the lesson"), "closing", "lesson"),
    "incidents.action": Place(_("Open the action"), "closing", "action"),
    "incidents.closing": Place(_("Open the closing"), "closing", "closing"),
    "incidents.caselink": Place(_("Open the link"), "together", "link"),
}
"""Whoever sees the case opens these; they are found by what the entry itself says, without a query."""


def pointers(rows: Collection[Entry], person: Person) -> dict[int, Pointer]:
    """By the key of an entry, where it leads. Each row has its case at hand.

    At most one query for each kind of record whose page has another key than the record, for any number of entries.
    """
    about: dict[str, list[Entry]] = {}
    for row in rows:
        if row.about_uid is not None:
            about.setdefault(row.about_model, []).append(row)
    found: dict[int, Pointer] = {}
    for model, entries in about.items():
        if (place := PLACES.get(model)) is not None:
            found |= {row.pk: place.of(row.case, str(row.about_uid)) for row in entries}
        elif (look_up := LOOKED_UP.get(model)) is not None:
            of_record = look_up(entries, person)
            found |= {row.pk: of_record[row.about_uid] for row in entries if row.about_uid in of_record}
    return found


def _updates(entries: Collection[Entry], person: Person) -> dict[UUID, Pointer]:
    return _by_the_record_above(entries, ReferralUpdate, "referral__uid", REFERRAL)


def _moves(entries: Collection[Entry], person: Person) -> dict[UUID, Pointer]:
    return _by_the_record_above(entries, CustodyMove, "item__uid", ITEM)


def _by_the_record_above(
    entries: Collection[Entry], model: type[ScopedModel], name: str, place: Place
) -> dict[UUID, Pointer]:
    cases = {row.about_uid: row.case for row in entries}
    rows: Any = model.objects.filter(uid__in=cases).order_by().values_list("uid", name)
    return {uid: place.of(cases[uid], str(above)) for uid, above in rows}


def _reports(entries: Collection[Entry], person: Person) -> dict[UUID, Pointer]:
    """In the case in which the report is now: it may have been moved."""
    rows = Report.objects.filter(uid__in=[row.about_uid for row in entries], case__in=visible_to(person)).order_by()
    return {uid: _report(code, uid) for uid, code in rows.values_list("uid", "case__code")}


def _messages(entries: Collection[Entry], person: Person) -> dict[UUID, Pointer]:
    found = ReportMessage.objects.filter(uid__in=[row.about_uid for row in entries]).order_by()
    rows = found.filter(report__case__in=visible_to(person)).values_list("uid", "report__case__code", "report__uid")
    return {uid: _report(code, report) for uid, code, report in rows}


def _report(code: str, uid: UUID) -> Pointer:
    return Pointer(f"{address('incidents:messages', code)}#report-{uid}", _("Open the report"))


def _prints(entries: Collection[Entry], person: Person) -> dict[UUID, Pointer]:
    """The copies of those cases that this person may print."""
    cases = {row.about_uid: row.case for row in entries}
    rows = Print.objects.filter(uid__in=cases, case__in=cases_with(person, SHARE)).order_by()
    return {uid: PRINT.of(cases[uid], str(number)) for uid, number in rows.values_list("uid", "number")}


def _cases(entries: Collection[Entry], person: Person) -> dict[UUID, Pointer]:
    """Other cases, where this person may know of them."""
    rows = visible_to(person).filter(uid__in=[row.about_uid for row in entries]).order_by()
    label = _("Open the other case")
    return {uid: Pointer(address("incidents:case", code), label) for uid, code in rows.values_list("uid", "code")}


def _look_ups(entries: Collection[Entry], person: Person) -> dict[UUID, Pointer]:
    rows = look_ups.seen_by(person).filter(uid__in=[row.about_uid for row in entries]).order_by()
    label = _("Open the look-up")
    return {uid: Pointer(address("incidents:look_up", uid), label) for uid in rows.values_list("uid", flat=True)}


LOOKED_UP: dict[str, Callable[[Collection[Entry], Person], dict[UUID, Pointer]]] = {
    ReferralUpdate._meta.label_lower: _updates,
    CustodyMove._meta.label_lower: _moves,
    Report._meta.label_lower: _reports,
    ReportMessage._meta.label_lower: _messages,
    Print._meta.label_lower: _prints,
    Case._meta.label_lower: _cases,
    LookUp._meta.label_lower: _look_ups,
}
