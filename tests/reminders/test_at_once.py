"""Two clicks, and several workers, at the same moment."""

from collections import Counter
from datetime import UTC, date, datetime

import time_machine

from reminders.models import Digest, Pause, Reminder
from reminders.services import pausing, planning, sending
from reminders.states import DigestStatus, ReminderStatus
from safeguard.obligations import POLICY_REVIEW, Obligation
from safeguard.refusals import Refused
from safeguard.scoping import acting_for

TODAY = date(2026, 11, 30)
MORNING = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)


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


def test_workers_that_look_at_once_lose_nothing_and_double_nothing(at_once, charity, new_person, mailoutbox):
    people = [new_person(f"Owner {n}", signs_in=False, email=f"owner{n}@harbour.example") for n in range(12)]
    owed = [
        Obligation(
            key=f"policies.review:{n}",
            title="Review the photo policy",
            due_on=TODAY,
            url="/",
            recipients=(people[n % 12].pk,),
            schedule=POLICY_REVIEW,
        )
        for n in range(36)
    ]

    def look():
        with acting_for(charity):
            for _again in range(3):
                planning.plan(owed, today=TODAY)
                sending.send(now=MORNING)

    def found():
        with acting_for(charity):
            reminders = Reminder.objects.values_list("status", flat=True)
            return Counter(reminders), Counter(Digest.objects.values_list("status", flat=True))

    with time_machine.travel(MORNING):
        assert at_once(look, look, look) == [None, None, None]

    assert at_once(found) == [({ReminderStatus.SENT: 36}, {DigestStatus.SENT: 12})]
    assert Counter(mail.to[0] for mail in mailoutbox) == {f"owner{n}@harbour.example": 1 for n in range(12)}
