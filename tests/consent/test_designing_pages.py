"""The pages on which questions are written, put into order, opened and closed."""

from datetime import date

import pytest
from django.utils import timezone

from consent.models import Channel, ConsentRequest, Means, Question, RequestItem
from consent.services import designing
from consent.standing import standing_of
from consent.states import QuestionStatus
from safeguard.addresses import address
from tests.consent.factories import a_carer, a_child, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")

GIVEN = {
    "thing": "picture:facebook",
    "what_for": "Fund-raising",
    "title": "Pictures on Facebook",
    "identifying": "True",
    "needs_trustee": "usual",
    "refresh_months": "12",
}
WORDS = {"text": "May we?", "explanation": "We show it.", "withdrawal": "Tell us."}
WARNING = "copies cannot be called back"


@pytest.fixture
def keeper(signed_in, coordinator):
    return signed_in(coordinator)


def page(client, name, *args, **query):
    answer = client.get(address(name, *args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, name, *args, **data):
    return client.post(address(name, *args), data)


def asked(question, child, carer, **details):
    request = ConsentRequest.objects.create(asked=carer, code=f"C{question.pk}", due_on=date(2027, 1, 1), **details)
    RequestItem.objects.create(request=request, subject=child, question=question, wording=question.wordings.get())
    return request


def test_a_question_is_written_worded_and_opened(keeper):
    to_words = send(keeper, "consent:new_question", **GIVEN)
    question = Question.objects.get()
    to_question = send(keeper, "consent:words", question.pk, **WORDS)
    send(keeper, "consent:open_question", question.pk)

    question.refresh_from_db()
    assert to_words.url == address("consent:words", question.pk)
    assert to_question.url == question.get_absolute_url()
    assert (question.status, question.needs_trustee, question.channel) == ("open", True, "facebook")


def test_only_places_that_fit_what_is_done_can_be_chosen(keeper):
    html = page(keeper, "consent:new_question")

    assert 'value="video_call:conversation"' in html
    assert "video_call:facebook" not in html
    assert (
        b"Choose one thing from the list."
        in send(keeper, "consent:new_question", **GIVEN | {"thing": "video_call:facebook"}).content
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"thing": "disclosure:third_party"}, "Name the platform, or the person or organisation that receives it."),
        ({"title": " pictures ON instagram "}, "There is a question with this name already."),
        ({"refresh_months": "0"}, "Enter a number of months from 1 to 60."),
        ({"refresh_months": "9" * 30}, "Enter a number of months from 1 to 60."),
        ({"own_answer_from": "19"}, "Enter an age from 0 to 18."),
        ({"ends_on": "1.1.2020"}, "This day is over."),
        ({"event": "9" * 30}, "Choose an event from the list."),
        ({"what_for": ""}, "Say what it is for."),
        ({"title": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_nothing_typed_is_lost(keeper, wrong, sentence):
    a_question("Pictures on Instagram", channel=Channel.INSTAGRAM)

    answer = send(keeper, "consent:new_question", **GIVEN | {"what_for": "Bread & butter"} | wrong)

    assert sentence in answer.content.decode()
    assert Question.objects.count() == 1
    assert "what_for" in wrong or "Bread &amp; butter" in answer.content.decode()


def test_after_it_was_asked_only_the_terms_can_be_changed(keeper):
    question, child = a_question(), a_child()
    an_answer(child, question, a_carer(child))

    html = page(keeper, "consent:edit_question", question.pk)
    send(keeper, "consent:edit_question", question.pk, **GIVEN | {"what_for": "Something else", "refresh_months": "6"})

    question.refresh_from_db()
    assert 'name="what_for"' not in html
    assert (question.what_for, question.refresh_months) == ("To show what we do", 6)


def test_before_it_was_asked_everything_can_be_changed(keeper):
    question = a_question()

    send(keeper, "consent:edit_question", question.pk, **GIVEN | {"thing": "film:youtube", "needs_trustee": "False"})

    question.refresh_from_db()
    assert (question.means, question.channel, question.needs_trustee) == (Means.FILM, Channel.YOUTUBE, False)


def test_whoever_writes_new_words_says_whether_they_ask_for_more(keeper):
    """E-35: it is asked, and nothing is chosen beforehand."""
    question, child = a_question(), a_child()
    an_answer(child, question, a_carer(child))

    silent = send(keeper, "consent:words", question.pk, **WORDS)
    html = page(keeper, "consent:words", question.pk)
    send(keeper, "consent:words", question.pk, **WORDS, widened="True")

    assert "Say whether the new words ask for more than before." in silent.content.decode()
    assert "checked" not in html
    assert standing_of(child, question, timezone.localdate()).reason == "new_words"


def test_better_words_leave_every_answer_as_it_is(keeper):
    question, child = a_question(), a_child()
    an_answer(child, question, a_carer(child))

    send(keeper, "consent:words", question.pk, **WORDS, widened="False")

    assert standing_of(child, question, timezone.localdate()).reason == "agreed"


@pytest.mark.clause("BC-41")
def test_a_question_about_something_public_warns_that_copies_spread(keeper):
    assert WARNING in page(keeper, "consent:question", a_question().pk)


def test_a_question_about_something_private_does_not_warn_in_vain(keeper):
    question = a_question("Inside", channel=Channel.INTERNAL)

    assert WARNING not in page(keeper, "consent:question", question.pk)


@pytest.mark.clause("BC-41")
def test_the_warning_is_read_in_the_language_of_the_question(keeper, coordinator):
    question = a_question()
    designing.translate(question, by=coordinator, language="pl", **WORDS | {"text": "Czy możemy?"})

    html = page(keeper, "consent:question", question.pk)

    assert "kopii nie da się cofnąć" in html
    assert "to be checked" not in html
    assert "want the eye of a speaker" in html


def test_every_question_says_that_a_no_changes_nothing(keeper):
    assert "It changes nothing about taking part" in page(keeper, "consent:question", a_question().pk)


@pytest.mark.clause("IL-7")
def test_own_phones_are_for_group_activities_only(keeper):
    phones = a_question("Phones", channel=Channel.TAKEN_PHONE)
    camera = a_question("Camera", channel=Channel.TAKEN)
    rule = "with their own phone only in connection with group activities"

    assert rule in page(keeper, "consent:question", phones.pk)
    assert rule not in page(keeper, "consent:question", camera.pk)


def test_a_signature_under_a_policy_is_said_to_be_no_consent(keeper):
    """Fact 51."""
    assert "is never consent" in page(keeper, "consent:questions")
    assert "is never consent" in page(keeper, "consent:starters")


def test_the_list_counts_what_was_said_last_and_what_is_open(keeper):
    question, first, second, third = a_question(), a_child("Mia"), a_child("Ben"), a_child("Ida")
    mother = a_carer(first)
    an_answer(first, question, mother, "no")
    an_answer(first, question, mother)
    an_answer(second, question, a_carer(second, "Eva Brook"), "no")
    carer = a_carer(third, "Olga Stone")
    asked(question, third, carer)

    [(_question, tally)] = designing.with_tallies([question])

    assert tally == {"yes": 1, "no": 1, "waiting": 1}


@pytest.mark.parametrize("number", [1, 7])
def test_the_list_costs_the_same_for_one_question_and_for_many(keeper, django_assert_num_queries, number):
    for n in range(number):
        question, child = a_question(f"Question {n}"), a_child(f"Child {n}")
        an_answer(child, question, a_carer(child))
    page(keeper, "consent:questions")

    with django_assert_num_queries(8):
        page(keeper, "consent:questions")


def test_buttons_move_a_question_up_and_down(keeper):
    a_question("First", place=0)
    second = a_question("Second", place=1)

    answer = send(keeper, "consent:move_question", second.pk, to="up")
    send(keeper, "consent:move_question", second.pk, to="up")

    assert answer.url.endswith(f"#question-{second.pk}")
    assert [question.title for question in Question.objects.all()] == ["Second", "First"]


def test_what_stands_in_the_way_of_asking_is_said(keeper):
    a_question("First")
    twin = a_question("Second")
    Question.objects.filter(pk=twin.pk).update(status=QuestionStatus.CLOSED)

    html = page(keeper, "consent:question", twin.pk)
    send(keeper, "consent:open_question", twin.pk)

    twin.refresh_from_db()
    assert "asks for the very same thing already" in html
    assert twin.status == QuestionStatus.CLOSED


def test_asking_is_stopped_and_begun_again(keeper):
    question = a_question()

    send(keeper, "consent:close_question", question.pk)
    send(keeper, "consent:close_question", question.pk)
    html = page(keeper, "consent:question", question.pk)
    send(keeper, "consent:open_question", question.pk)

    question.refresh_from_db()
    assert "Begin to ask this" in html
    assert question.status == QuestionStatus.OPEN


def test_a_translation_is_added_once_for_each_language(keeper):
    question = a_question()

    send(keeper, "consent:translate", question.pk, language="pl", **WORDS)
    again = send(keeper, "consent:translate", question.pk, language="pl", **WORDS)

    assert [w.language for w in question.wordings.order_by("pk")] == ["en", "pl"]
    assert "Choose a language from the list." in again.content.decode()


def test_a_draft_without_words_has_a_page(keeper, coordinator):
    question = designing.create("Empty", by=coordinator, means="picture", channel="website", what_for="News")

    assert "Write the words of the question first." in page(keeper, "consent:question", question.pk)
    answer = send(keeper, "consent:translate", question.pk, language="pl", **WORDS)
    assert "Write the words in English first." in answer.content.decode()


def test_earlier_words_can_still_be_read(keeper, coordinator):
    question = a_question()
    designing.write_words(question, by=coordinator, **WORDS)

    assert "May we do this: Pictures on Facebook?" in page(keeper, "consent:question", question.pk)


def test_a_set_of_ours_becomes_drafts(keeper):
    send(keeper, "consent:starter", "pictures", questions=["website", "facebook"])
    answer = send(keeper, "consent:starter", "pictures", questions=["website", "facebook"])

    assert list(Question.objects.values_list("status", flat=True)) == ["draft", "draft"]
    assert answer.url == address("consent:questions")


def test_a_set_asks_for_the_names_that_it_needs(keeper):
    nobody = send(keeper, "consent:starter", "sharing", questions=["sharing_school"])
    send(keeper, "consent:starter", "sharing", questions=["sharing_school"], name_sharing_school="Quay School")

    assert "Name who receives it." in nobody.content.decode()
    assert Question.objects.get().channel_name == "Quay School"


def test_nothing_of_a_set_is_chosen_beforehand(keeper):
    assert "checked" not in page(keeper, "consent:starter", "pictures")
    assert keeper.get(address("consent:starter", "everything")).status_code == 404


@pytest.mark.parametrize("name", ["questions", "new_question", "starters"])
def test_a_volunteer_is_told_whom_to_ask(signed_in, volunteer, coordinator, name):
    answer = signed_in(volunteer).get(address(f"consent:{name}"))

    assert answer.status_code == 403
    assert "Cory Bell" in answer.content.decode()


def test_a_question_of_another_charity_is_not_there(signed_in, stranger, other_charity):
    question = a_question()

    answer = signed_in(stranger).get(f"/o/{other_charity.slug}/consent/questions/{question.pk}/")

    assert answer.status_code == 404
