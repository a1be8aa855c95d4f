"""Who must sign, who is asked, and what goes out to whom."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from agreements import audience
from agreements.changes import Changes
from agreements.models import AgreementRequest, Kind, Letter
from agreements.services import asking, designing, ending, letters, signing
from agreements.states import RequestStatus
from audit.models import AuditEvent
from people import services as people
from people.models import PersonalLink
from people.roles import Role
from policies.models import ChangeKind
from safeguard.refusals import Refused
from tests.agreements import factories

TODAY = date(2026, 11, 20)


def names(found) -> list[str]:
    return [person.name for person in found]


@pytest.mark.clause("RW-2", "RW-3")
def test_everybody_who_holds_a_role_that_signs_must_sign(agreement, volunteer, coordinator, new_person):
    new_person("Ada Byron", Role.VOLUNTEER)
    new_person("Left Already", Role.VOLUNTEER, left_on=date(2026, 1, 31))
    new_person("Dead Now", Role.VOLUNTEER, deceased_on=date(2026, 1, 31))

    assert names(audience.bound(agreement, TODAY)) == ["Ada Byron", "Vera Lindqvist"]


@pytest.mark.parametrize(
    ("born", "group", "bound"),
    [
        (None, "everyone", True),
        (None, "adults", True),
        (None, "young", False),
        (date(2008, 11, 20), "adults", True),  # eighteen today
        (date(2008, 11, 20), "young", False),
        (date(2008, 11, 21), "adults", False),  # eighteen tomorrow
        (date(2008, 11, 21), "young", True),
        (date(2008, 11, 21), "everyone", True),
    ],
)
def test_the_age_decides_on_the_day(version, coordinator, new_person, born, group, bound):
    agreement = factories.an_agreement(version, by=coordinator, age_group=group)
    person = new_person("Kit Marlow", Role.VOLUNTEER, date_of_birth=born)

    assert audience.is_bound(agreement, person, TODAY) is bound
    assert type(agreement).objects.binding(person, TODAY).exists() is bound


@pytest.mark.parametrize(
    ("today", "young"), [(date(2026, 2, 28), True), (date(2026, 3, 1), False), (date(2027, 2, 28), False)]
)
def test_somebody_born_on_29_february_comes_of_age_on_1_march(version, coordinator, new_person, today, young):
    agreement = factories.an_agreement(version, by=coordinator, age_group="young")
    person = new_person("Leap Lee", Role.VOLUNTEER, date_of_birth=date(2008, 2, 29))

    assert audience.is_bound(agreement, person, today) is young


def test_sending_asks_by_mail_or_on_paper_and_leaves_out_who_has_signed(
    agreement, volunteer, coordinator, new_person, worker
):
    no_mail = new_person("Stan Parkin", Role.VOLUNTEER, email="", signs_in=False)
    wants_none = new_person("Owen Thomas", Role.VOLUNTEER, do_not_email=True)
    done = new_person("Ada Byron", Role.VOLUNTEER)
    factories.signed(agreement, done)

    with worker():
        sent = asking.send(agreement, [volunteer, no_mail, wants_none, done], by=coordinator)

    assert names(sent.by_mail) == ["Vera Lindqvist"]
    assert names(sent.on_paper) == ["Stan Parkin", "Owen Thomas"]
    assert names(sent.left_out) == ["Ada Byron"]
    assert [m.to for m in mail.outbox] == [["vera@harbour-lights.example"]]


def test_sending_twice_asks_once(agreement, volunteer, coordinator, worker):
    with worker():
        asking.send(agreement, [volunteer], by=coordinator)
        again = asking.send(agreement, [volunteer], by=coordinator)

    assert names(again.left_out) == ["Vera Lindqvist"]
    assert len(mail.outbox) == 1


def test_the_link_is_made_when_the_mail_is_written_and_is_kept_nowhere(agreement, volunteer, coordinator, worker):
    with worker():
        asking.send(agreement, [volunteer], by=coordinator)
        assert PersonalLink.objects.count() == 0

    token = re.search(r"/sign/([\w-]+)/", mail.outbox[0].body)[1]
    kept = [
        str(row) for model in (Letter, PersonalLink, AgreementRequest, AuditEvent) for row in model.objects.values()
    ]
    assert [row for row in kept if token in row] == []
    assert token in mail.outbox[0].alternatives[0].content


def test_the_mail_says_who_asks_for_what_and_nothing_of_the_text(agreement, volunteer, coordinator, worker):
    with worker():
        asking.send(agreement, [volunteer], by=coordinator)

    [letter] = mail.outbox
    assert letter.subject == "Please read and sign: Volunteer agreement"
    assert letter.from_email.startswith('"Harbour Lights" <')
    assert "Dear Vera Lindqvist," in letter.body
    assert "Opening the page signs nothing." in letter.body
    assert "export" not in letter.body


def test_a_closed_agreement_and_a_draft_ask_nobody(agreement, version, volunteer, coordinator):
    draft = factories.a_draft(version, by=coordinator, title="Draft")
    closed = designing.close(agreement, by=coordinator)

    for nothing in (draft, closed):
        with pytest.raises(Refused, match="Open it before you ask anybody"):
            asking.send(nothing, [volunteer], by=coordinator)


def test_nobody_is_asked_to_sign_a_policy_that_is_not_in_force(agreement, version, volunteer, coordinator):
    type(version).objects.filter(pk=version.pk).update(status="withdrawn")

    with pytest.raises(Refused, match="is not in force"):
        asking.send(agreement, [volunteer], by=coordinator)


def test_somebody_who_left_meanwhile_is_left_out(agreement, volunteer, coordinator):
    volunteer.left_on = timezone.localdate() - timedelta(days=1)

    assert names(asking.send(agreement, [volunteer], by=coordinator).left_out) == ["Vera Lindqvist"]


def test_who_declined_is_asked_again_with_the_reason_kept(agreement, volunteer, coordinator):
    signing.decline(signing.opened(agreement, volunteer), reason="Not sure.", by=volunteer)

    asking.send(agreement, [volunteer], by=coordinator)

    asked = AgreementRequest.objects.get()
    assert (asked.status, asked.decline_reason) == (RequestStatus.OFFERED, "Not sure.")


@pytest.fixture
def days_later():
    return lambda days: time_machine.travel(timezone.now() + timedelta(days=days))


def test_a_reminder_goes_to_those_who_have_not_answered(
    agreement, volunteer, coordinator, new_person, worker, days_later
):
    done, unasked = new_person("Ada Byron", Role.VOLUNTEER), new_person("Bea Cole", Role.VOLUNTEER)
    with worker():
        asking.send(agreement, [volunteer, done], by=coordinator)
    factories.signed(agreement, done)
    mail.outbox.clear()

    with days_later(3), worker():
        sent = asking.chase(agreement, [volunteer, done, unasked], by=coordinator)

    assert (names(sent.by_mail), names(sent.left_out)) == (["Vera Lindqvist"], ["Ada Byron", "Bea Cole"])
    assert [(m.subject, m.to) for m in mail.outbox] == [
        ("Still waiting for you: Volunteer agreement", ["vera@harbour-lights.example"])
    ]


def test_nobody_is_reminded_twice_in_a_day(agreement, volunteer, coordinator, worker, days_later):
    with worker():
        asking.send(agreement, [volunteer], by=coordinator)

    at_once = asking.chase(agreement, [volunteer], by=coordinator)
    with days_later(2):
        first = asking.chase(agreement, [volunteer], by=coordinator)
        second = asking.chase(agreement, [volunteer], by=coordinator)

    assert [names(s.by_mail) for s in (at_once, first, second)] == [[], ["Vera Lindqvist"], []]


def test_a_reminder_that_is_overtaken_by_the_signature_is_not_sent(
    agreement, volunteer, coordinator, worker, days_later
):
    asking.send(agreement, [volunteer], by=coordinator)
    Letter.objects.update(sent_at=timezone.now())
    with days_later(2), worker():
        asking.chase(agreement, [volunteer], by=coordinator)
        factories.signed(agreement, volunteer)

    assert [m.subject for m in mail.outbox] == ["Your receipt: Volunteer agreement"]
    assert Letter.objects.get(kind=Kind.CHASE).problem == "It was no longer needed."


def test_a_letter_that_two_workers_take_goes_out_once(agreement, volunteer, coordinator):
    asking.send(agreement, [volunteer], by=coordinator)
    [letter] = Letter.objects.all()

    assert [letters.send(letter.pk), letters.send(letter.pk)] == [True, False]
    assert len(mail.outbox) == 1


def test_a_letter_that_a_dead_worker_took_is_taken_up_after_ten_minutes(agreement, volunteer, coordinator):
    asking.send(agreement, [volunteer], by=coordinator)
    Letter.objects.update(taken_at=timezone.now() - timedelta(minutes=9))
    assert letters.send_waiting() == 0

    Letter.objects.update(taken_at=timezone.now() - timedelta(minutes=11))

    assert letters.send_waiting() == 1
    assert letters.send_waiting() == 0


def test_a_mail_server_that_is_down_loses_nothing(agreement, volunteer, coordinator, settings):
    asking.send(agreement, [volunteer], by=coordinator)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert letters.send_waiting() == 0

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert letters.send_waiting() == 1

    assert Letter.objects.get().sent_at is not None


def test_after_three_days_a_letter_says_that_it_could_not_be_sent(agreement, volunteer, coordinator):
    asking.send(agreement, [volunteer], by=coordinator)

    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert letters.send_waiting() == 0

    assert Letter.objects.get().problem == "It could not be sent in three days."


def test_a_person_who_died_is_not_written_to(agreement, volunteer, coordinator, worker):
    with worker():
        asking.send(agreement, [volunteer], by=coordinator)
        people.record_death(volunteer, on=timezone.localdate(), by=coordinator)

    assert mail.outbox == []


# Leaving, running out, changing --------------------------------------------------------------------------------------


def test_who_leaves_stays_on_record_and_counts_no_more(agreement, volunteer, coordinator):
    signature = factories.signed(agreement, volunteer)
    people.leave(volunteer, on=timezone.localdate(), by=coordinator)

    ending.keep_up(today=timezone.localdate())

    signature.refresh_from_db()
    assert (signature.request.status, signature.end.reason) == (RequestStatus.ENDED, "left")
    assert signature.end.ended_on == timezone.localdate()
    assert signature.typed_name == "Vera Lindqvist"


def test_who_comes_back_signs_everything_anew(agreement, volunteer, coordinator):
    with time_machine.travel(datetime(2024, 10, 1, 12, tzinfo=UTC)):
        factories.signed(agreement, volunteer)
    people.leave(volunteer, on=date(2025, 1, 31), by=coordinator)
    people.rejoin(volunteer, on=date(2026, 11, 1), by=coordinator)
    people.give_role(volunteer, role=Role.VOLUNTEER, starts_on=date(2026, 11, 1), by=coordinator)
    standing = AgreementRequest.objects.standing(TODAY)

    assert list(standing) == []  # at once, before any worker has looked
    ending.keep_up(today=TODAY)

    assert names(audience.at_stage(audience.bound(agreement, TODAY), agreement, "not_asked", TODAY, set())) == [
        "Vera Lindqvist"
    ]
    assert AgreementRequest.objects.get().signature.end.ended_on == date(2025, 1, 31)


def test_what_runs_out_is_asked_for_again(version, volunteer, coordinator, worker):
    agreement = factories.an_agreement(version, by=coordinator, valid_for_months=12)
    with time_machine.travel(datetime(2025, 11, 20, 12, tzinfo=UTC)):
        signature = factories.signed(agreement, volunteer)
    Letter.objects.update(sent_at=timezone.now())

    with time_machine.travel(datetime(2026, 11, 20, 3, tzinfo=UTC)), worker():
        ended = ending.keep_up(today=TODAY)
        again = ending.keep_up(today=TODAY)

    assert (ended, again) == (1, 0)
    assert (signature.end.reason, signature.end.ended_on) == ("expired", TODAY)
    assert [r.status for r in AgreementRequest.objects.order_by("pk")] == ["expired", "offered"]
    assert "Your last signature has run out." in mail.outbox[-1].body


def test_a_material_version_asks_everybody_again_and_keeps_the_old_signatures(
    agreement, version, volunteer, coordinator, worker
):
    signature = factories.signed(agreement, volunteer)
    Letter.objects.update(sent_at=timezone.now())
    factories.a_version(version.policy, 2, change_kind=ChangeKind.MATERIAL)

    with worker():
        assert ending.keep_up(today=timezone.localdate()) == 1

    signature.refresh_from_db()
    assert signature.end.reason == "replaced"
    assert [d.version for d in signature.text.documents.all()] == [version]
    assert "The rules have changed since you signed." in mail.outbox[-1].body


def test_a_wording_version_asks_nobody_again(agreement, version, volunteer):
    signature = factories.signed(agreement, volunteer)
    factories.a_version(version.policy, 2, change_kind=ChangeKind.WORDING)

    assert ending.keep_up(today=timezone.localdate()) == 0
    assert list(AgreementRequest.objects.standing(timezone.localdate())) == [signature.request]


def test_nobody_is_asked_again_while_the_new_text_cannot_be_signed(agreement, version, volunteer, coordinator):
    factories.signed(agreement, volunteer)
    type(version).objects.filter(pk=version.pk).update(status="withdrawn")

    assert ending.keep_up(today=timezone.localdate()) == 0


def test_whoever_no_longer_holds_the_role_is_not_asked_again(agreement, version, volunteer, coordinator):
    factories.signed(agreement, volunteer)
    volunteer.holdings.update(ends_on=timezone.localdate() - timedelta(days=1))
    factories.a_version(version.policy, 2)

    ending.keep_up(today=timezone.localdate())

    assert [r.status for r in AgreementRequest.objects.all()] == ["replaced"]


def test_the_pages_know_at_once_that_a_material_version_is_not_signed(agreement, version, volunteer):
    factories.signed(agreement, volunteer)
    factories.a_version(version.policy, 2)
    today, stale = timezone.localdate(), Changes([agreement]).stale()

    [counted] = audience.with_progress(type(agreement).objects.all(), today, stale)

    assert (counted.bound, counted.signed, counted.asked) == (1, 0, 1)
    assert names(audience.at_stage(audience.bound(agreement, today), agreement, "again", today, stale)) == [
        "Vera Lindqvist"
    ]


def test_a_new_name_leaves_the_old_signature_as_it_was(agreement, volunteer, coordinator):
    signature = factories.signed(agreement, volunteer)

    people.change(volunteer, by=coordinator, name="Victor Lindqvist")

    signature.refresh_from_db()
    assert (signature.person_name, signature.typed_name) == ("Vera Lindqvist", "Vera Lindqvist")
    assert signature.person.name == "Victor Lindqvist"
    assert signature.fingerprint == signing.fingerprint(signature)


def test_an_agreement_that_follows_another_replaces_its_signatures_one_by_one(
    agreement, volunteer, coordinator, new_person
):
    other = new_person("Ada Byron", Role.VOLUNTEER)
    first, second = factories.signed(agreement, volunteer), factories.signed(agreement, other)
    draft = designing.follow(agreement, by=coordinator)
    designing.change(draft, by=coordinator, statement="New words, which I understand.")
    followed = designing.open_(draft, by=coordinator)

    factories.signed(followed, volunteer)

    agreement.refresh_from_db()
    assert agreement.status == "closed"
    assert first.end.reason == "replaced"
    assert not hasattr(second, "end")


def test_a_link_that_reached_the_wrong_person_is_sent_again_at_once(agreement, volunteer, coordinator, worker):
    with worker():
        asking.send(agreement, [volunteer], by=coordinator)
        signing.not_me(AgreementRequest.objects.get())
        asking.chase(agreement, [volunteer], by=coordinator)

    assert AgreementRequest.objects.get().misdirected_at is None
    assert [m.subject for m in mail.outbox if m.to == [volunteer.email]] == [
        "Please read and sign: Volunteer agreement",
        "Still waiting for you: Volunteer agreement",
    ]


@pytest.mark.parametrize(
    ("there", "told"),
    [(["coordinator", "lead", "chair"], "coordinator"), (["lead", "chair"], "lead"), (["chair"], "chair")],
)
def test_somebody_always_looks_after_the_answers(scope, new_person, there, told):
    for role in there:
        new_person(f"{role} Person", role)

    assert [person.name for person in audience.keepers(TODAY)] == [f"{told} Person"]
