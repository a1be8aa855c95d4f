"""Letters on their way: queued with the change that they tell of, then taken, written, sent and noted by the worker.

Every room that writes to people has a table of letters (`people.models.AbstractLetter`) and a `Post` that says how its
letters are written and when one is no longer needed.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from people.models import AbstractLetter, Person

log = logging.getLogger(__name__)

GIVE_UP = timedelta(days=3)

Letter = TypeVar("Letter", bound=AbstractLetter)


@dataclass(frozen=True)
class Post(Generic[Letter]):
    """The letters of one room.

    `write` makes the mail; `needless` says why a letter no longer goes out, and is empty when it does; `again` queues
    it anew for an address that has changed; `task` is the path of the room's task, which takes the keys of the
    organisation and of the letter; `related` is read along with the letter.
    """

    model: type[Letter]
    task: str
    write: Callable[[Letter], EmailMultiAlternatives]
    needless: Callable[[Letter], str]
    again: Callable[[Letter], object]
    related: tuple[str, ...] = ()

    def queue(self, *, to: Person | None = None, email: str = "", by: Person | None = None, **about: Any) -> Any:
        """A letter for a person, or for an address alone. None when the person cannot be written to."""
        if to is not None and not to.can_be_mailed:
            return None
        address = email or (to.email if to else "")
        letter = self.model._default_manager.create(person=to, to=address, queued_by=by, **about)
        transaction.on_commit(lambda: hand_over(self.task, letter.organisation_id, letter.pk))
        return letter

    def send_waiting(self) -> int:
        """Take up what was left behind. Returns how many letters went out."""
        now = timezone.now()
        waiting = self._letters().to_send(now)
        waiting.filter(queued_at__lt=now - GIVE_UP).update(problem=_("It could not be sent in three days."))
        keys = list(self._letters().to_send(now).order_by("pk").values_list("pk", flat=True))
        return sum(self.send(key) for key in keys)

    def send(self, key: int) -> bool:
        """Take one letter, write it, send it, and note it. Says whether a mail went out.

        Two workers never take the same letter; one that dies leaves it to be taken up after ten minutes.
        """
        row = self._letters().filter(pk=key)
        if not row.to_send(timezone.now()).update(taken_at=timezone.now()):
            return False
        letter = self._letters().select_related("person", "queued_by", *self.related).get(pk=key)
        if reason := self.needless(letter):
            row.update(problem=reason)
            return False
        if letter.person is not None and letter.person.email != letter.to:
            row.update(problem=_("The address changed while it waited; another one went out."))
            self.again(letter)
            return False
        try:
            self.write(letter).send()
        except smtplib.SMTPRecipientsRefused:
            row.update(problem=_("The address was refused."))
            return False
        except (OSError, smtplib.SMTPException):
            log.warning("Letter %s could not be sent; it will be tried again.", key)
            return False
        row.update(sent_at=timezone.now())
        return True

    def _letters(self) -> Any:
        return self.model._default_manager.all()


def hand_over(task: str, organisation_id: int, key: int | str) -> None:
    """To the worker. Where the queue is out of reach, the row waits for the worker's next round, or for a reminder."""
    try:
        import_string(task).delay(organisation_id, key)
    except OperationalError:
        log.warning("The queue is out of reach; %s waits with %s.", task, key)


def sent(mail: EmailMultiAlternatives, *, about: str) -> bool:
    """Send a mail that keeps no row of its own. Where it fails, the reminders tell of the same thing."""
    try:
        mail.send()
    except (OSError, smtplib.SMTPException):
        log.warning("The mail about %s could not be sent; the reminders tell of it.", about)
        return False
    return True


def is_unreachable(person: Person | None) -> bool:
    """Somebody who has left or is not to be written to; an address alone can always be written to."""
    return person is not None and not (person.can_be_mailed and person.is_here(timezone.localdate()))
