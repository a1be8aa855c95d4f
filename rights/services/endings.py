"""The end of rows of which not everybody may know, one by one (safeguard.retention, `seen_by`).

A list for all would tell by its numbers that there is a case which somebody may not see. So each such row is decided by
two of those who see it, on a page that nobody else finds. The audit hears of it under the row itself.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from people.models import Person
from rights.due import run_out
from rights.holding import holds_on
from rights.models import Ending
from rights.periods import own_periods
from rights.services.disposals import NOT_AGAIN_FOR
from rights.states import DisposalStatus
from rights.verbs import Verb
from safeguard import transitions
from safeguard.refusals import Refused
from safeguard.retention import Rows, Rule, rules
from safeguard.verification import new_code


def confidential() -> list[Rule]:
    return [rule for rule in rules().values() if rule.seen_by is not None]


@transaction.atomic
def propose_due(*, today: date) -> int:
    """Bring the days up to date, put what has run out before those who may decide, and take back what is needed again.

    Calling it again adds only what is new. Returns how many were added.
    """
    added = 0
    own, holds = own_periods(), holds_on(today)
    for rule in confidential():
        if rule.bring_up_to_date is not None:
            rule.bring_up_to_date()
        rows = run_out(rule, today, own, holds)
        due = set() if rows is None else set(rows.order_by().values_list("pk", flat=True))
        Ending.objects.to_decide().filter(rule=rule.key).exclude(row_id__in=due).delete()
        since = timezone.now() - NOT_AGAIN_FOR
        known = set(Ending.objects.to_decide().filter(rule=rule.key).values_list("row_id", flat=True))
        known |= set(Ending.objects.filter(rule=rule.key, rejected_at__gt=since).values_list("row_id", flat=True))
        new = [Ending(rule=rule.key, row_id=key, code=new_code()) for key in sorted(due - known)]
        for one in new:
            one.save()
        added += len(new)
    return added


def open_to(person: Person) -> list[tuple[Ending, Any]]:
    """What waits for a decision by somebody, with the row: few queries for each kind of record."""
    found = []
    for rule in confidential():
        waiting = {one.row_id: one for one in Ending.objects.to_decide().filter(rule=rule.key)}
        if waiting and rule.seen_by is not None:
            seen = rule.seen_by(person).filter(pk__in=waiting).order_by("pk")
            found += [(waiting[row.pk], row) for row in seen]
    return found


def row_of(ending: Ending, person: Person) -> Any | None:
    """The row, as long as this person may know of it."""
    rule = rules().get(ending.rule)
    if rule is None or rule.seen_by is None:
        return None
    return rule.seen_by(person).filter(pk=ending.row_id).first()


@transaction.atomic
def agree(ending: Ending, *, by: Person) -> Ending:
    """The first agrees; with the second, who is somebody else, it is done. Agreeing twice changes nothing.

    Raises Refused when the time has not come any more: a hold, a birth date put right, a case opened again.
    """
    ending = Ending.objects.select_for_update(of=("self",), no_key=True).get(pk=ending.pk)
    row = row_of(ending, by)
    if row is None:
        raise Refused(_("This is not yours to decide."))
    if ending.status != DisposalStatus.PROPOSED:
        raise Refused(_("This has been decided: %(status)s.") % {"status": ending.get_status_display()})
    rule = rules()[ending.rule]
    rows = _due_now(rule, ending, timezone.localdate())
    if ending.first_by_id == by.pk:
        raise Refused(_("You have agreed already. A second person must look at it too."))
    if ending.first_by_id is None:
        ending.first_by, ending.first_at = by, timezone.now()
        ending.save(update_fields=["first_by", "first_at"])
        record(Verb.AGREED, row, by=by)
        return ending
    now = timezone.now()
    transitions.transition(ending, to=DisposalStatus.APPROVED, second_by=by, second_at=now)
    assert rule.shred is not None  # noqa: S101
    rule.shred(rows)
    transitions.transition(ending, to=DisposalStatus.DONE, done_at=now)
    record(Verb.AGREED, row, by=by, states=(DisposalStatus.PROPOSED, DisposalStatus.DONE))
    return ending


def _due_now(rule: Rule, ending: Ending, today: date) -> Rows:
    if rule.bring_up_to_date is not None:
        rule.bring_up_to_date()
    due = run_out(rule, today, own_periods(), holds_on(today))
    if due is None or not due.filter(pk=ending.row_id).exists():
        raise Refused(_("Its time has not run out any more, or a legal hold stops it. Nothing was done."))
    return rule.model_class._default_manager.filter(pk=ending.row_id)


@transaction.atomic
def keep(ending: Ending, *, by: Person) -> Ending:
    """It stays; nobody is asked again for half a year."""
    ending = Ending.objects.select_for_update(of=("self",), no_key=True).get(pk=ending.pk)
    row = row_of(ending, by)
    if row is None:
        raise Refused(_("This is not yours to decide."))
    if ending.status == DisposalStatus.REJECTED:
        return ending
    if ending.status != DisposalStatus.PROPOSED:
        raise Refused(_("This has been decided: %(status)s.") % {"status": ending.get_status_display()})
    transitions.transition(ending, to=DisposalStatus.REJECTED, rejected_by=by, rejected_at=timezone.now())
    record(Verb.REJECTED, row, by=by)
    return ending
