"""From rows to mails: grouped by person and day, under a lease, marked after sending.

A worker that is killed leaves its lease behind; the next one takes the digest when the lease has run out. A mail is
repeated only where the kill fell between sending and marking, and then under the same Message-ID.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import services as audit
from organisations.models import Organisation, Settings
from people import links
from people.models import Person
from reminders.models import Digest, DigestQuerySet, Reminder
from reminders.services.turns import wait_for_turn
from reminders.states import DigestStatus, ReminderStatus
from safeguard import mailing
from safeguard.addresses import address, whole
from safeguard.local_times import in_quiet_hours
from safeguard.scoping import active_organisation
from safeguard.working_days import calendar_for

ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=5)  # doubled after each attempt


def may_send(organisation: Organisation, now: datetime) -> bool:
    """On working days of the nation, outside the charity's quiet hours, by the clock on the wall.

    A charity whose people are there at weekends can have them every day.
    """
    local = timezone.localtime(now)
    hours = Settings.current()
    if in_quiet_hours(hours.quiet_from, hours.quiet_until, local):
        return False
    return hours.reminders_every_day or calendar_for(organisation.nation).is_working_day(local.date())


def send(*, now: datetime) -> int:
    """Send what is due in the active organisation. Returns how many mails went out."""
    organisation = active_organisation()
    if not may_send(organisation, now):
        return 0
    group(now=now)
    ready = list(Digest.objects.ready(now).values_list("pk", flat=True))
    return sum(send_one(pk, now=now) for pk in ready)


def group(*, now: datetime) -> None:
    """Put each person's planned notices into that person's mail of today, unless it has already gone."""
    today = timezone.localdate(now)
    waiting = Reminder.objects.planned().filter(digest=None)
    people = Person.objects.filter(pk__in=waiting.values("recipient")).order_by("pk")
    for person in people:
        with transaction.atomic():  # a worker that takes the mail meanwhile takes it with all or with none of these
            wait_for_turn()
            mine = waiting.filter(recipient=person)
            if not person.can_be_mailed or not person.is_here(today):
                mine.update(status=ReminderStatus.SHOWN)
                continue
            mails = Digest.objects.select_for_update(no_key=True)
            digest, _made = mails.get_or_create(person=person, day=today, defaults={"lease_until": now})
            if digest.status == DigestStatus.WAITING:
                mine.update(digest=digest)


def send_one(pk: int, *, now: datetime) -> bool:
    """Take the digest under a lease, send it, and mark it. Says whether a mail went out.

    The lease counts from the taking: `now` is when the run began, and a long run would take its last ones under leases
    that are over already.
    """
    free = Digest.objects.filter(pk=pk).ready(now)
    if not free.update(status=DigestStatus.SENDING, lease_until=timezone.now() + lease()):
        return False  # another worker has it
    digest = Digest.objects.select_related("person", "organisation").get(pk=pk)
    told = list(digest.reminders.planned().order_by("due_on", "pk"))
    notices = newest_of_each(told)
    is_here = digest.person.is_here(timezone.localdate(now))
    if not notices or not is_here or not digest.person.can_be_mailed:
        _close_unsent(digest)
        return False
    try:
        compose(digest, notices).send()
    except (OSError, smtplib.SMTPException) as problem:
        _note_problem(digest, problem, now)
        return False
    _mark_sent(digest, told)
    return True


def lease() -> timedelta:
    return timedelta(seconds=settings.REMINDERS_LEASE_SECONDS)


def newest_of_each(reminders: Iterable[Reminder]) -> list[Reminder]:
    """One line for each obligation, by its newest notice."""
    newest: dict[str, Reminder] = {}
    for reminder in reminders:
        known = newest.get(reminder.obligation_key)
        if known is None or reminder.notice_on >= known.notice_on:
            newest[reminder.obligation_key] = reminder
    return sorted(newest.values(), key=lambda r: (r.due_on, r.pk))


def compose(digest: Digest, notices: list[Reminder]) -> EmailMultiAlternatives:
    """The mail of one digest. Personal links are made here, so nobody but the receiver ever sees them."""
    organisation = digest.organisation
    head = audit.head_to_show(organisation)
    return mailing.write(
        "reminders/mail/digest",
        to=digest.person.email,
        message_id=mailing.message_id("digest", f"{organisation.pk}.{digest.pk}.{digest.day:%Y%m%d}"),
        context={
            "name": str(digest.person),
            "items": [_item(notice, digest) for notice in notices],
            "list_url": whole(address("reminders:due")) if digest.person.user_id else "",
            "head": head.hash if head and digest.person.is_trustee else "",
        },
    )


def _item(notice: Reminder, digest: Digest) -> dict[str, Any]:
    url = address("reminders:due") if notice.is_closed else notice.url  # an address tells which record it is
    if notice.link_purpose:
        token = links.issue(digest.person, notice.link_purpose, about=notice.link_about)
        url = reverse(notice.link_purpose, args=[token])
    return {
        "title": notice.title,
        "reason": notice.reason,
        "action": notice.action or _("Open"),
        "url": whole(url),
        "due_on": notice.due_on,
        "late": notice.due_on < digest.day,
    }


@transaction.atomic
def _mark_sent(digest: Digest, told: list[Reminder]) -> None:
    """What the mail told is sent, even if it was cancelled while the mail was on its way."""
    wait_for_turn()
    now = timezone.now()
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in told]).update(status=ReminderStatus.SENT, digest=digest)
    Digest.objects.filter(pk=digest.pk).update(
        status=DigestStatus.SENT, sent_at=now, attempts=digest.attempts + 1, address=digest.person.email, problem=""
    )


@transaction.atomic
def _close_unsent(digest: Digest) -> None:
    """Nothing is left to say, or nobody to say it to: the list in the browser has it.

    Nothing is left either when a slow worker, whose lease was over, has sent it meanwhile: then it stays sent.
    """
    wait_for_turn()
    if _still_ours(digest).update(status=DigestStatus.DROPPED):
        digest.reminders.planned().update(status=ReminderStatus.SHOWN)


@transaction.atomic
def _note_problem(digest: Digest, problem: Exception, now: datetime) -> None:
    """An address that is refused for good is not tried again; everything else is, ever more slowly."""
    attempts = digest.attempts + 1
    refused = isinstance(problem, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _text in problem.recipients.values()
    )
    over = refused or attempts >= ATTEMPTS
    words = _("The address was refused.") if refused else _("The mail server could not be reached.")
    wait_for_turn()
    noted = _still_ours(digest).update(
        status=DigestStatus.FAILED if over else DigestStatus.RETRY,
        lease_until=now + FIRST_WAIT * 2 ** (attempts - 1),
        attempts=attempts,
        address=digest.person.email,
        problem=words,
    )
    if noted and over:
        digest.reminders.planned().update(status=ReminderStatus.SHOWN)


def _still_ours(digest: Digest) -> DigestQuerySet:
    """The row, unless another worker took it when our lease was over."""
    found: DigestQuerySet = Digest.objects.filter(
        pk=digest.pk, status=DigestStatus.SENDING, lease_until=digest.lease_until
    )
    return found
