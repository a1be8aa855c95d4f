"""The answer that counts, as a truth table: each row is a situation, the last column the answer (E-26 to E-38)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consent.effective import IN_FULL, SENTENCES, VERDICTS, Reason, Said, Settled, Subject, effective
from consent.models import Ability, Decision, Verdict
from people.models import Authority

TODAY = date(2026, 11, 20)
PERSON, MOTHER, FATHER, GRANDMOTHER, DEPUTY = 1, 2, 3, 4, 5

SMALL = Subject(age=10, decides_alone_from=18, own_answer_from=13)
TEEN = replace(SMALL, age=14)
ALMOST = replace(SMALL, age=17)
GROWN = replace(SMALL, age=18)
NOT_KNOWN = replace(SMALL, age=None)
AT_RISK = replace(NOT_KNOWN, is_adult=True)
SCOTTISH = Subject(age=15, decides_alone_from=16, own_answer_from=12)
CANNOT = replace(GROWN, age=40, ability=Ability.LACKS_CAPACITY)
BEST = replace(CANNOT, best_interests=True)
SUPPORTED = replace(GROWN, age=40, ability=Ability.ABLE_WITH_SUPPORT)
BRIGHT = replace(SMALL, ability=Ability.ABLE)
NOT_YET = replace(TEEN, ability=Ability.NOT_YET)
GONE = replace(GROWN, is_here=False)


def yes(giver, order=0, *, right=Authority.PARENTAL, confirmed=True, **details):
    own = giver == PERSON
    return Said(Decision.YES, order, giver, own, Authority.NONE if own else right, confirmed and not own, **details)


def no(giver, order=0, **details):
    return replace(yes(giver, order, **details), decision=Decision.NO)


def withdrew(giver, order=0, **details):
    return replace(yes(giver, order, **details), decision=Decision.WITHDRAWN)


def on_behalf(order):
    return Said(Decision.WITHDRAWN, order, None)


OVER = {"expires_on": TODAY}
LASTS = {"expires_on": TODAY + timedelta(days=1)}
NARROWER = {"is_current": False}
NONE, UNKNOWN = {"right": Authority.NONE}, {"right": Authority.UNKNOWN, "confirmed": False}
UNCONFIRMED = {"confirmed": False}
AS_DEPUTY = {"right": Authority.DEPUTY}
ORDER = {"right": Authority.ORDER}
FOSTER = {"right": Authority.DELEGATED}

CHILDREN = [
    ("one parent says yes", SMALL, [yes(MOTHER)], Reason.AGREED),
    ("one parent says no", SMALL, [no(MOTHER)], Reason.REFUSED),
    ("one parent withdraws", SMALL, [withdrew(MOTHER)], Reason.WITHDRAWN),
    ("the last word of one parent", SMALL, [yes(MOTHER, 0), no(MOTHER, 1)], Reason.REFUSED),
    ("the last word, whatever comes first", SMALL, [no(MOTHER, 1), yes(MOTHER, 0)], Reason.REFUSED),
    ("a no that was taken back", SMALL, [no(MOTHER, 0), yes(MOTHER, 1)], Reason.AGREED),
    ("two parents agree", SMALL, [yes(MOTHER), yes(FATHER, 1)], Reason.AGREED),
    ("two parents refuse", SMALL, [no(MOTHER), no(FATHER, 1)], Reason.REFUSED),
    ("they disagree, the yes is newer (E-29)", SMALL, [no(MOTHER, 0), yes(FATHER, 1)], Reason.DISAGREE),
    ("they disagree, the no is newer (E-29)", SMALL, [yes(MOTHER, 0), no(FATHER, 1)], Reason.DISAGREE),
    ("one withdraws, the other had said yes", SMALL, [yes(FATHER, 0), withdrew(MOTHER, 1)], Reason.DISAGREE),
    ("one of them has not answered", SMALL, [yes(MOTHER)], Reason.AGREED),
    ("a court gave the right", SMALL, [yes(GRANDMOTHER, **ORDER)], Reason.AGREED),
    ("a foster carer to whom it was delegated", SMALL, [yes(MOTHER, **FOSTER)], Reason.AGREED),
    ("a yes that nobody has confirmed (E-30)", SMALL, [yes(MOTHER, **UNCONFIRMED)], Reason.UNCONFIRMED),
    ("one confirmed, one not", SMALL, [yes(MOTHER, **UNCONFIRMED), yes(FATHER, 1)], Reason.AGREED),
    ("the no of a parent whom nobody has confirmed", SMALL, [no(MOTHER, **UNCONFIRMED)], Reason.REFUSED),
    (
        "that no beside a confirmed yes",
        SMALL,
        [no(MOTHER, **UNCONFIRMED), yes(FATHER, 1)],
        Reason.DISAGREE,
    ),
    ("a yes of somebody not asked about their right", SMALL, [yes(MOTHER, **UNKNOWN)], Reason.UNCONFIRMED),
    ("a no of somebody not asked about their right", SMALL, [no(MOTHER, **UNKNOWN)], Reason.REFUSED),
    ("that no beside a confirmed yes, again", SMALL, [yes(MOTHER), no(FATHER, 1, **UNKNOWN)], Reason.DISAGREE),
    ("a grandmother without the right says yes (E-30)", SMALL, [yes(GRANDMOTHER, **NONE)], Reason.NO_AUTHORITY),
    ("a grandmother without the right says no", SMALL, [yes(MOTHER), no(GRANDMOTHER, 1, **NONE)], Reason.AGREED),
    ("an attorney decides for adults only", SMALL, [yes(MOTHER, right=Authority.ATTORNEY)], Reason.NO_AUTHORITY),
    ("out of date", SMALL, [yes(MOTHER, **OVER)], Reason.OUT_OF_DATE),
    ("the last day", SMALL, [yes(MOTHER, **LASTS)], Reason.AGREED),
    ("out of date, but the other parent's is not", SMALL, [yes(MOTHER, **OVER), yes(FATHER, 1)], Reason.AGREED),
    ("out of date beside a no", SMALL, [yes(MOTHER, **OVER), no(FATHER, 1)], Reason.REFUSED),
    ("more is asked for now (E-35)", SMALL, [yes(MOTHER, **NARROWER)], Reason.NEW_WORDS),
    ("a no stays a no to wider words", SMALL, [no(MOTHER, **NARROWER)], Reason.REFUSED),
    ("a no does not run out", SMALL, [no(MOTHER, **OVER)], Reason.REFUSED),
    ("nobody has answered", SMALL, [], Reason.NO_ANSWER),
    ("gone", GONE, [yes(PERSON)], Reason.NOT_HERE),
]
WITHDRAWALS = [
    ("somebody rings (E-33)", SMALL, [yes(MOTHER), on_behalf(1)], Reason.WITHDRAWN),
    ("the mother says yes again", SMALL, [on_behalf(1), yes(MOTHER, 2)], Reason.AGREED),
    (
        "somebody without the right says yes again",
        SMALL,
        [yes(MOTHER), on_behalf(1), yes(GRANDMOTHER, 2, **NONE)],
        Reason.WITHDRAWN,
    ),
    (
        "the yes of the other parent is older",
        SMALL,
        [yes(FATHER), on_behalf(1), yes(MOTHER, 2, **UNCONFIRMED)],
        Reason.WITHDRAWN,
    ),
    (
        "a grandmother withdraws for the family",
        SMALL,
        [yes(MOTHER), withdrew(GRANDMOTHER, 1, **NONE)],
        Reason.WITHDRAWN,
    ),
    ("and takes it back", SMALL, [yes(MOTHER), yes(GRANDMOTHER, 2, **NONE)], Reason.AGREED),
    ("before anybody was asked", SMALL, [on_behalf(0)], Reason.WITHDRAWN),
    ("for an adult, by a carer", GROWN, [yes(PERSON), withdrew(MOTHER, 1)], Reason.WITHDRAWN),
    ("and the adult says yes again", GROWN, [withdrew(MOTHER, 1), yes(PERSON, 2)], Reason.AGREED),
    ("the young person's earlier yes is gone too", TEEN, [yes(PERSON), on_behalf(1), yes(MOTHER, 2)], Reason.WITHDRAWN),
    ("both say yes again", TEEN, [on_behalf(1), yes(MOTHER, 2), yes(PERSON, 3)], Reason.AGREED),
    ("age unknown", NOT_KNOWN, [yes(MOTHER), on_behalf(1)], Reason.WITHDRAWN),
]
THE_CHILD = [
    ("under the age, not asked", SMALL, [yes(MOTHER)], Reason.AGREED),
    ("under the age, would rather not (E-31)", SMALL, [yes(MOTHER), no(PERSON, 1)], Reason.OWN_VIEW),
    ("under the age, the child's yes alone", SMALL, [yes(PERSON)], Reason.NO_ANSWER),
    ("over the age, not asked (BC-40)", TEEN, [yes(MOTHER)], Reason.CHILD_NOT_ASKED),
    ("over the age, both say yes", TEEN, [yes(MOTHER), yes(PERSON, 1)], Reason.AGREED),
    ("over the age, the child says no (E-31)", TEEN, [yes(MOTHER), no(PERSON, 1)], Reason.CHILD_REFUSED),
    ("over the age, the no is older", TEEN, [no(PERSON, 0), yes(MOTHER, 1)], Reason.CHILD_REFUSED),
    ("over the age, the child withdraws", TEEN, [yes(MOTHER), withdrew(PERSON, 1)], Reason.CHILD_REFUSED),
    ("over the age, the child's yes alone", TEEN, [yes(PERSON)], Reason.NO_ANSWER),
    ("over the age, the parent says no", TEEN, [no(MOTHER), yes(PERSON, 1)], Reason.REFUSED),
    ("over the age, the child's yes ran out", TEEN, [yes(MOTHER), yes(PERSON, 1, **OVER)], Reason.OUT_OF_DATE),
    ("over the age, to narrower words", TEEN, [yes(MOTHER), yes(PERSON, 1, **NARROWER)], Reason.NEW_WORDS),
    ("judged able below the age, not asked", BRIGHT, [yes(MOTHER)], Reason.CHILD_NOT_ASKED),
    ("judged able below the age, says no", BRIGHT, [yes(MOTHER), no(PERSON, 1)], Reason.CHILD_REFUSED),
    ("judged able below the age, both yes", BRIGHT, [yes(MOTHER), yes(PERSON, 1)], Reason.AGREED),
    ("judged not yet able above the age", NOT_YET, [yes(MOTHER)], Reason.AGREED),
    ("judged not yet able, would rather not", NOT_YET, [yes(MOTHER), no(PERSON, 1)], Reason.OWN_VIEW),
    (
        "the parents disagree and the child says yes",
        TEEN,
        [yes(MOTHER), no(FATHER, 1), yes(PERSON, 2)],
        Reason.DISAGREE,
    ),
    ("the day before eighteen", ALMOST, [yes(MOTHER), yes(PERSON, 1)], Reason.AGREED),
]
ADULTS = [
    ("the person says yes", GROWN, [yes(PERSON)], Reason.AGREED),
    ("the person says no", GROWN, [no(PERSON)], Reason.REFUSED),
    ("a parent's yes from before (E-26)", GROWN, [yes(MOTHER)], Reason.OWN_ANSWER_MISSING),
    ("a parent's no is none any more", GROWN, [no(MOTHER), yes(PERSON, 1)], Reason.AGREED),
    ("the person's no, the parent's yes", GROWN, [yes(MOTHER), no(PERSON, 1)], Reason.REFUSED),
    ("the person's no is the older word", GROWN, [no(PERSON, 0), yes(MOTHER, 1)], Reason.REFUSED),
    ("out of date", GROWN, [yes(PERSON, **OVER)], Reason.OUT_OF_DATE),
    ("nobody has answered", GROWN, [], Reason.NO_ANSWER),
    ("with support (E-38)", SUPPORTED, [yes(PERSON)], Reason.AGREED),
    ("a deputy for somebody who can decide", SUPPORTED, [yes(DEPUTY, **AS_DEPUTY)], Reason.OWN_ANSWER_MISSING),
    ("cannot decide, a deputy says yes", CANNOT, [yes(DEPUTY, **AS_DEPUTY)], Reason.AGREED),
    ("cannot decide, a deputy says no", CANNOT, [no(DEPUTY, **AS_DEPUTY)], Reason.REFUSED),
    (
        "cannot decide, an attorney not confirmed",
        CANNOT,
        [yes(DEPUTY, right=Authority.ATTORNEY, confirmed=False)],
        Reason.UNCONFIRMED,
    ),
    ("cannot decide, a mother is no deputy", CANNOT, [yes(MOTHER)], Reason.NO_AUTHORITY),
    ("cannot decide, nothing was said", CANNOT, [], Reason.NO_ANSWER),
    ("cannot decide, and says yes", CANNOT, [yes(PERSON)], Reason.NO_ANSWER),
    ("cannot decide, and would rather not", CANNOT, [yes(DEPUTY, **AS_DEPUTY), no(PERSON, 1)], Reason.OWN_VIEW),
    ("best interests, the family says yes", BEST, [yes(MOTHER, **NONE)], Reason.AGREED),
    ("best interests, one of the family says no", BEST, [yes(MOTHER), no(FATHER, 1)], Reason.DISAGREE),
    ("best interests, the family says no", BEST, [no(MOTHER)], Reason.REFUSED),
    ("best interests, and the person would rather not", BEST, [yes(MOTHER), no(PERSON, 1)], Reason.OWN_VIEW),
    ("best interests, nobody has answered", BEST, [], Reason.NO_ANSWER),
    ("best interests, out of date", BEST, [yes(MOTHER, **OVER)], Reason.OUT_OF_DATE),
    ("best interests do not stand above a deputy", BEST, [no(DEPUTY, **AS_DEPUTY), yes(MOTHER, 1)], Reason.REFUSED),
    ("best interests, and somebody may be attorney", BEST, [yes(MOTHER, **UNKNOWN)], Reason.UNCONFIRMED),
    ("an adult at risk without a birthday", AT_RISK, [yes(PERSON)], Reason.AGREED),
    ("an adult at risk, the carer's yes", AT_RISK, [yes(MOTHER)], Reason.OWN_ANSWER_MISSING),
]
AGE_UNKNOWN = [
    ("a parent says yes (E-28)", NOT_KNOWN, [yes(MOTHER)], Reason.AGE_UNKNOWN),
    ("the person says yes", NOT_KNOWN, [yes(PERSON)], Reason.AGE_UNKNOWN),
    ("both say yes: whoever decides did", NOT_KNOWN, [yes(MOTHER), yes(PERSON, 1)], Reason.AGREED),
    ("a parent says no", NOT_KNOWN, [no(MOTHER), yes(PERSON, 1)], Reason.REFUSED),
    ("the person says no", NOT_KNOWN, [yes(MOTHER), no(PERSON, 1)], Reason.REFUSED),
    ("parents disagree", NOT_KNOWN, [yes(MOTHER), no(FATHER, 1)], Reason.DISAGREE),
    ("somebody without the right says no", NOT_KNOWN, [yes(MOTHER), no(GRANDMOTHER, 1, **NONE)], Reason.REFUSED),
    ("nobody has answered", NOT_KNOWN, [], Reason.NO_ANSWER),
    (
        "but judged an adult who cannot decide",
        replace(NOT_KNOWN, ability=Ability.LACKS_CAPACITY),
        [yes(DEPUTY, **AS_DEPUTY)],
        Reason.AGREED,
    ),
    ("but judged a child who cannot yet", replace(NOT_KNOWN, ability=Ability.NOT_YET), [yes(MOTHER)], Reason.AGREED),
]
SCOTLAND = [
    ("fifteen, the parent alone", SCOTTISH, [yes(MOTHER)], Reason.CHILD_NOT_ASKED),
    ("fifteen, both", SCOTTISH, [yes(MOTHER), yes(PERSON, 1)], Reason.AGREED),
    ("sixteen decides alone", replace(SCOTTISH, age=16), [no(MOTHER), yes(PERSON, 1)], Reason.AGREED),
    ("sixteen, the parent's yes is none", replace(SCOTTISH, age=16), [yes(MOTHER)], Reason.OWN_ANSWER_MISSING),
]
ROWS = [*CHILDREN, *WITHDRAWALS, *THE_CHILD, *ADULTS, *AGE_UNKNOWN, *SCOTLAND]


def _named(rows):
    groups = {id(row): group for group, rows in GROUPS.items() for row in rows}
    return [pytest.param(*row[1:], id=f"{groups[id(row)]}: {row[0]}") for row in rows]


GROUPS = {
    "children": CHILDREN,
    "withdrawals": WITHDRAWALS,
    "the child": THE_CHILD,
    "adults": ADULTS,
    "age unknown": AGE_UNKNOWN,
    "Scotland": SCOTLAND,
}


@pytest.mark.clause("RW-33", "BC-39", "BC-40", "WY-42", "IL-42")
@pytest.mark.parametrize(("subject", "said", "reason"), _named(ROWS))
def test_the_answer_that_counts(subject, said, reason):
    assert effective(said, subject, TODAY).reason == reason


YES, NO = Decision.YES, Decision.NO
DISPUTE = [yes(MOTHER, 0), no(FATHER, 1)]
SETTLEMENTS = [
    ("yes stands for the earlier no", SMALL, DISPUTE, Settled(YES, 2), Reason.SETTLED),
    ("no stands for the earlier yes", SMALL, DISPUTE, Settled(NO, 2), Reason.REFUSED),
    ("yes, and the no is said again", SMALL, [yes(MOTHER), no(FATHER, 2)], Settled(YES, 2), Reason.DISAGREE),
    ("yes, and the yes is renewed", SMALL, [no(FATHER, 1), yes(MOTHER, 2)], Settled(YES, 2), Reason.SETTLED),
    ("yes, and the yes runs out", SMALL, [yes(MOTHER, **OVER), no(FATHER, 1)], Settled(YES, 2), Reason.OUT_OF_DATE),
    ("yes, and more is asked for", SMALL, [yes(MOTHER, **NARROWER), no(FATHER, 1)], Settled(YES, 2), Reason.NEW_WORDS),
    (
        "yes, but nobody has confirmed",
        SMALL,
        [yes(MOTHER, **UNCONFIRMED), no(FATHER, 1)],
        Settled(YES, 2),
        Reason.UNCONFIRMED,
    ),
    ("yes, and somebody withdraws", SMALL, [*DISPUTE, on_behalf(2)], Settled(YES, 2), Reason.WITHDRAWN),
    ("yes, and the yes is withdrawn", SMALL, [no(FATHER, 1), withdrew(MOTHER, 2)], Settled(YES, 2), Reason.WITHDRAWN),
    ("no, and both say yes", SMALL, [yes(MOTHER), yes(FATHER, 2)], Settled(NO, 2), Reason.AGREED),
    ("no, and a grandmother says yes", SMALL, [*DISPUTE, yes(GRANDMOTHER, 2, **NONE)], Settled(NO, 2), Reason.REFUSED),
    (
        "no by a court, and both say yes",
        SMALL,
        [yes(MOTHER, 2), yes(FATHER, 3)],
        Settled(NO, 2, by_court=True),
        Reason.REFUSED,
    ),
    ("yes does not speak for the young person", TEEN, DISPUTE, Settled(YES, 2), Reason.CHILD_NOT_ASKED),
    ("yes does not overrule the young person", TEEN, [*DISPUTE, no(PERSON, 2)], Settled(YES, 3), Reason.CHILD_REFUSED),
    (
        "yes after a talk with a small child (E-31)",
        SMALL,
        [yes(MOTHER), no(PERSON, 1)],
        Settled(YES, 2),
        Reason.SETTLED,
    ),
    ("yes, and the small child says no again", SMALL, [yes(MOTHER), no(PERSON, 2)], Settled(YES, 2), Reason.OWN_VIEW),
    ("of childhood ends with it (E-26)", GROWN, DISPUTE, Settled(YES, 2), Reason.OWN_ANSWER_MISSING),
    ("no of childhood ends with it", GROWN, [*DISPUTE, yes(PERSON, 3)], Settled(NO, 2, by_court=True), Reason.AGREED),
]


@pytest.mark.parametrize(
    ("subject", "said", "settled", "reason"), [pytest.param(*row[1:], id=row[0]) for row in SETTLEMENTS]
)
def test_a_settlement_puts_aside_what_was_said_before_it(subject, said, settled, reason):
    """E-29: the charity settles it, and whoever says the opposite anew opens it again."""
    assert effective(said, subject, TODAY, settled=settled).reason == reason


def test_whoever_was_never_asked_is_told_apart_from_whoever_has_not_answered():
    assert effective([], SMALL, TODAY, was_asked=False).reason == Reason.NOT_ASKED
    assert effective([], GROWN, TODAY, was_asked=False).reason == Reason.NOT_ASKED
    assert effective([], NOT_KNOWN, TODAY, was_asked=False).reason == Reason.NOT_ASKED
    assert effective([], BEST, TODAY, was_asked=False).reason == Reason.NOT_ASKED


def test_keepers_read_what_stands_behind_a_withdrawal_and_what_a_child_wanted():
    behind = effective([yes(MOTHER, 2), no(FATHER, 3), on_behalf(1)], SMALL, TODAY)
    child = effective([no(MOTHER), no(PERSON, 1)], SMALL, TODAY)

    assert (behind.reason, behind.notes) == (Reason.WITHDRAWN, (Reason.DISAGREE,))
    assert (child.reason, child.notes) == (Reason.REFUSED, (Reason.OWN_VIEW,))


def test_no_refusal_is_told_apart_from_another_over_a_shoulder():
    """E-29: neither parent learns from the words what the other one said."""
    refusals = [reason for reason in Reason if VERDICTS.get(reason) == Verdict.NO]
    agreements = [reason for reason in Reason if VERDICTS.get(reason) == Verdict.YES]

    assert {str(SENTENCES[reason]) for reason in refusals} == {"There is no yes for this."}
    assert {str(SENTENCES[reason]) for reason in agreements} == {"There is a yes for this."}


def test_every_reason_has_its_words():
    assert set(SENTENCES) == set(IN_FULL) == set(Reason)
