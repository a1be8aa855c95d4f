"""Sets of questions to begin with."""

import pytest

from consent.fixed_words import ENGLISH, POLISH, UKRAINIAN, WELSH, fixed_words, language_of_fixed_words
from consent.languages import LANGUAGES, code_of, direction_of
from consent.models import CHANNELS_OF, NAMED, Channel, Means, Question
from consent.services import starters
from consent.starters import starter_set, starter_sets
from consent.states import QuestionStatus
from safeguard.refusals import Refused

EVERY = [(found.key, question) for found in starter_sets() for question in found.questions]


@pytest.mark.parametrize(("key", "question"), EVERY, ids=lambda value: getattr(value, "key", value))
def test_every_starter_question_is_about_one_thing_and_has_english_words(key, question):
    assert question.channel in CHANNELS_OF[Means(question.means)]
    assert bool(question.named) == (question.channel in NAMED)
    assert question.words[0].language == "en"
    assert {words.language for words in question.words} <= set(LANGUAGES)
    for words in question.words:
        assert len(words.text) <= 300
        assert words.text.endswith("?")


def test_no_two_starter_questions_have_one_title_or_key():
    assert len({question.title for _key, question in EVERY}) == len(EVERY)
    assert len({question.key for _key, question in EVERY}) == len(EVERY)


def test_pictures_are_there_in_welsh_and_polish():
    pictures = starter_set("pictures")

    assert {tuple(w.language for w in question.words) for question in pictures.questions} == {("en", "cy", "pl")}


def test_sets_come_in_their_order_and_an_unknown_one_is_none():
    assert [found.key for found in starter_sets()] == ["pictures", "stories", "contact", "sharing"]
    with pytest.raises(LookupError):
        starter_set("everything")


@pytest.mark.clause("IL-5")
def test_the_first_question_about_pictures_is_whether_they_may_be_taken_with_the_charitys_camera():
    first = starter_set("pictures").questions[0]

    assert (first.means, first.channel) == (Means.PICTURE, Channel.TAKEN)


@pytest.mark.clause("IL-42", "WY-31")
def test_each_platform_is_asked_for_by_itself(scope, coordinator):
    starters.add(starter_set("pictures"), ["facebook", "instagram"], by=coordinator)

    assert list(Question.objects.values_list("channel", "status")) == [("facebook", "draft"), ("instagram", "draft")]


def test_a_set_becomes_drafts_and_adding_it_twice_adds_nothing(scope, coordinator):
    found = starter_set("pictures")
    keys = [question.key for question in found.questions]

    made = starters.add(found, keys, by=coordinator)
    again = starters.add(found, keys, by=coordinator)

    assert (len(made), again) == (9, [])
    assert {question.status for question in made} == {QuestionStatus.DRAFT}
    assert [w.language for w in made[0].wordings.order_by("pk")] == ["en", "cy", "pl"]


def test_a_receiver_is_named_in_title_and_words(scope, coordinator):
    found = starter_set("sharing")

    (made,) = starters.add(found, ["sharing_school"], by=coordinator, names={"sharing_school": "Quay School"})

    assert (made.title, made.channel_name) == ("Sharing with Quay School", "Quay School")
    assert made.wordings.get().text.startswith("May we tell Quay School ")
    with pytest.raises(Refused, match="Name the platform"):
        starters.add(found, ["sharing_council"], by=coordinator)


@pytest.mark.parametrize("words", [WELSH, POLISH, UKRAINIAN])
def test_every_fixed_sentence_is_there_in_every_language_of_ours(words):
    assert set(words) == set(ENGLISH)


def test_where_we_have_no_words_english_stands_in():
    assert fixed_words("so")["yes"] == "Yes"
    assert (language_of_fixed_words("so"), language_of_fixed_words("pl")) == ("en", "pl")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Polish", "pl"), ("polski", "pl"), ("Arabic", "ar"), ("cy", "cy"), ("", "en"), ("Elvish", "en")],
)
def test_a_language_is_known_by_its_names(typed, code):
    assert code_of(typed) == code


def test_some_languages_are_written_from_right_to_left():
    assert (direction_of("ur"), direction_of("pl")) == ("rtl", "ltr")
