"""Anybody withdraws, by any way, and it counts from that moment (E-33)."""

import pytest
from django.core import mail
from django.utils import timezone

from consent.effective import Reason
from consent.models import Answer, Channel, Decision, Means, UnplacedWithdrawal
from consent.services import confirming, withdrawing
from consent.standing import standing
from people.models import Authority
from people.roles import Role
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.consent.factories import ADULT, BORN, a_carer, a_child, a_question, an_answer, look_after

pytestmark = pytest.mark.usefixtures("scope")


def reasons(child, *questions):
    found = standing([child], questions, timezone.localdate())
    return [found[child.pk, question.pk].reason for question in questions]


@pytest.fixture
def family():
    child = a_child()
    return child, a_carer(child), [a_question(), a_question("On the website", channel=Channel.WEBSITE)]


def test_one_thing_is_withdrawn_and_the_rest_stays(family, volunteer):
    child, mother, (facebook, website) = family
    for question in (facebook, website):
        an_answer(child, question, mother)

    withdrawing.withdraw(child, [facebook], giver=None, giver_name="An aunt", method="phone", by=volunteer)

    assert reasons(child, facebook, website) == [Reason.WITHDRAWN, Reason.AGREED]


def test_everything_is_what_is_asked_and_what_was_ever_answered(family, volunteer):
    child, mother, questions = family
    messages = a_question("Messages", means=Means.MESSAGING, channel=Channel.CONVERSATION)
    an_answer(child, questions[0], mother)
    type(messages).objects.filter(pk=messages.pk).update(status="draft")
    type(messages).objects.filter(pk=questions[0].pk).update(status="closed")

    withdrawing.withdraw(child, giver=mother, method="in_person", by=volunteer, note="At the door")

    assert reasons(child, *questions) == [Reason.WITHDRAWN] * 2
    assert not Answer.objects.filter(question=messages).exists()
    assert {answer.recorded_by for answer in Answer.objects.filter(decision=Decision.WITHDRAWN)} == {volunteer}


def test_the_same_form_sent_twice_is_one_word_and_one_letter(family, volunteer):
    child, mother, _questions = family

    for _twice in range(2):
        withdrawing.withdraw(child, giver=mother, method="phone", by=volunteer)

    assert Answer.objects.count() == 2


def test_a_no_and_a_yes_within_a_minute_are_two_words(family):
    child, mother, (facebook, _website) = family
    for decision in (Decision.NO, Decision.YES, Decision.YES, Decision.NO):
        an_answer(child, facebook, mother, decision)

    assert list(Answer.objects.in_order().values_list("decision", flat=True)) == ["no", "yes", "no"]


def test_nobody_is_nobody(family, volunteer):
    with pytest.raises(Refused, match="Say who told you"):
        withdrawing.withdraw(family[0], giver=None, giver_name=" ", method="phone", by=volunteer)


def test_with_nothing_to_withdraw_it_says_so(volunteer):
    with pytest.raises(Refused, match="nothing yet"):
        withdrawing.withdraw(a_child(), giver=None, giver_name="An aunt", method="phone", by=volunteer)


@pytest.mark.django_db(transaction=True)
def test_whoever_withdraws_gets_the_confirmation_and_the_other_parent_none(family, volunteer):
    """E-29: neither learns from us what the other one said."""
    child, mother, _questions = family
    a_carer(child, "Otto Turner")

    withdrawing.withdraw(child, giver=mother, method="phone", by=volunteer)

    assert [message.to for message in mail.outbox] == [["anna@families.example"]]


@pytest.mark.parametrize(
    ("born", "authority", "confirmed", "told"),
    [
        (BORN, Authority.PARENTAL, True, "Anna"),
        (BORN, Authority.PARENTAL, False, "Mia"),
        (BORN, Authority.NONE, True, "Mia"),
        (ADULT, Authority.PARENTAL, True, "Mia"),
    ],
    ids=["parent", "not confirmed", "no say", "a parent of an adult (E-26)"],
)
def test_when_somebody_rings_for_the_family_those_who_decide_are_told(born, authority, confirmed, told):
    child, question = a_child(born=born), a_question()
    a_carer(child, authority=authority, confirmed=confirmed)

    assert [str(person).split()[0] for person in confirming.to_be_told(child, None, [question])] == [told]


# For somebody who is not found ----------------------------------------------------------------------------------------


def test_nothing_is_lost_when_the_person_is_not_found(family, volunteer, coordinator):
    child, mother, (facebook, _website) = family
    an_answer(child, facebook, mother)
    noted = withdrawing.write_down(name="Mia, the small one", what="No pictures", said_by="An aunt", by=volunteer)

    withdrawing.settle(noted, by=coordinator, person=child)

    answer = Answer.objects.in_order().last()
    assert (reasons(child, facebook), answer.giver_name, answer.note) == ([Reason.WITHDRAWN], "An aunt", "No pictures")
    assert UnplacedWithdrawal.objects.get().settled_by == coordinator


