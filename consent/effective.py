"""What counts: the answers of several people, their rights to answer and the subject's age become one answer.

One pure function, `effective`. It never says who answered what: its reason is a code, and the sentences of the codes
can be read over a shoulder, by one parent about the other's child as well (E-29).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.models.answers import Ability, Decision
from consent.models.checks import Verdict
from people.models import FOR_ADULTS, FOR_CHILDREN, Authority


class Reason(StrEnum):
    AGREED = "agreed"
    SETTLED = "settled"
    NOT_ASKED = "not_asked"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DISAGREE = "disagree"
    CHILD_REFUSED = "child_refused"
    CHILD_NOT_ASKED = "child_not_asked"
    OWN_VIEW = "own_view"
    UNCONFIRMED = "unconfirmed"
    OUT_OF_DATE = "out_of_date"
    NEW_WORDS = "new_words"
    OWN_ANSWER_MISSING = "own_answer_missing"
    NO_AUTHORITY = "no_authority"
    AGE_UNKNOWN = "age_unknown"
    NOT_HERE = "not_here"


_NO_YES = _("There is no yes for this.")
_A_YES = _("There is a yes for this.")

SENTENCES: dict[Reason, str | Promise] = {
    **dict.fromkeys((Reason.AGREED, Reason.SETTLED), _A_YES),
    **dict.fromkeys((Reason.REFUSED, Reason.WITHDRAWN, Reason.DISAGREE, Reason.CHILD_REFUSED), _NO_YES),
    Reason.NOT_ASKED: _("Nobody was asked for this yet."),
    Reason.NO_ANSWER: _("There is no answer yet."),
    Reason.CHILD_NOT_ASKED: _("The young person needs to be asked as well."),
    Reason.OWN_VIEW: _("Talk with the safeguarding lead first."),
    Reason.UNCONFIRMED: _("The charity still has to confirm who decides."),
    Reason.OUT_OF_DATE: _("The yes is out of date. Ask again."),
    Reason.NEW_WORDS: _("More is asked for now than the yes was given for. Ask again."),
    Reason.OWN_ANSWER_MISSING: _("This person decides for themself and needs to be asked."),
    Reason.NO_AUTHORITY: _("Nobody with the right to decide has answered."),
    Reason.AGE_UNKNOWN: _("The age is not known. Ask the coordinator."),
    Reason.NOT_HERE: _("This person is no longer here. Ask the safeguarding lead."),
}
"""Words that may be read over a shoulder: nobody is named, and no refusal is told apart from another (E-29)."""

IN_FULL: dict[Reason, str | Promise] = {
    **SENTENCES,
    Reason.SETTLED: _("There is a yes: it was settled after those who decide did not agree."),
    Reason.REFUSED: _("Somebody who decides said no."),
    Reason.WITHDRAWN: _("It was withdrawn, and nobody with the right to decide has said yes since."),
    Reason.DISAGREE: _("Those who decide do not agree. It counts as no until it is settled."),
    Reason.CHILD_REFUSED: _("The young person said no, and is old enough or able to decide."),
    Reason.OWN_VIEW: _("There is a yes, but the person would rather not. Talk with the safeguarding lead first."),
    Reason.AGE_UNKNOWN: _("The age is not known, so nobody can say who decides. Find out the date of birth."),
}
"""For those who keep consent. Nobody is named here either."""

VERDICTS: dict[Reason, Verdict] = {
    **dict.fromkeys((Reason.AGREED, Reason.SETTLED), Verdict.YES),
    **dict.fromkeys((Reason.REFUSED, Reason.WITHDRAWN, Reason.DISAGREE, Reason.CHILD_REFUSED), Verdict.NO),
}
"""Everything else is "ask first": somebody can do something about it."""

STRICTER = (Verdict.YES, Verdict.ASK, Verdict.NO)
"""From the mildest to the strictest: the strictest of several counts."""

REFUSALS = (Reason.REFUSED, Reason.WITHDRAWN)
"""What one word can be that is no yes and does not grow old."""


@dataclass(frozen=True)
class Said:
    """The last word of one giver, as far as it matters.

    `authority` and `confirmed` are what stands today, not what stood when it was said. `is_current` is false for a yes
    to words to which more has been added since. Without `giver` somebody spoke on the family's behalf (E-33).
    """

    decision: str
    order: int  # later words have higher numbers
    giver: int | None
    is_own: bool = False
    authority: str = Authority.UNKNOWN
    confirmed: bool = False
    expires_on: date | None = None
    is_current: bool = True


@dataclass(frozen=True)
class Settled:
    """How a disagreement of carers ended. Words of a lower order were known to whoever settled it."""

    decision: str
    order: int
    by_court: bool = False


@dataclass(frozen=True)
class Subject:
    """What is known of the person on the day. `age` is None where it is not known."""

    age: int | None
    decides_alone_from: int
    own_answer_from: int
    ability: str = ""  # the newest decision of Ability, or empty
    best_interests: bool = False
    is_here: bool = True
    is_adult: bool | None = None  # where there is no date of birth but a band or a flag says so


@dataclass(frozen=True)
class Effective:
    """`reason` is for everybody; `notes` are for those who keep consent, and name nobody either."""

    reason: Reason
    notes: tuple[Reason, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        return VERDICTS.get(self.reason, Verdict.ASK)

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.reason])

    @property
    def in_full(self) -> str:
        """For those who keep consent; on no list, and on no page of a carer."""
        return str(IN_FULL[self.reason])


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """A yes where there is nothing to judge."""
    return max(verdicts, key=STRICTER.index, default=Verdict.YES)


def strictest_of(answers: Iterable[Effective]) -> Effective:
    """Of one person's answers to several questions about the same thing; without a question nobody was asked."""
    return max(answers, key=lambda one: STRICTER.index(one.verdict), default=Effective(Reason.NOT_ASKED))


