""" "In hand until": somebody works on it, so the notices rest."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import services as audit
from people.models import Person
from reminders.models import Pause
from safeguard.obligations import Obligation
from safeguard.refusals import Refused

LONGEST = timedelta(days=92)


@transaction.atomic
def pause(obligation: Obligation, *, until: date, reason: str, by: Person, today: date) -> Pause:
    """No notices of this obligation up to and including `until`; it stays in every list as late as it is.

    Raises Refused for a day in the past or more than three months away.
    """
    if not today <= until <= today + LONGEST:
        raise Refused(_("Choose a day from today to three months ahead."))
    now = timezone.now()
    Pause.objects.filter(obligation_key=obligation.key, ended_at=None).update(ended_at=now)
    made = Pause(
        obligation_key=obligation.key, title=str(obligation.title)[:300], until=until, reason=reason, person=by
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refused(_("Somebody else has paused it at this moment. Look at it again.")) from None
    audit.record("paused reminders", made, by=by, detail={"until": until})
    return made


@transaction.atomic
def resume(pause: Pause, *, by: Person) -> None:
    """End the pause now; the next planning takes the obligation up again."""
    if Pause.objects.filter(pk=pause.pk, ended_at=None).update(ended_at=timezone.now()):
        audit.record("resumed reminders", pause, by=by)
