"""Topics of training and induction: set up, changed, ended, and who sees them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from organisations.models import Project
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.agreements.factories import a_policy, an_agreement
from tests.volunteers.factories import a_topic
from volunteers.forms.training import TopicForm
from volunteers.models import Completion, Topic, TopicKind, TrainingLetter
from volunteers.permissions import SEE_TRAINING, TRAIN
from volunteers.services import topics, training_letters
from volunteers.topic_suggestions import SUGGESTIONS


def test_a_topic_is_set_up_from_a_suggestion(signed_in, scope, coordinator):
    suggested = SUGGESTIONS[0]
    url = address("volunteers:topic_add", like=suggested.key)
    page = signed_in(coordinator).get(url)
    given = {name: str(v) if name in ("title", "what") else v for name, v in page.context["form"].initial.items()}

    page = signed_in(coordinator).post(url, {**given, "every_months": 24, "is_required": "on"})

    topic = Topic.objects.get()
    assert page.url == topic.get_absolute_url()
    assert (topic.title, topic.suggestion, topic.every_months) == (str(suggested.title), suggested.key, 24)
    assert topic.roles == [str(role) for role in suggested.roles]


def test_a_name_that_is_taken_is_refused_beside_the_form_and_nothing_typed_is_lost(signed_in, scope, coordinator):
    a_topic(coordinator)

    page = signed_in(coordinator).post(
        address("volunteers:topic_add"),
        {
            "title": "Online abuse and grooming",
            "kind": "training",
            "what": "Words",
            "roles": ["staff"],
            "within_days": 9,
        },
    )

    assert page.status_code == 200
    assert page.context["form"].errors["title"] == ["There is a topic of this name already."]
    assert 'value="9"' in page.content.decode()
    assert Topic.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "0", "121", "99999999999999999999", "two"])
def test_the_number_of_months_is_between_one_and_ten_years(scope, typed):
    form = TopicForm({"title": "T", "kind": "training", "roles": ["staff"], "within_days": "5", "every_months": typed})

    assert form.is_valid() == (typed == "")


def test_whoever_need_not_sign_an_agreement_cannot_complete_a_topic_by_it(scope, chair):
    agreement = an_agreement(a_policy(), by=chair)
    asked = {"title": "Signed", "kind": "induction", "within_days": "5", "agreement": agreement.pk}

    form = TopicForm({**asked, "roles": [*agreement.roles, Role.ADMINISTRATOR]})

    assert form.errors["roles"] == [
        "This agreement is not for: Technical administrator. Take them out here, or add them to the agreement."
    ]


def test_a_topic_that_ended_closes_its_offers_and_asks_nobody(signed_in, scope, coordinator, volunteer):
    today = timezone.localdate()
    topic = a_topic(coordinator)
    topics.offer(topic, [volunteer], by=coordinator, due_on=today, on=today)

    signed_in(coordinator).post(address("volunteers:topic_end", topic.pk))

    topic.refresh_from_db()
    assert topic.ended_on == today
    assert topic.offers.get().closed_on == today
    with pytest.raises(Refused):
        topics.offer(topic, [volunteer], by=coordinator, due_on=today, on=today)


def test_what_a_colleague_takes_back_is_not_offered_to_oneself(signed_in, scope, coordinator, lead, volunteer):
    topic = a_topic(coordinator)
    own, other = (
        Completion.objects.create(topic=topic, person=person, done_on=timezone.localdate(), recorded_by=lead)
        for person in (coordinator, volunteer)
    )

    page = signed_in(coordinator).get(topic.get_absolute_url()).content.decode()

    assert address("volunteers:completion_back", other.pk) in page
    assert address("volunteers:completion_back", own.pk) not in page


def test_a_topic_is_changed(signed_in, scope, coordinator):
    topic = a_topic(coordinator)
    url = address("volunteers:topic_change", topic.pk)
    values = {"title": "Grooming", "kind": TopicKind.TRAINING, "roles": ["staff"], "within_days": "10"}

    signed_in(coordinator).post(url, values)

    topic.refresh_from_db()
    assert (topic.title, topic.roles, topic.within_days, topic.is_required) == ("Grooming", ["staff"], 10, False)


@pytest.mark.parametrize("role", Role.values)
def test_who_sets_training_up_and_who_sees_it(signed_in, scope, new_person, chair, role):
    topic = a_topic(chair)
    client = signed_in(new_person("Somebody Else", Role(role)))

    sees = client.get(address("volunteers:topics")).status_code
    looks = client.get(topic.get_absolute_url()).status_code
    adds = client.get(address("volunteers:topic_add")).status_code

    may_see = role in TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER}
    may_train = role in {Role.CHAIR, Role.LEAD, Role.COORDINATOR}
    assert SEE_TRAINING.roles == TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER}
    assert TRAIN.roles == {Role.CHAIR, Role.LEAD, Role.COORDINATOR}
    assert (sees, looks) == ((200, 200) if may_see else (403, 403))
    assert adds == (200 if may_train else 403)


def test_a_stranger_finds_nothing(signed_in, scope, stranger, coordinator):
    topic = a_topic(coordinator)
    pages = [address("volunteers:topics"), topic.get_absolute_url(), address("volunteers:gaps")]

    client: Client = signed_in(stranger)

    assert [client.get(url).status_code for url in pages] == [404, 404, 404]


def test_topics_are_listed_with_the_same_questions_for_one_and_for_many(
    signed_in, scope, coordinator, new_person, django_assert_num_queries
):
    client, url = signed_in(coordinator), address("volunteers:topics")
    a_topic(coordinator)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(6):
        a_topic(coordinator, title=f"Topic {number}", project=Project.objects.create(name=f"P{number}"))
        new_person(f"Person{number} Smith", Role.VOLUNTEER)

    with django_assert_num_queries(len(few)):
        client.get(url)


# The mail that tells of it -------------------------------------------------------------------------------------------


def offered(topic, person, by, **said):
    today = timezone.localdate()
    return topics.offer(topic, [person], by=by, due_on=today + timedelta(days=30), on=today, **said)


def test_whoever_is_offered_a_training_is_told_what_when_and_where(
    signed_in, scope, coordinator, volunteer, django_capture_on_commit_callbacks
):
    """IL-55."""
    topic = a_topic(coordinator, what="How children are lured online.\nWhat you do then.")
    due = timezone.localdate() + timedelta(days=30)
    given = {
        "due_on": f"{due:%-d %-m %Y}",
        "happens": "Saturday 5 December, 10 to 12",
        "place": "The boathouse",
        "people": [volunteer.pk],
        "take": "save",
    }

    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(coordinator).post(address("volunteers:topic_offer", topic.pk), given)

    assert answer.status_code == 302
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([volunteer.email], "Training: Online abuse and grooming")
    assert sent.reply_to == [coordinator.email]
    for words in (
        *("Dear Vera Lindqvist,", "How children are lured online.", "What you do then."),
        *(
            "When: Saturday 5 December, 10 to 12",
            "Where: The boathouse",
            f"To be completed by {date_format(due, 'j F Y')}",
        ),
        address("volunteers:training_of", volunteer.pk),
    ):
        assert words in sent.body
    letter = TrainingLetter.objects.get()
    assert (letter.person, letter.topic, letter.sent_at is not None, letter.problem) == (volunteer, topic, True, "")


def test_an_offer_without_a_time_says_that_they_choose_it(
    scope, coordinator, volunteer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        offered(a_topic(coordinator), volunteer, coordinator)
        offered(Topic.objects.get(), volunteer, coordinator)

    [sent] = mail.outbox
    assert "When: you choose the time yourself, or ask." in sent.body
    assert "Where:" not in sent.body


def test_somebody_under_18_writes_back_to_no_one_adult_alone(
    scope, coordinator, volunteer, django_capture_on_commit_callbacks
):
    """E-25."""
    today = timezone.localdate()
    volunteer.date_of_birth = today.replace(year=today.year - 16, day=1)
    volunteer.save()

    with django_capture_on_commit_callbacks(execute=True):
        offered(a_topic(coordinator), volunteer, coordinator)

    [sent] = mail.outbox
    assert sent.reply_to == []


@pytest.mark.parametrize("change", [{"email": ""}, {"do_not_email": True}])
def test_whoever_is_not_written_to_has_the_offer_and_no_mail(
    scope, coordinator, volunteer, django_capture_on_commit_callbacks, change
):
    for name, value in change.items():
        setattr(volunteer, name, value)
    volunteer.save()

    with django_capture_on_commit_callbacks(execute=True):
        assert offered(a_topic(coordinator), volunteer, coordinator) == 1

    assert (mail.outbox, TrainingLetter.objects.count()) == ([], 0)


def test_an_offer_that_was_closed_meanwhile_is_not_told_of(scope, coordinator, volunteer):
    topic = a_topic(coordinator)
    offered(topic, volunteer, coordinator)
    topics.close(topic.offers.get(), by=coordinator, on=timezone.localdate())

    assert training_letters.send_waiting() == 0

    assert mail.outbox == []
    assert TrainingLetter.objects.get().problem == "It was no longer needed."


def test_a_letter_goes_to_the_address_that_holds_when_it_is_sent_and_to_no_leaver(
    scope, coordinator, volunteer, new_person, django_capture_on_commit_callbacks
):
    topic, gone = a_topic(coordinator), new_person("Ada Byron", Role.VOLUNTEER)
    offered(topic, volunteer, coordinator)
    offered(topic, gone, coordinator)
    volunteer.email = "new@mail.example"
    volunteer.save()
    gone.left_on = timezone.localdate() - timedelta(days=1)
    gone.save()

    with django_capture_on_commit_callbacks(execute=True):
        training_letters.send_waiting()

    assert [one.to for one in mail.outbox] == [["new@mail.example"]]


def test_what_was_typed_stands_there_again_after_a_search(signed_in, scope, coordinator, volunteer):
    topic = a_topic(coordinator)
    typed = {"due_on": "5 12 2026", "happens": "On Saturday", "place": "The boathouse", "take": "search", "q": "Vera"}

    page = signed_in(coordinator).post(address("volunteers:topic_offer", topic.pk), typed).content.decode()

    assert ("On Saturday" in page, "The boathouse" in page) == (True, True)
    assert not topic.offers.exists()
