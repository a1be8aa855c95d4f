"""What counts today for many people at once, in the same few queries for one person and for sixty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Max

from consent.effective import Effective, Said, Settled, Subject, effective
from consent.models import AbilityDecision, Answer, Question, RequestItem, Settlement, SettlementBasis, Wording
from organisations.ages_of_law import decides_alone
from organisations.models import Organisation, Settings
from people.ages import age_of
from people.models import Authority, CareLink, Person
from safeguard.scoping import active_organisation

Key = tuple[int, int]
"""(key of the subject, key of the question)."""


def standing(
    people: Iterable[Person], questions: Iterable[Question], today: date, *, even_if_gone: bool = False
) -> dict[Key, Effective]:
    """The effective answer for each of these people on each of these questions.

    With `even_if_gone`, who has left is judged like everybody else: for what is shown of them still (E-26).
    """
    people, questions = list(people), list(questions)
    if not people or not questions:
        return {}
    lookup = Lookup(people, questions, today, even_if_gone=even_if_gone)
    return {(p.pk, q.pk): lookup.effective(p, q) for p in people for q in questions}


def standing_of(person: Person, question: Question, today: date) -> Effective:
    return standing([person], [question], today)[person.pk, question.pk]


class Lookup:
    """Everything that the answers depend on, read once."""

    def __init__(
        self, people: Collection[Person], questions: Collection[Question], today: date, *, even_if_gone: bool = False
    ) -> None:
        self.today, self.even_if_gone = today, even_if_gone
        self.people = {person.pk: person for person in people}
        self.same = dict(Person.objects.filter(merged_into__in=self.people).values_list("pk", "merged_into"))
        self.keys = [*self.people, *self.same]
        self.questions = [question.pk for question in questions]
        organisation: Organisation = active_organisation()
        self.adult_from = decides_alone(organisation.nation).years
        self.own_answer_from = Settings.current().child_agreement_age
        self.widened = self._widened()
        self.links = self._links()
        self.said = self._said()
        self.abilities = self._abilities()
        self.settled = self._settled()
        self.asked = self._asked()

    def effective(self, person: Person, question: Question) -> Effective:
        key = (person.pk, question.pk)
        return effective(
            self.said[key],
            self.subject(person, question),
            self.today,
            settled=self.settled.get(key),
            was_asked=key in self.asked,
        )

    def subject(self, person: Person, question: Question) -> Subject:
        """What is known of the person, as far as it matters for this question."""
        judged = (self.abilities.get((person.pk, about)) for about in (question.means, ""))
        ability = max(filter(None, judged), key=lambda row: (row.decided_at, row.pk), default=None)
        own_from = self.own_answer_from if question.own_answer_from is None else question.own_answer_from
        return Subject(
            age=age_of(person, self.today),
            decides_alone_from=self.adult_from,
            own_answer_from=own_from,
            ability=ability.ability if ability else "",
            best_interests=bool(ability and ability.best_interests),
            is_here=self.even_if_gone or person.is_here(self.today),
            is_adult=True if person.adult_at_risk else None,
        )

    def _subject_key(self, key: int) -> int:
        return self.same.get(key, key)

    def _widened(self) -> dict[int, int]:
        """The number of the newest words of each question to which more was added."""
        rows = Wording.objects.filter(question__in=self.questions, widened=True).order_by()
        return dict(rows.values_list("question").annotate(newest=Max("number")))

    def _links(self) -> dict[Key, CareLink]:
        """(subject, carer) and the right of the carer that stands today.

        Where one of the two was entered twice, what their own entries say counts: it is what their pages show.
        """
        rows = CareLink.objects.filter(cared_for__in=self.keys).on(self.today).select_related("carer")
        own_last = sorted(
            rows, key=lambda link: (link.cared_for_id in self.people) + (link.carer.merged_into_id is None)
        )
        return {(self._subject_key(link.cared_for_id), _kept(link.carer)): link for link in own_last}

    def _said(self) -> defaultdict[Key, list[Said]]:
        """The last word of each giver, oldest first."""
        last: dict[tuple[int, int, int | None], Said] = {}
        rows = (
            Answer.objects.filter(subject__in=self.keys, question__in=self.questions)
            .in_order()
            .select_related("giver", "wording")
            .only(
                *("subject", "question", "decision", "expires_on", "organisation"),
                *("giver__merged_into", "giver__organisation", "wording__number", "wording__organisation"),
            )
        )
        for order, answer in enumerate(rows):
            subject = self._subject_key(answer.subject_id)
            giver = _kept(answer.giver) if answer.giver else None
            last.pop(key := (subject, answer.question_id, giver), None)
            last[key] = self._as_said(answer, order, subject, giver)
        said: defaultdict[Key, list[Said]] = defaultdict(list)
        for (subject, question, _giver), word in last.items():
            said[subject, question].append(word)
        return said

    def _as_said(self, answer: Answer, order: int, subject: int, giver: int | None) -> Said:
        link = self.links.get((subject, giver)) if giver else None
        return Said(
            decision=answer.decision,
            order=order,
            giver=giver,
            is_own=giver == subject,
            authority=link.authority if link else Authority.NONE,
            confirmed=bool(link and link.is_confirmed),
            expires_on=answer.expires_on,
            is_current=answer.wording.number >= self.widened.get(answer.question_id, 0),
        )

    def _abilities(self) -> dict[tuple[int, str], AbilityDecision]:
        rows = AbilityDecision.objects.filter(subject__in=self.keys).order_by("decided_at", "pk")
        return {(self._subject_key(row.subject_id), row.means): row for row in rows}

    def _settled(self) -> dict[Key, Settled]:
        """The order of a settlement is its place among the answers, by time."""
        rows = Settlement.objects.filter(subject__in=self.keys, question__in=self.questions).order_by(
            "decided_at", "pk"
        )
        newest = {(self._subject_key(row.subject_id), row.question_id): row for row in rows}
        if not newest:
            return {}
        times = list(
            Answer.objects.filter(subject__in=self.keys, question__in=self.questions)
            .in_order()
            .values_list("recorded_at", flat=True)
        )
        return {
            key: Settled(
                row.decision,
                order=sum(time <= row.decided_at for time in times),
                by_court=row.basis == SettlementBasis.COURT,
            )
            for key, row in newest.items()
        }

    def _asked(self) -> set[Key]:
        rows = RequestItem.objects.filter(subject__in=self.keys, question__in=self.questions)
        pairs = rows.exclude(request__status="cancelled").values_list("subject", "question")
        return {(self._subject_key(subject), question) for subject, question in pairs}


def _kept(person: Person) -> int:
    """The entry that stands for this person, where the same one was entered twice."""
    key: int = person.merged_into_id or person.pk
    return key
