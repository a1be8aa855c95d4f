"""What falls due about training: offers that are open, what runs out soon, and once a month who has a gap."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import Person
from people.offices import holders
from people.roles import Role
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule
from volunteers.models import Completion, Topic, TrainingOffer
from volunteers.services.training import State, gap, items_of, running

OFFER = Schedule(days=(-30, -7, 0), repeat_every=14, repeat_at_most=3, escalate_after=14)
RUNS_OUT = Schedule(days=(-60, -30, 0))
MONTHLY = Schedule(days=(-7, 0))
AHEAD = timedelta(days=60)
AFTERWARDS = timedelta(days=30)  # for so long a person is told that something ran out; then it is a gap like others


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    keepers = holders(Role.COORDINATOR, today=today) or holders(Role.LEAD, Role.CHAIR, today=today)
    topics = running(today)
    if not topics:
        return
    yield from offers(topics, today, person, keepers)
    yield from running_out(topics, today, person)
    if person is None or person in keepers:
        yield from gaps(topics, today, keepers)


def offers(topics: list[Topic], today: date, person: int | None, keepers: tuple[int, ...]) -> Iterator[Obligation]:
    """What somebody was offered and has not completed (IL-55)."""
    found = TrainingOffer.objects.filter(closed_on=None, topic__in=topics, person__in=Person.objects.current(today))
    if person is not None:
        found = found.filter(person=person)
    for offer in found.select_related("topic"):
        yield Obligation(
            key=f"volunteers.offer:{offer.pk}",
            title=_("Training: %(topic)s") % {"topic": offer.topic},
            due_on=offer.due_on,
            url=address("volunteers:training_of", offer.person_id),
            recipients=(offer.person_id,),
            schedule=OFFER,
            reason=_("You were offered it. Whoever looks after training notes that you did it."),
            escalate_to=tuple(key for key in keepers if key != offer.person_id),
            action=_("See my training"),
            clause="IL-55",
        )


def running_out(topics: list[Topic], today: date, person: int | None) -> Iterator[Obligation]:
    """What somebody completed and needs anew; not where it was done again, or is offered already."""
    found = Completion.objects.standing().filter(
        topic__in=[topic for topic in topics if topic.is_required],
        expires_on__range=(today - AFTERWARDS, today + AHEAD),
    )
    if person is not None:
        found = found.filter(person=person)
    soon = {completion.pk: completion.person_id for completion in found}
    for key, items in items_of(sorted(set(soon.values())), today, topics).items():
        for item in items:
            done = item.completion
            if done is None or done.expires_on is None or done.pk not in soon:
                continue
            if item.offer or item.state not in (State.DONE, State.EXPIRED):
                continue
            yield Obligation(
                key=f"volunteers.expiry:{done.pk}",
                title=_("Training runs out: %(topic)s") % {"topic": item.topic},
                due_on=done.expires_on,
                url=address("volunteers:training_of", key),
                recipients=(key,),
                schedule=RUNS_OUT,
                reason=_("It counts for a time only. Ask the coordinator when it is held next."),
                action=_("See my training"),
            )


def gaps(topics: list[Topic], today: date, keepers: tuple[int, ...]) -> Iterator[Obligation]:
    """Once a month, for those who look after training: somebody lacks what their role needs, and no offer is open."""
    if not waiting_for_an_offer(topics, today):
        return
    last = today.replace(day=monthrange(today.year, today.month)[1])
    yield Obligation(
        key=f"volunteers.gaps:{today:%Y-%m}",
        title=_("Some people lack a training that they need"),
        due_on=last,
        url=address("volunteers:gaps"),
        recipients=keepers,
        schedule=MONTHLY,
        reason=_("Offer it to them, or note what they have done."),
        action=_("See who has a gap"),
        clause="WR-11",
    )


def waiting_for_an_offer(topics: list[Topic], today: date) -> bool:
    """Whether anybody lacks a topic that is not offered to them; what a signature completes is asked for elsewhere."""
    lacking = Q(pk__in=[])
    for topic in topics:
        if topic.is_required and not topic.agreement_id:
            offered = TrainingOffer.objects.filter(topic=topic, closed_on=None).values("person")
            lacking |= gap(topic, today, ()) & ~Q(pk__in=offered)
    return Person.objects.current(today).filter(lacking).exists()
