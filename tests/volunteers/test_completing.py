"""Completions: one by one, after a session, taken back; who may note them, and which count."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from organisations.models import Project
from people.models import CareLink, Person
from people.roles import Role
from people.services import leave, rejoin
from safeguard.addresses import address
from safeguard.append_only import NeverChanges
from safeguard.refusals import Refused
from tests.agreements import factories as agreements
from tests.volunteers.factories import a_topic
from volunteers.models import Completion, Topic, TopicKind, TrainingSession
from volunteers.services import completing, topics
from volunteers.services.training import State, items_of, summary_of
from volunteers.topic_suggestions import SUGGESTIONS

TODAY = date(2026, 3, 2)
LEAP_DAY = date(2024, 2, 29)


def note(topic, person, by, *, on=date(2026, 2, 3), today=TODAY, **more) -> Completion | None:
    return completing.complete(topic, person, by=by, done_on=on, today=today, **more)


def state(person, today=TODAY) -> list[State]:
    return [item.state for item in items_of([person.pk], today)[person.pk]]


# One by one ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-113")
def test_a_volunteer_is_trained_on_online_abuse_and_grooming(scope, coordinator, volunteer):
    suggested = next(one for one in SUGGESTIONS if "WY-113" in one.clauses)
    topic = a_topic(coordinator, str(suggested.title), roles=list(suggested.roles), what=str(suggested.what))
    before = state(volunteer)

    note(topic, volunteer, coordinator)

    assert "grooming" in str(suggested.title)
    assert "approach" in str(suggested.what)
    assert (before, state(volunteer)) == ([State.MISSING], [State.DONE])


@pytest.mark.clause("IL-20")
def test_training_for_those_who_run_the_pages_is_for_them_alone(scope, coordinator, volunteer, new_person):
    manager = new_person("Wilma Webb", Role.WEB_MANAGER)
    suggested = next(one for one in SUGGESTIONS if "IL-20" in one.clauses)
    topic = a_topic(coordinator, str(suggested.title), roles=list(suggested.roles))

    note(topic, manager, coordinator, evidence="Half a day with the agency")

    assert state(volunteer) == []
    assert items_of([manager.pk], TODAY)[manager.pk][0].completion.evidence == "Half a day with the agency"


def test_noted_twice_for_a_day_it_is_one(scope, coordinator, volunteer):
    topic = a_topic(coordinator)

    first, second = note(topic, volunteer, coordinator), note(topic, volunteer, coordinator)

    assert (first.person, second) == (volunteer, None)
    assert Completion.objects.count() == 1
    assert AuditEvent.objects.filter(verb="volunteer_trained").count() == 1


@pytest.mark.parametrize(
    ("done_on", "months", "until"),
    [
        (LEAP_DAY, 12, date(2025, 2, 28)),
        (LEAP_DAY, 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 3, 1), 12, date(2026, 3, 1)),
        (date(2025, 3, 1), None, None),
    ],
)
def test_for_how_long_it_counts(scope, coordinator, volunteer, done_on, months, until):
    topic = a_topic(coordinator, every_months=months)

    assert note(topic, volunteer, coordinator, on=done_on).expires_on == until


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 2, 28), State.DONE), (date(2026, 3, 1), State.EXPIRED)],
)
def test_it_counts_up_to_its_last_day(scope, coordinator, volunteer, today, expected):
    topic = a_topic(coordinator, every_months=6)
    note(topic, volunteer, coordinator, on=date(2025, 8, 31))

    assert state(volunteer, today) == [expected]


def test_a_day_to_come_is_refused(scope, coordinator, volunteer):
    topic = a_topic(coordinator)

    with pytest.raises(Refused, match="still to come"):
        note(topic, volunteer, coordinator, on=TODAY + timedelta(days=1))


def test_completing_it_meets_the_offer(scope, coordinator, volunteer):
    topic = a_topic(coordinator)
    topics.offer(topic, [volunteer], by=coordinator, due_on=TODAY, on=TODAY)

    note(topic, volunteer, coordinator)

    assert topic.offers.get().closed_on == TODAY


# The induction -------------------------------------------------------------------------------------------------------


def test_an_induction_before_somebody_joined_is_refused(scope, coordinator, volunteer):
    part = a_topic(coordinator, "Whom to call", kind=TopicKind.INDUCTION)
    course = a_topic(coordinator, "Basics")
    day_before = volunteer.joined_on - timedelta(days=1)

    assert note(course, volunteer, coordinator, on=day_before)
    with pytest.raises(Refused, match="Vera Lindqvist"):
        note(part, volunteer, coordinator, on=day_before)


def test_whoever_comes_back_begins_the_induction_anew_and_keeps_the_training(scope, coordinator, volunteer):
    part = a_topic(coordinator, "Whom to call", kind=TopicKind.INDUCTION)
    course = a_topic(coordinator, "Basics")
    note(part, volunteer, coordinator, on=date(2025, 1, 5))
    note(course, volunteer, coordinator, on=date(2025, 1, 5))

    leave(volunteer, on=date(2025, 6, 30), by=coordinator)
    back = rejoin(volunteer, on=date(2026, 1, 10), by=coordinator)
    back.holdings.create(role=Role.VOLUNTEER, starts_on=date(2026, 1, 10))

    found = {item.topic.title: item.state for item in items_of([back.pk], TODAY)[back.pk]}
    assert found == {"Whom to call": State.MISSING, "Basics": State.DONE}
    assert summary_of([back.pk], TODAY)[back.pk].gaps == ("Whom to call",)


@pytest.mark.clause("IL-14")
@pytest.mark.clause("WY-73")
def test_the_induction_hands_the_policy_over_and_tells_of_whistle_blowing(scope, coordinator, volunteer):
    wanted = [one for one in SUGGESTIONS if {"IL-14", "WY-73"} & set(one.clauses)]
    for one in wanted:
        a_topic(coordinator, str(one.title), kind=one.kind, roles=list(one.roles))
    before = summary_of([volunteer.pk], TODAY)[volunteer.pk]

    for topic in Topic.objects.all():
        note(topic, volunteer, coordinator)

    after = summary_of([volunteer.pk], TODAY)[volunteer.pk]
    assert (before.induction_done, before.induction_total) == (0, 3)
    assert set(before.gaps) == {str(one.title) for one in wanted}
    assert any("whistle-blowing" in title for title in before.gaps)
    assert (after.induction_done, after.induction_total, after.gaps) == (3, 3, ())


@pytest.mark.clause("WY-73")
def test_whoever_raises_a_concern_finds_how_to_speak_up_about_the_charity(signed_in, scope, volunteer):
    page = signed_in(volunteer).get(address("incidents:raise")).content.decode()

    assert "whistle-blowing" in page
    assert "/help/raising/#speaking-up-about-the-charity" in page
    assert 'id="speaking-up-about-the-charity"' in signed_in(volunteer).get("/help/raising/").content.decode()


@pytest.mark.clause("RW-7")
def test_the_signature_of_the_confidentiality_agreement_counts_by_itself(scope, coordinator, volunteer):
    agreement = agreements.an_agreement(agreements.a_policy(), by=coordinator, title="Confidentiality agreement")
    topic = a_topic(coordinator, "Confidentiality signed", kind=TopicKind.INDUCTION, agreement=agreement)
    today = timezone.localdate()
    with pytest.raises(Refused, match="signature"):
        note(topic, volunteer, coordinator, today=today)
    before = state(volunteer, today)

    agreements.asked(agreement, volunteer, by=coordinator)
    agreements.signed(agreement, volunteer)

    assert (before, state(volunteer, today)) == ([State.MISSING], [State.DONE])
    assert not Completion.objects.exists()


# Sessions ------------------------------------------------------------------------------------------------------------


def test_a_session_is_noted_for_all_who_were_there(signed_in, scope, coordinator, volunteer, new_person):
    topic = a_topic(coordinator, every_months=24)
    other = new_person("Olga Petrova", Role.VOLUNTEER)
    url = address("volunteers:session_add", topic.pk)
    sent = {
        "held_on": "3 2 2026",
        "trainer": "Ruth Ellery",
        "place": "Hall",
        "evidence": "List in the office",
        "people": [volunteer.pk, other.pk],
        "take": "save",
    }

    signed_in(coordinator).post(url, sent)
    signed_in(coordinator).post(url, sent)  # a second click

    session = TrainingSession.objects.get()
    assert (session.trainer, session.held_on) == ("Ruth Ellery", date(2026, 2, 3))
    assert {done.person for done in session.completions.all()} == {volunteer, other}
    assert {done.expires_on for done in session.completions.all()} == {date(2028, 2, 3)}


def test_after_an_error_everything_ticked_and_typed_stands_there_again(signed_in, scope, coordinator, volunteer):
    topic = a_topic(coordinator)

    page = signed_in(coordinator).post(
        address("volunteers:session_add", topic.pk),
        {"held_on": "3 2 2036", "trainer": "Ruth", "people": [volunteer.pk], "take": "save"},
    )

    words = page.content.decode()
    assert "This day is still to come" in words
    assert f'value="{volunteer.pk}" id="person-{volunteer.pk}" checked' in words
    assert 'value="Ruth"' in words
    assert not Completion.objects.exists()


def test_a_search_keeps_what_was_typed_and_finds_people_who_need_nothing(signed_in, scope, coordinator, trustee):
    topic = a_topic(coordinator)

    page = signed_in(coordinator).post(
        address("volunteers:session_add", topic.pk),
        {"held_on": "3 2 2026", "place": "Hall", "q": "okafor", "take": "search"},
    )

    words = page.content.decode()
    assert [row.person for row in page.context["form"].rows] == [trustee]
    assert 'value="3 2 2026"' in words
    assert 'value="Hall"' in words
    assert "error" not in words.split("<main")[1].lower()


def test_everybody_of_a_project_who_needs_it_is_ticked_at_once(signed_in, scope, coordinator, new_person):
    topic, club = a_topic(coordinator), Project.objects.create(name="Club")
    there = [new_person(f"Person{n} Club", Role.VOLUNTEER, project=club, signs_in=False) for n in range(220)]
    new_person("Else Where", Role.VOLUNTEER)
    client, url = signed_in(coordinator), address("volunteers:session_add", topic.pk)

    page = client.post(url, {"project": club.pk, "take": "all", "held_on": "3 2 2026"})
    ticked = [row.person.pk for row in page.context["form"].rows if row.is_chosen]
    client.post(url, {"held_on": "3 2 2026", "people": ticked, "take": "save"})

    assert set(ticked) == {person.pk for person in there}
    assert Completion.objects.count() == 220


def test_no_name_of_another_charity_can_be_ticked(signed_in, scope, coordinator, stranger):
    topic = a_topic(coordinator)

    page = signed_in(coordinator).post(
        address("volunteers:session_add", topic.pk), {"held_on": "3 2 2026", "people": [stranger.pk], "take": "save"}
    )

    assert "Somebody who was ticked is not found here" in page.content.decode()
    assert not Completion.objects.exists()


# Who may, and mistakes -----------------------------------------------------------------------------------------------


def test_nobody_notes_training_for_themself_while_a_colleague_can(signed_in, scope, coordinator, lead):
    topic = a_topic(lead, roles=[Role.COORDINATOR])

    page = signed_in(coordinator).get(address("volunteers:complete", coordinator.pk, topic.pk))

    assert page.status_code == 403
    with pytest.raises(Refused, match="themself"):
        note(topic, coordinator, coordinator)
    with pytest.raises(Refused, match="themself"):
        completing.hold_session(topic, [coordinator], by=coordinator, held_on=TODAY, today=TODAY)
    assert not TrainingSession.objects.exists()


def test_whoever_is_alone_with_the_work_notes_their_own(scope, coordinator):
    topic = a_topic(coordinator, roles=[Role.COORDINATOR])

    assert note(topic, coordinator, coordinator)


def test_nobody_notes_training_for_their_own_family(scope, coordinator, lead, new_person):
    child = new_person("Finn Bell", Role.VOLUNTEER)
    CareLink.objects.create(carer=coordinator, cared_for=child, starts_on=date(2024, 9, 1), relationship="parent")
    topic = a_topic(lead)

    with pytest.raises(Refused, match="Finn Bell"):
        note(topic, child, coordinator)
    assert note(topic, child, lead)


@pytest.mark.parametrize("role", [Role.TRUSTEE, Role.LINE_MANAGER, Role.VOLUNTEER, Role.ADMINISTRATOR])
def test_others_note_nothing(signed_in, scope, coordinator, volunteer, new_person, role):
    topic = a_topic(coordinator)
    done = note(topic, volunteer, coordinator)
    client = signed_in(new_person("Ned Nosy", role))

    pages = [
        address("volunteers:session_add", topic.pk),
        address("volunteers:complete", volunteer.pk, topic.pk),
        address("volunteers:topic_offer", topic.pk),
        address("volunteers:completion_back", done.pk),
    ]

    assert [client.post(url, {}).status_code for url in pages] == [403] * 4


def test_a_mistake_is_taken_back_and_stays_readable(signed_in, scope, coordinator, volunteer):
    topic = a_topic(coordinator)
    done = note(topic, volunteer, coordinator)

    signed_in(coordinator).post(address("volunteers:completion_back", done.pk), {"why": "It was her sister."})

    done.refresh_from_db()
    assert (done.taken_back_by, done.why_taken_back) == (coordinator, "It was her sister.")
    assert state(volunteer) == [State.MISSING]
    assert "It was her sister." in signed_in(coordinator).get(topic.get_absolute_url()).content.decode()
    assert note(topic, volunteer, coordinator)  # the same day can be noted again


def test_a_completion_is_never_rewritten(scope, coordinator, volunteer):
    done = note(a_topic(coordinator), volunteer, coordinator)

    done.done_on = TODAY
    with pytest.raises(NeverChanges):
        done.save()
    with pytest.raises(NeverChanges):
        done.delete()
    assert Completion.objects.get() == done


def test_an_entry_joined_to_another_one_counts_for_the_one_that_stayed(scope, coordinator, volunteer, new_person):
    twin = new_person("Wera Lindquist", Role.VOLUNTEER)
    topic = a_topic(coordinator)
    note(topic, twin, coordinator)

    Person.objects.filter(pk=twin.pk).update(merged_into=volunteer)

    assert state(volunteer) == [State.DONE]
