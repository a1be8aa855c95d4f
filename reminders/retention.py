"""How long reminders are kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.retention import OUR_DEFAULT, end_of
from reminders.models import Digest, Pause, Reminder
from safeguard.retention import Rule, Then

REMINDED = _("Whether somebody was reminded is part of what a promise is worth.")

RULES = [
    Rule(
        "reminders.Reminder",
        _("Reminders"),
        REMINDED,
        months=24,
        counted_from=_("the day on which it was to go out"),
        over=lambda day: Reminder.objects.filter(notice_on__lte=day),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: Reminder.objects.filter(recipient=person.pk),
    ),
    Rule(
        "reminders.Digest",
        _("E-mails that reminded somebody"),
        REMINDED,
        months=24,
        counted_from=_("the day of the e-mail"),
        over=lambda day: Digest.objects.filter(day__lte=day),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: Digest.objects.filter(person=person.pk),
    ),
    Rule(
        "reminders.Pause",
        _("Reminders that were put off, and why"),
        REMINDED,
        months=24,
        counted_from=_("the day on which it was put off"),
        over=lambda day: Pause.objects.filter(created_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: Pause.objects.filter(person=person.pk),
    ),
    Rule(
        "reminders.JobRun",
        _("When the worker ran"),
        _("It says whether reminders go out. It names nobody."),
        as_long_as=_("two weeks; the worker removes them by itself"),
    ),
]
