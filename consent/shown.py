"""What is shown today, and whether there is a yes for everybody in it, also for those who have left (E-26)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from consent.effective import Effective, strictest, strictest_of
from consent.models import Question, Use, UseSubject, Verdict
from consent.standing import Lookup
from consent.states import QuestionStatus
from people.models import Person

Key = tuple[int, int]
"""(key of the use, key of the person)."""

AT_ONCE = 500  # uses whose people are looked up together


def effective_of(uses: Iterable[Use], today: date) -> dict[Key, Effective]:
    """Today's answer for each person in each of these uses, in the same few queries for one use and for hundreds.

    It is the answer to the question that the yes had answered when the use was recorded; without one, the strictest
    answer to whatever asks about the same thing in the same place. Where people cannot be recognised none is needed.
    """
    recognised = {use.pk: use for use in uses if use.identifying}
    rows = list(
        UseSubject.objects.filter(use__in=recognised).select_related("person__merged_into", "answer").order_by("pk")
    )
    if not rows:
        return {}
    asked = list(Question.objects.exclude(status=QuestionStatus.DRAFT))
    by_key = {question.pk: question for question in asked}
    people = {person.pk: person for person in (_kept(row.person) for row in rows)}
    lookup = Lookup(people.values(), asked, today, even_if_gone=True)
    found: dict[Key, Effective] = {}
    for row in rows:
        person, use = _kept(row.person), recognised[row.use_id]
        questions = [by_key[row.answer.question_id]] if row.answer else _about(use, asked)
        found[use.pk, row.person_id] = strictest_of(lookup.effective(person, question) for question in questions)
    return found


def without_a_yes(uses: QuerySet[Use], today: date) -> Iterator[tuple[Use, Verdict]]:
    """Those of the uses in which somebody has not said yes, or does so no longer, with the strictest answer."""
    batch: list[Use] = []
    for use in uses.iterator(chunk_size=AT_ONCE):
        batch.append(use)
        if len(batch) == AT_ONCE:
            yield from _judged(batch, today)
            batch = []
    yield from _judged(batch, today)


def _judged(uses: list[Use], today: date) -> Iterator[tuple[Use, Verdict]]:
    verdicts: defaultdict[int, list[Verdict]] = defaultdict(list)
    for (use, _person), answer in effective_of(uses, today).items():
        verdicts[use].append(answer.verdict)
    for use in uses:
        worst = strictest(verdicts[use.pk])
        if worst != Verdict.YES:
            yield use, worst


def _about(use: Use, asked: Iterable[Question]) -> list[Question]:
    """Those about the same place, for its purpose where one of them names it."""
    here = [q for q in asked if q.means == use.means and q.is_about(use.channel, use.channel_name)]
    recognised = [q for q in here if q.identifying]
    return [q for q in recognised if q.what_for == use.what_for] or recognised


def _kept(person: Person) -> Person:
    return person.merged_into or person
