"""Whom to ask what: those who decide, as far as their answer is missing, runs out, or was given to narrower words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from consent.effective import answers_too, counts_as_adult, entitled
from consent.languages import code_of
from consent.models import Decision, Question, RequestItem, Wording
from consent.standing import Lookup
from consent.states import WAITING
from people.models import Authority, CareLink, ContactPreference, Person

SOON = timedelta(days=30)
"""An answer that runs out within these days is asked for again."""

ENGLISH = "en"


class Deciders:
    """Who is asked about these people, read in a few queries for one and for hundreds.

    A carer is asked who has the right to decide or whose right nobody has asked yet (E-30); a child from the set age,
    or once judged able, as well as the carers (BC-40); an adult alone, and never a carer in their place (E-38).
    """

    def __init__(self, people: Collection[Person], questions: Collection[Question], today: date) -> None:
        self.lookup, self.today = Lookup(people, questions, today), today
        self.carers = Person.objects.current(today).in_bulk({carer for _subject, carer in self.lookup.links})
        self.links: defaultdict[int, list[CareLink]] = defaultdict(list)
        for (subject, carer), link in self.lookup.links.items():
            if carer in self.carers:
                self.links[subject].append(link)

    def of(self, person: Person, question: Question) -> list[Person]:
        """Everybody whose own answer is wanted, the person included."""
        subject = self.lookup.subject(person, question)
        deciding = entitled(subject)
        if not deciding:
            return [person]
        wanted = deciding | {Authority.UNKNOWN}
        found = [self.carers[link.carer_id] for link in self.links[person.pk] if link.authority in wanted]
        if answers_too(subject) or (counts_as_adult(subject) is None and not found):
            found.append(person)
        return found

    def is_adult(self, person: Person, question: Question) -> bool | None:
        """None where nobody knows how old somebody is."""
        return counts_as_adult(self.lookup.subject(person, question))

    def decides_alone(self, person: Person, question: Question) -> bool:
        """An adult with capacity: no carer speaks for them."""
        return not entitled(self.lookup.subject(person, question))

    def answers_too(self, person: Person, question: Question) -> bool:
        """Whether a child answers for themself, beside those who decide."""
        return answers_too(self.lookup.subject(person, question))

    def is_wanted(self, person: Person, question: Question, giver: Person) -> bool:
        """Whether this giver's answer is missing or has to be given anew. Who refused is not asked again."""
        said = next((s for s in self.lookup.said[person.pk, question.pk] if s.giver == giver.pk), None)
        if said is None:
            return True
        if said.decision != Decision.YES:
            return False
        return not said.is_current or (said.expires_on is not None and said.expires_on <= self.today + SOON)


@dataclass
class Planned:
    """One letter to one person, about everybody for whom they answer."""

    asked: Person
    on_paper: bool
    language: str
    pairs: list[tuple[Person, Question, Wording]] = field(default_factory=list)

    @property
    def subjects(self) -> dict[Person, list[Question]]:
        found: dict[Person, list[Question]] = {}
        for subject, question, _wording in self.pairs:
            found.setdefault(subject, []).append(question)
        return found


@dataclass
class Plan:
    """Who would be asked what. `nobody` are people for whom nobody is on record who could be asked."""

    letters: list[Planned]
    nobody: list[Person]

    @property
    def by_mail(self) -> list[Planned]:
        return [letter for letter in self.letters if not letter.on_paper]

    @property
    def on_paper(self) -> list[Planned]:
        return [letter for letter in self.letters if letter.on_paper]


def plan(people: Iterable[Person], questions: Iterable[Question], today: date) -> Plan:
    """Who is to be asked what about these people. What was answered, or is being asked, is not asked again."""
    people, questions = list(people), list(questions)
    if not people or not questions:
        return Plan([], [])
    deciders = Deciders(people, questions, today)
    words = Words(questions)
    waiting = _waiting(people, questions)
    letters: dict[int, Planned] = {}
    nobody = []
    for person in people:
        asked = False
        for question, giver in _pairs(deciders, person, questions):
            asked = True
            wording = words.of(question, code_of(giver.language))
            wanted = wording and deciders.is_wanted(person, question, giver)
            if wording and wanted and (giver.pk, person.pk, question.pk) not in waiting:
                letter = letters.setdefault(giver.pk, _letter(giver, person))
                letter.pairs.append((person, question, wording))
        if not asked:
            nobody.append(person)
    for letter in letters.values():
        spoken = {wording.language for _s, _q, wording in letter.pairs}
        letter.language = letter.language if letter.language in spoken else ENGLISH
    return Plan(sorted(letters.values(), key=lambda letter: letter.asked.search_text), nobody)


def _pairs(deciders: Deciders, person: Person, questions: Collection[Question]) -> Iterator[tuple[Question, Person]]:
    for question in questions:
        for giver in deciders.of(person, question):
            yield question, giver


def _letter(giver: Person, subject: Person) -> Planned:
    """A child who is contacted by way of the carers gets it on paper, from their hands."""
    kept_away = giver == subject and giver.contact_preference == ContactPreference.CARER_ONLY
    return Planned(giver, on_paper=kept_away or not giver.can_be_mailed, language=code_of(giver.language))


def _waiting(people: Collection[Person], questions: Collection[Question]) -> set[tuple[int, int, int]]:
    """(asked, subject, question) of everything that somebody is being asked at the moment."""
    items = RequestItem.objects.filter(subject__in=people, question__in=questions, request__status__in=WAITING)
    return set(items.order_by().values_list("request__asked", "subject", "question"))


class Words:
    """The newest words of some questions, in every language in which they were written."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.by_question: defaultdict[int, dict[str, Wording]] = defaultdict(dict)
        for wording in Wording.objects.filter(question__in=list(questions)).newest().order_by("pk"):
            self.by_question[wording.question_id][wording.language] = wording

    def of(self, question: Question, language: str) -> Wording | None:
        """In this language; else in English; else in any. None where nothing was written."""
        there = self.by_question[question.pk]
        return there.get(language) or there.get(ENGLISH) or next(iter(there.values()), None)

    def languages(self) -> list[str]:
        """Those in which every one of the questions can be read, English first."""
        sets = [set(there) for there in self.by_question.values()]
        common = set.intersection(*sets) if sets else set()
        return sorted(common, key=lambda code: (code != ENGLISH, code))
