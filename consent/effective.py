"""What counts: the answers of several people, their rights to answer and the subject's age become one answer.

One pure function, `effective`. It never says who answered what: its reason is a code, and the sentences of the codes
can be read over a shoulder, by one parent about the other's child as well (E-29).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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


SENTENCES: dict[Reason, str | Promise] = {
    Reason.AGREED: _("There is a yes for this."),
    Reason.SETTLED: _("It was settled; there is a yes for this."),
    Reason.NOT_ASKED: _("Nobody was asked for this yet."),
    Reason.NO_ANSWER: _("There is no answer yet."),
    Reason.REFUSED: _("There is no yes for this."),
    Reason.WITHDRAWN: _("There is no yes for this any more."),
    Reason.DISAGREE: _("This is not settled. Ask the coordinator."),
    Reason.CHILD_REFUSED: _("There is no yes for this."),
    Reason.CHILD_NOT_ASKED: _("The young person needs to be asked as well."),
    Reason.OWN_VIEW: _("This person would rather not. Talk with the safeguarding lead first."),
    Reason.UNCONFIRMED: _("The charity still has to confirm who decides."),
    Reason.OUT_OF_DATE: _("The yes is out of date. Ask again."),
    Reason.NEW_WORDS: _("More is asked for now than the yes was given for. Ask again."),
    Reason.OWN_ANSWER_MISSING: _("This person decides for themself and needs to be asked."),
    Reason.NO_AUTHORITY: _("Nobody with the right to decide has answered."),
    Reason.AGE_UNKNOWN: _("The age is not known. Ask the coordinator."),
    Reason.NOT_HERE: _("This person is no longer here. Ask the safeguarding lead."),
}
"""Neutral words: no refusal is told apart from another, and nobody is named."""

VERDICTS: dict[Reason, Verdict] = {
    **dict.fromkeys((Reason.AGREED, Reason.SETTLED), Verdict.YES),
    **dict.fromkeys((Reason.REFUSED, Reason.WITHDRAWN, Reason.DISAGREE, Reason.CHILD_REFUSED), Verdict.NO),
}
"""Everything else is "ask first": somebody can do something about it."""


@dataclass(frozen=True)
class Said:
    """The last word of one giver, as far as it matters.

    `authority` and `confirmed` are what stands today, not what stood when it was said. `is_current` is false for a yes
    to words to which more has been added since. Without `giver` somebody spoke on the family's behalf.
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
    decision: str
    order: int


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


def effective(
    said: Sequence[Said], subject: Subject, today: date, *, settled: Settled | None = None, was_asked: bool = True
) -> Effective:
    """The answer that counts today.

    In this order: a withdrawal on the family's behalf stands until somebody with a right says yes again; a settlement
    stands until somebody says something new; adults with capacity answer alone; for others those with authority must
    not contradict each other, and from the set age, or from the day on which somebody judged the child able, the
    child's own no is a no and the child's own yes is needed as well.
    """
    if not subject.is_here:
        return Effective(Reason.NOT_HERE)
    withdrawn = max((s.order for s in said if s.giver is None), default=-1)
    newest = max((s.order for s in said), default=-1)
    if settled is not None and settled.order > newest:
        return Effective(Reason.SETTLED if settled.decision == Decision.YES else Reason.REFUSED)

    adult = _is_adult(subject)
    if adult and subject.ability != Ability.LACKS_CAPACITY:
        found = _of_the_person(said, today, was_asked)
    elif adult is None:
        found = _where_age_is_unknown(said, subject, today, was_asked)
    else:
        entitled = FOR_ADULTS if adult else FOR_CHILDREN
        found = _of_the_carers(said, entitled, subject, today, was_asked)
        found = _with_the_own_word(found, said, subject, today)
    if withdrawn >= 0 and not _said_yes_since(said, withdrawn, found):
        return Effective(Reason.WITHDRAWN)
    return found


def _is_adult(subject: Subject) -> bool | None:
    if subject.age is None:
        return subject.is_adult
    return subject.age >= subject.decides_alone_from