def effective(
    said: Sequence[Said], subject: Subject, today: date, *, settled: Settled | None = None, was_asked: bool = True
) -> Effective:
    """The answer that counts today.

    1. A withdrawal by anybody counts at once. A yes that is older than a withdrawal on the family's behalf is gone, and
       only a newer one of somebody who decides stands again (E-33).
    2. Adults with capacity answer alone: no carer's yes stands for theirs, and no carer's no (E-26, E-38).
    3. For others those with authority must not contradict each other: one no is a no until it is settled (E-29), and a
       yes counts when the authority of somebody who said it is confirmed (E-30).
    4. From the set age, or from the day on which somebody judged the child able, the child's own no is a no and the
       child's own yes is needed as well (BC-40, E-31). A younger child's no is never passed over in silence.
    5. A yes counts for the words that it answered, until it is asked again (E-35, fact 50).

    The order in which `said` comes does not matter; only the order that each word carries does.
    """
    if not subject.is_here:
        return Effective(Reason.NOT_HERE)
    said = _last_words(said)
    deciding = entitled(subject)
    withdrawn = max((s.order for s in said if _is_on_behalf(s, deciding)), default=-1)
    standing = [s for s in said if s.giver is not None and not (s.decision == Decision.YES and s.order < withdrawn)]
    found = _of_those_who_decide(standing, deciding, subject, today, settled, was_asked)
    if withdrawn >= 0 and found.verdict != Verdict.YES:
        notes = () if found.reason in _NOTHING_SAID else (found.reason, *found.notes)
        return Effective(Reason.WITHDRAWN, tuple(note for note in notes if note != Reason.WITHDRAWN))
    return found


_NOTHING_SAID = (Reason.NOT_ASKED, Reason.NO_ANSWER)


def _last_words(said: Sequence[Said]) -> list[Said]:
    """One word of each giver, the newest one, oldest first."""
    return list({s.giver: s for s in sorted(said, key=lambda s: s.order)}.values())


