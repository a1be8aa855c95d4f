"""A question is written, opened, closed, put into another place, and gets new words.

One question is about one thing: one means, one channel, one purpose (RW-35, IL-41). What people said yes to never
changes under them: once somebody was asked, only the words are written anew, under a new number (E-35).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, OuterRef
from django.utils.translation import gettext as _

from audit.services import record, transition
from audit.verbs import Verb as Plain
from consent.models import CHANNELS_OF, NAMED, PUBLIC, Answer, Decision, Question, RequestItem, Wording
from consent.states import WAITING, QuestionStatus
from consent.verbs import Verb
from organisations.models import Settings
from people.models import Person
from safeguard.refusals import Refused

PURPOSE = ("means", "channel", "channel_name", "what_for", "event", "identifying")
"""What a yes is given for: closed once somebody was asked."""

TERMS = ("title", "needs_trustee", "own_answer_from", "refresh_months", "ends_on")
"""May be changed at any time; they count for what happens from then on."""

WORDS = ("text", "explanation", "withdrawal")


@transaction.atomic
def create(title: str, *, by: Person, means: str, channel: str, what_for: str, **terms: Any) -> Question:
    """A draft at the end of the list, without words.

    `terms` are channel_name, identifying, needs_trustee, own_answer_from, refresh_months, ends_on and event. Without
    `needs_trustee`, a trustee approves each public use in which somebody can be recognised (RW-34); without
    `refresh_months`, the charity's own setting counts. Raises Refused for a channel that makes no sense for the means,
    a missing name of a platform or receiver, and a title that is taken.
    """
    terms.setdefault("identifying", True)
    terms.setdefault("needs_trustee", wants_trustee(channel, identifying=terms["identifying"]))
    terms.setdefault("refresh_months", Settings.current().consent_refresh_months)
    last = Question.objects.aggregate(last=Max("place"))["last"]
    question = Question(title=title, means=means, channel=channel, what_for=what_for, **terms)
    question.place = 0 if last is None else last + 1
    _tidy(question)
    _refuse_nonsense(question)
    _save(question)
    record(Plain.CREATED, question, by=by)
    return question


def wants_trustee(channel: str, *, identifying: bool) -> bool:
    """RW-34: what anybody may see, and in which somebody can be recognised, is approved by a trustee."""
    return identifying and channel in PUBLIC


@transaction.atomic
def change(question: Question, *, by: Person, **fields: Any) -> Question:
    """Change a question. Raises Refused for what people were asked already: that needs a question of its own."""
    question = _locked(question)
    changed = [name for name in (*PURPOSE, *TERMS) if name in fields and getattr(question, name) != fields[name]]
    if set(changed) & set(PURPOSE) and was_asked(question):
        raise Refused(
            _(
                "People were asked this already, and their answers are about this purpose. For another purpose write "
                "another question, and stop asking this one."
            )
        )
    for name in changed:
        setattr(question, name, fields[name])
    _tidy(question)
    _refuse_nonsense(question)
    if question.status == QuestionStatus.OPEN:
        _refuse_twin(question)
    if changed:
        _save(question, update_fields=changed)
        record(Plain.CHANGED, question, by=by, changed=changed)
    return question


def was_asked(question: Question) -> bool:
    """Somebody was asked this, or answered without having been asked."""
    return RequestItem.objects.filter(question=question).exists() or Answer.objects.filter(question=question).exists()


@transaction.atomic
def write_words(
    question: Question,
    *,
    by: Person,
    text: str,
    explanation: str,
    withdrawal: str,
    language: str = "en",
    widened: bool = False,
) -> Wording:
    """New words, under a new number. The same words once more change nothing.

    `widened` says that they ask for more than the words before: a yes to those does not count any more, and the people
    are asked again (E-35). It means nothing before anybody was asked.
    """
    question = _locked(question)
    last = question.wordings.filter(language=language).order_by("-number").first()
    newest = _newest_number(question)
    if last is not None and last.number == newest and _same(last, text, explanation, withdrawal):
        return last
    wording = Wording.objects.create(
        question=question,
        number=newest + 1,
        language=language,
        text=text,
        explanation=explanation,
        withdrawal=withdrawal,
        widened=widened and was_asked(question),
        written_by=by,
    )
    detail = {"number": wording.number, "language": language, "widened": wording.widened}
    record(Verb.WORDED, question, by=by, detail=detail)
    return wording


@transaction.atomic
def translate(
    question: Question, *, by: Person, language: str, text: str, explanation: str, withdrawal: str
) -> Wording:
    """The newest words in one more language, under the same number. Once written, they are written (E-35)."""
    question = _locked(question)
    newest = question.wordings.order_by("-number").first()
    if newest is None:
        raise Refused(_("Write the words in English first."))
    there = question.wordings.filter(number=newest.number, language=language).first()
    if there is not None:
        if _same(there, text, explanation, withdrawal):
            return there
        raise Refused(_("These words are there in this language already. To change them, write new words."))
    wording = Wording.objects.create(
        question=question,
        number=newest.number,
        language=language,
        text=text,
        explanation=explanation,
        withdrawal=withdrawal,
        widened=newest.widened,
        written_by=by,
    )
    record(Verb.WORDED, question, by=by, detail={"number": wording.number, "language": language})
    return wording


def languages_of(question: Question) -> list[str]:
    """The languages in which the newest words are written."""
    written = list(question.wordings.order_by("-number", "pk").values_list("number", "language"))
    return [language for number, language in written if number == written[0][0]]


def with_tallies(questions: Iterable[Question]) -> list[tuple[Question, dict[str, int]]]:
    """Each question with how many people's last word is `yes`, or `no`, and how many answers are `waiting`.

    What was said is counted here, not what counts: two parents may disagree. Two queries, whatever the number.
    """
    questions = list(questions)
    tallies = {question.pk: {"yes": 0, "no": 0, "waiting": 0} for question in questions}
    said = Answer.objects.filter(question__in=questions).order_by()
    newest = said.values("subject", "question").annotate(newest=Max("pk")).values("newest")
    counted = Answer.objects.filter(pk__in=newest).order_by().values_list("question", "decision")
    for question, decision, count in counted.annotate(count=Count("pk")):
        tallies[question]["yes" if decision == Decision.YES else "no"] += count
    answers = Answer.objects.filter(request=OuterRef("request"), subject=OuterRef("subject"))
    items = RequestItem.objects.filter(question__in=questions, request__status__in=WAITING)
    open_items = items.filter(~Exists(answers.filter(question=OuterRef("question")))).order_by()
    for question, count in open_items.values_list("question").annotate(count=Count("pk")):
        tallies[question]["waiting"] = count
    return [(question, tallies[question.pk]) for question in questions]


def obstacles(question: Question) -> list[str]:
    """What stands in the way of asking, in sentences."""
    found = []
    if not question.wordings.exists():
        found.append(_("Write the words of the question first."))
    if twin := twin_of(question):
        found.append(_twin_sentence(twin))
    return found


def twin_of(question: Question) -> Question | None:
    """Another open question about the very same thing: a family would be asked twice."""
    same = Question.objects.filter(
        status=QuestionStatus.OPEN,
        means=question.means,
        channel=question.channel,
        channel_name__iexact=question.channel_name,
        what_for__iexact=question.what_for,
        event=question.event,
    )
    return same.exclude(pk=question.pk).first()


@transaction.atomic
def open_question(question: Question, *, by: Person) -> Question:
    """From now on families are asked. Doing it twice changes nothing.

    Raises Refused with everything that stands in the way.
    """
    question = _locked(question)
    if question.status == QuestionStatus.OPEN:
        return question
    if sentences := obstacles(question):
        raise Refused(" ".join(sentences))
    transition(question, to=QuestionStatus.OPEN, by=by, verb=Verb.OPENED_QUESTION)
    return question


@transaction.atomic
def close_question(question: Question, *, by: Person) -> Question:
    """Nobody is asked any more. Answers stay as they are, and a no stays a no. Doing it twice changes nothing."""
    question = _locked(question)
    if question.status == QuestionStatus.CLOSED:
        return question
    transition(question, to=QuestionStatus.CLOSED, by=by, verb=Verb.CLOSED_QUESTION)
    return question


@transaction.atomic
def move(question: Question, *, by: Person, up: bool) -> None:
    """One place up or down the list, which is the order in which families are asked. At the end, nothing happens."""
    questions = list(Question.objects.select_for_update(no_key=True).order_by("place", "pk"))
    at = next((i for i, one in enumerate(questions) if one.pk == question.pk), None)
    to = None if at is None else at + (-1 if up else 1)
    if at is None or to is None or not 0 <= to < len(questions):
        return
    questions[at], questions[to] = questions[to], questions[at]
    for place, one in enumerate(questions):
        if one.place != place:
            one.place = place
            one.save(update_fields=["place"])
    record(Plain.CHANGED, question, by=by, changed=["place"])


def _locked(question: Question) -> Question:
    """The question with every other about the same means and channel: of two twins, one is opened first.

    Rows are locked in the order of their keys, so that two people who open two of them never wait for each other.
    """
    alike = Question.objects.filter(means=question.means, channel=question.channel) | Question.objects.filter(
        pk=question.pk
    )
    rows = {row.pk: row for row in alike.select_for_update(no_key=True).order_by("pk")}
    return rows[question.pk]


def _save(question: Question, **how: Any) -> None:
    """Two people may give one title at the same moment; the second is told."""
    try:
        with transaction.atomic():
            question.save(**how)
    except IntegrityError as taken:
        raise Refused(_title_taken()) from taken


def _title_taken() -> str:
    return _("There is a question with this title already. Give this one another.")


def _tidy(question: Question) -> None:
    question.title = " ".join(question.title.split())
    question.what_for = " ".join(question.what_for.split())
    question.channel_name = " ".join(question.channel_name.split()) if question.channel in NAMED else ""


def _refuse_nonsense(question: Question) -> None:
    if question.channel not in CHANNELS_OF.get(question.means, ()):  # type: ignore[call-overload]
        raise Refused(_("Choose where it happens so that it fits what is done."))
    if question.channel in NAMED and not question.channel_name:
        raise Refused(_("Name the platform, or the person or organisation that receives it."))
    if Question.objects.filter(title__iexact=question.title).exclude(pk=question.pk).exists():
        raise Refused(_title_taken())


def _refuse_twin(question: Question) -> None:
    if twin := twin_of(question):
        raise Refused(_twin_sentence(twin))


def _twin_sentence(twin: Question) -> str:
    return _("“%(title)s” asks for the very same thing already. Stop asking that one first.") % {"title": twin.title}


def _newest_number(question: Question) -> int:
    return question.wordings.aggregate(newest=Max("number"))["newest"] or 0


def _same(wording: Wording, *words: str) -> bool:
    return (wording.text, wording.explanation, wording.withdrawal) == words
