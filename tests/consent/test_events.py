"""Events and their registers."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AuditEvent
from consent.models import Attendance, Channel, Decision, Event, Means
from consent.services import events
from organisations.models import Project
from people.roles import Role
from tests.consent.factories import a_carer, a_child, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")

ROOM = "/o/harbour-lights/consent/events/"
DAY = date(2026, 7, 4)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def a_fair(by, *people):
    fair = events.add(title="Summer fair", on=DAY, by=by)
    events.register(fair, add=people, by=by)
    return fair


def names_at(event):
    return sorted(str(row.person) for row in event.attendances.select_related("person"))


def test_somebody_adds_an_event_and_says_who_comes(signed_in, volunteer):
    mia, _ada = a_child("Mia Turner"), a_child("Ada Brook")
    client = signed_in(volunteer)

    client.post(f"{ROOM}add/", {"title": "Summer fair", "on": "4.7.2026"})
    fair = Event.objects.get()
    page = text(client.post(f"{ROOM}{fair.pk}/register/", {"people": [mia.pk], "take": "save"}, follow=True))

    assert (str(fair), fair.on, fair.made_by) == ("Summer fair", DAY, volunteer)
    assert names_at(fair) == ["Mia Turner"]
    assert "One person" in page or "1 person is in the register." in page


def test_two_clicks_make_one_event(signed_in, volunteer):
    for _click in range(2):
        signed_in(volunteer).post(f"{ROOM}add/", {"title": "Summer fair", "on": "4.7.2026"})

    assert Event.objects.count() == 1


@pytest.mark.parametrize("values", [{}, {"title": "Fair", "on": "soon"}, {"title": "\x00", "on": "4.7.2026"}])
def test_a_wrong_event_comes_back(signed_in, volunteer, values):
    assert "There is a problem" in text(signed_in(volunteer).post(f"{ROOM}add/", values))
    assert Event.objects.count() == 0


def test_an_event_is_changed(signed_in, volunteer):
    fair = a_fair(volunteer)
    client = signed_in(volunteer)

    form = text(client.get(f"{ROOM}{fair.pk}/change/"))
    client.post(f"{ROOM}{fair.pk}/change/", {"title": "Autumn fair", "on": "3.10.2026"})

    assert "Summer fair" in form
    fair.refresh_from_db()
    assert (fair.title, fair.on) == ("Autumn fair", date(2026, 10, 3))
    assert AuditEvent.objects.filter(verb="changed").get().changed == ["on", "title"]


def test_pasted_names_are_found_whatever_their_accents(signed_in, volunteer):
    a_child("Łukasz Wójcik")
    a_child("Mia Turner", known_as="Mimi")
    fair = a_fair(volunteer)

    signed_in(volunteer).post(f"{ROOM}{fair.pk}/register/", {"pasted": "lukasz wojcik\n\nMIMI\nMimi"})

    assert names_at(fair) == ["Mimi", "Łukasz Wójcik"]


def test_pasted_names_that_are_nobodys_or_several_peoples_come_back(signed_in, volunteer):
    a_child("Mia Turner")
    a_child("Mia Turner")
    fair = a_fair(volunteer)

    page = text(signed_in(volunteer).post(f"{ROOM}{fair.pk}/register/", {"pasted": "Mia Turner\nNobody Known"}))

    assert "This name is not found: Nobody Known." in page
    assert "Several people have this name: Mia Turner." in page
    assert "Mia Turner\nNobody Known</textarea>" in page
    assert names_at(fair) == []


def test_a_search_in_the_register_loses_nothing(signed_in, volunteer):
    mia, ada = a_child("Mia Turner"), a_child("Ada Brook")
    fair = a_fair(volunteer)
    typed = {"people": [mia.pk], "q": "ada", "take": "search", "pasted": "Ben"}

    page = text(signed_in(volunteer).post(f"{ROOM}{fair.pk}/register/", typed))

    assert f'value="{mia.pk}" id="person-{mia.pk}" checked' in page
    assert f'value="{ada.pk}" id="person-{ada.pk}">' in page
    assert ">\nBen</textarea>" in page
    assert names_at(fair) == []


def test_two_tabs_do_not_take_each_others_people_out(signed_in, volunteer):
    mia, ada = a_child("Mia Turner"), a_child("Ada Brook")
    fair = a_fair(volunteer, mia)
    shown_in_the_first_tab = {"shown": [mia.pk], "people": [mia.pk]}

    events.register(fair, add=[ada], by=volunteer)
    signed_in(volunteer).post(f"{ROOM}{fair.pk}/register/", shown_in_the_first_tab)

    assert names_at(fair) == ["Ada Brook", "Mia Turner"]


def test_who_is_unticked_is_taken_out(signed_in, volunteer):
    mia, ada = a_child("Mia Turner"), a_child("Ada Brook")
    fair = a_fair(volunteer, mia, ada)

    signed_in(volunteer).post(f"{ROOM}{fair.pk}/register/", {"shown": [mia.pk, ada.pk], "people": [ada.pk]})

    assert names_at(fair) == ["Ada Brook"]


def test_people_one_does_not_see_are_neither_shown_nor_added_nor_taken_out(signed_in, new_person, lead):
    club, family = (Project.objects.create(name=name) for name in ("Club", "Family"))
    theirs = a_child("Ada Brook", project=family)
    hidden = a_child("Nadia Rahman", project=club, restricted=True)
    fair = a_fair(lead, theirs)
    client = signed_in(new_person("Vera Lindqvist", Role.VOLUNTEER, project=club))

    page = text(client.get(f"{ROOM}{fair.pk}/"))
    client.post(f"{ROOM}{fair.pk}/register/", {"shown": [theirs.pk]})
    refused = text(client.post(f"{ROOM}{fair.pk}/register/", {"people": [hidden.pk]}))

    assert "Ada Brook" not in page
    assert "One more is in the register whose name you do not see" in page
    assert "Somebody who was chosen is not found here." in refused
    assert names_at(fair) == ["Ada Brook"]


def test_the_event_says_for_each_place_how_many_are_not_allowed(signed_in, volunteer):
    question = a_question()
    a_question("On the website", channel=Channel.WEBSITE)
    group = [a_child(f"Child{number} Turner") for number in range(12)]
    for number, child in enumerate(group):
        decision = Decision.NO if number < 3 else Decision.YES
        an_answer(child, question, a_carer(child, f"Mother{number} Turner"), decision)
    fair = a_fair(volunteer, *group)

    rows = events.counts(group, fair, timezone.localdate())
    page = text(signed_in(volunteer).get(f"{ROOM}{fair.pk}/"))

    assert [(row.yes, row.ask, row.no) for row in rows] == [(9, 0, 3), (0, 12, 0)]
    assert "3 of 12 have no yes" in page
    assert "12 of 12 have no yes" in page


def test_sixty_at_an_event_cost_no_more_queries_than_one(signed_in, volunteer):
    a_question()
    group = [a_child(f"Child{number} Turner") for number in range(60)]
    small, large = a_fair(volunteer, group[0]), events.add(title="Outing", on=DAY, by=volunteer)
    events.register(large, add=group, by=volunteer)
    client = signed_in(volunteer)
    client.get(f"{ROOM}{small.pk}/")

    counts = []
    for event in (small, large):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{ROOM}{event.pk}/")
        counts.append(len(asked))

    assert counts == [counts[0]] * 2


def test_the_list_of_events_costs_the_same_for_many(signed_in, volunteer):
    client = signed_in(volunteer)
    client.get(ROOM)
    counts = []
    for number in range(3):
        events.add(title=f"Fair {number}", on=DAY, by=volunteer)
        with CaptureQueriesContext(connection) as asked:
            client.get(ROOM)
        counts.append(len(asked))

    assert counts == [counts[0]] * 3


def test_registering_somebody_twice_is_once(volunteer):
    mia = a_child("Mia Turner")
    fair = a_fair(volunteer, mia)

    number = events.register(fair, add=[mia, mia], by=volunteer)

    assert (number, Attendance.objects.count()) == (1, 1)


def test_a_register_from_a_form_of_an_empty_event_shows_everybody(signed_in, volunteer):
    a_child("Mia Turner")
    fair = a_fair(volunteer)

    assert "Mia Turner" in text(signed_in(volunteer).get(f"{ROOM}{fair.pk}/register/"))


def test_means_of_the_counts_are_pictures_and_film(volunteer):
    a_question("A story", means=Means.STORY)
    film = a_question("Film", means=Means.FILM)
    mia = a_child("Mia Turner")

    assert [row.question for row in events.counts([mia], a_fair(volunteer, mia), DAY)] == [film]