def counts_as_adult(subject: Subject) -> bool | None:
    """None where nobody knows. Whoever judged the ability of somebody whose age is not known said it by that."""
    if subject.age is not None:
        return subject.age >= subject.decides_alone_from
    if subject.is_adult is not None:
        return subject.is_adult
    return {Ability.LACKS_CAPACITY.value: True, Ability.NOT_YET.value: False}.get(subject.ability)


def entitled(subject: Subject) -> frozenset[Authority]:
    """By which right a carer decides: by none for an adult who decides for themself."""
    adult = counts_as_adult(subject)
    if not adult:
        return FOR_CHILDREN
    return FOR_ADULTS if subject.ability == Ability.LACKS_CAPACITY else frozenset()


def _is_on_behalf(said: Said, deciding: frozenset[Authority]) -> bool:
    """A withdrawal by somebody whose word has no weight of its own: a caller, a relative, a carer of before."""
    if said.decision != Decision.WITHDRAWN or said.is_own:
        return False
    return said.giver is None or said.authority not in deciding


def _of_those_who_decide(
    said: Sequence[Said],
    deciding: frozenset[Authority],
    subject: Subject,
    today: date,
    settled: Settled | None,
    was_asked: bool,
) -> Effective:
    if not deciding:
        return _of_the_person(said, today, was_asked)
    if counts_as_adult(subject) is None:
        return _where_age_is_unknown(said, subject, today, settled, was_asked)
    found = _settled_or_of_the_carers(said, deciding, subject, today, settled, was_asked)
    return _with_the_own_word(found, said, subject, today, settled)


def _of_the_person(said: Sequence[Said], today: date, was_asked: bool) -> Effective:
    """Adults decide for themselves; nobody's yes stands for theirs, and no carer's no either (E-38)."""
    own = _own(said)
    if own is not None:
        return Effective(_word(own, today))
    if said:
        return Effective(Reason.OWN_ANSWER_MISSING)
    return Effective(Reason.NO_ANSWER if was_asked else Reason.NOT_ASKED)


def _where_age_is_unknown(
    said: Sequence[Said], subject: Subject, today: date, settled: Settled | None, was_asked: bool
) -> Effective:
    """A no is a no whoever the person is; a yes counts when a child's carers and the person themself all give it."""
    carers = _settled_or_of_the_carers(said, FOR_CHILDREN, subject, today, settled, was_asked)
    if carers.verdict == Verdict.NO:
        return carers
    words = [_word(s, today) for s in said]
    if refusals := [w for w in words if w in REFUSALS]:
        return Effective(refusals[0])
    if not words:
        return Effective(Reason.NO_ANSWER if was_asked else Reason.NOT_ASKED)
    own = _own(said)
    if carers.verdict == Verdict.YES and own is not None and _word(own, today) == Reason.AGREED:
        return carers
    return Effective(Reason.AGE_UNKNOWN)


def _settled_or_of_the_carers(
    said: Sequence[Said],
    deciding: frozenset[Authority],
    subject: Subject,
    today: date,
    settled: Settled | None,
    was_asked: bool,
) -> Effective:
    """A settlement puts aside the carers' words that it contradicts and that were known then; newer ones count.

    It is no yes of its own: somebody's yes stands behind it, and goes out of date as ever. What a court forbade stays
    forbidden until it is settled anew.
    """
    if settled is None:
        return _of_the_carers(said, deciding, subject, today, was_asked)
    yes = settled.decision == Decision.YES
    aside = (Decision.NO, Decision.WITHDRAWN) if yes else (Decision.YES,)
    left = [s for s in said if s.is_own or s.order >= settled.order or s.decision not in aside]
    renewed = any(s.order >= settled.order and s.authority in deciding and s.decision == Decision.YES for s in left)
    if not yes and (settled.by_court or not renewed):
        return Effective(Reason.REFUSED)
    found = _of_the_carers(left, deciding, subject, today, was_asked)
    return Effective(Reason.SETTLED) if yes and found.reason == Reason.AGREED else found


