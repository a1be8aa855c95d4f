"""The pages of "May I post this?": what, who, the answer, and a trustee's word."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consent.models import Channel, Check, Decision, Means
from consent.services import events
from organisations.models import Project
from people.roles import Role
from tests.consent.factories import a_carer, a_child, a_group, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")

ROOM = "/o/harbour-lights/consent/"
ON_FACEBOOK = {"means": "picture", "channel": "facebook", "channel_name": "", "identifying": "True"}
FACEBOOK = {"means": Means.PICTURE, "channel": Channel.FACEBOOK}


def keys(people):
    return [person.pk for person in people]


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_three_steps_on_a_phone_lead_to_a_kept_answer(signed_in, volunteer):
    """E-34: twelve at an event, one no."""
    group = a_group(a_question(), yes=11, no=1)
    client = signed_in(volunteer)

    first = text(client.get(ROOM))
    second = text(client.get(f"{ROOM}find/", ON_FACEBOOK))
    asked = client.get(f"{ROOM}find/answer/", ON_FACEBOOK | {"people": keys(group)})
    third = text(asked)
    kept = client.post(asked.wsgi_request.get_full_path(), {"choice": "crop"}, follow=True)

    assert "Where does it go?" in first
    assert "Child11 Turner" in second
    assert "No, not like this" in third
    assert "12 people in it, 11 with a yes." in third
    assert "Without Child11 Turner the answer is yes." in third
    assert "Cut them out of the picture" in text(kept)
    check = Check.objects.get()
    assert (check.verdict, check.choice, check.asked_by, check.people.count()) == ("no", "crop", volunteer, 12)


def test_a_second_click_keeps_no_second_answer(signed_in, volunteer):
    group = a_group(a_question(), yes=1)
    client = signed_in(volunteer)
    path = client.get(f"{ROOM}find/answer/", ON_FACEBOOK | {"people": keys(group)}).wsgi_request.get_full_path()

    client.post(path, {"choice": "post"})
    client.post(path, {"choice": "post"})

    assert Check.objects.count() == 1


@pytest.mark.clause("WY-42")
def test_posting_is_no_choice_where_somebody_said_no(signed_in, volunteer):
    group = a_group(a_question(), yes=1, no=1)
    client = signed_in(volunteer)
    path = client.get(f"{ROOM}find/answer/", ON_FACEBOOK | {"people": keys(group)}).wsgi_request.get_full_path()

    answer = client.post(path, {"choice": "post"})

    assert "The answer has changed. Look at it again." in text(answer)
    assert Check.objects.count() == 0


def test_the_answer_says_nothing_that_tells_one_refusal_from_another(signed_in, volunteer):
    """E-29: a refusal, a withdrawal and a disagreement read over a shoulder."""
    question = a_question()
    refused, withdrawn, torn = (a_child(f"{name} Turner") for name in ("Ada", "Ben", "Cleo"))
    an_answer(refused, question, a_carer(refused), Decision.NO)
    an_answer(withdrawn, question, a_carer(withdrawn, "Bea Turner"), Decision.YES)
    an_answer(withdrawn, question, None, Decision.WITHDRAWN, giver_name="Aunt Wilma")
    an_answer(torn, question, a_carer(torn, "Carla Turner"), Decision.YES)
    an_answer(torn, question, a_carer(torn, "Dan Brook"), Decision.NO)

    page = text(
        signed_in(volunteer).get(f"{ROOM}find/answer/", ON_FACEBOOK | {"people": keys([refused, withdrawn, torn])})
    )

    told = [
        word for word in ("Anna", "Bea", "Wilma", "Carla", "Dan Brook", "mother", "father", "court") if word in page
    ]
    assert told == []
    assert "refus" not in page.lower()


def test_people_of_other_projects_are_neither_shown_nor_chosen(signed_in, new_person):
    club, family = (Project.objects.create(name=name) for name in ("Club", "Family"))
    mine, theirs = a_child("Mia Turner", project=club), a_child("Ada Brook", project=family)
    client = signed_in(new_person("Vera Lindqvist", Role.VOLUNTEER, project=club))
    a_question()

    page = text(client.get(f"{ROOM}find/", ON_FACEBOOK))
    answer = text(client.get(f"{ROOM}find/answer/", ON_FACEBOOK | {"people": keys([mine, theirs])}))

    assert ("Mia Turner" in page, "Ada Brook" in page) == (True, False)
    assert "Somebody who was chosen is not found here." in answer
    assert "Ada Brook" not in answer


@pytest.mark.parametrize("people", [["x"], ["9" * 30], ["\x00"], ["-1"]])
def test_what_is_nobody_is_a_sentence(signed_in, volunteer, people):
    answer = signed_in(volunteer).get(f"{ROOM}find/answer/", ON_FACEBOOK | {"people": people})

    assert 'id="id_people_error"' in text(answer)


def test_nobody_chosen_is_a_sentence_and_not_being_sure_is_an_answer(signed_in, volunteer):
    a_question()
    client = signed_in(volunteer)

    nobody = text(client.get(f"{ROOM}find/answer/", ON_FACEBOOK))
    unsure = text(client.get(f"{ROOM}find/answer/", ON_FACEBOOK | {"unsure": "on"}))

    assert "Choose who is in it, or say below that you are not sure." in nobody
    assert "Ask first" in unsure
    assert "Find out who is in it" in unsure


def test_a_search_keeps_those_who_are_ticked(signed_in, volunteer):
    mia, ada = a_child("Mia Turner"), a_child("Ada Brook")

    page = text(signed_in(volunteer).get(f"{ROOM}find/", ON_FACEBOOK | {"people": [mia.pk], "q": "ada"}))

    assert f'value="{mia.pk}" id="person-{mia.pk}" checked' in page
    assert f'value="{ada.pk}" id="person-{ada.pk}">' in page


def test_two_of_the_same_name_are_told_apart(signed_in, volunteer):
    born = timezone.localdate()
    a_child("Mia Turner", born.replace(year=born.year - 8, day=1))
    a_child("Mia Turner", born.replace(year=born.year - 11, day=1))

    page = text(signed_in(volunteer).get(f"{ROOM}find/", ON_FACEBOOK))

    assert ("aged 8" in page, "aged 11" in page) == (True, True)


def test_the_register_of_an_event_is_ticked_at_once(signed_in, volunteer):
    group = a_group(a_question(), yes=2)
    fair = events.add(title="Fair", on=timezone.localdate(), by=volunteer)
    events.register(fair, add=group, by=volunteer)
    a_child("Ada Brook")

    page = text(signed_in(volunteer).get(f"{ROOM}find/", ON_FACEBOOK | {"event": fair.pk, "take": "register"}))

    assert page.count(' checked><label for="person-') == 2


def test_a_register_with_somebody_unseen_is_never_a_yes(signed_in, volunteer, lead):
    group = a_group(a_question(), yes=2)
    fair = events.add(title="Fair", on=timezone.localdate(), by=lead)
    hidden = a_child("Nadia Rahman", restricted=True)
    events.register(fair, add=[*group, hidden], by=lead)

    page = text(signed_in(volunteer).get(f"{ROOM}find/answer/", ON_FACEBOOK | {"event": fair.pk, "whole": "on"}))

    assert "Ask first" in page
    assert "Nadia" not in page


def test_of_several_purposes_one_is_chosen(signed_in, volunteer):
    group = a_group(a_question(), yes=1)
    a_question("For an appeal", what_for="To ask for donations")
    client = signed_in(volunteer)

    without = text(client.get(f"{ROOM}find/answer/", ON_FACEBOOK | {"people": keys(group)}))
    chosen = ON_FACEBOOK | {"people": keys(group), "purpose": "To show what we do"}
    asked = text(client.get(f"{ROOM}find/answer/", chosen))

    assert "Answer this question." in without
    assert "verdict--yes" in asked


def test_the_last_place_is_remembered(signed_in, volunteer):
    client = signed_in(volunteer)

    client.get(f"{ROOM}find/", ON_FACEBOOK | {"channel": "press"})

    assert client.get(ROOM).context["form"]["channel"].value() == "press"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"channel": "nowhere"}, "Select a valid choice."),
        ({"means": "story", "channel": "taken"}, "A story is not taken with a camera."),
        ({"channel": "other_platform"}, "Enter the name of the platform."),
        ({"channel": "other_platform", "channel_name": "\x00"}, "Null characters are not allowed."),
        ({"means": ""}, "Answer this question."),
    ],
)
def test_a_wrong_place_is_a_sentence(signed_in, volunteer, changed, sentence):
    assert sentence in text(signed_in(volunteer).get(f"{ROOM}find/", ON_FACEBOOK | changed))


def test_sixty_people_cost_no_more_queries_than_one(signed_in, volunteer):
    question = a_question()
    group = a_group(question, yes=1) + [a_child(f"Other{number} Turner") for number in range(59)]
    client = signed_in(volunteer)
    client.get(ROOM)

    counts = []
    for people in (group[:1], group):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{ROOM}find/answer/", ON_FACEBOOK | {"people": keys(people)})
        counts.append(len(asked))

    assert counts == [counts[0]] * 2


@pytest.mark.parametrize("name", ["means", "channel", "channel_name", "identifying", "people", "event", "purpose"])
@pytest.mark.parametrize("value", ["9" * 30, "\x00", "-1", "{{ x }} \u202e <script>", "", "x" * 3000])
def test_nothing_in_the_address_makes_a_page_fail(signed_in, volunteer, name, value):
    a_question()
    a_question("For an appeal", what_for="To ask for donations")
    client = signed_in(volunteer)
    base = ON_FACEBOOK | {"people": [a_child().pk], "unsure": "on", "purpose": "To show what we do"}

    for page in ("find/", "find/answer/"):
        for also in ({}, {"take": "register"}, {"q": value, "project": value}, {"whole": value}):
            assert client.get(f"{ROOM}{page}", base | also | {name: value}).status_code == 200


def test_a_search_finds_nothing_that_has_no_letters(signed_in, volunteer):
    a_child("Mia Turner")

    page = text(signed_in(volunteer).get(f"{ROOM}find/", ON_FACEBOOK | {"q": "\x00zz", "project": "9" * 30}))

    assert "Nobody is found. Try fewer letters." in page


def test_a_keeper_is_led_to_asking_and_a_volunteer_is_not(signed_in, volunteer, coordinator):
    question = a_question()
    silent = a_child()
    query = ON_FACEBOOK | {"people": [silent.pk]}

    keeper = signed_in(coordinator).get(f"{ROOM}find/answer/", query).context["ask_url"]
    other = signed_in(volunteer).get(f"{ROOM}find/answer/", query).context["ask_url"]

    assert (keeper, other) == (f"{ROOM}requests/ask/?question={question.pk}&person={silent.pk}", "")


def test_another_place_where_all_agree_is_one_tap_away(signed_in, volunteer):
    facebook, website = a_question(), a_question("On the website", channel=Channel.WEBSITE)
    (child,) = a_group(facebook, yes=0, no=1)
    an_answer(child, website, child.carer_links.get().carer)
    client = signed_in(volunteer)

    page = client.get(f"{ROOM}find/answer/", ON_FACEBOOK | {"people": [child.pk]})
    (help_,) = page.context["helps"]

    assert help_["remedy"].question == website
    assert "verdict--yes" in text(client.get(help_["url"]))
