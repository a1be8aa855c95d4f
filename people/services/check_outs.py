"""The check-out: what somebody holds is listed once, and each thing is confirmed by somebody else (E-22)."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from audit.services import Actor, record
from people.models import CheckOut, CheckOutItem, CheckOutKind, Person
from people.permissions import a_colleague_can, is_own_family
from people.verbs import Verb
from safeguard.handovers import Handover, all_handovers
from safeguard.refusals import Refused


class CheckOutRefused(Refused):
    """This cannot be confirmed, or added, now."""


@transaction.atomic
def begin(person: Person, *, kind: CheckOutKind, last_day: date, by: Actor) -> CheckOut:
    """List what is in somebody's hands now. Begun twice, it adds only what is new. Nothing to list: closed at once.

    Of a suspension only what it switches off is listed; what a person keeps is theirs until they leave.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    check_out, is_new = CheckOut.objects.get_or_create(
        person=person,
        kind=kind,
        closed_at=None,
        defaults={"last_day": last_day, "begun_by": by if isinstance(by, Person) else None},
    )
    if not is_new and check_out.last_day != last_day:
        check_out.last_day = last_day
        check_out.save(update_fields=["last_day"])
    listed = set(check_out.items.values_list("key", flat=True))
    found = [one for one in all_handovers(person) if kind == CheckOutKind.LEAVING or one.at_suspension]
    new = {one.key: one for one in found if one.key not in listed}
    CheckOutItem.objects.bulk_create(_item(check_out, one) for one in new.values())
    if is_new:
        record(Verb.CHECK_OUT_BEGUN, person, by=by, detail={"things": len(new), "last day": last_day})
    return close_if_done(check_out)


def _item(check_out: CheckOut, found: Handover) -> CheckOutItem:
    return CheckOutItem(
        check_out=check_out,
        key=found.key,
        title=found.title[:300],
        hint=found.hint[:500],
        url=found.url[:500],
        ends_by_itself=found.ends_by_itself,
    )


@transaction.atomic
def add_item(person: Person, *, title: str, by: Person, hint: str = "") -> CheckOutItem:
    """Something that the software does not know of, such as a key. Raises CheckOutRefused.

    It goes on the list that is open; of somebody who leaves and had nothing, on a new one.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require_somebody_else(person, by)
    check_out = person.check_outs.open().order_by("kind").first()
    if check_out is None:
        last_day = person.left_on or person.deceased_on
        if last_day is None:
            raise CheckOutRefused(_("Record first that %(person)s leaves.") % {"person": person})
        check_out = CheckOut.objects.create(person=person, kind=CheckOutKind.LEAVING, last_day=last_day, begun_by=by)
    if check_out.items.filter(title=title, done_at=None).exists():
        raise CheckOutRefused(_("This is on the list already."))
    item: CheckOutItem = CheckOutItem.objects.create(
        check_out=check_out, key=f"by_hand:{uuid4()}", title=title, hint=hint, added_by=by
    )
    record(Verb.CHECK_OUT_ADDED, person, by=by)
    return item


@transaction.atomic
def confirm(item: CheckOutItem, *, by: Person, note: str = "") -> CheckOutItem:
    """Somebody else says that it is handed over, given back or off. Raises CheckOutRefused while it is not."""
    check_out = CheckOut.objects.select_for_update(no_key=True).select_related("person").get(pk=item.check_out_id)
    item = check_out.items.get(pk=item.pk)
    if check_out.closed_at is not None and item.done_at is None:
        raise CheckOutRefused(_("This list has ended: the person is back. Nothing on it is to be confirmed any more."))
    if item.done_at is not None:
        raise CheckOutRefused(_("This is confirmed already."))
    require_somebody_else(check_out.person, by)
    require_out_of_hands(item, check_out)
    item.done_at, item.done_by, item.note = timezone.now(), by, note
    item.save(update_fields=["done_at", "done_by", "note"])
    record(Verb.CHECK_OUT_CONFIRMED, check_out.person, by=by, detail={"what": item.key.partition(":")[0]})
    close_if_done(check_out)
    return item


def require_somebody_else(person: Person, by: Person) -> None:
    """Nobody confirms for themself, nor for their own family where a colleague can. Raises CheckOutRefused."""
    if by == person:
        raise CheckOutRefused(_("Somebody else confirms what you hand over. Ask whoever manages people."))
    if is_own_family(by, person) and a_colleague_can(by):
        raise CheckOutRefused(_("Somebody else confirms it for your own family. Ask a colleague."))


def require_out_of_hands(item: CheckOutItem, check_out: CheckOut) -> None:
    """Refuse, with where to go, while the software itself still sees the thing in the person's hands."""
    still = held_still(check_out).get(item.key)
    if still is None:
        return
    words = {"what": item.title, "person": check_out.person, "day": formats.date_format(check_out.last_day)}
    if still.ends_by_itself or check_out.kind == CheckOutKind.SUSPENSION:
        raise CheckOutRefused(_("“%(what)s” is not off yet: it ends with %(day)s. Confirm it after that day.") % words)
    if check_out.person.deceased_on:
        raise CheckOutRefused(
            _("“%(what)s” still stands in the name of %(person)s. Put it into other hands, then confirm it here.")
            % words
        )
    raise CheckOutRefused(
        _("“%(what)s” is still in the hands of %(person)s. Open it, put it into other hands, then confirm it here.")
        % words
    )


def held_still(check_out: CheckOut) -> dict[str, Handover]:
    """What on the list is still in the person's hands today."""
    found = {one.key: one for one in all_handovers(check_out.person)}
    if check_out.kind == CheckOutKind.SUSPENSION:
        return {key: one for key, one in found.items() if not one.is_off}
    return found


def close_if_done(check_out: CheckOut) -> CheckOut:
    if check_out.closed_at is None and not check_out.items.filter(done_at=None).exists():
        check_out.closed_at = timezone.now()
        check_out.save(update_fields=["closed_at"])
    return check_out


@transaction.atomic
def call_off(person: Person, *, kind: CheckOutKind, by: Actor) -> CheckOut | None:
    """The person is back, or reinstated: the list ends as it stands, and what nobody confirmed stays unconfirmed."""
    check_out = person.check_outs.open().filter(kind=kind).select_for_update(no_key=True).first()
    if check_out is None:
        return None
    check_out.closed_at = timezone.now()
    check_out.save(update_fields=["closed_at"])
    record(Verb.CHECK_OUT_ENDED, person, by=by)
    return check_out