def _of_the_person(said: Sequence[Said], today: date, was_asked: bool) -> Effective:
    """Adults decide for themselves; nobody's yes stands for theirs, and no carer's no either (E-38)."""
    own = [s for s in said if s.is_own]
    if own:
        return Effective(_word(own[-1], today))
    if any(s.giver is not None for s in said):
        return Effective(Reason.OWN_ANSWER_MISSING)
    return Effective(Reason.NO_ANSWER if was_asked else Reason.NOT_ASKED)


def _where_age_is_unknown(said: Sequence[Said], subject: Subject, today: date, was_asked: bool) -> Effective:
    """A no is a no whoever the person is; a yes counts once somebody knows who decides."""
    words = [_word(s, today) for s in said if s.giver is not None]
    refusals = [w for w in words if w in (Reason.REFUSED, Reason.WITHDRAWN)]
    if refusals:
        return Effective(refusals[0])
    if not words:
        return Effective(Reason.NO_ANSWER if was_asked else Reason.NOT_ASKED)
    return Effective(Reason.AGE_UNKNOWN)


def _of_the_carers(
    said: Sequence[Said], entitled: frozenset[Authority], subject: Subject, today: date, was_asked: bool
) -> Effective:
    carers = [s for s in said if s.giver is not None and not s.is_own]
    counted = [s for s in carers if s.authority in entitled]
    words = {s.giver: _word(s, today) for s in counted}
    refusals = [w for w in words.values() if w in (Reason.REFUSED, Reason.WITHDRAWN)]
    agreed = [s for s in counted if words[s.giver] == Reason.AGREED]
    if refusals:
        return Effective(Reason.DISAGREE if agreed else refusals[0])
    unsure = [s for s in carers if s.authority == Authority.UNKNOWN]
    if any(_word(s, today) in (Reason.REFUSED, Reason.WITHDRAWN) for s in unsure):
        return Effective(Reason.DISAGREE if agreed else Reason.REFUSED)  # a no counts before anybody has asked why
    if any(s.confirmed for s in agreed):
        return Effective(Reason.AGREED)
    if agreed or any(_word(s, today) == Reason.AGREED for s in unsure):
        return Effective(Reason.UNCONFIRMED)
    if stale := [w for w in words.values() if w != Reason.AGREED]:
        return Effective(stale[0])
    if subject.best_interests and any(_word(s, today) == Reason.AGREED for s in said):
        return Effective(Reason.AGREED)  # an adult who cannot decide, and nobody has authority to (E-38)
    if carers:
        return Effective(Reason.NO_AUTHORITY)
    return Effective(Reason.NO_ANSWER if was_asked else Reason.NOT_ASKED)


def _with_the_own_word(found: Effective, said: Sequence[Said], subject: Subject, today: date) -> Effective:
    """BC-40, E-31: from the set age, or as somebody judged, the child's no wins and the child's yes is needed.

    What a younger child would rather not, or an adult who cannot decide, is never passed over in silence.
    """
    own = [s for s in said if s.is_own]
    word = _word(own[-1], today) if own else None
    if _answers_too(subject):
        if word in (Reason.REFUSED, Reason.WITHDRAWN):
            return Effective(Reason.CHILD_REFUSED)
        if found.verdict != Verdict.YES:
            return found
        if word is None:
            return Effective(Reason.CHILD_NOT_ASKED)
        return found if word == Reason.AGREED else Effective(word)
    if word in (Reason.REFUSED, Reason.WITHDRAWN) and found.verdict == Verdict.YES:
        return Effective(Reason.OWN_VIEW)
    return found


def _answers_too(subject: Subject) -> bool:
    if subject.ability in (Ability.ABLE, Ability.ABLE_WITH_SUPPORT):
        return True
    if subject.ability in (Ability.NOT_YET, Ability.LACKS_CAPACITY):
        return False
    return subject.age is not None and subject.age >= subject.own_answer_from


def _said_yes_since(said: Sequence[Said], withdrawn: int, found: Effective) -> bool:
    """Somebody whose word counts came back with a yes after the withdrawal."""
    return found.verdict == Verdict.YES and any(
        s.order > withdrawn and s.giver is not None and s.decision == Decision.YES for s in said
    )


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
