"""What falls due about uses and disagreements, and which promises are kept."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consent.models import Ability, Channel, Decision, Takedown, Use
from consent.obligations import obligations as all_of_the_room
from consent.owed.uses import obligations
from consent.promises.uses import commitments
from consent.services import judging, record_use, takedowns, withdrawing
from people.roles import Role
from safeguard.commitments import State
from tests.consent.factories import ADULT, a_carer, a_child, a_question, an_answer, look_after

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def web_manager(new_person):
    return new_person("Derek Doyle", Role.WEB_MANAGER)


def shown(child, by, **details):
    given = {"what": "A kite", "means": "picture", "channel": Channel.FACEBOOK, "what_for": "To show what we do"}
    return record_use(people=[child], by=by, **(given | {"link": "https://social.example/1"} | details))


def owed(today, person=None):
    return {o.key.partition(":")[0]: o for o in obligations(today=today, person=person and person.pk)}


def test_a_takedown_is_owed_by_the_web_manager_today_and_told_to_the_lead_tomorrow(
    lead, coordinator, web_manager, today
):
    """E-32."""
    child, question = a_child(), a_question()
    mother = a_carer(child)
    an_answer(child, question, mother)
    shown(child, lead)
    an_answer(child, question, mother, Decision.WITHDRAWN)

    duty = owed(today)["consent.takedown"]

    assert (duty.recipients, duty.due_on, duty.escalate_to) == (
        (web_manager.pk,),
        today,
        tuple(sorted([lead.pk, coordinator.pk])),
    )
    assert duty.schedule.escalate_after == 1
    assert duty.url == Takedown.objects.get().get_absolute_url()


def test_where_no_mail_goes_out_somebody_owes_it_to_the_family(lead, web_manager, today):
    """E-32."""
    child, question = a_child(), a_question()
    mother = a_carer(child)
    type(mother).objects.filter(pk=mother.pk).update(email="")
    an_answer(child, question, mother)
    shown(child, lead)
    an_answer(child, question, mother, Decision.WITHDRAWN)

    takedown = takedowns.done(Takedown.objects.get(), by=web_manager, outcome="")
    before = owed(today)["consent.tell"].recipients
    takedowns.told(takedown, by=lead, on=today, how="By telephone")

    assert (before, owed(today)) == ((lead.pk,), {})


def test_without_a_web_manager_the_coordinator_takes_it_down_and_else_the_lead(lead, new_person, today):
    takedowns.of_use(shown(a_child(), lead, already_shown=True), [], by=lead)

    alone = owed(today)["consent.takedown"].recipients
    coordinator = new_person("Cory Bell", Role.COORDINATOR)

    assert (alone, owed(today)["consent.takedown"].recipients) == ((lead.pk,), (coordinator.pk,))


@pytest.mark.clause("BC-39")
def test_the_lead_and_the_coordinator_hear_that_parents_disagree_in_words_that_tell_nothing(lead, coordinator, today):
    """E-29."""
    child, question = a_child(), a_question()
    mother, father = a_carer(child), a_carer(child, "Otto Turner")
    an_answer(child, question, mother)
    before = owed(today)
    an_answer(child, question, father, Decision.NO)

    duty = owed(today)["consent.disagreement"]
    judging.settle(child, question, decision="no", basis="agreed", reasons="Both rang.", by=lead)

    assert (before, owed(today)) == ({}, {})
    assert duty.recipients == tuple(sorted([lead.pk, coordinator.pk]))
    words = duty.title + duty.reason + duty.action
    assert [name for name in ("Mia", "Turner", "Facebook", "parent", "mother") if name in words] == []


def test_nobody_hears_of_a_disagreement_in_their_own_family(lead, coordinator, chair, new_person, today):
    """E-29: a parent who works here would learn that the other one said no."""
    child, question = a_child(), a_question()
    look_after(child, coordinator)
    an_answer(child, question, coordinator)
    an_answer(child, question, a_carer(child, "Otto Turner"), Decision.NO)

    to_the_lead = owed(today)["consent.disagreement"]
    look_after(child, lead)
    to_the_chair = owed(today)["consent.disagreement"]

    assert (to_the_lead.recipients, to_the_chair.recipients) == ((lead.pk,), (chair.pk,))
    assert "consent.disagreement" not in owed(today, coordinator)
    assert "consent.disagreement" in owed(today, chair)


def test_of_a_record_that_is_kept_back_only_those_hear_who_may_see_it(lead, coordinator, today):
    child, question = a_child(restricted=True), a_question()
    an_answer(child, question, a_carer(child))
    an_answer(child, question, a_carer(child, "Otto Turner"), Decision.NO)

    assert owed(today)["consent.disagreement"].recipients == (lead.pk,)


def test_a_no_of_somebody_who_does_not_decide_is_no_disagreement(lead, today):
    child, question = a_child(), a_question()
    an_answer(child, question, a_carer(child))
    an_answer(child, question, a_carer(child, "Gerda Turner", authority="none"), Decision.NO)

    assert owed(today) == {}


def test_whoever_grew_up_is_asked_from_the_birthday_on(lead, today):
    """E-26: what the parents said has ended with it."""
    born = today.replace(year=today.year - 18) + timedelta(days=1)
    child, question = a_child("Ada Byron", born), a_question()
    an_answer(child, question, a_carer(child))

    the_day_before, birthday = owed(today), owed(today + timedelta(days=1))
    an_answer(child, question, child)

    assert (list(the_day_before), list(birthday)) == ([], ["consent.grown_up"])
    assert birthday["consent.grown_up"].due_on == today + timedelta(days=1)
    assert owed(today + timedelta(days=1)) == {}


def test_an_adult_for_whom_a_carer_answered_is_asked(lead, today):
    """E-38."""
    adult, question = a_child("Ada Byron", ADULT), a_question()
    an_answer(adult, question, a_carer(adult))

    assert owed(today)["consent.grown_up"].due_on == today


def test_a_decision_is_looked_at_again_on_its_day_unless_there_is_a_newer_one(lead, today):
    adult = a_child("Ada Byron", ADULT)
    given = {"ability": Ability.ABLE, "by": lead, "reasons": "Knew."}
    judging.judge_ability(adult, review_on=today + timedelta(days=20), **given)

    before = owed(today)["consent.ability"].due_on
    judging.judge_ability(adult, review_on=today + timedelta(days=200), **given)

    assert (before, owed(today)) == (today + timedelta(days=20), {})


def test_a_withdrawal_without_a_person_is_owed_today(lead, chair, volunteer, today):
    noted = withdrawing.write_down(name="Mia", what="No pictures", said_by="An aunt", by=volunteer)

    duty = owed(today)["consent.unplaced"]
    withdrawing.settle(noted, by=lead, outcome="Not with us.")

    assert (duty.recipients, duty.escalate_to, "Mia" in duty.title + duty.reason) == ((lead.pk,), (chair.pk,), False)
    assert owed(today) == {}


def test_each_sees_only_their_own(lead, web_manager, volunteer, today):
    child, question = a_child(), a_question()
    an_answer(child, question, a_carer(child))
    shown(child, lead)
    an_answer(child, question, a_carer(child, "Otto Turner"), Decision.NO)

    assert [list(owed(today, person)) for person in (web_manager, lead, volunteer)] == [
        ["consent.takedown"],
        ["consent.disagreement"],
        [],
    ]


def test_many_disagreements_ask_no_more_queries_than_one(lead, today, django_assert_num_queries):
    question = a_question()
    for number in range(4):
        child = a_child(f"Child{number} Turner")
        an_answer(child, question, a_carer(child, f"Mother{number} Turner"))
        an_answer(child, question, a_carer(child, f"Father{number} Turner"), Decision.NO)
        if number == 0:
            with django_assert_num_queries(OWED):
                list(obligations(today=today))

    with django_assert_num_queries(OWED):
        found = list(obligations(today=today))

    assert len(found) == 4


OWED = 24


def test_the_room_owes_it(lead, volunteer, today):
    withdrawing.write_down(name="Mia", what="No pictures", said_by="An aunt", by=volunteer)

    assert "consent.unplaced" in {o.key.partition(":")[0] for o in all_of_the_room(today=today)}


# Promises -------------------------------------------------------------------------------------------------------------


def kept(today):
    return {c.key: (c.state, c.number, c.of) for c in commitments(today=today)}


def test_with_nothing_there_is_nothing_to_judge(lead, today):
    assert kept(today) == {
        "consent.shown": (State.NEW, 0, 0),
        "consent.taken_down": (State.NEW, 0, 0),
    }


@pytest.mark.clause("WY-42")
def test_nothing_is_shown_without_a_yes(lead, today):
    question = a_question(refresh_months=1)
    children = [a_child(f"{name} Turner") for name in ("Mia", "Leo")]
    for child in children:
        an_answer(child, question, a_carer(child, f"Mother of {child}"))
        shown(child, lead)

    in_order, stale = kept(today)["consent.shown"], kept(today + timedelta(days=40))["consent.shown"]
    an_answer(children[0], question, None, Decision.WITHDRAWN, giver_name="An aunt")

    assert in_order == (State.KEPT, 2, 2)
    assert stale == (State.AT_RISK, 0, 2)
    assert kept(today)["consent.shown"] == (State.BROKEN, 1, 2)


def test_what_is_withdrawn_comes_down_the_same_day(lead, web_manager, today):
    child, question = a_child(), a_question()
    an_answer(child, question, a_carer(child))
    shown(child, lead)
    an_answer(child, question, None, Decision.WITHDRAWN, giver_name="An aunt")

    on_the_day, late = kept(today)["consent.taken_down"], kept(today + timedelta(days=1))["consent.taken_down"]
    takedowns.done(Takedown.objects.get(), by=web_manager, outcome="")
    done = kept(today)["consent.taken_down"]
    Takedown.objects.update(due_on=today - timedelta(days=1))

    assert (on_the_day, late) == ((State.AT_RISK, 0, 1), (State.BROKEN, 0, 1))
    assert (done, kept(today)["consent.taken_down"]) == ((State.KEPT, 1, 1), (State.KEPT, 0, 1))


@pytest.mark.clause("RW-34")
def test_a_trustee_approves_where_a_question_says_so(lead, trustee, today):
    child, question = a_child(), a_question(needs_trustee=True)
    an_answer(child, question, a_carer(child))

    nothing = kept(today)["consent.approved"]
    shown(child, trustee, approved_by=trustee)
    approved = kept(today)["consent.approved"]
    shown(child, lead, already_shown=True, used_on=date(2025, 1, 1))

    assert (nothing, approved) == ((State.NEW, 0, 0), (State.KEPT, 1, 1))
    assert (kept(today)["consent.approved"], Use.objects.count()) == ((State.AT_RISK, 1, 2), 2)
