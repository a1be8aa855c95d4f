"""What falls due in cases: what is awaited in a record, a suspension to think about, a decision without its ground.

Titles and reasons go into mails: they say that something is waiting, and nothing of what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Case, Hold, Record, RecordKind, SharingDecision
from incidents.models.cases import CaseQuerySet
from incidents.models.doing import RecordQuerySet
from incidents.owed.cases import worked_on
from incidents.owed.whom import handlers_of
from incidents.procedures import concerns_worker
from incidents.services.sharing import together
from organisations.models import Settings
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule
from safeguard.vault import VaultError

ON_THE_DAY = Schedule(days=(0,), repeat_every=3)
EVERY_DAY = Schedule(days=(-3, -2, -1, 0), repeat_every=1)  # hours are counted
# Asked for although an agency asked us to wait (E-60).
DUTIES = (
    RecordKind.BREACH,
    RecordKind.REGULATOR,
    RecordKind.OBJECTION,
)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    cases = worked_on(person)
    records = list(_awaited(cases).select_related("case"))
    suspensions = _to_think_about_suspension(cases)
    decisions = _without_ground(cases)
    rows = [*records, *decisions]
    concerned = {case.pk: case for case in (*(one.case for one in rows), *suspensions)}
    if not concerned:
        return
    told = handlers_of(concerned.values(), today)
    for obligation in (
        *(_awaited_record(one, one.due_on, told) for one in records if one.due_on is not None),
        *(_suspension(case, told) for case in suspensions),
        *(_ground(one, told) for one in decisions),
    ):
        if obligation.recipients and (person is None or person in obligation.recipients):
            yield obligation


def _awaited(cases: CaseQuerySet) -> RecordQuerySet:
    waiting: RecordQuerySet = Record.objects.open().filter(case__in=cases, due_on__isnull=False)
    held = Hold.objects.filter(case=OuterRef("case"), ended_at=None)
    return waiting.filter(Q(kind__in=DUTIES) | ~Exists(held)).order_by("due_on", "pk")


def _awaited_record(record: Record, due_on: date, told: dict[int, tuple[int, ...]]) -> Obligation:
    by_the_hour = record.due_at is not None
    return Obligation(
        key=f"incidents.record:{record.pk}:{due_on:%Y-%m-%d}",
        title=_("Something in the concerns log is waiting for you"),
        due_on=due_on,
        url=address("incidents:record_waiting", record.uid),
        recipients=told[record.case_id],
        schedule=EVERY_DAY if by_the_hour else ON_THE_DAY,
        reason=_("It has to be done by an hour, weekends included. Sign in and look.")
        if by_the_hour
        else _("Sign in and look."),
        action=_("Sign in and look"),
        is_closed=True,
    )


def _to_think_about_suspension(cases: CaseQuerySet) -> list[Case]:
    """A complaint about somebody who works here is enough (RW-47), unless an agency has asked us to wait."""
    if not Settings.current().prompt_suspension:
        return []
    made = Record.objects.filter(case=OuterRef("pk"), kind=RecordKind.SUSPENSION)
    held = Hold.objects.filter(case=OuterRef("pk"), ended_at=None)
    return [case for case in cases.filter(~Exists(made), ~Exists(held)).defer("sealed") if concerns_worker(case)]


def _suspension(case: Case, told: dict[int, tuple[int, ...]]) -> Obligation:
    return Obligation(
        key=f"incidents.consider:{case.pk}",
        title=_("Something in the concerns log is waiting for you"),
        due_on=timezone.localdate(case.opened_at),
        url=address("incidents:consider", case.uid),
        recipients=told[case.pk],
        schedule=ON_THE_DAY,
        reason=_("Sign in and look."),
        action=_("Sign in and look"),
        clause="RW-47",
        is_closed=True,
    )


def _without_ground(cases: CaseQuerySet) -> list[SharingDecision]:
    """What was shared, and nobody has said on which ground, or in which section of a protocol (RW-17, WY-88).

    The words are sealed, so they are read here; what cannot be opened is asked for elsewhere.
    """
    rows = SharingDecision.objects.filter(case__in=cases, is_shared=True).select_related("case").order_by("pk")
    added: dict[int, list[SharingDecision]] = {}
    first = []
    for row in rows:
        if row.adds_to_id:
            added.setdefault(row.adds_to_id, []).append(row)
        else:
            first.append(row)
    found = []
    for row in first:
        try:
            said = together(row, added.get(row.pk, []))
        except VaultError:
            continue
        basis = said.get("basis") or []
        if not basis or ("protocol" in basis and not (said.get("protocol") or {}).get("section")):
            found.append(row)
    return found


def _ground(decision: SharingDecision, told: dict[int, tuple[int, ...]]) -> Obligation:
    return Obligation(
        key=f"incidents.ground:{decision.pk}",
        title=_("Something in the concerns log is waiting for you"),
        due_on=timezone.localdate(decision.recorded_at),
        url=address("incidents:sharing_waiting", decision.uid),
        recipients=told[decision.case_id],
        schedule=ON_THE_DAY,
        reason=_("Sign in and look."),
        action=_("Sign in and look"),
        clause="WY-88",
        is_closed=True,
    )
