"""A mail to those who take things down: at once, naming nobody, and one for all that comes down together (E-32)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from consent.models import Takedown
from people import post
from people.models import Person, PersonQuerySet
from people.offices import first_holders
from people.roles import Role
from safeguard import mailing
from safeguard.addresses import address, whole

TAKERS_DOWN = (Role.WEB_MANAGER, Role.COORDINATOR, Role.LEAD)  # the first of these that somebody holds

TOGETHER = timedelta(minutes=10)
"""What is withdrawn for one person within this time stands on the list of which one mail has told."""


def takers_down() -> PersonQuerySet:
    """The web managers; where there is none, the coordinators; else the lead."""
    found: PersonQuerySet = Person.objects.filter(pk__in=first_holders(*TAKERS_DOWN, today=timezone.localdate()))
    return found


def told_beside() -> PersonQuerySet:
    """Those who keep consent know of it too; the list is not theirs to work off."""
    today = timezone.localdate()
    found: PersonQuerySet = Person.objects.current(today).holding(Role.LEAD, Role.COORDINATOR, on=today)
    return found


def tell(takedown: Takedown) -> None:
    """Hand the mail to the worker. Where the queue is out of reach, the reminders tell of it."""
    transaction.on_commit(
        lambda: post.hand_over("consent.tasks.tell_of_takedown", takedown.organisation_id, takedown.pk)
    )


def send(key: int) -> int:
    """Write to everybody who is to know, unless a mail has just told them. Returns how many mails went out."""
    takedown = Takedown.objects.get(pk=key)
    if not _begins_a_mail(takedown):
        return 0
    hands = {person.pk: person for person in takers_down()}
    people = {**{person.pk: person for person in told_beside()}, **hands}
    return sum(_send(takedown, person, acts=person.pk in hands) for person in people.values() if person.can_be_mailed)


def _begins_a_mail(takedown: Takedown) -> bool:
    """Whether the mail before it is older than TOGETHER: withdrawals that trickle in do not put one off for ever."""
    told_at, begins = None, False
    earlier = Takedown.objects.filter(subject=takedown.subject_id, pk__lte=takedown.pk).order_by("pk")
    for made_at in earlier.values_list("made_at", flat=True):
        begins = told_at is None or made_at >= told_at + TOGETHER
        told_at = made_at if begins else told_at
    return begins


def _send(takedown: Takedown, person: Person, *, acts: bool) -> bool:
    mail = mailing.write(
        "consent/uses/mail/takedown",
        to=person.email,
        context={"name": str(person), "url": whole(address("consent:takedowns")), "acts": acts},
        message_id=mailing.message_id("takedown", f"{takedown.organisation_id}.{takedown.pk}.{person.pk}"),
    )
    return post.sent(mail, about=f"takedown {takedown.pk}")
