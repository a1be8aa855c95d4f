"""What holds of the answer that counts, whatever was said, by whom and in which order."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from consent.effective import Settled, Subject, effective
from consent.models import Ability, Decision, Verdict
from people.models import FOR_ADULTS, FOR_CHILDREN, Authority
from tests.consent.test_effective import (
    FATHER,
    GRANDMOTHER,
    GROWN,
    MOTHER,
    NO,
    PERSON,
    TODAY,
    YES,
    on_behalf,
    yes,
)

GIVERS = (PERSON, MOTHER, FATHER, GRANDMOTHER, None)


@st.composite
def words(draw):
    """A history of up to seven words; the right of a carer is the same in all of them, as it is today."""
    rights = {giver: (draw(st.sampled_from(Authority)), draw(st.booleans())) for giver in GIVERS[1:4]}
    said = []
    for order in range(draw(st.integers(0, 7))):
        giver = draw(st.sampled_from(GIVERS))
        if giver is None:
            said.append(on_behalf(order))
            continue
        right, confirmed = rights.get(giver, (Authority.NONE, False))
        expires = draw(st.sampled_from([None, TODAY - timedelta(days=1), TODAY + timedelta(days=30)]))
        word = yes(giver, order, right=right, confirmed=confirmed, expires_on=expires, is_current=draw(st.booleans()))
        said.append(replace(word, decision=draw(st.sampled_from(Decision))))
    return said


subjects = st.builds(
    Subject,
    age=st.one_of(st.none(), st.integers(0, 90)),
    decides_alone_from=st.sampled_from([16, 18]),
    own_answer_from=st.sampled_from([12, 13]),
    ability=st.sampled_from(["", *Ability]),
    best_interests=st.booleans(),
    is_adult=st.sampled_from([None, True]),
)
settlements = st.one_of(
    st.none(), st.builds(Settled, st.sampled_from([YES, NO]), order=st.integers(0, 7), by_court=st.booleans())
)


@given(words(), subjects, settlements, st.randoms())
def test_the_order_of_rows_changes_nothing(said, subject, settled, random):
    shuffled = list(said)
    random.shuffle(shuffled)

    assert effective(shuffled, subject, TODAY, settled=settled) == effective(said, subject, TODAY, settled=settled)


@given(words(), subjects, settlements, st.data())
def test_taking_a_yes_away_never_makes_a_yes_of_a_no(said, subject, settled, data):
    agreed = [s for s in said if s.decision == Decision.YES]
    if not agreed:
        return
    gone = data.draw(st.sampled_from(agreed))
    before = effective(said, subject, TODAY, settled=settled).verdict
    # The word before it is not heard again: what was taken away is all that its giver has said.
    after = effective([s for s in said if s.giver != gone.giver or s.decision != YES], subject, TODAY, settled=settled)

    assert not (before == Verdict.NO and after.verdict == Verdict.YES)


@given(words(), subjects)
def test_a_refusal_of_anybody_entitled_is_never_overruled(said, subject):
    last = {s.giver: s for s in said}
    found = effective(said, subject, TODAY).verdict
    adult = subject.is_adult if subject.age is None else subject.age >= subject.decides_alone_from
    lacks = subject.ability == Ability.LACKS_CAPACITY
    entitled = FOR_CHILDREN if not adult and not (subject.age is None and lacks) else FOR_ADULTS if lacks else ()
    against = [s for s in last.values() if s.decision != YES and not s.is_own and s.authority in entitled]

    assert not (against and found == Verdict.YES)


@given(words(), st.integers(18, 90), st.sampled_from(["", Ability.ABLE, Ability.ABLE_WITH_SUPPORT]))
def test_no_carer_unlocks_anything_for_an_adult_who_decides(said, age, ability):
    """E-38, Mental Capacity Act 2005: only the person's own yes, current and in date, is one."""
    found = effective(said, replace(GROWN, age=age, ability=ability), TODAY).verdict
    own = [s for s in said if s.giver == PERSON]
    agreed = bool(own) and own[-1].decision == YES and own[-1].is_current
    in_date = bool(own) and (own[-1].expires_on is None or own[-1].expires_on > TODAY)

    assert found != Verdict.YES or (agreed and in_date)


@given(words(), subjects, settlements)
def test_nothing_is_a_yes_that_nobody_has_confirmed_or_that_ran_out(said, subject, settled):
    found = effective(said, subject, TODAY, settled=settled).verdict
    last = {s.giver: s for s in said}.values()
    standing = [s for s in last if s.decision == YES and s.is_current and (not s.expires_on or s.expires_on > TODAY)]

    assert found != Verdict.YES or standing


@given(words(), subjects, settlements)
def test_a_withdrawal_as_the_last_word_is_never_followed_by_a_yes(said, subject, settled):
    """E-33: whoever says it, and whatever was settled before."""
    found = effective([*said, on_behalf(99)], subject, TODAY, settled=settled).verdict

    assert found == Verdict.NO