def _of_the_carers(
    said: Sequence[Said], deciding: frozenset[Authority], subject: Subject, today: date, was_asked: bool
) -> Effective:
    carers = [s for s in said if not s.is_own]
    counted = [s for s in carers if s.authority in deciding]
    unsure = [s for s in carers if s.authority == Authority.UNKNOWN]  # a no counts before anybody has asked why
    words = [_word(s, today) for s in counted]
    refusals = [w for w in (*words, *(_word(s, today) for s in unsure)) if w in REFUSALS]
    agreed = [s for s in counted if _word(s, today) == Reason.AGREED]
    if refusals:
        return Effective(Reason.DISAGREE if agreed else refusals[0])
    if any(s.confirmed for s in agreed):
        return Effective(Reason.AGREED)
    if agreed or any(_word(s, today) == Reason.AGREED for s in unsure):
        return Effective(Reason.UNCONFIRMED)
    if stale := [w for w in words if w != Reason.AGREED]:
        return Effective(stale[-1])
    if deciding == FOR_ADULTS and subject.best_interests:
        return _in_best_interests(said, today, was_asked)
    if carers:
        return Effective(Reason.NO_AUTHORITY)
    return Effective(Reason.NO_ANSWER if was_asked else Reason.NOT_ASKED)


def _in_best_interests(said: Sequence[Said], today: date, was_asked: bool) -> Effective:
    """An adult who cannot decide, and nobody has authority to: those who are close were asked.

    One of them who says no is listened to, and so is the person (Mental Capacity Act 2005 s.4).
    """
    words = [_word(s, today) for s in said]
    if any(w in REFUSALS for s, w in zip(said, words, strict=True) if not s.is_own):
        return Effective(Reason.DISAGREE if Reason.AGREED in words else Reason.REFUSED)
    if Reason.AGREED in words:
        return Effective(Reason.AGREED)
    if stale := [w for w in words if w not in REFUSALS]:
        return Effective(stale[-1])
    return Effective(Reason.NO_ANSWER if was_asked else Reason.NOT_ASKED)


def _with_the_own_word(
    found: Effective, said: Sequence[Said], subject: Subject, today: date, settled: Settled | None
) -> Effective:
    """BC-40, E-31: from the set age, or as somebody judged, the child's no wins and the child's yes is needed.

    What a younger child would rather not, or an adult who cannot decide, is never passed over in silence: somebody
    talks with them and settles it, and what they had said stays beside it.
    """
    own = _own(said)
    word = _word(own, today) if own is not None else None
    if answers_too(subject):
        if word in REFUSALS:
            return Effective(Reason.CHILD_REFUSED)
        if found.verdict != Verdict.YES:
            return Effective(found.reason, (Reason.CHILD_NOT_ASKED,) if word is None else ())
        if word is None:
            return Effective(Reason.CHILD_NOT_ASKED)
        return found if word == Reason.AGREED else Effective(word)
    if own is None or word not in REFUSALS:
        return found
    talked_over = settled is not None and settled.decision == Decision.YES and own.order < settled.order
    if found.verdict == Verdict.YES and not talked_over:
        return Effective(Reason.OWN_VIEW)
    return replace(found, notes=(Reason.OWN_VIEW,))


def answers_too(subject: Subject) -> bool:
    """Whether somebody answers beside those who decide for them: from the set age, or as was judged (BC-40, E-31)."""
    if not entitled(subject):
        return False  # they answer alone
    if subject.ability in (Ability.ABLE, Ability.ABLE_WITH_SUPPORT):
        return True
    if subject.ability in (Ability.NOT_YET, Ability.LACKS_CAPACITY):
        return False
    return subject.age is not None and subject.age >= subject.own_answer_from


def _own(said: Sequence[Said]) -> Said | None:
    return next((s for s in said if s.is_own), None)


def _word(said: Said, today: date) -> Reason:
    if said.decision == Decision.NO:
        return Reason.REFUSED
    if said.decision == Decision.WITHDRAWN:
        return Reason.WITHDRAWN
    if not said.is_current:
        return Reason.NEW_WORDS
    if said.expires_on is not None and said.expires_on <= today:
        return Reason.OUT_OF_DATE
    return Reason.AGREED
