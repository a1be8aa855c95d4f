"""The picture log in the browser: writing a line."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.utils import timezone

from consent.models import Attendance, Channel, Decision, Event, Picture
from organisations.models import Project, Settings
from people.roles import Role
from safeguard.scoping import acting_for
from tests.consent.factories import a_carer, a_child, a_question, an_answer

URL = "/o/harbour-lights/consent/pictures/"
LINE = {
    "what": "Painting the boat shed",
    "how_many": "3",
    "is_film": "False",
    "day": "4.5.2026",
    "at": "15:30",
    "device": "charity_camera",
    "nobody": "on",
}


def text(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


@pytest.fixture
def child(charity):
    with acting_for(charity):
        return a_child("Mia Turner", date(2014, 5, 4))


def lines(charity) -> list[Picture]:
    with acting_for(charity):
        return list(Picture.objects.select_related("taker").order_by("pk"))


# Writing ------------------------------------------------------------------------------------------------------------


def test_a_line_is_written_with_one_form(signed_in, volunteer, charity):
    client = signed_in(volunteer)

    answer = client.post(URL + "new/", LINE, follow=True)

    (line,) = lines(charity)
    assert answer.redirect_chain == [(f"{URL}{line.pk}/", 302)]
    assert "It is in the log." in text(answer)
    assert (line.what, line.how_many, line.taken_at.isoformat()) == (
        "Painting the boat shed",
        3,
        "2026-05-04T14:30:00+00:00",
    )
    assert (line.taker, line.device, line.youngest_age) == (volunteer, "charity_camera", None)


def test_the_form_begins_with_now_and_photographs_and_with_nothing_ticked(signed_in, volunteer):
    form = signed_in(volunteer).get(URL + "new/").context["form"]

    assert (form["how_many"].value(), form["is_film"].value(), form["device"].value()) == (1, "False", None)
    assert form["day"].value() == timezone.localdate()
    assert "taker" not in form.fields  # a volunteer logs their own


def test_an_hour_that_came_twice_is_asked_about(signed_in, volunteer, charity):
    client = signed_in(volunteer)
    twice = {**LINE, "day": "26.10.2025", "at": "01:30"}

    answer = client.post(URL + "new/", twice)
    assert "this time came twice. Which one was it?" in text(answer)
    assert lines(charity) == []

    client.post(URL + "new/", {**twice, "clock": "GMT"})
    assert lines(charity)[0].taken_at.isoformat() == "2025-10-26T01:30:00+00:00"


def test_an_hour_that_never_was_is_moved_and_said(signed_in, volunteer, charity):
    answer = signed_in(volunteer).post(URL + "new/", {**LINE, "day": "29.3.2026", "at": "01:30"}, follow=True)

    assert "There was no 01:30 that night" in text(answer)
    assert lines(charity)[0].taken_at.isoformat() == "2026-03-29T01:30:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": ""}, "Say in a few words what can be seen."),
        ({"how_many": "many"}, "Enter a number; a rough one will do."),
        ({"how_many": "999999999999"}, "Log so many pictures in several lines."),
        ({"day": "4.5.2041"}, "This time is still to come."),
        ({"day": "4.5.1966"}, "Check the year."),
        ({"day": "yesterday"}, None),
        ({"at": "teatime"}, "Enter a time, such as 15:30. About is good enough."),
        ({"device": ""}, "Choose what they were taken with."),
        ({"device": "drone"}, None),
        ({"nobody": ""}, "Tick who can be seen, or one of the two sentences below the names."),
        ({"others_unknown": "on"}, "You also said that somebody can be seen. Untick one of the two."),
        (
            {"people": "99999999999999999999999999"},
            "Somebody who was chosen is not found here. Look through the names again.",
        ),
        ({"event": "99999999999999999999999999"}, "Choose an event from the list."),
    ],
    ids=str,
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(signed_in, volunteer, charity, child, wrong, sentence):
    answer = signed_in(volunteer).post(URL + "new/", {**LINE, "what": "Kept words", **wrong})

    assert answer.status_code == 200
    assert ("Error:" in text(answer), lines(charity)) == (True, [])
    assert sentence is None or sentence in text(answer)
    assert wrong.get("what") == "" or "Kept words" in text(answer)


@pytest.mark.clause("WR-33")
def test_a_small_child_by_phone_asks_for_a_reason_and_then_it_is_saved(signed_in, volunteer, charity):
    with acting_for(charity):
        small = a_child("Tiny Turner", date(2022, 5, 4))
    client = signed_in(volunteer)
    line = {**LINE, "nobody": "", "people": str(small.pk), "device": "charity_phone"}

    asked = client.post(URL + "new/", line)

    assert "Somebody in it is under 7. They are not photographed with a phone." in text(asked)
    assert "Say why, then save again." in text(asked)
    assert lines(charity) == []
    client.post(URL + "new/", {**line, "exception": "Her first steps; no camera was there."})
    assert lines(charity)[0].exception == "Her first steps; no camera was there."


@pytest.mark.clause("IL-5")
def test_the_form_names_who_has_no_yes_in_words_for_everybody(signed_in, volunteer, charity, child):
    with acting_for(charity):
        question = a_question("Taking pictures", channel=Channel.TAKEN)
        an_answer(child, question, a_carer(child), Decision.NO)

    answer = signed_in(volunteer).post(URL + "new/", {**LINE, "nobody": "", "people": str(child.pk)})

    assert "Mia Turner: There is no yes for this." in text(answer).replace("<bdi>", "").replace("</bdi>", "")
    assert "Anna" not in text(answer)


def test_the_form_says_when_nobody_is_asked_about_taking_pictures(signed_in, volunteer, charity, child):
    line = {**LINE, "nobody": "", "people": str(child.pk), "take": "search"}

    assert "does not ask yet whether pictures may be taken" in text(signed_in(volunteer).post(URL + "new/", line))


@pytest.fixture
def event(charity, volunteer, child):
    with acting_for(charity):
        made = Event.objects.create(title="Beach day", on=timezone.localdate(), made_by=volunteer)
        Attendance.objects.create(event=made, person=child, added_by=volunteer)
    return made


def test_an_event_brings_its_register(signed_in, volunteer, event, child):
    form = signed_in(volunteer).get(f"{URL}new/?event={event.pk}").context["form"]

    assert (form["event"].value(), form.chosen_keys) == (event.pk, {child.pk})


def test_a_register_is_ticked_in_the_middle_of_the_form_and_nothing_is_said_to_be_missing(
    signed_in, volunteer, event, child, charity
):
    answer = signed_in(volunteer).post(
        URL + "new/", {"what": "Sand castles", "event": str(event.pk), "take": "register"}
    )

    form = answer.context["form"]
    assert (form.chosen_keys, form["what"].value(), form.errors) == ({child.pk}, "Sand castles", {})
    assert lines(charity) == []


def test_names_of_a_register_that_one_does_not_see_are_counted_and_not_shown(signed_in, volunteer, charity, event):
    with acting_for(charity):
        hidden = a_child("Hidden Harper", restricted=True)
        Attendance.objects.create(event=event, person=hidden, added_by=volunteer)

    answer = signed_in(volunteer).get(f"{URL}new/?event={event.pk}")

    assert "One name in the register is not shown to you." in text(answer)
    assert "Hidden" not in text(answer)


@pytest.mark.clause("IL-7")
def test_the_form_says_what_own_phones_are_for(signed_in, volunteer, charity):
    with acting_for(charity):
        Settings.objects.update(personal_phone_photos=True)

    page = text(signed_in(volunteer).get(URL + "new/"))

    assert "Your own phone takes pictures only of what the group does here, and of nothing else." in page


def test_somebody_of_another_project_cannot_be_named(signed_in, volunteer, charity):
    with acting_for(charity):
        elsewhere = a_child("Else Where", project=Project.objects.create(name="The other club"))

    answer = signed_in(volunteer).post(URL + "new/", {**LINE, "nobody": "", "people": str(elsewhere.pk)})

    assert "Somebody who was chosen is not found here. Look through the names again." in text(answer)
    assert "Else" not in text(answer)


def test_among_many_one_looks_for_a_name_and_the_ticked_ones_stay(signed_in, coordinator, charity, child):
    with acting_for(charity):
        for number in range(70):
            a_child(f"Child Number{number}")
        wanted = a_child("Zoë Quill")
    client = signed_in(coordinator)
    assert "There are more. Search for a name." in text(client.get(URL + "new/"))

    line = {**LINE, "people": [str(child.pk)], "q": "zoe", "take": "search"}
    answer = client.post(URL + "new/", line)

    assert [(str(row.person), row.is_chosen) for row in answer.context["form"].rows] == [
        ("Mia Turner", True),
        ("Zoë Quill", False),
    ]
    client.post(URL + "new/", {**LINE, "nobody": "", "people": [str(child.pk), str(wanted.pk)]})
    with acting_for(charity):
        assert Picture.objects.get().subjects.count() == 2


def test_a_line_manager_logs_for_somebody_in_their_team(signed_in, charity, new_person):
    manager = new_person("Helen Marsh", Role.LINE_MANAGER)
    led = new_person("Amir Siddiqui", Role.STAFF, line_manager=manager)

    answer = signed_in(manager).post(URL + "new/", {**LINE, "taker": str(led.pk)}, follow=True)

    assert lines(charity)[0].taker == led
    assert "Written into the log by" in text(answer)


def test_somebody_outside_the_work_finds_no_log(signed_in, new_person):
    carer = new_person("Miriam Osei", Role.CARER)

    assert signed_in(carer).get(URL).status_code == 403
    assert signed_in(carer).get(URL + "new/").status_code == 403
