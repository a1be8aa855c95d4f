"""Somebody leaves, comes back, or dies. Records stay; access, links and messages end."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from audit.services import Actor, record
from audit.verbs import Verb
from people import links, verbs
from people.models import CheckOutKind, Person, RoleHolding, ServicePeriod
from people.services.check_outs import begin, call_off
from people.services.roles import forget_roles, require_successor
from safeguard.handovers import all_handovers
from safeguard.refusals import Refused


class LeavingRefused(Refused):
    """This person cannot leave, or come back, in this way."""


@transaction.atomic
def leave(person: Person, *, on: date, by: Actor, reason: str = "", team_to: Person | None = None) -> Person:
    """The last day of somebody's service. Raises LeavingRefused, and RoleRefused for the last chair.

    What the person holds is put on the list of the check-out. Roles end with that day, personal links open nothing any
    more, and the people led get another line manager. The sign-in stays the person's own and works in other charities;
    here the pages answer as to a stranger.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.left_on or person.deceased_on:
        raise LeavingRefused(_("%(person)s has left already.") % {"person": person})
    period = person.periods.get(ends_on=None)
    if on < period.starts_on:
        first = formats.date_format(period.starts_on)
        raise LeavingRefused(
            _("%(person)s joined on %(first)s and cannot leave before.") % {"person": person, "first": first}
        )
    for holding in RoleHolding.objects.ahead(on).filter(person=person, starts_on__lte=on):
        require_successor(holding, on=on)
    begin(person, kind=CheckOutKind.LEAVING, last_day=on, by=by)
    ended = _end_everything(person, on=on, reason=reason)
    person.left_on = on
    person.save(update_fields=["left_on"])
    team = Person.objects.filter(line_manager=person).update(line_manager=team_to)
    record(Verb.LEFT, person, by=by, changed=["left_on"], detail={"last day": on, "roles": ended, "team": team})
    return person


@transaction.atomic
def rejoin(person: Person, *, on: date, by: Actor) -> Person:
    """A new period of service. Nothing of the old one lives again: no role, sign-in, link or signature (E-21).

    `joined_on` is the first day of the present period, so what was signed before it does not count any more.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.deceased_on:
        raise LeavingRefused(_("%(person)s is recorded as deceased.") % {"person": person})
    if person.left_on is None:
        raise LeavingRefused(_("%(person)s has not left.") % {"person": person})
    if on < person.left_on:
        last = formats.date_format(person.left_on)
        raise LeavingRefused(_("The last day was %(last)s. The return cannot be before.") % {"last": last})
    old = RoleHolding.objects.filter(person=person, ends_on__gte=on)
    old.filter(starts_on=on).delete()  # back on the last day itself: the roles of before end the day before
    old.update(ends_on=on - timedelta(days=1))
    person.left_on, person.joined_on, person.user = None, on, None
    person.save(update_fields=["left_on", "joined_on", "user"])
    ServicePeriod.objects.create(person=person, starts_on=on)
    call_off(person, kind=CheckOutKind.LEAVING, by=by)
    links.revoke(person)  # those of somebody whose last day was still to come stood until now
    forget_roles(person)
    record(verbs.Verb.REJOINED, person, by=by, changed=["left_on", "joined_on"], detail={"first day": on})
    return person


@transaction.atomic
def record_death(person: Person, *, on: date, by: Actor) -> Person:
    """Stop every message at once and keep the records (E-23). This never waits for a successor.

    What the person held is put on the list of the check-out, for others to take over.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.deceased_on:
        raise LeavingRefused(_("The death of %(person)s is recorded already.") % {"person": person})
    if on > timezone.localdate():
        raise LeavingRefused(_("This day is still to come."))
    if any(True for _one in all_handovers(person)) or person.check_outs.open().exists():
        begin(person, kind=CheckOutKind.LEAVING, last_day=person.left_on or on, by=by)
    ended = _end_everything(person, on=on, reason="")
    person.deceased_on = on
    person.save(update_fields=["deceased_on"])
    links.revoke(person)
    Person.objects.filter(line_manager=person).update(line_manager=None)
    record(verbs.Verb.DIED, person, by=by, changed=["deceased_on"], detail={"roles": ended})
    return person


@transaction.atomic
def take_back_death(person: Person, *, by: Actor) -> Person:
    """It was somebody else, or a wrong click. The person has left, and can be taken in again by `rejoin`."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.deceased_on is None:
        raise LeavingRefused(_("%(person)s is not recorded as deceased.") % {"person": person})
    person.left_on, person.deceased_on = person.left_on or person.deceased_on, None
    person.save(update_fields=["left_on", "deceased_on"])
    record(verbs.Verb.DEATH_TAKEN_BACK, person, by=by, changed=["deceased_on", "left_on"])
    return person


def _end_everything(person: Person, *, on: date, reason: str) -> list[str]:
    """End roles and the period with that day and take links back; the names of the roles that ended."""
    ahead = RoleHolding.objects.ahead(on).filter(person=person)
    ended = sorted({holding.role for holding in ahead})
    ahead.filter(starts_on__gt=on).delete()
    RoleHolding.objects.filter(pk__in=ahead.filter(starts_on__lte=on)).update(ends_on=on)
    for period in person.periods.filter(ends_on=None):
        period.ends_on, period.reason = max(on, period.starts_on), reason
        period.save(update_fields=["ends_on", "reason"])
    if on <= timezone.localdate():
        links.revoke(person)
    forget_roles(person)
    return ended
