"""The charity's own periods, and legal holds."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from organisations.models import Settings
from people.models import Person
from rights.models import LegalHold, RetentionPeriod
from rights.verbs import Verb
from safeguard.refusals import Refused
from safeguard.retention import rules

LONGEST = 1200  # months: a hundred years (fact 69: some records are kept for seventy-five)


@transaction.atomic
def set_period(rule: str, *, by: Person, months: int, reason: str) -> RetentionPeriod:
    """Keep this kind of record for so many months here, for a reason. Raises Refused for a kind without a period."""
    known = rules().get(rule)
    if known is None or not known.months:
        raise Refused(_("This kind of record has no period that could be changed."))
    if not 1 <= months <= LONGEST:
        raise Refused(_("Enter between 1 and %(most)d months.") % {"most": LONGEST})
    Settings.objects.select_for_update(no_key=True).get()
    before = RetentionPeriod.objects.filter(rule=rule).first()
    if before and (before.months, before.reason) == (months, reason):
        return before
    period = before or RetentionPeriod(rule=rule)
    was = before.months if before else known.months
    period.months, period.reason, period.changed_by, period.changed_at = months, reason, by, timezone.now()
    period.save()
    record(Verb.PERIOD_SET, period, by=by, detail={"before": was, "after": months})
    return period


@transaction.atomic
def use_default(rule: str, *, by: Person) -> None:
    """Go back to our period."""
    period = RetentionPeriod.objects.select_for_update(no_key=True).filter(rule=rule).first()
    if period is None:
        return
    was, key = period.months, period.pk
    period.delete()
    period.pk = key  # for the audit, which names what is gone
    record(Verb.PERIOD_SET, period, by=by, detail={"before": was, "after": rules()[rule].months})


@transaction.atomic
def hold(
    *,
    by: Person,
    reason: str,
    person: Person | None = None,
    rule: str = "",
    starts_on: date,
    ends_on: date | None = None,
) -> LegalHold:
    """Nothing about this person, or of this kind, goes until the hold is lifted or ends. Placing it twice is once."""
    if rule and rule not in rules():
        raise Refused(_("Choose a kind of record from the list."))
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day cannot be before the first."))
    Settings.objects.select_for_update(no_key=True).get()
    same = LegalHold.objects.filter(person=person, rule=rule, reason=reason, starts_on=starts_on, lifted_at=None)
    if placed := same.first():
        return placed
    made = LegalHold.objects.create(
        person=person, rule=rule, reason=reason, starts_on=starts_on, ends_on=ends_on, placed_by=by
    )
    record(Verb.HELD, made, by=by, detail={"kind": rule or "every kind", "one person": person is not None})
    return made


@transaction.atomic
def lift(held: LegalHold, *, by: Person, reason: str) -> LegalHold:
    """What was held may go again, if its time has come. Lifting it twice is once."""
    held = LegalHold.objects.select_for_update(of=("self",), no_key=True).get(pk=held.pk)
    if held.lifted_at is None:
        held.lifted_by, held.lifted_at, held.lifted_reason = by, timezone.now(), reason
        held.save(update_fields=["lifted_by", "lifted_at", "lifted_reason"])
        record(Verb.LIFTED, held, by=by)
    return held
