"""Who lacks what: by role, project, exception and period, in words and in the same few questions for everybody."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Project
from people.models import Person, RoleHolding
from people.roles import Role
from people.services import leave
from safeguard.addresses import address
from tests.agreements import factories as agreements
from tests.volunteers.factories import a_topic
from volunteers.models import Completion, Exemption, Topic, TopicKind
from volunteers.services import completing
from volunteers.services.training import counts, items_of, running, summary_of, with_gaps

TODAY = date(2026, 3, 2)


def lacking(today=TODAY) -> set[Person]:
    return set(with_gaps(running(today), today))


def note(topic, person, by, on=date(2026, 2, 3)) -> None:
    completing.complete(topic, person, by=by, done_on=on, today=TODAY)


def exempt(person, topic, by, **days) -> Exemption:
    dates = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 2)} | days
    return Exemption.objects.create(
        person=person, what=f"topic:{topic.pk}", reason="Ill for some time", allowed_by=by, **dates
    )


def test_whoever_is_here_in_one_of_the_roles_needs_it(scope, coordinator, volunteer, trustee, new_person):
    a_topic(coordinator)
    left = new_person("Lena Left", Role.VOLUNTEER)
    leave(left, on=date(2026, 1, 1), by=coordinator)

    assert lacking() == {volunteer}


def test_what_is_only_offered_is_no_gap(scope, coordinator, volunteer):
    a_topic(coordinator, is_required=False)

    assert lacking() == set()
    assert [item.is_gap for item in items_of([volunteer.pk], TODAY)[volunteer.pk]] == [False]


def test_a_topic_of_one_project_is_for_its_people(scope, coordinator, volunteer, new_person):
    club = Project.objects.create(name="Club")
    member = new_person("Cleo Club", Role.VOLUNTEER, project=club)
    helper = new_person("Hal Helper", Role.VOLUNTEER)
    RoleHolding.objects.create(person=helper, role=Role.VOLUNTEER, project=club, starts_on=date(2025, 1, 1))
    a_topic(coordinator, project=club)

    people = [member.pk, helper.pk, volunteer.pk]

    assert lacking() == {member, helper}
    assert [bool(items) for items in items_of(people, TODAY).values()] == [True, True, False]


@pytest.mark.parametrize(
    ("days", "is_gap"),
    [
        ({}, False),
        ({"ends_on": date(2026, 3, 1)}, True),
        ({"starts_on": date(2026, 3, 3), "ends_on": date(2026, 4, 1)}, True),
        ({"ended_on": date(2026, 2, 1)}, True),
    ],
)
def test_an_exception_lets_somebody_off_while_it_runs(scope, coordinator, volunteer, days, is_gap):
    topic = a_topic(coordinator)
    exempt(volunteer, topic, coordinator, **days)

    assert (lacking() == {volunteer}) == is_gap
    assert bool(summary_of([volunteer.pk], TODAY)[volunteer.pk].gaps) == is_gap
    assert counts([topic], TODAY)[topic.pk].needed == int(is_gap)


def test_the_filter_and_the_words_say_the_same(scope, coordinator, lead, volunteer, new_person):
    """The list asks the database, a person's page asks in Python: for every way to have it or not they agree."""
    course = a_topic(lead, "Course", every_months=12, roles=[Role.VOLUNTEER, Role.COORDINATOR])
    part = a_topic(lead, "Part", kind=TopicKind.INDUCTION)
    agreement = agreements.an_agreement(agreements.a_policy(), by=lead)
    a_topic(lead, "Signed", kind=TopicKind.INDUCTION, agreement=agreement)
    people = [volunteer, coordinator, *(new_person(f"Person{n} Smith", Role.VOLUNTEER) for n in range(5))]
    note(course, people[0], lead)
    note(course, people[1], lead, on=date(2025, 1, 1))  # ran out
    note(part, people[2], lead)
    exempt(people[3], part, lead)
    signed_on = timezone.localdate()
    agreements.asked(agreement, people[4], by=lead)
    agreements.signed(agreement, people[4])
    later = new_person("Later Smith", Role.VOLUNTEER)
    note(part, later, lead, on=date(2025, 1, 1))
    Person.objects.filter(pk=later.pk).update(joined_on=date(2026, 1, 1))  # came back
    people.append(later)

    for today in (TODAY, signed_on):
        topics = running(today)
        words = summary_of([person.pk for person in people], today)
        for topic in topics:
            in_words = {key for key, summary in words.items() if str(topic) in summary.gaps}
            assert {person.pk for person in with_gaps([topic], today)} == in_words


@pytest.mark.parametrize("many", [1, 40])
def test_a_summary_asks_the_same_questions_for_one_and_for_many(
    scope, coordinator, volunteer, new_person, many, django_assert_num_queries
):
    a_topic(coordinator)
    a_topic(coordinator, "Part", kind=TopicKind.INDUCTION)
    people = [new_person(f"Person{n} Smith", Role.VOLUNTEER, signs_in=False).pk for n in range(many)]

    with django_assert_num_queries(6):
        found = summary_of(people, TODAY)

    assert {summary.gaps for summary in found.values()} == {("Part", "Online abuse and grooming")}


def test_the_next_day_on_which_something_runs_out(scope, coordinator, volunteer):
    for months in (12, 24):
        note(a_topic(coordinator, f"{months} months", every_months=months), volunteer, coordinator)

    assert summary_of([volunteer.pk], TODAY)[volunteer.pk].next_expiry == date(2027, 2, 3)


