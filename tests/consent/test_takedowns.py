"""What comes down when somebody withdraws, who is told, and what becomes of it (E-32)."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from audit.models import AuditEvent
from consent.models import Channel, Decision, Device, Picture, Stock, Takedown, Use, UseSubject
from consent.services import takedown_mails, takedowns, withdrawing
from consent.services.uses import record_use
from consent.states import TakedownStatus
from people.roles import Role
from safeguard.refusals import Refused
from tests.consent.factories import a_carer, a_child, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def web_manager(new_person):
    return new_person("Derek Doyle", Role.WEB_MANAGER, Role.VOLUNTEER)


def a_use(*people, by, **details):
    """Found to be shown, so that no yes stands in its way."""
    given = {"means": "picture", "channel": Channel.FACEBOOK, "what": "A kite", "what_for": "To show what we do"}
    given |= {"link": "https://social.example/1", "already_shown": True}
    return record_use(people=people, by=by, **(given | details))


def shown_with_a_yes(child, question, mother, lead):
    an_answer(child, question, mother)
    return a_use(child, by=lead)


@pytest.mark.clause("RW-33")
def test_each_use_that_is_still_shown_comes_down_today(lead):
    child, question = a_child(), a_question()
    mother = a_carer(child)
    first = shown_with_a_yes(child, question, mother, lead)
    second = a_use(child, by=lead, what="A boat", link="", place="The page of the summer")
    gone = a_use(child, by=lead, what="An old one")
    Use.objects.filter(pk=gone.pk).update(taken_down_on=timezone.localdate())

    an_answer(child, question, mother, Decision.WITHDRAWN)

    assert set(Takedown.objects.values_list("use", "due_on", "status")) == {
        (use.pk, timezone.localdate(), TakedownStatus.OPEN) for use in (first, second)
    }


def test_only_what_the_answer_is_about_comes_down(lead):
    child = a_child()
    facebook, website = a_question(), a_question("On the website", channel=Channel.WEBSITE)
    mother = a_carer(child)
    an_answer(child, facebook, mother)
    an_answer(child, website, mother)
    a_use(child, by=lead)
    there = a_use(child, by=lead, channel=Channel.WEBSITE, what="The front page")

    an_answer(child, website, mother, Decision.WITHDRAWN)

    assert [takedown.use for takedown in Takedown.objects.all()] == [there]


def test_another_platform_is_told_apart_by_its_name(lead):
    child = a_child()
    named = {"channel": Channel.OTHER_PLATFORM}
    pigeon = a_question("On Pigeon", channel_name="Pigeon", **named)
    rook = a_question("On Rook", channel_name="Rook", **named)
    mother = a_carer(child)
    for question in (pigeon, rook):
        an_answer(child, question, mother)
    on_pigeon = a_use(child, by=lead, channel_name="pigeon", **named)
    a_use(child, by=lead, channel_name="Rook", **named)

    an_answer(child, pigeon, mother, Decision.NO)

    assert [takedown.use for takedown in Takedown.objects.all()] == [on_pigeon]


def test_the_word_of_somebody_who_does_not_decide_takes_nothing_down(lead):
    """A carer's no for an adult who decides alone (E-38)."""
    adult = a_child("Ada Byron", date(1990, 1, 1))
    question = a_question()
    an_answer(adult, question, adult)
    a_use(adult, by=lead)

    an_answer(adult, question, a_carer(adult), Decision.NO)

    assert not Takedown.objects.exists()


def test_an_entry_that_was_made_twice_counts(lead):
    """E-17: the picture hangs under the entry that was merged into this one."""
    child, twin, question = a_child(), a_child(), a_question()
    mother = a_carer(child)
    an_answer(child, question, mother)
    use = a_use(twin, by=lead)
    Takedown.objects.all().delete()
    type(twin).objects.filter(pk=twin.pk).update(merged_into=child)

    an_answer(child, question, mother, Decision.WITHDRAWN)

    assert list(Takedown.objects.values_list("use", "subject")) == [(use.pk, child.pk)]


def test_whoever_no_longer_wants_to_be_pictured_is_taken_down_everywhere(lead, volunteer):
    child = a_child()
    taken = a_question("Being photographed", channel=Channel.TAKEN)
    facebook, mother = a_question(), a_carer(child)
    an_answer(child, taken, mother)
    an_answer(child, facebook, mother)
    now = timezone.now()
    picture = Picture.objects.create(
        what="x", taken_at=now, taker=volunteer, device=Device.OWN_PHONE, logged_by=volunteer, upload_due_at=now
    )
    ours = a_use(child, by=lead)
    a_use(child, by=lead, what="From somebody's own phone", picture=picture)

    an_answer(child, taken, mother, Decision.WITHDRAWN)

    assert [takedown.use for takedown in Takedown.objects.all()] == [ours]


