"""What somebody has in front of them behind their link: the questions, what they chose, and what they said before.

Nothing here reads what anybody else answered: separated parents never learn of each other's answers (E-29).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from consent.models import Answer, ConsentDraft, ConsentRequest, Decision, Question, RequestItem, Wording
from consent.states import QuestionStatus, RequestStatus
from consent.whom import Deciders, Words
from people.models import Authority, CareLink, Person


@dataclass(frozen=True)
class Line:
    """One question about one person. `choice` and `own` are chosen and not sent; `said` was the asker's last word.

    `own` is the view of a child beside the carer, where `may_speak`. `reworded` says that the words have changed since
    something was chosen: it has to be chosen again (E-35).
    """

    item: RequestItem
    wording: Wording
    choice: str = ""
    own: str = ""
    said: Answer | None = None
    may_speak: bool = False
    reworded: bool = False

    @property
    def subject(self) -> Person:
        return self.item.subject

    @property
    def question(self) -> Question:
        return self.item.question


@dataclass(frozen=True)
class Part:
    """Everything that is asked about one person."""

    subject: Person
    lines: list[Line]
    link: CareLink | None  # None where somebody answers for themself
    asks_who: bool  # the right to decide is not known, and was not asked in this letter (E-30)
    wishes_no_contact: bool
    is_child: bool

    @property
    def is_own(self) -> bool:
        return self.link is None

    @property
    def chosen(self) -> int:
        return sum(bool(line.choice) for line in self.lines)

    @property
    def open(self) -> int:
        """How many questions have neither been answered before nor chosen now."""
        return sum(not line.choice and line.said is None for line in self.lines)

    @property
    def is_unconfirmed(self) -> bool:
        return self.link is not None and not self.link.is_confirmed


class Sheet:
    """A request as the person who was asked sees it on a day, in a language where the words are there in it."""

    def __init__(self, request: ConsentRequest, today: date, *, language: str = "") -> None:
        self.request, self.asked = request, request.asked
        self.draft = ConsentDraft.objects.filter(request=request).first() or ConsentDraft(request=request)
        self.items = list(request.items.select_related("subject", "question__event", "wording"))
        self.answers = self._last_words()
        subjects = {row.subject_id: row.subject for row in self.items}
        subjects |= {subject.pk: subject for subject in map(_about, self.answers.values())}
        questions = {row.question_id: row.question for row in (*self.items, *self.answers.values())}
        self.deciders = Deciders(list(subjects.values()), list(questions.values()), today)
        words = Words({item.question for item in self.items})
        self.languages = words.languages()
        self.language = language or request.language
        self.parts = self._parts(words, today) if request.status != RequestStatus.CANCELLED else []

    @property
    def lines(self) -> Iterator[Line]:
        for part in self.parts:
            yield from part.lines

    @property
    def chosen(self) -> list[Line]:
        return [line for line in self.lines if line.choice or line.own]

    @property
    def has_something(self) -> bool:
        return bool(self.chosen) or any(part.wishes_no_contact for part in self.parts)

    @property
    def fingerprint(self) -> str:
        """Of all that would be sent, so that a page that was overtaken in another tab sends nothing unseen."""
        chosen = [[line.item.pk, line.wording.pk, line.choice, line.own] for line in self.chosen]
        wishes = [part.subject.pk for part in self.parts if part.wishes_no_contact]
        return hashlib.sha256(json.dumps([chosen, wishes]).encode()).hexdigest()

    def part(self, subject: int) -> Part | None:
        return next((part for part in self.parts if part.subject.pk == subject), None)

    def before(self, part: Part) -> Part | None:
        """The one before, whose answers somebody may want to repeat."""
        place = self.parts.index(part)
        return self.parts[place - 1] if place else None

    def next_open(self, after: Part) -> Part | None:
        place = self.parts.index(after)
        return next((part for part in self.parts[place + 1 :] if part.open or part.asks_who), None)

    def own_answers(self) -> list[Answer]:
        """The last words of the person who was asked, newest first, about those for whom they may still speak."""
        mine = [one for one in self.answers.values() if self._may_speak_for(_about(one), one.question)]
        return sorted(mine, key=lambda answer: (answer.recorded_at, answer.pk), reverse=True)

    def _may_speak_for(self, subject: Person, question: Question) -> bool:
        """Oneself, and those whom one looks after today, as long as they do not decide for themselves (E-26, E-38)."""
        if subject.pk == self.asked.pk:
            return True
        looks_after = (subject.pk, self.asked.pk) in self.deciders.lookup.links
        return looks_after and not self.deciders.decides_alone(subject, question)

    def last_word_beside(self, answer: Answer) -> Answer | None:
        """The last word of whoever was asked to the same question about the same person."""
        return self.answers.get((_about(answer).pk, answer.question_id))

    def _last_words(self) -> dict[tuple[int, int], Answer]:
        """Under the entry that stands for somebody who was entered twice, so that nothing is out of reach (E-17)."""
        said = Answer.objects.given_by(self.asked).in_order()
        rows = said.select_related("subject__merged_into", "question__event", "wording")
        return {(_about(answer).pk, answer.question_id): answer for answer in rows}

    def _parts(self, words: Words, today: date) -> list[Part]:
        found: dict[int, list[Line]] = {}
        for item in self.items:
            line = self._line(item, words, today)
            if line is not None:
                found.setdefault(item.subject_id, []).append(line)
        return [self._part(lines) for lines in found.values()]

    def _part(self, lines: list[Line]) -> Part:
        subject = lines[0].subject
        link = self.deciders.lookup.links.get((subject.pk, self.asked.pk))
        unknown = link is not None and link.authority == Authority.UNKNOWN
        return Part(
            subject=subject,
            lines=lines,
            link=None if subject.pk == self.asked.pk else link,
            asks_who=unknown and subject.pk not in self.draft.told,
            wishes_no_contact=subject.pk in self.draft.wishes,
            is_child=not self.deciders.is_adult(subject, lines[0].question),
        )

    def _line(self, item: RequestItem, words: Words, today: date) -> Line | None:
        """None where it is not asked any more, or this person is no longer the one to ask."""
        question = item.question
        is_over = question.ends_on is not None and question.ends_on < today
        wording = words.of(question, self.language)
        if wording is None or is_over or question.status != QuestionStatus.OPEN:
            return None
        if self.asked not in self.deciders.of(item.subject, question):
            return None
        kept = self.draft.choices.get(str(item.pk), {})
        is_current = kept.get("number") == wording.number
        is_beside = item.subject_id != self.asked.pk and not self.deciders.is_adult(item.subject, question)
        return Line(
            item,
            wording,
            choice=kept.get("answer", "") if is_current else "",
            own=kept.get("own", "") if is_current else "",
            said=self.answers.get((item.subject_id, item.question_id)),
            may_speak=is_beside and not self.deciders.answers_too(item.subject, question),
            reworded=bool(kept) and not is_current,
        )


YES_NO = (Decision.YES, Decision.NO)


def _about(answer: Answer) -> Person:
    return answer.subject.merged_into or answer.subject