def test_somebody_unknown_needs_nothing(scope, coordinator, volunteer, stranger):
    a_topic(coordinator)

    found = summary_of([stranger.pk, 999_999], TODAY)

    assert {summary.gaps for summary in found.values()} == {()}


# The page ------------------------------------------------------------------------------------------------------------


def test_the_list_of_gaps_is_filtered_by_project_topic_and_name(signed_in, scope, coordinator, new_person):
    club = Project.objects.create(name="Club")
    topic, other = a_topic(coordinator), a_topic(coordinator, "Basics")
    ann = new_person("Ann Abel", Role.VOLUNTEER, project=club)
    bea = new_person("Bea Baker", Role.VOLUNTEER)
    note(topic, ann, coordinator)
    client = signed_in(coordinator)

    def names(**query) -> set[str]:
        page = client.get(address("volunteers:gaps", **query))
        return {str(person) for person, _items in page.context["lines"]}

    assert names() == {"Ann Abel", "Bea Baker"}
    assert names(project=club.pk) == {"Ann Abel"}
    assert names(topic=topic.pk) == {"Bea Baker"}
    assert names(topic=other.pk, q="ann") == {"Ann Abel"}
    assert names(q="nobody") == set()
    assert names(topic="9" * 30, project="x", q="\x00") == {"Ann Abel", "Bea Baker"}
    assert bea in lacking()


def test_the_page_of_gaps_asks_the_same_questions_for_one_and_for_many(
    signed_in, scope, coordinator, new_person, django_assert_num_queries
):
    a_topic(coordinator)
    new_person("First One", Role.VOLUNTEER)
    client, url = signed_in(coordinator), address("volunteers:gaps")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(60):
        new_person(f"Person{number} Smith", Role.VOLUNTEER, signs_in=False)

    with django_assert_num_queries(len(few)):
        page = client.get(url)

    assert (page.context["number"], len(page.context["lines"]), bool(page.context["page"].next)) == (61, 50, True)


def test_two_thousand_people_are_counted_with_the_same_questions(scope, coordinator, django_assert_num_queries):
    topic = a_topic(coordinator, every_months=12)
    people = [Person(name=f"Person {n:04}", joined_on=date(2024, 9, 1)) for n in range(2_000)]
    for person in people:
        person.derive()
    people = Person.objects.bulk_create(people)
    RoleHolding.objects.bulk_create(
        RoleHolding(person=person, role=Role.VOLUNTEER, starts_on=date(2024, 9, 1)) for person in people
    )
    Completion.objects.bulk_create(
        Completion(
            topic=topic, person=person, done_on=date(2026, 1, 1), expires_on=date(2027, 1, 1), recorded_by=coordinator
        )
        for person in people[:1_900]
    )

    with django_assert_num_queries(8):
        found = counts([topic], TODAY)[topic.pk]
        first = list(with_gaps([topic], TODAY).order_by("search_text")[:50])
        summaries = summary_of([person.pk for person in people], TODAY)

    assert (found.needed, found.missing, len(first)) == (2_000, 100, 50)
    assert sum(bool(summary.gaps) for summary in summaries.values()) == 100


def test_a_line_manager_sees_only_the_people_they_lead(signed_in, scope, coordinator, volunteer, new_person):
    manager = new_person("Helen Marsh", Role.LINE_MANAGER)
    led = new_person("Ted Team", Role.VOLUNTEER, line_manager=manager)
    a_topic(coordinator)

    client = signed_in(manager)
    page = client.get(address("volunteers:gaps"))

    assert [person for person, _items in page.context["lines"]] == [led]
    assert client.get(address("volunteers:training_of", led.pk)).status_code == 200
    assert client.get(address("volunteers:training_of", volunteer.pk)).status_code == 404


def test_everybody_sees_their_own_training_and_nobody_elses(signed_in, scope, coordinator, volunteer, new_person):
    other = new_person("Olga Petrova", Role.VOLUNTEER)
    topic = a_topic(coordinator)
    note(topic, volunteer, coordinator)
    client = signed_in(volunteer)

    own = client.get(address("volunteers:training_of", volunteer.pk))

    assert "My training" in own.content.decode()
    assert str(topic) in own.content.decode()
    assert client.get(address("volunteers:training_of", other.pk)).status_code == 404
    assert client.get(address("volunteers:gaps")).status_code == 403


def test_by_when_it_is_to_be_done(scope, coordinator, volunteer):
    """After joining, getting the role or the topic's beginning, whichever was last."""
    a_topic(coordinator, within_days=28)
    RoleHolding.objects.filter(person=volunteer).update(starts_on=date(2026, 2, 20))

    item = items_of([volunteer.pk], TODAY)[volunteer.pk][0]

    assert item.expected_on == date(2026, 2, 20) + timedelta(days=28)


@pytest.mark.parametrize(("days_ago", "words"), [(28, "To be done"), (29, "Late")])
@pytest.mark.parametrize("page", ["mine", "training_of"])
def test_what_is_past_its_day_is_called_late(scope, signed_in, coordinator, volunteer, page, days_ago, words):
    since = timezone.localdate() - timedelta(days=days_ago)
    RoleHolding.objects.filter(person=volunteer).update(starts_on=since)
    a_topic(coordinator, within_days=28)
    Topic.objects.update(created_at=timezone.now() - timedelta(days=60))

    keys = [volunteer.pk] if page == "training_of" else []
    shown = signed_in(volunteer).get(address(f"volunteers:{page}", *keys)).content.decode()

    found = [word for word in ("To be done", "Late") if f"{word}</" in shown]
    assert found == [words]