def test_everything_withdrawn_takes_down_what_nobody_was_asked_for_as_well(lead):
    child, question = a_child(), a_question()
    mother = a_carer(child)
    shown_with_a_yes(child, question, mother, lead)
    a_use(child, by=lead, channel=Channel.PRINT, what="Leaflet", place="Summer")

    withdrawing.withdraw(child, giver=mother, method="phone", by=lead)

    assert set(Takedown.objects.open().values_list("use__what", flat=True)) == {"A kite", "Leaflet"}


def test_a_use_waits_once_however_often_somebody_says_no(lead):
    child, question = a_child(), a_question()
    mother = a_carer(child)
    shown_with_a_yes(child, question, mother, lead)

    for decision in (Decision.WITHDRAWN, Decision.NO):
        an_answer(child, question, mother, decision)
    an_answer(child, question, None, Decision.WITHDRAWN, giver_name="An aunt")

    assert Takedown.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_those_who_take_it_down_get_one_mail_that_names_nobody(lead, coordinator, web_manager):
    child, first, second = a_child(), a_question(), a_question("On the website", channel=Channel.WEBSITE)
    mother = a_carer(child)
    an_answer(child, first, mother)
    an_answer(child, second, mother)
    a_use(child, by=lead)
    a_use(child, by=lead, channel=Channel.WEBSITE)

    withdrawing.withdraw(child, giver=mother, method="phone", by=lead)

    told = {message.to[0]: message for message in mail.outbox}
    assert sorted((m.to[0], m.subject) for m in mail.outbox) == [
        ("anna@families.example", "Your change has arrived"),
        (coordinator.email, "Consent was withdrawn"),
        (lead.email, "Consent was withdrawn"),
        (web_manager.email, "Something is to be taken down today"),
    ]
    words = " ".join(m.subject + m.body for m in mail.outbox if not m.to[0].startswith("anna"))
    assert [name for name in ("Mia", "Turner", "kite", "Facebook") if name in words] == []
    assert "/consent/takedowns/" in told[web_manager.email].body


def test_withdrawals_that_trickle_in_are_told_of_every_ten_minutes(lead, web_manager):
    """E-32: nine minutes between each of them, and none of them waits for another day."""
    child, now = a_child(), timezone.now()
    uses = [a_use(child, by=lead, what=f"Kite {number}") for number in range(4)]
    waiting = Takedown.objects.order_by("pk")
    for number, takedown in enumerate(waiting):
        Takedown.objects.filter(pk=takedown.pk).update(made_at=now + timedelta(minutes=9 * number))

    sent = [takedown_mails.send(takedown.pk) for takedown in waiting]

    assert len(uses) == len(sent)
    assert sent == [2, 0, 2, 0]  # the web manager, and the lead beside


def the_takedown(lead, **details):
    child, question = a_child(), a_question()
    mother = a_carer(child)
    shown_with_a_yes(child, question, mother, lead)
    Use.objects.update(**details)
    an_answer(child, question, mother, Decision.WITHDRAWN)
    return Takedown.objects.get()


def test_done_says_what_was_done_and_the_use_is_over(lead, web_manager):
    takedown = the_takedown(lead)

    takedowns.done(takedown, by=web_manager, outcome="Deleted the post and its share.")

    use = Use.objects.get()
    assert (use.taken_down_on, use.taken_down_by) == (timezone.localdate(), web_manager)
    takedown.refresh_from_db()
    assert (takedown.status, takedown.done_by, takedown.outcome) == (
        "done",
        web_manager,
        "Deleted the post and its share.",
    )
    assert AuditEvent.objects.filter(verb="consent_took_down").count() == 2


def test_of_two_people_who_wait_for_one_picture_both_have_it_down(lead, web_manager):
    children = [a_child(), a_child("Leo Smith")]
    question = a_question()
    mothers = [a_carer(child, f"{name} Turner") for child, name in zip(children, ("Anna", "Berta"), strict=True)]
    for child, mother in zip(children, mothers, strict=True):
        an_answer(child, question, mother)
    a_use(*children, by=lead)
    for child, mother in zip(children, mothers, strict=True):
        an_answer(child, question, mother, Decision.WITHDRAWN)

    takedowns.done(Takedown.objects.first(), by=web_manager, outcome="")

    assert list(Takedown.objects.values_list("status", flat=True)) == ["done", "done"]


def test_the_second_of_two_clicks_is_told(lead, web_manager):
    takedown = the_takedown(lead)
    same = Takedown.objects.get()
    takedowns.done(takedown, by=web_manager, outcome="")

    with pytest.raises(Refused):
        takedowns.done(same, by=lead, outcome="")


