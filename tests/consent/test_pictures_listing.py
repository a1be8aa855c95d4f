"""The picture log in the browser: the list, one line, and what became of the pictures."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from consent.models import Attendance, Channel, Decision, Device, Event, Picture
from consent.services import pictures
from organisations.models import Settings
from people.roles import Role
from safeguard.scoping import acting_for
from tests.consent.factories import a_carer, a_child, a_line, a_question, an_answer

URL = "/o/harbour-lights/consent/pictures/"


def text(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


@pytest.fixture
def child(charity):
    with acting_for(charity):
        return a_child("Mia Turner", date(2014, 5, 4))


def lines(charity) -> list[Picture]:
    with acting_for(charity):
        return list(Picture.objects.select_related("taker").order_by("pk"))


@pytest.fixture
def event(charity, volunteer, child):
    with acting_for(charity):
        made = Event.objects.create(title="Beach day", on=timezone.localdate(), made_by=volunteer)
        Attendance.objects.create(event=made, person=child, added_by=volunteer)
    return made


# The list -----------------------------------------------------------------------------------------------------------


def test_a_volunteer_sees_their_own_lines_and_a_web_manager_all(signed_in, charity, volunteer, coordinator, new_person):
    mine, theirs = a_line(charity, volunteer), a_line(charity, coordinator, what="The summer fair")
    client = signed_in(volunteer)
    assert [line.picture for line in client.get(URL).context["lines"]] == [mine]
    assert client.get(f"{URL}{theirs.pk}/").status_code == 404
    assert client.get(f"{URL}{theirs.pk}/who/").status_code == 404

    client = signed_in(new_person("Derek Doyle", Role.WEB_MANAGER))
    assert {line.picture for line in client.get(URL).context["lines"]} == {mine, theirs}
    assert client.get(f"{URL}{theirs.pk}/").status_code == 200


def test_the_list_is_filtered(signed_in, charity, lead, child, event):
    late = a_line(charity, lead, what="Late", taken_at=timezone.now() - timedelta(days=9), event=event)
    own = a_line(charity, lead, what="Own", device=Device.OWN_CAMERA, people=[child])
    told = a_line(charity, lead, what="Told", device=Device.OWN_PHONE, exception="The camera was broken.")
    client = signed_in(lead)

    def found(query: str) -> set[Picture]:
        return {line.picture for line in client.get(f"{URL}?{query}").context["lines"]}

    assert found("show=late") == {late}
    assert found("show=device") == {own, told}
    assert found("show=reason") == {told}
    assert found(f"event={event.pk}") == {late}
    assert found(f"person={child.pk}") == {own}
    assert found("show=nonsense&event=x&mine=%00&after=9999") == {late, own, told}


def test_nobody_asks_the_log_about_somebody_whose_name_they_do_not_see(signed_in, volunteer, charity):
    with acting_for(charity):
        hidden = a_child("Hidden Harper", restricted=True)

    assert signed_in(volunteer).get(f"{URL}?person={hidden.pk}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_few_questions_for_one_line_and_for_three(
    signed_in, charity, lead, count, django_assert_num_queries
):
    for number in range(count):
        a_line(charity, lead, what=f"Line {number}")
    client = signed_in(lead)
    client.get(URL)

    with django_assert_num_queries(9):
        client.get(URL)


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_a_line_asks_the_same_for_one_child_and_for_five(
    signed_in, charity, lead, count, django_assert_num_queries
):
    with acting_for(charity):
        question = a_question("Taking pictures", channel=Channel.TAKEN)
        children = [a_child(f"Child {letter}") for letter in "ABCDE"[:count]]
        for one in children:
            an_answer(one, question, a_carer(one, f"Carer{one.pk} Turner"))
    line = a_line(charity, lead, people=children)
    client = signed_in(lead)
    client.get(f"{URL}{line.pk}/")

    with django_assert_num_queries(30):
        client.get(f"{URL}{line.pk}/")


# One line -----------------------------------------------------------------------------------------------------------


def test_the_page_says_when_a_yes_was_taken_back_and_not_whose(signed_in, charity, lead, child):
    with acting_for(charity):
        question, mother = a_question("Website", channel=Channel.WEBSITE), a_carer(child)
        an_answer(child, question, mother)
    line = a_line(charity, lead, people=[child])
    client = signed_in(lead)
    assert "was taken back" not in text(client.get(f"{URL}{line.pk}/"))

    with acting_for(charity):
        an_answer(child, question, mother, Decision.WITHDRAWN)

    page = text(client.get(f"{URL}{line.pk}/"))
    assert "A yes of somebody in it was taken back" in page
    assert "Anna" not in page


def test_the_page_leads_to_the_question_whether_it_may_be_posted(signed_in, charity, lead):
    line = a_line(charity, lead)

    assert f"/consent/?picture={line.pk}" in text(signed_in(lead).get(f"{URL}{line.pk}/"))


def test_the_page_of_a_picture_without_people_asks_for_no_age(signed_in, charity, lead):
    page = text(signed_in(lead).get(f"{URL}{a_line(charity, lead).pk}/"))

    assert "Nobody whom we care for can be seen in it." in page
    assert "counts as under" not in page


def test_names_that_the_reader_does_not_see_are_counted(signed_in, charity, new_person, child, lead):
    line = a_line(charity, lead, people=[child])
    with acting_for(charity):
        child.restricted = True
        child.save()

    page = text(signed_in(new_person("Derek Doyle", Role.WEB_MANAGER)).get(f"{URL}{line.pk}/"))

    assert "One more person, whose name is not shown to you." in page
    assert "Mia" not in page


def test_a_name_is_added_later_and_hidden_ones_stay(signed_in, charity, new_person, child, lead):
    with acting_for(charity):
        hidden = a_child("Hidden Harper", restricted=True)
    line = a_line(charity, lead, people=[hidden], others_unknown=True)
    client = signed_in(new_person("Derek Doyle", Role.WEB_MANAGER))

    client.post(f"{URL}{line.pk}/who/", {"people": [str(child.pk)]})

    with acting_for(charity):
        line.refresh_from_db()
        assert {subject.person for subject in line.subjects.all()} == {hidden, child}
    assert line.others_unknown is False


def test_who_can_be_seen_is_shown_as_it_stands(signed_in, charity, lead, child):
    line = a_line(charity, lead, people=[child])
    client = signed_in(lead)

    form = client.get(f"{URL}{line.pk}/who/").context["form"]
    assert (form.chosen_keys, form["nobody"].value()) == ({child.pk}, False)
    answer = client.post(f"{URL}{line.pk}/who/", {})
    assert "Tick who can be seen" in text(answer)


# What became of them ------------------------------------------------------------------------------------------------

KEPT = {"outcome": "uploaded", "to": "The office drive", "day": "", "at": "23:59"}


def kept(*keys: int, **details) -> dict:
    today = timezone.localtime()
    now = {"day": f"{today:%d.%m.%Y}", "at": f"{today:%H:%M}"}
    return {**KEPT, **now, "pictures": [str(key) for key in keys], **details}


@pytest.mark.clause("WR-34")
@pytest.mark.clause("WR-35")
def test_several_lines_are_uploaded_at_once_and_the_device_is_cleared_next(signed_in, charity, volunteer):
    own, other = a_line(charity, volunteer, device=Device.OWN_CAMERA), a_line(charity, volunteer, what="More")
    client = signed_in(volunteer)

    answer = client.post(URL + "uploaded/", kept(own.pk, other.pk))

    assert answer.headers["Location"] == f"{URL}removed/?picture={own.pk}"
    assert [line.uploaded_to for line in lines(charity)] == ["The office drive", "The office drive"]
    page = client.get(answer.headers["Location"])
    assert page.context["form"]["pictures"].value() == [own.pk]
    refused = client.post(URL + "removed/", {"pictures": [str(own.pk)]})
    assert "Look in the bin and in backups" in text(refused)
    client.post(URL + "removed/", {"pictures": [str(own.pk)], "sure": "on"})
    assert [line.removed_at is None for line in lines(charity)] == [False, True]


def test_the_storage_of_the_settings_is_written_in_already(signed_in, charity, volunteer):
    line = a_line(charity, volunteer)
    with acting_for(charity):
        Settings.objects.update(photo_storage="The shared folder")

    form = signed_in(volunteer).get(URL + "uploaded/").context["form"]

    assert (form["to"].value(), form["pictures"].value()) == ("The shared folder", [line.pk])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"pictures": []}, "Tick the pictures that you mean."),
        ({"pictures": ["99999999999999999999999"]}, "One of these is not on your list. Choose again."),
        ({"to": " "}, "Say where the pictures are now."),
        ({"outcome": ""}, "Choose what happened to them."),
        ({"day": "1.1.2020"}, "That is before one of these pictures was taken."),
    ],
    ids=str,
)
def test_what_is_missing_about_an_upload_is_said(signed_in, charity, volunteer, wrong, sentence):
    line = a_line(charity, volunteer)

    answer = signed_in(volunteer).post(URL + "uploaded/", kept(line.pk) | wrong)

    assert sentence in text(answer)
    assert lines(charity)[0].uploaded_at is None


def test_deleted_pictures_need_no_place(signed_in, charity, volunteer):
    line = a_line(charity, volunteer)

    signed_in(volunteer).post(URL + "uploaded/", kept(line.pk, outcome="discarded", to=""))

    assert lines(charity)[0].discarded_at is not None


def test_nobody_confirms_for_a_line_that_they_do_not_see(signed_in, charity, volunteer, coordinator):
    theirs = a_line(charity, coordinator)
    client = signed_in(volunteer)

    client.post(URL + "uploaded/", kept(theirs.pk))
    client.post(URL + "removed/", {"pictures": [str(theirs.pk)], "sure": "on"})

    assert lines(charity)[0].uploaded_at is None
    assert "Nothing waits to be uploaded" in text(client.get(f"{URL}uploaded/?picture={theirs.pk}"))
    assert "Nothing is left to confirm" in text(client.get(f"{URL}removed/?picture={theirs.pk}&picture=x"))


def test_the_list_says_what_one_still_has_to_do(signed_in, charity, volunteer):
    a_line(charity, volunteer, taken_at=timezone.now() - timedelta(days=9))
    own = a_line(charity, volunteer, what="Own", device=Device.OWN_CAMERA)
    with acting_for(charity):
        pictures.uploaded([own], by=volunteer, to="The office drive", at=timezone.now())

    page = text(signed_in(volunteer).get(URL))

    assert "The upload of one line of yours is late." in page
    assert "Remove the pictures of one line from your own device." in page


# On to "May I post this?" -------------------------------------------------------------------------------------------

ON_FACEBOOK = {"means": "picture", "channel": "facebook", "channel_name": "", "identifying": "True"}
ROOM = "/o/harbour-lights/consent/"


def test_may_i_post_this_begins_with_those_in_the_picture_and_keeps_which_one_it_was(
    signed_in, charity, lead, child, event
):
    with acting_for(charity):
        an_answer(child, a_question(), a_carer(child))
    line = a_line(charity, lead, people=[child], event=event)
    client = signed_in(lead)

    front = client.get(f"{ROOM}?picture={line.pk}")
    assert "From the picture log:" in text(front)
    who = client.get(f"{ROOM}find/", ON_FACEBOOK | {"picture": str(line.pk), "fill": "picture"})
    assert who.context["form"].chosen_keys == {child.pk}
    assert f'name="picture" value="{line.pk}"' in text(who)
    asked = client.get(f"{ROOM}find/answer/", ON_FACEBOOK | {"picture": str(line.pk), "people": str(child.pk)})
    client.post(asked.wsgi_request.get_full_path(), {"choice": "crop"})

    with acting_for(charity):
        assert (line.checks.get().verdict, line.checks.get().choice) == ("ask", "crop")  # the child is twelve
    assert "When somebody asked “May I post this?”" in text(client.get(f"{URL}{line.pk}/"))


def test_somebody_unknown_in_the_picture_makes_the_question_unsure(signed_in, charity, lead):
    line = a_line(charity, lead, others_unknown=True)

    who = signed_in(lead).get(f"{ROOM}find/", ON_FACEBOOK | {"picture": str(line.pk), "fill": "picture"})

    assert who.context["form"]["unsure"].value() is True


def test_a_line_that_one_does_not_see_is_not_taken_along(signed_in, charity, volunteer, coordinator):
    theirs = a_line(charity, coordinator, what="The summer fair")
    client = signed_in(volunteer)

    assert "The summer fair" not in text(client.get(f"{ROOM}?picture={theirs.pk}"))
    assert "The summer fair" not in text(client.get(f"{ROOM}?picture=99999999999999999999999"))


def test_the_page_of_an_event_leads_to_the_log(signed_in, volunteer, event):
    assert f"{URL}new/?event={event.pk}" in text(signed_in(volunteer).get(f"{ROOM}events/{event.pk}/"))
