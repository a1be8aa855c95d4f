"""Two clicks at the same moment."""

from datetime import date

from reminders.models import Pause
from reminders.services import pausing
from safeguard.obligations import POLICY_REVIEW, Obligation
from safeguard.refusals import Refused
from safeguard.scoping import acting_for

TODAY = date(2026, 11, 30)


def test_a_reminder_that_is_paused_twice_at_once_rests_once(at_once, charity, lead, chair):
    owed = Obligation(
        key="policies.review:1",
        title="Review the photo policy",
        due_on=TODAY,
        url="/",
        recipients=(lead.pk,),
        schedule=POLICY_REVIEW,
    )

    def pause(person):
        def within():
            with acting_for(charity):
                return pausing.pause(owed, until=TODAY, reason="In hand", by=person, today=TODAY)

        return within

    def running():
        with acting_for(charity):
            return Pause.objects.filter(ended_at=None).count()

    answers = at_once(pause(lead), pause(chair), pause(lead))

    assert [a for a in answers if isinstance(a, Exception) and not isinstance(a, Refused)] == []
    assert at_once(running) == [1]
