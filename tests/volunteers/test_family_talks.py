"""Talks with families about screens at home: who records them, about whom, and when the next one is due."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AuditEvent
from organisations.models import Organisation, Project
from people.person_links import all_links
from people.roles import Role
from safeguard.append_only import NeverChanges
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.consent.factories import ADULT, a_carer, a_child, look_after
from volunteers import family_talks
from volunteers.models import FamilyTalk
from volunteers.owed import mine as owed
from volunteers.promises import mine as promises
from volunteers.services import family_talks as services
from volunteers.verbs import Verb

pytestmark = pytest.mark.usefixtures("scope")

ROOM = "/o/harbour-lights/volunteers/talks/"
TODAY = date(2026, 7, 4)
LONG_AGO = date(2024, 9, 1)


@pytest.fixture(autouse=True)
def in_july(scope):
    """The charity has used the software since the year before."""
    Organisation.objects.filter(pk=scope.pk).update(created_at=timezone.make_aware(timezone.datetime(2025, 1, 5)))
    scope.refresh_from_db()
    with time_machine.travel("2026-07-04T12:00:00+00:00", tick=False):
        yield


def a_talk(about, by, on=TODAY, **details) -> FamilyTalk:
    return services.note(about, by=by, held_on=on, points=["controls", "teenagers"], **details)


def child(name="Mia Turner", **details):
    return a_child(name, joined_on=LONG_AGO, **details)


def asked(person=None, today=TODAY):
    found = owed.obligations(today=today, person=person and person.pk)
    return [(set(one.recipients), one.due_on) for one in found if one.key == "volunteers.family_talks"]


def light() -> State:
    return next(one.state for one in promises.commitments(today=TODAY) if one.key == "volunteers.family_talks")


@pytest.mark.clause("RW-62")
def test_a_talk_is_on_record_with_its_day_and_its_points(signed_in, volunteer):
    mia, client = child(), signed_in(volunteer)
    page = client.get(f"{ROOM}{mia.pk}/new/").content.decode()
    assert ("Parental controls" in page, "What the teenagers do on their screens" in page) == (True, True)

    client.post(
        f"{ROOM}{mia.pk}/new/",
        {"held_on": "1 7 2026", "points": ["teenagers", "controls"], "note": "Help with the console", "again_on": ""},
    )

    talk = FamilyTalk.objects.get()
    assert (talk.about, talk.held_on, talk.by) == (mia, date(2026, 7, 1), volunteer)
    assert (talk.points, talk.note) == (["controls", "teenagers"], "Help with the console")
    shown = client.get(f"{ROOM}{mia.pk}/").content.decode()
    assert all(words in shown for words in ("1 July 2026", "Parental controls", "Help with the console"))
    assert AuditEvent.objects.filter(verb=Verb.TALKED).count() == 1


@pytest.mark.clause("RW-62")
def test_the_talk_is_asked_for_once_a_year_and_once_for_all_families(coordinator, volunteer, chair):
    mia, ben = child(), child("Ben Ali")
    due_on = date(2025, 1, 5) + family_talks.FIRST_WITHIN
    assert asked() == [({coordinator.pk}, due_on)]
    assert (asked(coordinator), asked(volunteer), asked(chair)) == ([({coordinator.pk}, due_on)], [], [])

    a_talk(mia, volunteer)
    assert asked() == [({coordinator.pk}, due_on)]
    a_talk(ben, volunteer)
    assert asked() == []
    assert asked(today=date(2027, 7, 4)) == [({coordinator.pk}, date(2027, 7, 4))]


def test_a_day_that_was_agreed_goes_before_the_year(coordinator, volunteer):
    a_talk(child(), volunteer, again_on=date(2026, 9, 1))

    assert asked(today=date(2026, 8, 31)) == []
    assert asked(today=date(2026, 9, 1)) == [({coordinator.pk}, date(2026, 9, 1))]


def test_a_talk_about_one_child_counts_for_the_whole_family(coordinator, volunteer):
    mia, ben = child(), child("Ben Turner")
    mother = a_carer(mia)
    look_after(ben, mother)

    a_talk(mia, volunteer)

    assert asked() == []


def test_line_managers_are_asked_for_the_families_of_their_own_projects(new_person, volunteer):
    club, choir = Project.objects.create(name="Club"), Project.objects.create(name="Choir")
    part = Project.objects.create(name="Club for the small ones", parent=club)
    of_club = new_person("Helen Marsh", Role.LINE_MANAGER, project=club)
    new_person("Henry March", Role.LINE_MANAGER, project=choir)
    new_person("Nora Nowhere", Role.LINE_MANAGER)
    child(project=part)

    assert [recipients for recipients, _day in asked()] == [{of_club.pk}]


def test_a_line_manager_sees_exactly_whom_they_are_asked_for(new_person, signed_in):
    club, choir = Project.objects.create(name="Club"), Project.objects.create(name="Choir")
    helen = new_person("Helen Marsh", Role.LINE_MANAGER, project=club)
    child(project=club)
    child("Ben Ali", project=choir)

    page = signed_in(helen).get(ROOM, {"waiting": "1"}).content.decode()

    assert ("Mia Turner" in page, "Ben Ali" in page) == (True, False)


def test_grown_up_members_and_families_that_are_kept_back_are_not_asked_for(coordinator):
    child("Peter Grown", born=ADULT)
    child("Hidden Child", restricted=True)
    assert asked() == []

    child("Age Unknown", born=None)
    assert len(asked()) == 1


def test_nobody_records_a_talk_with_their_own_family(signed_in, new_person):
    anna = new_person("Anna Turner", Role.VOLUNTEER)
    mia = child()
    look_after(mia, anna)

    assert signed_in(anna).get(f"{ROOM}{mia.pk}/new/").status_code == 403
    with pytest.raises(Refused, match="your own family"):
        a_talk(mia, anna)


def test_two_clicks_are_one_talk(volunteer):
    mia = child()

    assert a_talk(mia, volunteer) == a_talk(mia, volunteer)


def test_what_was_talked_about_never_changes(volunteer):
    talk = a_talk(child(), volunteer)

    talk.note = "Something else"
    with pytest.raises(NeverChanges):
        talk.save()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("held_on", "1 8 2026", "Enter a day that has come."),
        ("held_on", "1 8 1926", "That is too long ago."),
        ("held_on", "2027-01-02\x00", "There is a problem"),
        ("points", [], "Tick at least one point"),
        ("points", ["made up"], "made up"),
        ("again_on", "1 7 2026", "Enter a day that is still to come"),
        ("again_on", "1 7 2040", "That is too far ahead."),
        ("note", "x" * 1001, "1000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in, volunteer, field, typed, sentence):
    mia = child()
    fields = {"held_on": "1 7 2026", "points": ["controls"], "note": "They like the idea", "again_on": "1 10 2026"}

    answer = signed_in(volunteer).post(f"{ROOM}{mia.pk}/new/", {**fields, field: typed})

    page = answer.content.decode()
    assert (answer.status_code, sentence in page, FamilyTalk.objects.count()) == (200, True, 0)
    assert field == "note" or "They like the idea" in page


def test_only_those_who_see_the_child_see_the_talks(
    signed_in, new_person, volunteer, coordinator, administrator, stranger
):
    club = Project.objects.create(name="Club")
    mia = child(project=club)
    helper = new_person("Helper Club", Role.VOLUNTEER, project=club)
    mother = new_person("Mother Turner", Role.CARER)
    look_after(mia, mother)
    people = (helper, coordinator, volunteer, administrator, mother, stranger)

    answers = [signed_in(person).get(f"{ROOM}{mia.pk}/").status_code for person in people]

    assert answers == [200, 200, 404, 403, 403, 404]


def test_the_talks_are_linked_on_the_childs_page(signed_in, volunteer, coordinator):
    mia = child()
    url = f"{ROOM}{mia.pk}/"

    assert url in [link.url for link in all_links(mia, coordinator)]
    assert url in signed_in(volunteer).get(f"/o/harbour-lights/people/cared-for/{mia.pk}/").content.decode()
    assert url not in [link.url for link in all_links(coordinator, volunteer)]


def test_the_light_is_new_then_follows_the_talks(volunteer):
    assert light() == State.NEW
    children = [child(), child("Ben Ali"), child("Cleo Dumas")]
    assert light() == State.NEW

    a_talk(children[0], volunteer)
    assert light() == State.BROKEN
    a_talk(children[1], volunteer)
    assert light() == State.AT_RISK
    a_talk(children[2], volunteer)
    assert light() == State.KEPT


def test_the_list_and_the_obligation_cost_the_same_for_one_and_many(signed_in, coordinator, volunteer):
    client = signed_in(coordinator)
    client.get(ROOM)
    pages, notices = [], []
    for number in range(3):
        one = child(f"Child {number}")
        a_carer(one, f"Carer{number} Somebody")
        a_talk(one, volunteer, on=TODAY - timedelta(days=400))
        with CaptureQueriesContext(connection) as page:
            client.get(ROOM)
        with CaptureQueriesContext(connection) as notice:
            list(owed.obligations(today=TODAY))
        pages.append(len(page))
        notices.append(len(notice))

    assert (pages, notices) == ([pages[0]] * 3, [notices[0]] * 3)


def test_a_name_finds_a_child_and_says_who_waits(signed_in, coordinator, volunteer):
    a_talk(child(), volunteer)
    child("Ben Ali")
    client = signed_in(coordinator)

    found = client.get(ROOM, {"q": "ben"}).content.decode()
    waiting = client.get(ROOM, {"waiting": "1"}).content.decode()
    nobody = client.get(ROOM, {"q": "zeppelin"}).content.decode()

    assert ("Mia Turner" in found, "Ben Ali" in found) == (False, True)
    assert ("Mia Turner" in waiting, "Talk with the family" in waiting) == (False, True)
    assert "Nobody was found" in nobody
