"""What falls due about training, and the promises behind it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Settings
from people.roles import Role
from people.services import leave
from safeguard.addresses import address
from safeguard.commitments import State
from tests.agreements.factories import a_policy
from tests.volunteers.factories import a_topic
from volunteers.models import TopicKind, TrainingOffer
from volunteers.owed.training import obligations
from volunteers.promises.training import commitments
from volunteers.services import completing, topics
from volunteers.topic_suggestions import ABUSE, PRESENCE

TODAY = date(2026, 3, 2)


def owed(person=None, today=TODAY) -> dict[str, tuple[date, set[int]]]:
    found = obligations(today=today, person=person.pk if person else None)
    return {one.key.rpartition(":")[0] or one.key: (one.due_on, set(one.recipients)) for one in found}


def light(key, today=TODAY):
    return next(one for one in commitments(today=today) if one.key == f"volunteers.{key}")


def offer(topic, people, by, *, due_on=date(2026, 4, 1), on=TODAY) -> None:
    topics.offer(topic, people, by=by, due_on=due_on, on=on)


def note(topic, person, by, on=date(2026, 2, 3), today=TODAY) -> None:
    completing.complete(topic, person, by=by, done_on=on, today=today)


# Offers --------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("IL-55")
def test_whoever_was_offered_a_training_is_asked_until_it_is_completed(scope, coordinator, volunteer, new_person):
    other = new_person("Olga Petrova", Role.VOLUNTEER)
    topic = a_topic(coordinator)
    offer(topic, [volunteer, other], coordinator)

    assert owed(volunteer) == {"volunteers.offer": (date(2026, 4, 1), {volunteer.pk})}
    assert light("offers").state == State.KEPT
    assert light("offers", date(2026, 4, 2)).state == State.BROKEN
    note(topic, volunteer, coordinator)
    assert owed(volunteer) == {}
    assert (light("offers").number, light("offers").of) == (1, 2)


def test_an_offer_names_no_other_person_and_tells_the_coordinator_when_it_is_late(scope, coordinator, volunteer):
    offer(a_topic(coordinator), [volunteer], coordinator)

    found = next(obligations(today=TODAY, person=volunteer.pk))

    assert found.title == "Training: Online abuse and grooming"
    assert "Vera" not in found.title + found.reason
    assert (found.escalate_to, found.schedule.escalate_after) == ((coordinator.pk,), 14)
    assert found.url == address("volunteers:training_of", volunteer.pk)


@pytest.mark.clause("IL-55")
def test_everybody_with_a_gap_is_offered_it_at_once(signed_in, scope, coordinator, volunteer, new_person):
    others = [new_person(f"Person{n} Smith", Role.VOLUNTEER, signs_in=False) for n in range(3)]
    topic = a_topic(coordinator)
    client, url = signed_in(coordinator), address("volunteers:topic_offer", topic.pk)

    page = client.post(url, {"take": "all", "due_on": "1 4 2099"})
    ticked = [row.person.pk for row in page.context["form"].rows if row.is_chosen]
    refused = client.post(url, {"take": "save", "people": ticked, "due_on": "1 4 2020"})
    day = (timezone.localdate() + timedelta(days=30)).strftime("%d %m %Y")
    client.post(url, {"take": "save", "people": ticked, "due_on": day})
    client.post(url, {"take": "save", "people": ticked, "due_on": day})

    assert set(ticked) == {volunteer.pk, *(one.pk for one in others)}
    assert "This day is past" in refused.content.decode()
    assert TrainingOffer.objects.count() == 4


def test_an_offer_is_closed_where_it_is_not_needed(signed_in, scope, coordinator, volunteer, trustee):
    topic = a_topic(coordinator)
    offer(topic, [volunteer], coordinator)
    url = address("volunteers:offer_close", TrainingOffer.objects.get().pk)

    assert signed_in(trustee).post(url).status_code == 403
    signed_in(coordinator).post(url)

    assert owed(volunteer) == {}


def test_nobody_who_left_is_asked(scope, coordinator, volunteer):
    offer(a_topic(coordinator), [volunteer], coordinator)

    leave(volunteer, on=date(2026, 3, 1), by=coordinator)

    assert owed(volunteer) == {}


# Running out, and gaps -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "is_asked"),
    [
        (date(2026, 12, 4), False),
        (date(2026, 12, 5), True),
        (date(2027, 2, 3), True),
        (date(2027, 3, 5), True),
        (date(2027, 3, 6), False),
    ],
)
def test_somebody_is_told_in_time_that_a_training_runs_out(scope, coordinator, volunteer, today, is_asked):
    note(a_topic(coordinator, every_months=12), volunteer, coordinator)

    assert owed(volunteer, today) == ({"volunteers.expiry": (date(2027, 2, 3), {volunteer.pk})} if is_asked else {})


def test_what_was_done_anew_or_is_offered_does_not_run_out(scope, coordinator, volunteer):
    again, offered = a_topic(coordinator, "A", every_months=12), a_topic(coordinator, "B", every_months=12)
    today = date(2027, 1, 20)
    for topic in (again, offered):
        note(topic, volunteer, coordinator)
    note(again, volunteer, coordinator, on=date(2027, 1, 15), today=today)
    offer(offered, [volunteer], coordinator, due_on=date(2027, 2, 1), on=today)

    assert set(owed(volunteer, today)) == {"volunteers.offer"}


@pytest.mark.parametrize("today", [date(2028, 2, 1), date(2028, 2, 29)])
def test_the_coordinator_is_asked_once_a_month_about_all_gaps(scope, coordinator, volunteer, today):
    topic = a_topic(coordinator)

    assert owed(coordinator, today) == {"volunteers.gaps": (date(2028, 2, 29), {coordinator.pk})}
    assert owed(volunteer, today) == {}
    offer(topic, [volunteer], coordinator, due_on=today, on=today)
    assert owed(coordinator, today) == {}


def test_where_nobody_coordinates_the_lead_and_the_chair_are_asked(scope, lead, chair, volunteer):
    a_topic(lead)

    assert owed()["volunteers.gaps"][1] == {lead.pk, chair.pk}


def test_what_is_owed_asks_the_same_questions_for_one_and_for_many(
    scope, coordinator, new_person, django_assert_num_queries
):
    topic = a_topic(coordinator, every_months=12)
    offered = a_topic(coordinator, "Basics")

    def more(number: int) -> None:
        people = [new_person(f"P{number}x{n} Smith", Role.VOLUNTEER, signs_in=False) for n in range(number)]
        offer(offered, people, coordinator)
        for person in people:
            note(topic, person, coordinator)

    more(1)
    with CaptureQueriesContext(connection) as few:
        list(obligations(today=date(2027, 1, 5)))
        list(commitments(today=TODAY))
    more(12)
    with django_assert_num_queries(len(few)):
        list(obligations(today=date(2027, 1, 5)))
        list(commitments(today=TODAY))


# Promises ------------------------------------------------------------------------------------------------------------


def test_before_anything_is_set_up_every_light_is_new(scope, coordinator):
    assert {one.state for one in commitments(today=TODAY)} == {State.NEW}


@pytest.mark.clause("WR-11")
def test_everybody_counted_as_staff_is_trained_on_each_policy(scope, coordinator, volunteer, new_person):
    Settings.objects.update(staff_means=[Role.STAFF, Role.VOLUNTEER])
    staff = new_person("Amir Siddiqui", Role.STAFF)
    topic = a_topic(coordinator, "Our policy", policy=a_policy().policy, roles=[Role.VOLUNTEER])
    before = light("policies")

    note(topic, volunteer, coordinator)
    half = light("policies")
    note(topic, staff, coordinator)
    after = light("policies")

    assert (before.state, before.number, before.of) == (State.BROKEN, 0, 2)
    assert (half.state, half.number) == (State.BROKEN, 1)
    assert (after.state, after.number, after.of) == (State.KEPT, 2, 2)


@pytest.mark.clause("IL-14")
def test_newcomers_go_through_the_induction_in_time(scope, coordinator, volunteer):
    part = a_topic(coordinator, "Policy handed over", kind=TopicKind.INDUCTION, within_days=28)
    in_time = volunteer.joined_on + timedelta(days=28)

    assert light("induction", date(2024, 9, 29)).state == State.AT_RISK
    assert light("induction", in_time + timedelta(days=2)).state == State.BROKEN
    note(part, volunteer, coordinator)
    assert light("induction").state == State.KEPT


@pytest.mark.parametrize(
    ("key", "suggestion", "role"),
    [
        pytest.param("abuse", ABUSE, Role.VOLUNTEER, marks=pytest.mark.clause("WY-113")),
        pytest.param("presence", PRESENCE, Role.WEB_MANAGER, marks=pytest.mark.clause("IL-20")),
    ],
)
def test_the_lights_ask_after_the_topics_that_policies_promise(scope, coordinator, new_person, key, suggestion, role):
    person = new_person("Wilma Webb", role)
    topic = a_topic(coordinator, "A name of our own", roles=[role], suggestion=suggestion)
    before = light(key)

    note(topic, person, coordinator)

    assert (before.state, before.of) == (State.BROKEN, 1)
    assert light(key).state == State.KEPT
