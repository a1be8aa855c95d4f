"""Writing questions: one thing at a time, closed once it was asked, with words that get a new number."""

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from consent.effective import Reason
from consent.examples import questions as example
from consent.models import Channel, Means, Question, Wording
from consent.services import designing
from consent.standing import standing
from consent.states import QuestionStatus
from consent.whom import Words
from people.models import Person
from safeguard.refusals import Refused
from tests.consent.factories import a_carer, a_child, a_question, an_answer, words_of

pytestmark = pytest.mark.usefixtures("scope")

WORDS = {"text": "May we?", "explanation": "We show it.", "withdrawal": "Tell us."}


def draft(by: Person, title: str = "Pictures on Facebook", **details) -> Question:
    given = {"means": Means.PICTURE, "channel": Channel.FACEBOOK, "what_for": "Fund-raising"}
    return designing.create(title, by=by, **(given | details))


@pytest.mark.clause("RW-35")
def test_a_yes_for_one_purpose_is_no_yes_for_another(coordinator):
    fund_raising = draft(coordinator)
    news = draft(coordinator, "News on Facebook", what_for="Showing what happens here")
    designing.write_words(fund_raising, by=coordinator, **WORDS)
    child = a_child()
    an_answer(child, fund_raising, a_carer(child))

    found = standing([child], [fund_raising, news], timezone.localdate())

    assert found[child.pk, fund_raising.pk].reason == Reason.AGREED
    assert found[child.pk, news.pk].reason == Reason.NOT_ASKED


@pytest.mark.clause("IL-41")
@pytest.mark.parametrize("means", [Means.MESSAGING, Means.SOCIAL_MEDIA, Means.VIDEO_CALL])
def test_each_way_of_keeping_in_touch_is_a_question_of_its_own(coordinator, means):
    asked = draft(coordinator, "Contact", means=means, channel=Channel.CONVERSATION)

    assert asked.means == means
    with pytest.raises(Refused, match="so that it fits what is done"):
        draft(coordinator, "Contact on Facebook", means=means, channel=Channel.FACEBOOK)


@pytest.mark.clause("IL-6")
def test_taking_and_publishing_and_the_charitys_device_and_a_phone_are_four_questions(coordinator):
    channels = [Channel.TAKEN, Channel.TAKEN_PHONE, Channel.WEBSITE, Channel.FACEBOOK]

    made = [draft(coordinator, f"Pictures: {channel}", channel=channel) for channel in channels]
    designing.write_words(made[0], by=coordinator, **WORDS)
    child = a_child()
    an_answer(child, made[0], a_carer(child))

    found = standing([child], made, timezone.localdate())
    assert [found[child.pk, question.pk].reason for question in made] == [Reason.AGREED, *[Reason.NOT_ASKED] * 3]
    assert list(Question.objects.values_list("channel", flat=True)) == channels
    assert [question.place for question in made] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("channel", "identifying", "expected"),
    [(Channel.FACEBOOK, True, True), (Channel.FACEBOOK, False, False), (Channel.INTERNAL, True, False)],
)
def test_a_trustee_approves_public_uses_in_which_somebody_can_be_recognised(
    coordinator, channel, identifying, expected
):
    assert draft(coordinator, channel=channel, identifying=identifying).needs_trustee is expected


def test_a_platform_or_receiver_has_a_name(coordinator):
    with pytest.raises(Refused, match="Name the platform"):
        draft(coordinator, means=Means.DISCLOSURE, channel=Channel.THIRD_PARTY)

    assert draft(coordinator, channel_name="  Left over ").channel_name == ""


def test_a_title_stands_once_whatever_its_capitals(coordinator):
    draft(coordinator)

    with pytest.raises(Refused, match="with this title already"):
        draft(coordinator, "pictures on  FACEBOOK")


def test_nothing_is_asked_without_words(coordinator):
    question = draft(coordinator)

    with pytest.raises(Refused, match="Write the words"):
        designing.open_question(question, by=coordinator)


def test_opening_and_closing_twice_changes_nothing(coordinator):
    question = draft(coordinator)
    designing.write_words(question, by=coordinator, **WORDS)

    designing.open_question(question, by=coordinator)
    designing.open_question(question, by=coordinator)
    designing.close_question(question, by=coordinator)
    designing.close_question(question, by=coordinator)

    verbs = list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["created", "consent_worded", "consent_opened", "consent_closed"]


def test_a_family_is_not_asked_the_same_thing_by_two_open_questions(coordinator):
    a_question("First", what_for="To show what we do")
    second = draft(coordinator, "Second", what_for="to show what WE do")
    designing.write_words(second, by=coordinator, **WORDS)

    with pytest.raises(Refused, match="“First” asks for the very same thing already"):
        designing.open_question(second, by=coordinator)


