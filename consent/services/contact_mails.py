"""A mail to those who look into a contact that was made in spite of a wish: at once, and naming nobody."""

from __future__ import annotations

import logging
import smtplib
from datetime import date

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from consent.models import Override
from people.models import Person, PersonQuerySet
from people.roles import Role
from safeguard import mailing
from safeguard.addresses import whole

log = logging.getLogger(__name__)


def reviewers(override: Override, today: date) -> PersonQuerySet:
    """The lead, and whoever stands in; else the safeguarding trustee, else the chair. Never the worker (E-36)."""
    others = Person.objects.current(today).exclude(pk=override.worker_id)
    for role in (Role.LEAD, Role.SAFEGUARDING_TRUSTEE):
        found: PersonQuerySet = others.holding(role, on=today)
        if found.exists():
            return found
    return others.holding(Role.CHAIR, on=today)


def tell(override: Override) -> None:
    """Hand the mail to the worker. Where the queue is out of reach, the reminder of the review tells of it."""
    transaction.on_commit(lambda: _hand_over(override))


def _hand_over(override: Override) -> None:
    from consent.tasks import tell_of_override

    try:
        tell_of_override.delay(override.organisation_id, override.pk)
    except OperationalError:
        log.warning("The queue is out of reach; contact %s is told of with the reminders.", override.pk)


def send(key: int) -> int:
    """Write to each of the reviewers who can be written to. Returns how many mails went out."""
    override = Override.objects.get(pk=key)
    sent = 0
    for person in reviewers(override, timezone.localdate()):
        if person.can_be_mailed:
            sent += _send(override, person)
    return sent


def _send(override: Override, person: Person) -> bool:
    mail = mailing.write(
        "consent/contact/mail/override",
        to=person.email,
        context={"name": str(person), "url": whole(override.get_absolute_url()), "review_on": override.review_on},
        message_id=mailing.message_id("contact", f"{override.organisation_id}.{override.pk}.{person.pk}"),
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException):
        log.warning("The mail about contact %s could not be sent; the reminders tell of it.", override.pk)
        return False
    return True
