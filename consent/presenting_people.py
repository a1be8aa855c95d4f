"""What is known of one person's consent, question by question, as its page shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from consent.effective import IN_FULL, Effective
from consent.models import Answer, Question, Settlement, Verdict
from consent.services.judging import can_be_settled
from consent.services.withdrawing import questions_of
from consent.whom import Deciders
from people.models import Person

KINDS: dict[str, str] = {Verdict.YES: "good", Verdict.ASK: "soon", Verdict.NO: "bad"}


@dataclass
class Line:
    """One question about the person. What follows `kind` is for those who keep consent, and empty for others."""

    question: Question
    effective: Effective
    kind: str
    sentence: str
    notes: list[str] = field(default_factory=list)
    to_ask: str = ""
    may_settle: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)


def lines_of(person: Person, today: date, *, in_full: bool) -> list[Line]:
    """What counts today for each question, in the same number of queries for one question and for fifty."""
    questions = list(questions_of(person).order_by("place", "pk"))
    if not questions:
        return []
    deciders = Deciders([person], questions, today)
    lines = []
    for question in questions:
        found = deciders.lookup.effective(person, question)
        lines.append(Line(question, found, KINDS[found.verdict], found.in_full if in_full else found.sentence))
    if in_full:
        _add_what_was_said(person, lines, deciders)
    return lines


def _add_what_was_said(person: Person, lines: list[Line], deciders: Deciders) -> None:
    settled: defaultdict[int, list[Settlement]] = defaultdict(list)
    for row in Settlement.objects.filter(_about(person)).select_related("decided_by"):
        settled[row.question_id].append(row)
    said: defaultdict[int, list[Answer]] = defaultdict(list)
    rows = Answer.objects.filter(_about(person)).select_related("wording", "giver", "care_link", "recorded_by")
    for answer in rows.order_by("-recorded_at", "-pk"):
        said[answer.question_id].append(answer)
    for line in lines:
        key, question = line.question.pk, line.question
        newest = settled[key][0] if settled[key] else None
        line.notes = [str(IN_FULL[note]) for note in line.effective.notes]
        line.may_settle = can_be_settled(line.effective, newest)
        wanted = [one for one in deciders.of(person, question) if deciders.is_wanted(person, question, one)]
        line.to_ask = get_text_list([str(one) for one in wanted], _("and"))
        events = [(a.recorded_at, _of_answer(a)) for a in said[key]] + [(s.decided_at, _of(s)) for s in settled[key]]
        line.events = [event for _at, event in sorted(events, key=lambda pair: pair[0], reverse=True)]


def _about(person: Person) -> Q:
    return Q(subject=person) | Q(subject__merged_into=person)


def _of_answer(answer: Answer) -> dict[str, Any]:
    """Who said what, when, how and in answer to which words (fact 50), for components/timeline.html."""
    return {
        "title": f"{answer.get_decision_display()}: {answer.giver_name}",
        "when": date_format(answer.said_on),
        "by": "",
        "text": " · ".join(_particulars(answer)),
    }


def _particulars(answer: Answer) -> Iterator[str]:
    if answer.is_own:
        yield _("the person")
    elif answer.care_link is not None:
        yield f"{answer.care_link.get_relationship_display()}, {answer.get_authority_display()}"
    elif answer.giver_id is None:
        yield _("on the family's behalf")
    yield str(answer.get_method_display())
    yield _("words no. %(number)s: “%(text)s”") % {"number": answer.wording.number, "text": answer.wording.text}
    if answer.expires_on:
        yield _("counts until %(day)s") % {"day": date_format(answer.expires_on)}
    if answer.recorded_by is not None:
        yield _("written down by %(name)s") % {"name": answer.recorded_by}
    for label, words in (
        (_("also heard by"), answer.witness),
        (_("help to decide"), answer.support),
        (_("interpreter"), answer.interpreter),
        (_("note"), answer.note),
    ):
        if words:
            yield f"{label}: {words}"


def _of(settlement: Settlement) -> dict[str, Any]:
    return {
        "title": _("Settled: %(answer)s") % {"answer": settlement.get_decision_display()},
        "when": date_format(timezone.localdate(settlement.decided_at)),
        "by": str(settlement.decided_by),
        "text": f"{settlement.get_basis_display()} · {settlement.reasons}",
    }