def test_an_open_question_does_not_become_another_ones_twin(coordinator):
    a_question("First")
    second = a_question("Second", what_for="Something else")

    with pytest.raises(Refused, match="“First” asks"):
        designing.change(second, by=coordinator, what_for="To show what we do")


def test_what_people_were_asked_does_not_change_under_their_answers(coordinator):
    question, child = a_question(), a_child()
    an_answer(child, question, a_carer(child))

    with pytest.raises(Refused, match="For another purpose write another question"):
        designing.change(question, by=coordinator, what_for="Fund-raising")
    designing.change(question, by=coordinator, refresh_months=6, own_answer_from=10)

    question.refresh_from_db()
    assert (question.what_for, question.refresh_months, question.own_answer_from) == ("To show what we do", 6, 10)


def test_a_change_that_changes_nothing_is_not_recorded(coordinator):
    question = a_question()

    designing.change(question, by=coordinator, title=question.title)

    assert not AuditEvent.objects.filter(verb="changed").exists()


def test_new_words_get_a_new_number_and_the_same_words_none(coordinator):
    question = draft(coordinator)

    first = designing.write_words(question, by=coordinator, **WORDS)
    again = designing.write_words(question, by=coordinator, **WORDS)
    second = designing.write_words(question, by=coordinator, **WORDS | {"text": "May we, please?"})

    assert (first.pk, second.number) == (again.pk, 2)


def test_words_widen_only_what_somebody_was_asked(coordinator):
    """E-35: before anybody was asked there is no narrower yes that would have to be asked again."""
    question = draft(coordinator)
    designing.write_words(question, by=coordinator, **WORDS)
    early = designing.write_words(question, by=coordinator, **WORDS | {"text": "More?"}, widened=True)
    child = a_child()
    an_answer(child, question, a_carer(child))
    late = designing.write_words(question, by=coordinator, **WORDS | {"text": "Even more?"}, widened=True)

    assert (early.widened, late.widened) == (False, True)


def test_a_translation_shares_the_number_and_is_written_once(coordinator):
    question = draft(coordinator)
    designing.write_words(question, by=coordinator, **WORDS)

    polish = designing.translate(question, by=coordinator, language="pl", **WORDS | {"text": "Czy możemy?"})

    assert (polish.number, polish.language) == (1, "pl")
    assert designing.translate(question, by=coordinator, language="pl", **WORDS | {"text": "Czy możemy?"}) == polish
    with pytest.raises(Refused, match="in this language already"):
        designing.translate(question, by=coordinator, language="pl", **WORDS)


def test_nothing_is_translated_before_it_is_written(coordinator):
    with pytest.raises(Refused, match="English first"):
        designing.translate(draft(coordinator), by=coordinator, language="pl", **WORDS)


def test_a_family_reads_the_newest_words_in_its_own_language_or_in_english():
    question = a_question()
    words_of(question, 1, language="pl")
    polish = Words([question]).of(question, "pl")
    words_of(question, 2)

    assert (polish.language, polish.number) == ("pl", 1)
    assert Words([question]).of(question, "pl").number == 2


def test_without_english_there_is_still_something_to_read():
    question = a_question()
    Wording.objects.create(question=question, number=2, language="cy", widened=True, **WORDS)

    assert Words([question]).of(question, "pl").language == "cy"


def test_words_of_many_questions_are_one_query(django_assert_num_queries):
    questions = [a_question(f"Question {number}") for number in range(5)]

    with django_assert_num_queries(1):
        words = Words(questions)
        assert [words.of(question, "en").question_id for question in questions] == [one.pk for one in questions]


def test_questions_move_one_place_at_a_time(coordinator):
    titles = ["First", "Second", "Third"]
    first, _second, third = (draft(coordinator, title) for title in titles)

    designing.move(third, by=coordinator, up=True)
    designing.move(first, by=coordinator, up=True)  # it is the first already

    assert [question.title for question in Question.objects.all()] == ["First", "Third", "Second"]
    designing.move(first, by=coordinator, up=False)
    assert [question.title for question in Question.objects.all()] == ["Third", "First", "Second"]


def test_the_example_charity_asks_for_every_kind(scope, coordinator):
    example.load(scope, {"coordinator": coordinator})

    assert set(Question.objects.asked().values_list("means", flat=True)) == set(Means)
    assert {status for (status,) in Question.objects.values_list("status")} == set(QuestionStatus)
    assert example.question("Pictures on Face").channel == Channel.FACEBOOK
    with pytest.raises(LookupError, match="nothing that begins"):
        example.question("Nonsense")
