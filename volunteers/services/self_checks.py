"""Somebody notes that they went through their own privacy settings."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from duties import services as duties
from people.models import Person
from safeguard.refusals import Refused
from volunteers.models import SelfCheck
from volunteers.self_check import KEYS, duty_of
from volunteers.verbs import Verb


@transaction.atomic
def note(items: Sequence[str], *, by: Person) -> SelfCheck:
    """Everybody for themself, once a day at most. Where the charity runs it as a regular task, it is done there too.

    Raises Refused while a point was not looked at.
    """
    if set(items) != set(KEYS):
        raise Refused(_("Go through the points that are left, and tick them as well."))
    today = timezone.localdate()
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks come one after the other
    if done := SelfCheck.objects.filter(person=by, done_on=today).first():
        return done
    made: SelfCheck = SelfCheck.objects.create(person=by, done_on=today, items=list(KEYS))
    record(Verb.SELF_CHECKED, made, by=by)
    duty = duty_of(today)
    if duty is not None and by.holds(*duty.roles):
        duties.do(duty, by=by, due_on=duty.due_on(today, None), done_on=today)
    return made
