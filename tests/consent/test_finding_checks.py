"""What was asked with "May I post this?", kept as it was; and a trustee's word on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consent.models import Channel, Check, Decision, Event, Means
from consent.models.checks import Choice
from consent.services import answer_for
from consent.services.finding import decide
from people.models import Authority
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


def a_waiting_check(by, **details):
    group = a_group(a_question(needs_trustee=True, **details), yes=1)
    return decide(answer_for(group, **FACEBOOK), choice=Choice.POST, by=by), group


@pytest.mark.clause("RW-34")
def test_a_trustee_finds_what_waits_and_approves_it(signed_in, volunteer, trustee):
    check, _group = a_waiting_check(volunteer)
    client = signed_in(trustee)

    front, waiting = text(client.get(ROOM)), text(client.get(f"{ROOM}checks/?show=waiting"))
    page = text(client.get(f"{ROOM}checks/{check.pk}/"))
    done = client.post(f"{ROOM}checks/{check.pk}/approve/", {"approved": "True", "note": ""}, follow=True)

    assert "One use waits for a trustee" in front
    assert f"{ROOM}checks/{check.pk}/" in waiting
    assert "Do you approve it?" in page
    assert "Tom Okafor" in text(done)
    assert Check.objects.get().is_cleared


@pytest.mark.clause("RW-34")
@pytest.mark.parametrize(
    ("approved", "words"),
    [("True", "Yes, a trustee has approved it"), ("False", "No, a trustee does not approve it")],
)
def test_whoever_asked_reads_what_the_trustee_said(signed_in, volunteer, trustee, approved, words):
    check, _group = a_waiting_check(volunteer)
    before = text(signed_in(volunteer).get(f"{ROOM}checks/{check.pk}/"))

    signed_in(trustee).post(
        f"{ROOM}checks/{check.pk}/approve/", {"approved": approved, "note": "Because of the jumper"}
    )

    after = text(signed_in(volunteer).get(f"{ROOM}checks/{check.pk}/"))
    assert "Show it to nobody before the approval stands here." in before
    assert words in after
    assert "Because of the jumper" in after


def test_a_refusal_without_a_reason_comes_back(signed_in, volunteer, trustee):
    check, _group = a_waiting_check(volunteer)

    answer = signed_in(trustee).post(f"{ROOM}checks/{check.pk}/approve/", {"approved": "False", "note": " "})

    assert "Say why in a few words" in text(answer)
    assert Check.objects.to_approve().exists()


@pytest.mark.clause("RW-34")
def test_a_trustee_cannot_approve_their_own_question(signed_in, trustee):
    check, _group = a_waiting_check(trustee)
    client = signed_in(trustee)

    page = text(client.get(f"{ROOM}checks/{check.pk}/"))
    answer = text(client.post(f"{ROOM}checks/{check.pk}/approve/", {"approved": "True"}))

    assert "Do you approve it?" not in page
    assert "Nobody approves what they asked for themself." in answer
    assert not Check.objects.get().is_cleared


def test_only_a_trustee_approves(signed_in, volunteer, coordinator):
    check, _group = a_waiting_check(volunteer)

    answer = signed_in(coordinator).post(f"{ROOM}checks/{check.pk}/approve/", {"approved": "True"})

    assert answer.status_code == 403


def test_the_question_of_somebody_else_is_not_found(signed_in, volunteer, new_person):
    check, _group = a_waiting_check(volunteer)

    assert signed_in(new_person("Ada Byron", Role.VOLUNTEER)).get(f"{ROOM}checks/{check.pk}/").status_code == 404


def test_a_check_says_that_an_answer_has_changed_since(signed_in, volunteer):
    question = a_question()
    (child,) = a_group(question, yes=1)
    check = decide(answer_for([child], **FACEBOOK), choice=Choice.POST, by=volunteer)
    an_answer(child, question, None, Decision.WITHDRAWN, giver_name="An aunt")

    page = text(signed_in(volunteer).get(f"{ROOM}checks/{check.pk}/"))

    assert "An answer has changed since" in page
    assert "Not any more: ask again" in page


def test_a_name_that_the_trustee_may_not_see_is_not_on_the_page(signed_in, lead, trustee):
    question = a_question(needs_trustee=True)
    hidden = a_child("Nadia Rahman", restricted=True)
    an_answer(hidden, question, a_carer(hidden, authority=Authority.PARENTAL))
    check = decide(answer_for([hidden], **FACEBOOK), choice=Choice.POST, by=lead)

    page = text(signed_in(trustee).get(f"{ROOM}checks/{check.pk}/"))

    assert "Nadia" not in page
    assert "One more, whose name you do not see" in page


def test_after_cutting_somebody_out_the_rest_is_asked_about(signed_in, volunteer):
    group = a_group(a_question(), yes=2, no=1)
    check = decide(answer_for(group, **FACEBOOK), choice=Choice.CROP, by=volunteer)
    client = signed_in(volunteer)

    page = client.get(f"{ROOM}checks/{check.pk}/")

    assert "verdict--yes" in text(client.get(page.context["again"]))


def test_the_list_of_questions_costs_the_same_for_many(signed_in, volunteer):
    group = a_group(a_question(), yes=3)
    client = signed_in(volunteer)
    client.get(f"{ROOM}checks/")
    counts = []
    for people in ([group[0]], [group[1]], [group[2]]):
        decide(answer_for(people, **FACEBOOK), choice=Choice.POST, by=volunteer)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{ROOM}checks/")
        counts.append(len(asked))

    assert counts == [counts[0]] * 3


def test_another_charitys_question_and_event_are_not_found(signed_in, stranger, volunteer):
    check, _group = a_waiting_check(volunteer)
    fair = Event.objects.create(title="Fair", on=timezone.localdate(), made_by=volunteer)
    client = signed_in(stranger)

    for path in (f"checks/{check.pk}/", f"events/{fair.pk}/"):
        assert client.get(f"/o/hill-farm/consent/{path}").status_code == 404


def test_what_is_cleared_leads_to_recording_where_it_is_shown(signed_in, volunteer):
    check = decide(answer_for(a_group(a_question(), yes=1), **FACEBOOK), choice=Choice.POST, by=volunteer)
    client = signed_in(volunteer)

    url = client.get(f"{ROOM}checks/{check.pk}/").context["record_url"]

    assert url == f"{ROOM}uses/new/?check={check.pk}"
    assert client.get(url).status_code == 200
