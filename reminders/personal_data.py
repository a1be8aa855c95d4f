"""Of what somebody was reminded."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from people.models import Person
from reminders.models import Digest, Pause, Reminder
from safeguard.personal_data import Section, section

COVERED = {"reminders.Digest.person", "reminders.Reminder.recipient", "reminders.Pause.person"}
REASONS: dict[str, str] = {}


def about(person: Person) -> Iterator[Section]:
    reminders = Reminder.objects.filter(recipient=person)
    fields = ("title", "due_on", "notice_on", "status")
    yield section("reminders.reminders", _("Of what you were reminded"), reminders, fields, about=person)
    digests = Digest.objects.filter(person=person)
    fields = ("day", "address", "sent_at", "problem")
    yield section("reminders.digests", _("E-mails that reminded you"), digests, fields, about=person)
    pauses = Pause.objects.filter(person=person)
    fields = ("title", "until", "reason", "created_at")
    yield section("reminders.pauses", _("Reminders that you put off"), pauses, fields, about=person)