@pytest.mark.parametrize("close", [takedowns.done, takedowns.stays])
def test_print_needs_a_word_on_what_is_left_of_it(lead, close):
    takedown = the_takedown(lead)
    Use.objects.update(channel=Channel.PRINT)
    takedown = Takedown.objects.get()

    with pytest.raises(Refused, match="copies that are left"):
        close(takedown, by=lead, outcome="500 were given out.")
    close(takedown, by=lead, outcome="500 were given out.", stock=Stock.DESTROY)

    assert Takedown.objects.get().stock == Stock.DESTROY


def test_what_cannot_be_taken_back_needs_a_reason_and_may_come_down_later(lead):
    takedown = the_takedown(lead)

    with pytest.raises(Refused, match="Say why"):
        takedowns.stays(takedown, by=lead, outcome=" ")
    takedowns.stays(takedown, by=lead, outcome="The newspaper keeps its archive.")
    takedowns.done(takedown, by=lead, outcome="They deleted it after all.")

    assert Takedown.objects.get().status == TakedownStatus.DONE


@pytest.mark.parametrize(("days", "words"), [(1, "still to come"), (-1, "It was not shown before")])
def test_the_day_must_be_possible(lead, days, words):
    takedown = the_takedown(lead)

    with pytest.raises(Refused, match=words):
        takedowns.done(takedown, by=lead, outcome="", on=timezone.localdate() + timedelta(days=days))


def test_a_yes_that_comes_back_closes_it_and_nothing_else_does(lead):
    child, question = a_child(), a_question()
    mother = a_carer(child)
    shown_with_a_yes(child, question, mother, lead)
    an_answer(child, question, mother, Decision.WITHDRAWN)
    takedown = Takedown.objects.get()

    with pytest.raises(Refused, match="There is no yes"):
        takedowns.agreed(takedown, by=lead)
    an_answer(child, question, mother)
    takedowns.agreed(takedown, by=lead)

    assert (Takedown.objects.get().status, Use.objects.get().taken_down_on) == ("agreed", None)


@pytest.mark.django_db(transaction=True)
def test_whoever_withdrew_gets_one_mail_when_the_last_of_it_has_come_down(lead):
    """E-32, E-29: the other parent gets none."""
    child, question = a_child(), a_question()
    mother = a_carer(child)
    a_carer(child, "Otto Turner")
    shown_with_a_yes(child, question, mother, lead)
    a_use(child, by=lead, what="A boat")
    an_answer(child, question, mother, Decision.WITHDRAWN)
    mail.outbox.clear()

    first, last = Takedown.objects.all()
    takedowns.done(first, by=lead, outcome="")
    after_the_first = len(mail.outbox)
    takedowns.done(last, by=lead, outcome="")

    assert (after_the_first, [(m.to, m.subject) for m in mail.outbox]) == (
        0,
        [(["anna@families.example"], "It has been taken down")],
    )
    assert set(Takedown.objects.values_list("told_on", "told_how")) == {(timezone.localdate(), "By e-mail")}


def test_where_something_stays_a_person_tells_the_family(lead):
    takedown = the_takedown(lead)
    a_use(takedown.subject, by=lead, what="In the paper")
    Takedown.objects.filter(answer=None).delete()
    other = takedowns.because_of(takedown.answer)[0]

    takedowns.stays(other, by=lead, outcome="They keep an archive.")
    takedowns.done(takedown, by=lead, outcome="")

    assert list(Takedown.objects.values_list("told_on", flat=True)) == [None, None]


def test_the_family_is_told_once_there_is_something_to_tell(lead):
    takedown, today = the_takedown(lead), timezone.localdate()
    type(takedown.subject).objects.filter(name="Anna Turner").update(email="")

    with pytest.raises(Refused, match="First record"):
        takedowns.told(takedown, by=lead, on=today, how="By telephone")
    takedowns.done(takedown, by=lead, outcome="")
    with pytest.raises(Refused, match="still to come"):
        takedowns.told(takedown, by=lead, on=today + timedelta(days=1), how="By telephone")
    takedowns.told(takedown, by=lead, on=today, how="By telephone")

    assert list(Takedown.objects.values_list("told_on", "told_how")) == [(today, "By telephone")]


def test_no_content_goes_into_the_audit(lead):
    the_takedown(lead)

    labels = " ".join(AuditEvent.objects.filter(object_type__startswith="consent.").values_list("object_label", flat=1))
    assert [name for name in ("Mia", "Turner", "kite") if name in labels] == []
    assert UseSubject.objects.count() == 1
