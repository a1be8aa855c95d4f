"""Who is able to decide, and how a disagreement ended (E-29, E-38, BC-40)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consent.effective import Reason
from consent.models import Ability, AbilityDecision, Channel, Decision, Settlement, SettlementBasis, Takedown
from consent.services import judging, record_use
from consent.standing import standing_of
from organisations.models import Organisation
from people.models import Authority
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.consent.factories import ADULT, a_carer, a_child, a_question, an_answer, look_after

pytestmark = pytest.mark.usefixtures("scope")


def reason(person, question):
    return standing_of(person, question, timezone.localdate()).reason


def an_adult(name="Ada Byron"):
    return a_child(name, ADULT)


def judge(person, ability, by, **details):
    given = {"reasons": "Asked what a post is, and knew.", "support": "Pictures, and her sister beside her."}
    return judging.judge_ability(person, ability=ability, by=by, **(given | details))


# Ability --------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BC-40")
def test_a_child_who_is_judged_able_answers_too(lead):
    child, question = a_child(), a_question(own_answer_from=13)
    an_answer(child, question, a_carer(child))

    before = reason(child, question)
    judge(child, Ability.ABLE, lead)
    after = reason(child, question)
    an_answer(child, question, child)

    assert (before, after, reason(child, question)) == (Reason.AGREED, Reason.CHILD_NOT_ASKED, Reason.AGREED)


def test_a_carers_yes_for_a_capable_adult_is_none_and_the_adults_own_is(lead):
    """E-38."""
    adult, question = an_adult(), a_question()
    an_answer(adult, question, a_carer(adult))

    before = reason(adult, question)
    judge(adult, Ability.ABLE_WITH_SUPPORT, lead)
    an_answer(adult, question, adult, support="Pictures")

    assert (before, reason(adult, question)) == (Reason.OWN_ANSWER_MISSING, Reason.AGREED)


@pytest.mark.parametrize(
    ("right", "best_interests", "expected"),
    [
        (Authority.DEPUTY, "", Reason.AGREED),
        (Authority.NONE, "", Reason.NO_AUTHORITY),
        (Authority.NONE, "Talked with her brother and her support worker.", Reason.AGREED),
    ],
)
def test_an_adult_who_cannot_decide_has_a_deputy_or_a_note_of_what_is_best(lead, right, best_interests, expected):
    adult, question = an_adult(), a_question()
    an_answer(adult, question, a_carer(adult, authority=right))

    judge(adult, Ability.LACKS_CAPACITY, lead, best_interests=best_interests)

    assert reason(adult, question) == expected


def test_a_decision_about_one_thing_leaves_the_others_alone(lead):
    """Re A [2019] EWCOP 2: each decision is one of its own."""
    adult = an_adult()
    pictures, story = a_question(), a_question("Her story", means="story")
    for question in (pictures, story):
        an_answer(adult, question, adult)

    judge(adult, Ability.LACKS_CAPACITY, lead, means="story")

    assert (reason(adult, pictures), reason(adult, story)) == (Reason.AGREED, Reason.NOT_ASKED)


def test_the_newer_decision_counts_whether_it_is_about_one_thing_or_all(lead):
    adult, question = an_adult(), a_question()
    an_answer(adult, question, adult)

    judge(adult, Ability.LACKS_CAPACITY, lead, means="picture")
    judge(adult, Ability.ABLE, lead)

    assert reason(adult, question) == Reason.AGREED


@pytest.mark.parametrize(
    ("born", "ability", "details", "words"),
    [
        (ADULT, Ability.NOT_YET, {}, "is an adult"),
        (date(2016, 5, 4), Ability.LACKS_CAPACITY, {}, "not an adult yet"),
        (ADULT, Ability.ABLE_WITH_SUPPORT, {"support": " "}, "which help was given"),
        (ADULT, Ability.LACKS_CAPACITY, {"support": ""}, "was tried first"),
        (ADULT, Ability.ABLE, {"decided_on": date(2999, 1, 1)}, "still to come"),
        (ADULT, Ability.ABLE, {"review_on": date(2020, 1, 1)}, "still to come to look"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(lead, born, ability, details, words):
    with pytest.raises(Refused, match=words):
        judge(a_child("Ada Byron", born), ability, lead, **details)


def test_sixteen_is_adult_in_scotland(lead, scope):
    Organisation.objects.filter(pk=scope.pk).update(nation="scotland")
    scope.nation = "scotland"
    today = timezone.localdate()

    judged = judge(a_child("Ada Byron", today.replace(year=today.year - 16)), Ability.LACKS_CAPACITY, lead)

    assert judged.ability == Ability.LACKS_CAPACITY


def test_nobody_judges_themself(lead):
    with pytest.raises(Refused, match="Somebody else"):
        judge(lead, Ability.ABLE, lead)


def test_the_same_form_sent_twice_is_one_decision(lead):
    adult = an_adult()

    assert judge(adult, Ability.ABLE, lead) == judge(adult, Ability.ABLE, lead)


# Disagreements -------------------------------------------------------------------------------------------------------


@pytest.fixture
def dispute():
    child, question = a_child(), a_question()
    mother, father = a_carer(child), a_carer(child, "Otto Turner")
    an_answer(child, question, mother)
    an_answer(child, question, father, Decision.NO)
    return child, question, mother, father


def settle(child, question, decision, by, basis=SettlementBasis.AGREED):
    return judging.settle(child, question, decision=decision, basis=basis, reasons="Both rang on Monday.", by=by)


@pytest.mark.clause("BC-39")
def test_parents_who_disagree_are_a_no_until_somebody_settles_it(dispute, lead):
    child, question, _mother, father = dispute

    before = reason(child, question)
    settle(child, question, Decision.YES, lead)
    settled = reason(child, question)
    an_answer(child, question, father, Decision.NO, note="Again")

    assert (before, settled, reason(child, question)) == (Reason.DISAGREE, Reason.SETTLED, Reason.DISAGREE)


def test_what_a_small_child_would_rather_not_is_talked_over(lead):
    """E-31: it is never passed over in silence, and what the child said stays beside it."""
    child, question = a_child(), a_question(own_answer_from=13)
    an_answer(child, question, a_carer(child))
    an_answer(child, question, child, Decision.NO)

    before = reason(child, question)
    settle(child, question, Decision.YES, lead)
    after = standing_of(child, question, timezone.localdate())

    assert (before, after.reason, after.notes) == (Reason.OWN_VIEW, Reason.SETTLED, (Reason.OWN_VIEW,))


def test_what_a_court_forbids_stays_forbidden(dispute, lead):
    child, question, mother, father = dispute

    settle(child, question, Decision.NO, lead, SettlementBasis.COURT)
    for parent in (mother, father):
        an_answer(child, question, parent)

    assert reason(child, question) == Reason.REFUSED


def test_a_settled_no_takes_down_what_is_shown(dispute, lead):
    child, question, _mother, _father = dispute
    record_use(
        what="A kite", means="picture", channel=Channel.FACEBOOK, what_for="x", people=[child], by=lead,
        link="https://social.example/1", already_shown=True,
    )  # fmt: skip
    Takedown.objects.all().delete()

    settle(child, question, Decision.NO, lead)

    assert Takedown.objects.count() == 1


@pytest.mark.parametrize("decision", [Decision.WITHDRAWN, "perhaps"])
def test_it_is_settled_with_yes_or_no(dispute, lead, decision):
    with pytest.raises(Refused, match="Choose yes or no"):
        settle(dispute[0], dispute[1], decision, lead)


def test_where_nobody_disagrees_there_is_nothing_to_settle(lead):
    child, question = a_child(), a_question()
    an_answer(child, question, a_carer(child))

    with pytest.raises(Refused, match="Nobody disagrees"):
        settle(child, question, Decision.YES, lead)


def test_whoever_answered_does_not_settle(dispute, coordinator):
    child, question, *_parents = dispute
    look_after(child, coordinator)
    an_answer(child, question, coordinator)

    with pytest.raises(Refused, match="answered this question yourself"):
        settle(child, question, Decision.YES, coordinator)


def test_the_same_settlement_sent_twice_is_one(dispute, lead):
    child, question, *_parents = dispute

    assert settle(child, question, Decision.YES, lead) == settle(child, question, Decision.YES, lead)
    assert Settlement.objects.count() == 1


# In the browser -------------------------------------------------------------------------------------------------------


def test_ability_and_settlement_are_recorded_on_pages(dispute, lead, signed_in):
    child, question, *_parents = dispute
    browser, today = signed_in(lead), timezone.localdate()
    sent = {
        "means": "", "ability": "not_yet", "reasons": "Too small", "decided_on": f"{today:%d.%m.%Y}",
        "review_on": f"{today + timedelta(days=90):%d.%m.%Y}",
    }  # fmt: skip

    judged = browser.post(address("consent:ability", child.pk), sent)
    settled = browser.post(
        address("consent:settle", child.pk, question.pk),
        {"decision": "yes", "basis": "agreed", "reasons": "Both rang."},
    )
    page = browser.get(address("consent:person", child.pk)).content.decode()

    assert (judged.status_code, settled.status_code, AbilityDecision.objects.count()) == (302, 302, 1)
    assert [words for words in ("Too small", "Both rang.", "Settled: Yes") if words not in page] == []


def test_a_form_without_reasons_comes_back_with_what_was_typed(dispute, lead, signed_in):
    child, question, *_parents = dispute
    browser = signed_in(lead)

    ability = browser.post(address("consent:ability", child.pk), {"support": "Her sister", "review_on": "1.1.2020"})
    settled = browser.post(address("consent:settle", child.pk, question.pk), {"reasons": "Both rang."})

    assert [answer.status_code for answer in (ability, settled)] == [200, 200]
    assert ("Her sister" in ability.content.decode(), "Both rang." in settled.content.decode()) == (True, True)
    assert not Settlement.objects.exists()


def test_whoever_looks_after_the_child_decides_nothing_here(dispute, lead, coordinator, client):
    child, question, *_parents = dispute
    look_after(child, coordinator)
    urls = [address("consent:ability", child.pk), address("consent:settle", child.pk, question.pk)]
    statuses = []
    for person in (coordinator, lead):
        client.force_login(person.user)
        statuses.append([client.get(url).status_code for url in urls])

    assert statuses == [[403, 403], [200, 200]]
