"""What ends by itself with somebody's last day: their positions, training that they were offered, and their standing.

Whoever comes back begins anew; nothing of the time before lives again (E-21).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from audit.models import AuditEvent
from audit.services import record, transition
from audit.verbs import Verb as CommonVerb
from people.models import Person, RoleHolding, ServicePeriod
from people.retention import people_gone_by
from people.roles import WORKERS
from people.verbs import Verb as PeopleVerb
from volunteers.models import ChangeKind, Placement, StandingChange, TrainingOffer, VolunteerStanding
from volunteers.states import Standing
from volunteers.verbs import Verb


@transaction.atomic
def end_work(person: Person, *, on: date, by: Person | None) -> None:
    """Positions and offers that go beyond that day end with it. Twice is once."""
    beyond = Q(ends_on=None) | Q(ends_on__gt=on)
    for placement in Placement.objects.select_for_update(no_key=True).filter(beyond, person=person):
        placement.ends_on = max(on, placement.starts_on)
        placement.save(update_fields=["ends_on"])
        record(CommonVerb.CHANGED, placement, by=by, changed=["ends_on"])
    TrainingOffer.objects.filter(person=person, closed_on=None).update(closed_on=on)


def end_work_of_leavers(today: date) -> int:
    """Of everybody who has left or died. Returns of how many something ended.

    A standing ends when the last day is over, so that whoever is taken back on it never stops being active.
    """
    left = people_gone_by(today)
    held = Placement.objects.filter(ends_on=None).order_by().values("person")
    offered = TrainingOffer.objects.filter(closed_on=None).order_by().values("person")
    found = list(left.filter(Q(pk__in=held) | Q(pk__in=offered)).select_related("merged_into"))
    for person in found:
        own = person.merged_into or person
        end_work(person, on=_last_day(own), by=None)
    gone = people_gone_by(today - timedelta(days=1))
    active = VolunteerStanding.objects.filter(status=Standing.ACTIVE, person__in=gone.order_by().values("pk"))
    ended = filter(None, map(_end_standing, list(active.order_by("pk").values_list("pk", flat=True))))
    return len({person.pk for person in found} | set(ended))


def begin_anew_of_returners(today: date) -> int:
    """Whoever came back and works here again is active from the first day of the new time; returns how many.

    It is the page of people that took them back, and it knows of no standing: without this, somebody who works here
    would be listed among those who ended, and nothing that is missing of them would be asked for.
    """
    works = RoleHolding.objects.on(today).filter(role__in=WORKERS).order_by().values("person")
    before = ServicePeriod.objects.filter(
        ends_on__lte=F("person__joined_on"), ends_on__gte=F("person__standing__since")
    )
    back = Person.objects.current(today).filter(pk__in=works).filter(pk__in=before.order_by().values("person"))
    ended = VolunteerStanding.objects.filter(status=Standing.ENDED, person__in=back.order_by().values("pk"))
    keys = ended.order_by("pk").values_list("pk", flat=True)
    return sum(_begin_anew(key) for key in list(keys))


@transaction.atomic
def _end_standing(key: int) -> int | None:
    """Neutral: no reason, for nobody decided anything. A suspension stays one, with the question that belongs to it.

    Returns whose it was.
    """
    held = VolunteerStanding.objects.select_for_update(no_key=True, of=["self"]).select_related("person__merged_into")
    standing = held.filter(pk=key, status=Standing.ACTIVE).first()
    if standing is None:
        return None
    own = standing.person.merged_into or standing.person
    on = max(_last_day(own), standing.since)
    transition(standing, to=Standing.ENDED, by=None, verb=Verb.ENDED, since=on, review_on=None)
    by = _noted_by(own, CommonVerb.LEFT, PeopleVerb.DIED)
    StandingChange.objects.create(person=standing.person, kind=ChangeKind.ENDED, on=on, decided_by=by, words={})
    return int(standing.person_id)


@transaction.atomic
def _begin_anew(key: int) -> bool:
    held = VolunteerStanding.objects.select_for_update(no_key=True, of=["self"]).select_related("person")
    standing = held.filter(pk=key, status=Standing.ENDED).first()
    if standing is None:
        return False
    person = standing.person
    transition(standing, to=Standing.ACTIVE, by=None, verb=Verb.ACTIVATED, since=person.joined_on, review_on=None)
    by = _noted_by(person, PeopleVerb.REJOINED)
    StandingChange.objects.create(
        person=person, kind=ChangeKind.ACTIVATED, on=person.joined_on, decided_by=by, words={}
    )
    return True


def _last_day(person: Person) -> date:
    return min(filter(None, (person.left_on, person.deceased_on)))


def _noted_by(person: Person, *verbs: str) -> Person:
    """Who wrote down that somebody went or came back; the person themself where that is no longer on record."""
    events = AuditEvent.objects.about(person).filter(verb__in=verbs, actor_id__isnull=False)
    keys = events.newest_first().values_list("actor_id", flat=True)
    found: Person | None = Person.objects.filter(pk=keys.first()).first()
    return found or person
