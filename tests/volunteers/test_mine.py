"""My page: what stands on it, in which words, for whom; and what is kept of what people do themselves."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.roles import Role
from safeguard.personal_data import all_sections
from safeguard.retention import rules
from tests.consent.factories import a_child
from tests.volunteers.factories import position
from volunteers.models import (
    Completion,
    FamilyTalk,
    Issued,
    IssuedKind,
    Placement,
    SelfCheck,
    Topic,
    TopicKind,
    VolunteerStanding,
)
from volunteers.self_check import KEYS
from volunteers.services import family_talks, self_checks
from volunteers.states import Standing

pytestmark = pytest.mark.usefixtures("scope")

PAGE = "/o/harbour-lights/volunteers/mine/"


@pytest.fixture
def page(signed_in):
    """`page(volunteer)`: the words of the page."""
    return lambda person: " ".join(signed_in(person).get(PAGE).content.decode().split("<main", 1)[1].split())


def stands(person, status, **details) -> VolunteerStanding:
    return VolunteerStanding.objects.create(person=person, status=status, since=date(2026, 3, 2), **details)


def suspend(person):
    type(person).objects.filter(pk=person.pk).update(paused_from=date(2026, 3, 2))
    return stands(person, Standing.SUSPENDED, review_on=date(2027, 4, 2))


def test_it_has_a_section_for_everything(page, volunteer):
    words = page(volunteer)

    for heading in (
        "What you have to do",
        "What you do here",
        "What you signed",
        "Your training",
        "Your own privacy settings",
        "What was handed out to you",
        "If something is wrong",
        "What we know about you",
    ):
        assert f">{heading}</h2>" in words
    for link in (
        "/agreements/mine/",
        "/incidents/raise/",
        "/people/who-to-call/",
        "/rights/mine/",
        "/rights/mine/ask/",
        "/volunteers/rules/",
        "/volunteers/induction/",
        "/volunteers/mine/self-check/",
    ):
        assert f'href="/o/harbour-lights{link}"' in words


def test_it_shows_position_training_and_what_was_handed_out(page, volunteer, coordinator):
    Placement.objects.create(person=volunteer, position=position("Homework helper"), starts_on=date(2026, 1, 5))
    topic = Topic.objects.create(kind=TopicKind.TRAINING, title="Online safety", roles=[Role.VOLUNTEER])
    Completion.objects.create(topic=topic, person=volunteer, done_on=date(2026, 2, 3), recorded_by=coordinator)
    things = {"person": volunteer, "kind": IssuedKind.KEY, "issued_by": coordinator}
    Issued.objects.create(what="Key to the hall", issued_on=date(2026, 1, 6), **things)
    Issued.objects.create(what="Old telephone", returned_on=date(2026, 2, 1), returned_to=coordinator, **things)

    words = page(volunteer)

    for expected in ("Homework helper", "Online safety", "completed on 3 February 2026", "Key to the hall"):
        assert expected in words
    assert "Old telephone" not in words


def test_certificates_are_asked_for_there_once_there_is_something_to_certify(page, volunteer, coordinator):
    topics = [
        Topic.objects.create(kind=TopicKind.INDUCTION, title=title, roles=[Role.VOLUNTEER])
        for title in ("Shown the building", "Knows the lead")
    ]
    done = {"person": volunteer, "done_on": date(2026, 2, 3), "recorded_by": coordinator}
    Completion.objects.create(topic=topics[0], **done)
    half = page(volunteer)
    Completion.objects.create(topic=topics[1], **done)

    assert 'Certificate<span class="visually-hidden">: Shown the building</span>' in half
    assert "Certificate of your induction" not in half
    assert "Certificate of your induction" in page(volunteer)


def test_the_page_is_in_the_navigation_of_whoever_is_suspended_too(signed_in, volunteer, administrator):
    suspend(volunteer)
    home = "/o/harbour-lights/people/who-to-call/"

    shown = [f'href="{PAGE}"' in signed_in(one).get(home).content.decode() for one in (volunteer, administrator)]

    assert shown == [True, False]


def test_nothing_of_others_stands_on_it(page, volunteer, coordinator, new_person):
    other = new_person("Olga Other", Role.VOLUNTEER)
    Issued.objects.create(person=other, kind=IssuedKind.KEY, what="Key to the safe", issued_by=coordinator)
    Placement.objects.create(person=other, position=position("Treasurer's helper"))

    words = page(volunteer)

    assert ("Key to the safe" in words, "Treasurer" in words, "Olga" in words) == (False, False, False)


def test_what_is_owed_is_ones_own(page, volunteer, lead, new_person):
    new_person("Owes Something", Role.STAFF)
    type(volunteer).objects.filter(pk=volunteer.pk).update(joined_on=date(2024, 9, 1))
    type(volunteer.organisation).objects.update(created_at=timezone.now() - timedelta(days=60))

    words = page(volunteer)

    assert words.count("Look at the privacy settings of your own accounts") == 1


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (Standing.ACTIVE, "You are active, since 2 March 2026"),
        (Standing.ENDED, "Your time as a volunteer ended on 2 March 2026"),
    ],
)
def test_the_standing_is_said_plainly(page, volunteer, status, title):
    stands(volunteer, status)

    assert title in page(volunteer)


@pytest.mark.clause("RW-46")
def test_who_is_suspended_opens_the_page_and_reads_neutral_words(page, signed_in, volunteer):
    suspend(volunteer)

    words = page(volunteer)

    for expected in ("Your work with us rests since 2 March 2026", "This is a neutral step", "by 2 April 2027"):
        assert expected in words
    assert [word for word in ("suspen", "allegation", "accus", "misconduct") if word in words.lower()] == []
    assert [url for url in ("/volunteers/talks/",) if url in words] == []
    assert signed_in(volunteer).get("/o/harbour-lights/volunteers/mine/self-check/").status_code == 200
    assert signed_in(volunteer).get("/o/harbour-lights/volunteers/talks/").status_code == 403


def test_who_opens_it(signed_in, volunteer, trustee, lead, administrator, new_person, stranger):
    parent = new_person("Anna Turner", Role.CARER)
    people = (volunteer, trustee, lead, administrator, parent, stranger)

    assert [signed_in(one).get(PAGE).status_code for one in people] == [200, 200, 200, 403, 403, 404]


def test_it_costs_the_same_for_one_thing_and_many(signed_in, volunteer, coordinator):
    client = signed_in(volunteer)
    client.get(PAGE)
    counts = []
    for number in range(3):
        topic = Topic.objects.create(kind=TopicKind.TRAINING, title=f"Topic {number}", roles=[Role.VOLUNTEER])
        Completion.objects.create(topic=topic, person=volunteer, done_on=date(2026, 2, 3), recorded_by=coordinator)
        Issued.objects.create(person=volunteer, kind=IssuedKind.KEY, what=f"Key {number}", issued_by=coordinator)
        Placement.objects.create(person=volunteer, position=position(f"Helper {number}"))
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))

    assert counts == [counts[0]] * 3


def test_the_copy_of_somebodys_data_has_their_checks_and_the_talks_about_them(volunteer):
    mia = a_child()
    self_checks.note(KEYS, by=volunteer)
    family_talks.note(mia, by=volunteer, held_on=timezone.localdate(), points=["controls"], note="They ask for help")

    mine = {section.key: section for section in all_sections(volunteer)}
    hers = {section.key: section for section in all_sections(mia)}

    assert "volunteers.self_checks" in mine
    facts = hers["volunteers.family_talks"].records[0].facts
    assert [fact.value for fact in facts if not fact.of_another][1:] == ["Parental controls", "They ask for help"]
    assert [fact.value for fact in facts if fact.of_another] == ["Vera Lindqvist"]


@pytest.mark.parametrize(("model", "months"), [("volunteers.SelfCheck", 24), ("volunteers.FamilyTalk", 36)])
def test_what_is_over_is_found_by_its_day(volunteer, model, months):
    self_checks.note(KEYS, by=volunteer)
    family_talks.note(a_child(), by=volunteer, held_on=timezone.localdate(), points=["controls"])
    rule, today = rules()[model], timezone.localdate()

    assert rule.months == months
    assert rule.over(today - timedelta(days=1)).count() == 0
    assert rule.over(today).count() == 1


def test_a_talk_goes_with_the_family(volunteer):
    mia = a_child()
    family_talks.note(mia, by=volunteer, held_on=timezone.localdate(), points=["controls"])
    yesterday = timezone.localdate() - timedelta(days=1)
    type(mia).objects.filter(pk=mia.pk).update(left_on=yesterday)

    assert list(rules()["volunteers.FamilyTalk"].over(yesterday)) == [FamilyTalk.objects.get()]
    assert SelfCheck.objects.count() == 0
