"""A mail to those who take things down: at once, naming nobody, and one for all that comes down together (E-32)."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from consent.models import Takedown
from people.models import Person, PersonQuerySet
from people.roles import Role
from safeguard import mailing
from safeguard.addresses import address, whole

log = logging.getLogger(__name__)

TOGETHER = timedelta(minutes=10)
"""What is withdrawn for one person within this time stands on the list of which one mail has told."""


def takers_down() -> PersonQuerySet:
    """The web managers; where there is none, the coordinators; else the lead."""
    today = timezone.localdate()
    here: PersonQuerySet = Person.objects.current(today)
    for role in (Role.WEB_MANAGER, Role.COORDINATOR):
        found: PersonQuerySet = here.holding(role, on=today)
        if found.exists():
            return found
    return here.holding(Role.LEAD, on=today)


def told_beside() -> PersonQuerySet:
    """Those who keep consent know of it too; the list is not theirs to work off."""
    today = timezone.localdate()
    found: PersonQuerySet = Person.objects.current(today).holding(Role.LEAD, Role.COORDINATOR, on=today)
    return found


def tell(takedown: Takedown) -> None:
    """Hand the mail to the worker. Where the queue is out of reach, the reminders tell of it."""
    transaction.on_commit(lambda: _hand_over(takedown))


def _hand_over(takedown: Takedown) -> None:
    from consent.tasks import tell_of_takedown

    try:
        tell_of_takedown.delay(takedown.organisation_id, takedown.pk)
    except OperationalError:
        log.warning("The queue is out of reach; takedown %s is told of with the reminders.", takedown.pk)


def send(key: int) -> int:
    """Write to everybody who is to know, unless a mail has just told them. Returns how many mails went out."""
    takedown = Takedown.objects.get(pk=key)
    together = Takedown.objects.filter(subject=takedown.subject_id, made_at__gt=takedown.made_at - TOGETHER)
    if together.filter(pk__lt=key).exists():
        return 0
    hands = {person.pk: person for person in takers_down()}
    people = {**{person.pk: person for person in told_beside()}, **hands}
    return sum(_send(takedown, person, acts=person.pk in hands) for person in people.values() if person.can_be_mailed)


def _send(takedown: Takedown, person: Person, *, acts: bool) -> bool:
    mail = mailing.write(
        "consent/uses/mail/takedown",
        to=person.email,
        context={"name": str(person), "url": whole(address("consent:takedowns")), "acts": acts},
        message_id=mailing.message_id("takedown", f"{takedown.organisation_id}.{takedown.pk}.{person.pk}"),
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException):
        log.warning("The mail about takedown %s could not be sent; the reminders tell of it.", takedown.pk)
        return False
    return True
