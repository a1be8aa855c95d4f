"""Disposal lists: proposed by the worker or for an erasure, approved by two people, done by the worker (E-79)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record, transition
from organisations.models import Settings
from people import services as people
from people.models import Person
from rights import tasks
from rights.due import erasable, erasure_of, run_out
from rights.holding import holds_on, stopping_erasure
from rights.models import DataRequest, Disposal, DisposalItem, DisposalKind, ItemOutcome, LegalHold
from rights.periods import own_periods
from rights.permissions import can_approve
from rights.states import DisposalStatus
from rights.verbs import Verb
from safeguard import transitions
from safeguard.append_only import AppendOnlyModel, dispose
from safeguard.refusals import Refused
from safeguard.retention import Rows, Rule, Then, rules
from safeguard.scoping import active_organisation
from safeguard.verification import new_code

ROWS_AT_MOST = 5000  # in one list: more than that nobody looks through; the rest comes with the next one
NOT_AGAIN_FOR = timedelta(days=182)  # what two people did not agree to, or took out


@transaction.atomic
def propose_due(*, today: date) -> Disposal | None:
    """Put what has run out on the list that waits to be decided. Calling it again adds only what is new.

    A list that one person has agreed to is not changed under the second one's hands.
    """
    Settings.objects.select_for_update(no_key=True).get()
    lists = Disposal.objects.filter(kind=DisposalKind.PERIODS)
    standing = lists.filter(status__in=[DisposalStatus.PROPOSED, DisposalStatus.APPROVED]).first()
    if standing and (standing.status == DisposalStatus.APPROVED or standing.first_by_id):
        return standing
    known = _known_rows(standing)
    found: list[tuple[Rule, int]] = []
    own, holds = own_periods(), holds_on(today)
    for rule in rules().values():
        if rule.seen_by is not None:
            continue  # not everybody who reads a list may know of them: services.endings
        if (rows := run_out(rule, today, own, holds)) is not None:
            keys = rows.order_by("pk").values_list("pk", flat=True).distinct()[:ROWS_AT_MOST]
            found += [(rule, key) for key in keys if (rule.table, key) not in known]
    found = found[: ROWS_AT_MOST - (standing.items.count() if standing else 0)]
    if not found:
        return standing
    proposed = standing or _new_list(kind=DisposalKind.PERIODS)
    _add(proposed, found)
    record(Verb.PROPOSED, proposed, by=None, detail={"rows": len(found)})
    return proposed


@transaction.atomic
def propose_erasure(person: Person, *, by: Person, reason: str, request: DataRequest | None = None) -> Disposal:
    """A list of all that can go of one person. Proposing it twice gives the list that waits already.

    Raises Refused while a hold stops it, while the person works here, and when nothing is left to erase.
    """
    Settings.objects.select_for_update(no_key=True).get()  # numbers are given one after another
    waiting = Disposal.objects.filter(
        kind=DisposalKind.ERASURE, person=person, status__in=[DisposalStatus.PROPOSED, DisposalStatus.APPROVED]
    )
    if same := waiting.first():
        return same
    today = timezone.localdate()
    plan = erasure_of(person, today)
    if plan.holds:
        raise Refused(_("A legal hold stops this. The chair or the safeguarding lead can lift it once it has ended."))
    if plan.works_here:
        raise Refused(_("This person still works here. Record first that they leave."))
    holds = holds_on(today)
    found = [
        (rule, key)
        for rule in rules().values()
        if (rows := erasable(rule, person, today, holds)) is not None
        for key in rows.order_by("pk").values_list("pk", flat=True).distinct()
    ]
    if not found:
        raise Refused(_("There is nothing that could be erased."))
    proposed = _new_list(kind=DisposalKind.ERASURE, person=person, request=request, reason=reason, proposed_by=by)
    _add(proposed, found, erasing=True)
    record(Verb.PROPOSED, proposed, by=by, detail={"rows": len(found)})
    return proposed


@transaction.atomic
def leave_out(item: DisposalItem, *, by: Person, reason: str) -> DisposalItem:
    """Take one row out of a list, with why it stays. Nobody does it once somebody has agreed to the list."""
    disposal = _locked(item.disposal_id)
    if disposal.status != DisposalStatus.PROPOSED or disposal.first_by_id:
        raise Refused(_("Somebody has agreed to this list already. Do not agree to it, and a new one is made."))
    item.refresh_from_db()
    if item.left_out_at is None:
        item.left_out_at, item.left_out_by, item.left_out_reason = timezone.now(), by, reason
        item.save(update_fields=["left_out_at", "left_out_by", "left_out_reason"])
        record(Verb.LEFT_OUT, disposal, by=by, detail={"kind": item.rule})
    return item


@transaction.atomic
def approve(disposal: Disposal, *, by: Person) -> Disposal:
    """The first agrees; the second, who is somebody else, lets the worker begin. Agreeing twice changes nothing."""
    disposal = _locked(disposal.pk)
    if disposal.status != DisposalStatus.PROPOSED:
        raise Refused(_("This list has been decided: %(status)s.") % {"status": disposal.get_status_display()})
    if disposal.first_by_id == by.pk:
        raise Refused(_("You have agreed already. A second person must look at the list too."))
    if not can_approve(by, disposal):
        raise Refused(_("Nobody agrees to a list about themself or their own family."))
    if disposal.person_id and stopping_erasure(disposal.person_id, holds_on(timezone.localdate())):
        raise Refused(_("A legal hold stops this. The chair or the safeguarding lead can lift it once it has ended."))
    if disposal.first_by_id is None:
        disposal.first_by, disposal.first_at = by, timezone.now()
        disposal.save(update_fields=["first_by", "first_at"])
        record(Verb.AGREED, disposal, by=by, changed=["first_by"])
        return disposal
    transition(disposal, to=DisposalStatus.APPROVED, by=by, verb=Verb.AGREED, second_by=by, second_at=timezone.now())
    transaction.on_commit(partial(tasks.carry_out.delay, disposal.organisation_id, disposal.pk))
    return disposal


@transaction.atomic
def reject(disposal: Disposal, *, by: Person, reason: str) -> Disposal:
    """Everything on it stays; the same rows are not proposed again for half a year."""
    disposal = _locked(disposal.pk)
    if disposal.status == DisposalStatus.REJECTED:
        return disposal
    rejected: Disposal = transition(
        disposal,
        to=DisposalStatus.REJECTED,
        by=by,
        verb=Verb.REJECTED,
        rejected_by=by,
        rejected_at=timezone.now(),
        rejected_reason=reason,
    )
    return rejected


@transaction.atomic
def carry_out(disposal_pk: int, *, today: date) -> Disposal | None:
    """Do what two people agreed to, if it is still so today. Calling it twice does it once; all of it or nothing.

    A hold that was placed since, and a record that is needed again, stop single rows; the certificate counts them.
    """
    disposal = Disposal.objects.select_for_update(of=("self",), no_key=True).filter(pk=disposal_pk).first()
    if disposal is None or disposal.status != DisposalStatus.APPROVED:
        return None
    holds = holds_on(today)
    erased = disposal.person if disposal.kind == DisposalKind.ERASURE else None
    if erased and not stopping_erasure(erased.pk, holds) and erased.left_on is None and erased.deceased_on is None:
        people.leave(erased, on=today, by=None)
    counts: Counter[tuple[str, str]] = Counter()
    for rule in rules().values():
        for outcome, keys in _outcomes(rule, disposal, erased, today, holds):
            DisposalItem.objects.filter(disposal=disposal, table_name=rule.table, row_id__in=keys).update(
                outcome=outcome
            )
            counts[rule.key, outcome] += len(keys)
    transitions.transition(
        disposal,
        to=DisposalStatus.DONE,
        done_at=timezone.now(),
        counts=[[key, outcome, number] for (key, outcome), number in sorted(counts.items()) if number],
    )
    totals: Counter[str] = Counter()
    for (_key, outcome), number in counts.items():
        totals[outcome] += number
    detail = {"code": disposal.code} | {outcome: totals[outcome] for outcome in sorted(totals)}
    record(Verb.DISPOSED, disposal, by=None, states=(DisposalStatus.APPROVED, DisposalStatus.DONE), detail=detail)
    return disposal


def carry_out_left_behind(*, today: date) -> None:
    """Lists whose task was lost."""
    for key in Disposal.objects.filter(status=DisposalStatus.APPROVED).values_list("pk", flat=True):
        carry_out(key, today=today)


def _outcomes(
    rule: Rule, disposal: Disposal, erased: Person | None, today: date, holds: list[LegalHold]
) -> Iterable[tuple[str, list[int]]]:
    """What became of the rows of one kind."""
    items = disposal.items.filter(rule=rule.key, left_out_at=None, outcome=ItemOutcome.WAITING)
    listed = set(items.values_list("row_id", flat=True))
    if not listed:
        return
    there = set(_rows(rule, listed).values_list("pk", flat=True))
    yield ItemOutcome.GONE, sorted(listed - there)
    due = _still_due(rule, erased, today, ())
    needed = there - _among(due, there)
    yield ItemOutcome.KEPT, sorted(needed)
    free = _among(_still_due(rule, erased, today, holds), there)
    yield ItemOutcome.HELD, sorted(there - needed - free)
    then = Then(items.values_list("then", flat=True)[0]) if free else Then.KEEP
    if then == Then.ANONYMISE and rule.anonymise is not None:
        rule.anonymise(_rows(rule, free))
        yield ItemOutcome.ANONYMISED, sorted(free)
    elif then == Then.SHRED and rule.shred is not None:
        rule.shred(_rows(rule, free))
        yield ItemOutcome.SHREDDED, sorted(free)
    elif then == Then.DELETE:
        gone = [row.pk for row in _rows(rule, free).order_by("pk") if _removed(row, rule)]
        yield ItemOutcome.DISPOSED, gone
        yield ItemOutcome.KEPT, sorted(free - set(gone))


def _still_due(rule: Rule, erased: Person | None, today: date, holds: Iterable[LegalHold]) -> Rows | None:
    return erasable(rule, erased, today, holds) if erased else run_out(rule, today, own_periods(), holds)


def _among(rows: Rows | None, keys: set[int]) -> set[int]:
    return set() if rows is None else keys & set(rows.order_by().values_list("pk", flat=True))


def _rows(rule: Rule, keys: Iterable[int]) -> Any:
    return rule.model_class._default_manager.filter(pk__in=list(keys))


def _removed(row: models.Model, rule: Rule) -> bool:
    """Whether the row went: it stays while something that stays points at it."""
    key = row.pk
    model = type(row)
    try:
        Collector(using="default", origin=row).collect([row])
    except (ProtectedError, RestrictedError):
        return False
    if rule.forget is not None:
        transaction.on_commit(partial(rule.forget, model._default_manager.get(pk=key)))
    if issubclass(model, AppendOnlyModel):
        dispose(model._default_manager.filter(pk=key))
    else:
        row.delete()
    return True


def _known_rows(standing: Disposal | None) -> set[tuple[str, int]]:
    """What is on the list already, or was kept on purpose within the last half year."""
    since = timezone.now() - NOT_AGAIN_FOR
    kept = DisposalItem.objects.filter(
        models.Q(left_out_at__gt=since) | models.Q(disposal__status="rejected", disposal__rejected_at__gt=since)
    )
    listed = standing.items.all() if standing else DisposalItem.objects.none()
    return {row for rows in (kept, listed) for row in rows.values_list("table_name", "row_id")}


def _new_list(**details: Any) -> Disposal:
    last = Disposal.objects.aggregate(last=Max("number"))["last"] or 0
    return Disposal.objects.create(organisation=active_organisation(), number=last + 1, code=new_code(), **details)


def _add(disposal: Disposal, found: Iterable[tuple[Rule, int]], *, erasing: bool = False) -> None:
    DisposalItem.objects.bulk_create(
        [
            DisposalItem(
                disposal=disposal,
                rule=rule.key,
                table_name=rule.table,
                row_id=key,
                then=rule.at_erasure if erasing else rule.then,
            )
            for rule, key in found
        ],
        batch_size=500,
    )


def _locked(pk: int) -> Disposal:
    return Disposal.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
