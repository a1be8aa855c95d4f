"""What counts, for many people at once."""

from datetime import date

import pytest
from django.utils import timezone

from consent.effective import Reason
from consent.models import Decision
from consent.standing import standing, standing_of
from tests.consent.factories import a_carer, a_child, a_question, an_answer, words_of

pytestmark = pytest.mark.usefixtures("scope")


def reason(child, question):
    return standing_of(child, question, timezone.localdate()).reason


def test_a_confirmed_mothers_yes_counts():
    child, question = a_child(), a_question()
    an_answer(child, question, a_carer(child))

    assert reason(child, question) == Reason.AGREED


def test_the_last_word_of_one_person_counts():
    child, question = a_child(), a_question()
    mother = a_carer(child)

    an_answer(child, question, mother)
    an_answer(child, question, mother, Decision.WITHDRAWN)

    assert reason(child, question) == Reason.WITHDRAWN


def test_a_withdrawal_by_anybody_counts_until_a_parent_says_yes_again():
    child, question = a_child(), a_question()
    mother = a_carer(child)
    an_answer(child, question, mother)

    an_answer(child, question, None, Decision.WITHDRAWN, giver_name="An aunt")
    after_the_call = reason(child, question)
    an_answer(child, question, mother)

    assert (after_the_call, reason(child, question)) == (Reason.WITHDRAWN, Reason.AGREED)


def test_a_yes_to_narrower_words_does_not_count_for_wider_ones():
    child, question = a_child(), a_question()
    an_answer(child, question, a_carer(child))

    words_of(question, 2)
    after_a_correction = reason(child, question)
    words_of(question, 3, widened=True)

    assert (after_a_correction, reason(child, question)) == (Reason.AGREED, Reason.NEW_WORDS)


def test_sixty_children_ask_no_more_queries_than_one(django_assert_num_queries):
    question, today = a_question(), timezone.localdate()
    children = [a_child(f"Child{number} Turner", date(2017, 1, 1)) for number in range(60)]
    for child in children[:5]:
        an_answer(child, question, a_carer(child, f"Mother{child.pk} Turner"))

    with django_assert_num_queries(8):
        standing(children[:1], [question], today)
    with django_assert_num_queries(8):
        found = standing(children, [question], today)

    assert [answer.reason for answer in found.values()].count(Reason.AGREED) == 5