def test_it_is_settled_once_and_with_a_word(volunteer, coordinator):
    noted = withdrawing.write_down(name="Mia", what="No pictures", said_by="An aunt", by=volunteer)

    with pytest.raises(Refused, match="Choose the person"):
        withdrawing.settle(noted, by=coordinator)
    withdrawing.settle(noted, by=coordinator, outcome="Rang back: it is another charity.")
    with pytest.raises(Refused, match="Somebody else has dealt with this"):
        withdrawing.settle(noted, by=coordinator, outcome="Again")


def test_a_note_sent_twice_is_one_note(volunteer):
    notes = {
        withdrawing.write_down(name="Mia", what="No pictures", said_by="An aunt", by=volunteer) for _twice in range(2)
    }

    assert len(notes) == 1


# In the browser -------------------------------------------------------------------------------------------------------

EVERYTHING = {"extent": "all", "who": "other", "name": "An aunt", "method": "phone"}


def test_a_volunteer_withdraws_everything_in_two_taps(family, volunteer, signed_in):
    child, _mother, questions = family
    browser = signed_in(volunteer)

    front = browser.get(address("consent:front")).content.decode()
    listed = browser.get(address("consent:withdraw")).content.decode()
    answer = browser.post(address("consent:withdraw_for", child.pk), EVERYTHING)

    assert address("consent:withdraw") in front
    assert address("consent:withdraw_for", child.pk) in listed
    assert answer.headers["Location"] == address("consent:person", child.pk)
    assert reasons(child, *questions) == [Reason.WITHDRAWN] * 2


def test_some_are_ticked(family, volunteer, signed_in):
    child, mother, (facebook, website) = family
    for question in (facebook, website):
        an_answer(child, question, mother)

    signed_in(volunteer).post(
        address("consent:withdraw_for", child.pk), {**EVERYTHING, "extent": "some", "questions": [website.pk]}
    )

    assert reasons(child, facebook, website) == [Reason.AGREED, Reason.WITHDRAWN]


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ({"name": ""}, "Write the name of whoever told you."),
        ({"extent": "some"}, "Tick what is not wanted any more."),
        ({"who": ""}, "Answer this question."),
        ({"method": "\x00"}, "Select a valid choice"),
        ({"extent": "some", "questions": "9" * 30}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_is_lost(family, volunteer, signed_in, left_out, words):
    sent = {**EVERYTHING, "note": "At the door", **left_out}

    page = signed_in(volunteer).post(address("consent:withdraw_for", family[0].pk), sent).content.decode()

    assert (words in page, "At the door" in page) == (True, True)
    assert not Answer.objects.exists()


def test_one_tick_beside_everything_is_asked_back(family, volunteer, signed_in):
    """Who ticks one thing and overlooks the choice above does not take back all of it."""
    child, _mother, (_facebook, website) = family

    page = signed_in(volunteer).post(
        address("consent:withdraw_for", child.pk), {**EVERYTHING, "questions": [website.pk]}
    )

    assert "Is it only this, or everything?" in page.content.decode()
    assert not Answer.objects.exists()


def test_carers_are_named_to_those_who_keep_consent_alone(family, volunteer, lead, client):
    """E-29, E-37: a volunteer at the door writes down a name and is shown none."""
    url = address("consent:withdraw_for", family[0].pk)
    named = {}
    for person in (volunteer, lead):
        client.force_login(person.user)
        named[str(person)] = "Anna Turner" in client.get(url).content.decode()

    assert named == {"Vera Lindqvist": False, "Dana Whitlock": True}


def test_a_keeper_who_is_a_carer_is_shown_no_other_carer(family, new_person, signed_in):
    child, _mother, _questions = family
    father = new_person("Otto Turner", Role.COORDINATOR)
    look_after(child, father)

    page = signed_in(father).get(address("consent:withdraw_for", child.pk)).content.decode()

    assert "Anna Turner" not in page


def test_a_volunteer_without_the_name_writes_it_down_and_the_coordinator_finds_it(
    family, new_person, coordinator, client
):
    child, _mother, questions = family
    volunteer = new_person("Vera Lindqvist", Role.VOLUNTEER)
    client.force_login(volunteer.user)
    noted = {"name": "Mia Turner", "what": "No pictures", "said_by": "An aunt", "reach": "07700 900123"}

    client.post(address("consent:withdraw_unplaced"), noted)
    hidden = client.get(address("consent:unplaced", UnplacedWithdrawal.objects.get().pk)).status_code
    client.force_login(coordinator.user)
    url = UnplacedWithdrawal.objects.get().get_absolute_url()
    listed = url in client.get(address("consent:withdraw")).content.decode()
    offered = "Mia Turner" in client.get(url).content.decode()
    client.post(url, {"person": child.pk})

    assert (hidden, listed, offered) == (403, True, True)
    assert reasons(child, *questions) == [Reason.WITHDRAWN] * 2
    assert "dealt with it" in client.get(url).content.decode()


@pytest.mark.parametrize("sent", [{}, {"person": "9" * 40}, {"person": "\x00"}, {"person": "1e9"}])
def test_a_keeper_who_chooses_nobody_says_why(volunteer, coordinator, signed_in, sent):
    noted = withdrawing.write_down(name="Mia", what="No pictures", said_by="An aunt", by=volunteer)

    answer = signed_in(coordinator).post(noted.get_absolute_url(), sent)

    assert (answer.status_code, UnplacedWithdrawal.objects.get().settled_at) == (200, None)
