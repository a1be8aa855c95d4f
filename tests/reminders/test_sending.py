"""One person, one mail, one day: nothing lost, nothing doubled, nothing at night."""

import smtplib
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from organisations.models import Settings
from people.models import Person, PersonalLink
from reminders.models import Digest, Reminder
from reminders.services import planning, sending
from reminders.states import DigestStatus, ReminderStatus
from safeguard.obligations import POLICY_REVIEW, Obligation

MONDAY = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)


def owe(*people, key="policies.review:1", title="Review the social media policy", **more) -> Obligation:
    return Obligation(
        key=key,
        title=title,
        due_on=MONDAY.date(),
        url="/o/harbour-lights/policies/social-media/",
        recipients=tuple(person.pk for person in people),
        schedule=POLICY_REVIEW,
        **more,
    )


class Refusing(BaseEmailBackend):
    """A mail server that does not know the address."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such person")})


class Unreachable(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_everything_for_one_person_comes_in_one_mail(scope, lead, mailoutbox):
    planning.plan([owe(lead), owe(lead, key="policies.review:2", title="Review the photo policy")], today=MONDAY.date())

    assert sending.send(now=MONDAY) == 1

    assert [m.to for m in mailoutbox] == [[lead.email]]
    assert mailoutbox[0].subject == "Harbour Lights: 2 things wait for you"
    assert "Review the social media policy" in mailoutbox[0].body
    assert "https://safeguard.example/o/harbour-lights/policies/social-media/" in mailoutbox[0].body
    assert set(Reminder.objects.values_list("status", flat=True)) == {ReminderStatus.SENT}


def test_a_mail_goes_out_at_the_first_look(scope, lead, mailoutbox):
    """The moment of looking lies before the moment in which the row is made."""
    Settings.objects.update(reminders_every_day=True, quiet_from=time(0), quiet_until=time(0))
    planning.plan([owe(lead)], today=MONDAY.date())

    assert sending.send(now=timezone.now() - timedelta(seconds=1)) == 1


def test_sending_again_sends_nothing(scope, lead, mailoutbox):
    planning.plan([owe(lead)], today=MONDAY.date())
    sending.send(now=MONDAY)

    assert sending.send(now=MONDAY + timedelta(hours=1)) == 0
    assert len(mailoutbox) == 1


def test_what_comes_up_after_the_mail_waits_for_the_next_day(scope, lead, mailoutbox):
    planning.plan([owe(lead)], today=MONDAY.date())
    sending.send(now=MONDAY)
    both = [owe(lead), owe(lead, key="policies.review:2")]
    planning.plan(both, today=MONDAY.date())

    assert sending.send(now=MONDAY + timedelta(hours=1)) == 0
    assert sending.send(now=MONDAY + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), 0),  # Saturday
        (datetime(2026, 11, 29, 12, 0, tzinfo=UTC), 0),  # Sunday
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), 0),  # Christmas Day
        (datetime(2026, 11, 30, 7, 59, tzinfo=UTC), 0),  # still quiet
        (datetime(2026, 11, 30, 8, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 30, 20, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 30, 21, 0, tzinfo=UTC), 0),  # quiet again
        (datetime(2027, 6, 1, 7, 0, tzinfo=UTC), 1),  # eight o'clock in summer
    ],
)
def test_mails_go_out_on_working_days_outside_the_quiet_hours(scope, lead, moment, sent):
    planning.plan([owe(lead)], today=MONDAY.date())

    assert sending.send(now=moment) == sent


def test_a_charity_may_want_them_at_weekends(scope, lead):
    Settings.objects.update(reminders_every_day=True)
    planning.plan([owe(lead)], today=MONDAY.date())

    assert sending.send(now=datetime(2026, 11, 29, 12, 0, tzinfo=UTC)) == 1


@pytest.mark.parametrize("nation_and_sent", [("scotland", 0), ("england", 1)])
def test_the_nation_decides_what_a_working_day_is(charity, scope, lead, nation_and_sent):
    charity.nation, sent = nation_and_sent
    charity.save()
    planning.plan([owe(lead)], today=MONDAY.date())

    assert sending.send(now=datetime(2026, 11, 30, 12, 0, tzinfo=UTC)) == sent  # St Andrew's Day


def test_people_without_e_mail_and_people_who_died_get_none_and_keep_the_list(scope, new_person, mailoutbox):
    silent = [
        new_person("Bert Noble", email="", signs_in=False),
        new_person("Cleo Park", do_not_email=True),
        new_person("Dora Quill", deceased_on=date(2026, 1, 1)),
        new_person("Eli Rose", left_on=date(2026, 1, 1)),
    ]
    planning.plan([owe(*silent)], today=MONDAY.date())

    assert sending.send(now=MONDAY) == 0
    assert mailoutbox == []
    assert set(Reminder.objects.values_list("status", flat=True)) == {ReminderStatus.SHOWN}


def test_two_people_who_share_an_address_get_a_mail_each(scope, new_person, mailoutbox):
    pair = [new_person(name, email="home@x.example", signs_in=False) for name in ("Ann Ames", "Bob Ames")]
    planning.plan([owe(*pair)], today=MONDAY.date())

    assert sending.send(now=MONDAY) == 2
    assert sorted(m.body.split("\n")[0] for m in mailoutbox) == ["Hello Ann Ames,", "Hello Bob Ames,"]


def test_a_repeated_mail_has_the_same_message_id(scope, lead, mailoutbox):
    """The worker was killed between sending and marking: the lease runs out and the mail goes again."""
    planning.plan([owe(lead)], today=MONDAY.date())
    sending.send(now=MONDAY)
    Digest.objects.update(status=DigestStatus.SENDING, lease_until=MONDAY + sending.lease(), sent_at=None)
    Reminder.objects.update(status=ReminderStatus.PLANNED)

    assert sending.send(now=MONDAY + timedelta(minutes=4)) == 0
    assert sending.send(now=MONDAY + timedelta(minutes=5)) == 1
    assert len({m.extra_headers["Message-ID"] for m in mailoutbox}) == 1


def test_a_digest_under_lease_is_left_to_the_worker_that_has_it(scope, lead):
    planning.plan([owe(lead)], today=MONDAY.date())
    sending.group(now=MONDAY)
    Digest.objects.update(status=DigestStatus.SENDING, lease_until=MONDAY + timedelta(minutes=1))

    assert sending.send_one(Digest.objects.get().pk, now=MONDAY) is False


def test_every_mail_of_a_long_run_has_a_whole_lease(scope, lead, coordinator, monkeypatch):
    planning.plan([owe(lead, coordinator)], today=MONDAY.date())
    left = []
    with time_machine.travel(MONDAY, tick=False) as clock:

        def send_slowly(backend, messages):
            left.append(Digest.objects.get(status=DigestStatus.SENDING).lease_until - timezone.now())
            clock.shift(sending.lease() * 0.9)
            return len(messages)

        monkeypatch.setattr(EmailBackend, "send_messages", send_slowly)
        sending.send(now=MONDAY)

    assert left == [sending.lease(), sending.lease()]


def test_what_is_cancelled_while_its_mail_is_on_the_way_is_sent(scope, lead, monkeypatch):
    planning.plan([owe(lead)], today=MONDAY.date())

    def send_while_it_is_cancelled(backend, messages):
        planning.plan([], today=MONDAY.date())
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_while_it_is_cancelled)
    sending.send(now=MONDAY)
    planning.plan([owe(lead)], today=MONDAY.date())

    reminder = Reminder.objects.get()
    assert (reminder.status, reminder.digest) == (ReminderStatus.SENT, Digest.objects.get())


def test_what_is_owed_again_after_its_mail_was_dropped_comes_the_next_day(scope, lead, mailoutbox):
    planning.plan([owe(lead)], today=MONDAY.date())
    sending.group(now=MONDAY)
    planning.plan([], today=MONDAY.date())
    assert sending.send(now=MONDAY) == 0
    assert Digest.objects.get().status == DigestStatus.DROPPED

    planning.plan([owe(lead)], today=MONDAY.date())

    assert sending.send(now=MONDAY + timedelta(days=1)) == 1
    assert len(mailoutbox) == 1


def test_a_worker_that_fails_after_its_lease_leaves_the_mail_to_the_one_who_sent_it(scope, lead, monkeypatch):
    planning.plan([owe(lead)], today=MONDAY.date())
    digests = []

    def fail_while_another_sends(backend, messages):
        if digests:
            return len(messages)
        digests.append(Digest.objects.get())
        Digest.objects.update(lease_until=MONDAY)
        sending.send_one(digests[0].pk, now=MONDAY)
        raise ConnectionResetError

    monkeypatch.setattr(EmailBackend, "send_messages", fail_while_another_sends)
    sending.send(now=MONDAY)

    assert Digest.objects.get().status == DigestStatus.SENT
    assert Reminder.objects.get().status == ReminderStatus.SENT


def test_a_refused_address_is_not_tried_again_and_shows(scope, lead, settings):
    settings.EMAIL_BACKEND = "tests.reminders.test_sending.Refusing"
    planning.plan([owe(lead)], today=MONDAY.date())

    assert sending.send(now=MONDAY) == 0

    digest = Digest.objects.get()
    assert (digest.status, digest.problem) == (DigestStatus.FAILED, "The address was refused.")
    assert Reminder.objects.get().status == ReminderStatus.SHOWN


def test_a_mail_server_out_of_reach_is_tried_again_ever_more_slowly(scope, lead, settings, mailoutbox):
    settings.EMAIL_BACKEND = "tests.reminders.test_sending.Unreachable"
    planning.plan([owe(lead)], today=MONDAY.date())
    sending.send(now=MONDAY)
    digest = Digest.objects.get()
    assert (digest.status, digest.lease_until) == (DigestStatus.RETRY, MONDAY + timedelta(minutes=5))

    sending.send(now=MONDAY + timedelta(minutes=5))
    assert Digest.objects.get().lease_until == MONDAY + timedelta(minutes=15)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sending.send(now=MONDAY + timedelta(minutes=15)) == 1
    assert Digest.objects.get().status == DigestStatus.SENT


def test_what_is_done_before_the_mail_goes_is_not_in_it(scope, lead, mailoutbox):
    planning.plan([owe(lead), owe(lead, key="policies.review:2", title="Review the photo policy")], today=MONDAY.date())
    sending.group(now=MONDAY)
    planning.plan([owe(lead)], today=MONDAY.date())

    sending.send(now=MONDAY)

    assert mailoutbox[0].subject == "Harbour Lights: one thing waits for you"
    assert "photo policy" not in mailoutbox[0].body


def test_a_personal_link_is_made_for_the_mail_and_kept_nowhere(scope, volunteer, mailoutbox):
    planning.plan([owe(volunteer, link_purpose="sign", link_about="7")], today=MONDAY.date())

    sending.send(now=MONDAY)

    token = mailoutbox[0].body.split("/sign/")[1].split("/")[0]
    link = PersonalLink.objects.get()
    assert (link.person, link.about) == (volunteer, "7")
    assert token not in (link.token_hash, *Reminder.objects.values_list("url", flat=True))


def test_the_mail_is_text_and_html_and_says_why(scope, lead, mailoutbox):
    planning.plan([owe(lead)], today=MONDAY.date())

    sending.send(now=MONDAY)

    html = mailoutbox[0].alternatives[0].content
    assert "Review the social media policy" in html
    assert "You get this because" in mailoutbox[0].body
    assert mailoutbox[0].from_email.startswith('"Harbour Lights" <')


def test_who_left_since_the_mail_was_put_together_is_not_written_to(scope, lead, coordinator, mailoutbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    planning.plan([owe(lead)], today=MONDAY.date())
    sending.send(now=MONDAY)
    Person.objects.filter(pk=lead.pk).update(left_on=MONDAY.date())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert sending.send(now=MONDAY + timedelta(hours=1)) == 0

    assert (mailoutbox, Digest.objects.get().status) == ([], DigestStatus.DROPPED)
