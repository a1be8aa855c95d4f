"""Where those who decide do not agree, and who has grown up and has to say it themself: found among all answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from consent.effective import Reason
from consent.models import Answer, Decision, Question
from consent.models.answers import AnswerQuerySet
from consent.standing import Lookup
from organisations.ages_of_law import decides_alone
from people.ages import birthday, latest_birth_of
from people.models import Person
from people.visibility import cared_for
from safeguard.scoping import active_organisation

AT_ONCE = 300  # people who are looked up together


@dataclass(frozen=True)
class Waiting:
    """Somebody about whose consent something is to be done, since which day, and the newest word about it."""

    person: Person
    since: date
    newest: int  # key of an Answer


def disagreements(today: date) -> Iterator[Waiting]:
    """People about whom those with the right to decide have said yes and no, and nobody has settled it (E-29)."""
    agreed = Answer.objects.filter(
        subject=OuterRef("subject"), question=OuterRef("question"), decision=Decision.YES
    ).exclude(giver=OuterRef("giver"))
    refused = Answer.objects.filter(decision__in=(Decision.NO, Decision.WITHDRAWN), giver__isnull=False)
    yield from _waiting(refused.exclude(giver=F("subject")).filter(Exists(agreed)), Reason.DISAGREE, today)


def grown_up(today: date) -> Iterator[Waiting]:
    """Adults for whom carers have answered, and who have not said themself what they want (E-26, E-38)."""
    born = latest_birth_of(decides_alone(active_organisation().nation).years, today)
    adults = cared_for(today).filter(Q(date_of_birth__lte=born) | Q(adult_at_risk=True))
    adult = Q(subject__in=adults.values("pk")) | Q(subject__merged_into__in=adults.values("pk"))
    own = Answer.objects.filter(subject=OuterRef("subject"), question=OuterRef("question"), giver=OuterRef("subject"))
    by_carers = Answer.objects.filter(adult, decision=Decision.YES).exclude(giver=F("subject"))
    yield from _waiting(by_carers.filter(~Exists(own)), Reason.OWN_ANSWER_MISSING, today)


def _waiting(answers: AnswerQuerySet, reason: Reason, today: date) -> Iterator[Waiting]:
    """Those of the people in these answers for whom it is the reason today, in batches."""
    pairs: defaultdict[int, set[int]] = defaultdict(set)
    for subject, merged, question in answers.order_by().values_list("subject", "subject__merged_into", "question"):
        pairs[merged or subject].add(question)
    keys = sorted(pairs)
    for start in range(0, len(keys), AT_ONCE):
        people = list(cared_for(today).filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk"))
        asked = Question.objects.in_bulk({question for person in people for question in pairs[person.pk]})
        if not people:
            continue
        lookup = Lookup(people, asked.values(), today)
        days = _last_days(people)
        for person in people:
            found = [lookup.effective(person, asked[question]) for question in pairs[person.pk]]
            if any(reason in (one.reason, *one.notes) for one in found):
                said_on, newest = days[person.pk]
                yield Waiting(person, _since(person, said_on, reason), newest)


def _last_days(people: list[Person]) -> dict[int, tuple[date, int]]:
    rows = Answer.objects.filter(Q(subject__in=people) | Q(subject__merged_into__in=people)).in_order()
    return {
        merged or subject: (said_on, pk)
        for subject, merged, said_on, pk in rows.values_list("subject", "subject__merged_into", "said_on", "pk")
    }


def _since(person: Person, said_on: date, reason: Reason) -> date:
    """Whoever grew up is asked from the birthday on; everything else since it was last said."""
    if reason != Reason.OWN_ANSWER_MISSING or person.date_of_birth is None:
        return said_on
    return max(said_on, birthday(person.date_of_birth, decides_alone(active_organisation().nation).years))
