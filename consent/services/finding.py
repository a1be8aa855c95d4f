""" "May I post this?": the answer for everybody in a picture or story, what would make it possible, and the proof.

`answer_for` only reads, with the same few queries for one person and for sixty. `decide` keeps the answer together with
what somebody made of it, and `approve` what a trustee said to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from consent.effective import Effective, Reason, strictest, strictest_of
from consent.models import (
    TAKING,
    Check,
    CheckApproval,
    CheckedPerson,
    Event,
    Picture,
    Question,
    Verdict,
)
from consent.models.checks import Choice
from consent.standing import Key, standing
from consent.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused


@dataclass(frozen=True)
class PersonFinding:
    """The answer for one person in it. `sentence` can be read over a shoulder: it tells no refusal from another."""

    person: Person
    effective: Effective

    @property
    def verdict(self) -> Verdict:
        return self.effective.verdict

    @property
    def reason(self) -> Reason:
        return self.effective.reason

    @property
    def sentence(self) -> str:
        return self.effective.sentence


@dataclass(frozen=True)
class Finding:
    """The answer for all of them on one day.

    `questions` are those that ask for exactly this, several where they ask for different purposes: then the strictest
    answer of each person counts, until `what_for` chooses. `elsewhere` are questions about other places to which
    everybody in it said yes. `unsure` says that somebody in it is not known.
    """

    means: str
    channel: str
    channel_name: str
    identifying: bool
    unsure: bool
    what_for: str
    on: date
    people: tuple[PersonFinding, ...]
    questions: tuple[Question, ...]
    elsewhere: tuple[Question, ...]

    @property
    def verdict(self) -> Verdict:
        """Everybody's yes is needed: one no among eleven is a no (E-34). Who is not known was not asked."""
        found = [one.verdict for one in self.people]
        if self.unsure or not found:
            found.append(Verdict.ASK)
        return strictest(found)

    @property
    def blocking(self) -> list[PersonFinding]:
        return self._with(Verdict.NO)

    @property
    def to_ask(self) -> list[PersonFinding]:
        return self._with(Verdict.ASK)

    @property
    def agreed(self) -> list[PersonFinding]:
        return self._with(Verdict.YES)

    @property
    def without_blocking(self) -> Verdict | None:
        """The answer once those with a no are cut out, blurred, or not in a new picture. None where nobody is left."""
        rest = [one.verdict for one in self.people if one.verdict != Verdict.NO]
        if not rest:
            return None
        return strictest([*rest, Verdict.ASK] if self.unsure else rest)

    @property
    def was_asked(self) -> bool:
        return bool(self.questions)

    @property
    def needs_trustee(self) -> bool:
        """RW-34: a use in which people can be recognised waits for a trustee, where the question says so."""
        return self.identifying and any(question.needs_trustee for question in self.questions)

    @property
    def is_taking(self) -> bool:
        return self.channel in TAKING

    def _with(self, verdict: Verdict) -> list[PersonFinding]:
        return [one for one in self.people if one.verdict == verdict]


def answer_for(
    people: Iterable[Person],
    *,
    means: str,
    channel: str,
    channel_name: str = "",
    today: date | None = None,
    identifying: bool = True,
    what_for: str = "",
    event: Event | None = None,
    unsure: bool = False,
) -> Finding:
    """Whether a picture or story of these people may go there today; nothing is written.

    `means` and `channel` are of consent.models.Means and Channel, `channel_name` names another platform. `what_for`
    chooses among questions for different purposes. `event` lets questions count that were asked for it alone. Where
    nobody was asked for this yet, the answer is "ask first" and never yes (WY-42, RW-33, BC-39).
    """
    today = today or timezone.localdate()
    people = list({person.pk: person for person in people}.values())
    asked = questions_of(means, today=today, event=event)
    fitting = _fitting(asked, channel, channel_name, identifying=identifying, what_for=what_for)
    others = [q for q in asked if not q.is_about(channel, channel_name) and q.channel not in TAKING]
    others = [q for q in others if q.identifying or not identifying]
    found = standing(people, [*fitting, *others], today)
    return Finding(
        means=means,
        channel=channel,
        channel_name=channel_name,
        identifying=identifying,
        unsure=unsure,
        what_for=what_for,
        on=today,
        people=tuple(PersonFinding(person, _counting(person, fitting, found)) for person in people),
        questions=tuple(fitting),
        elsewhere=() if unsure or not people else tuple(q for q in others if _is_yes_of_all(people, q, found)),
    )


def questions_of(*means: str, today: date, event: Event | None = None) -> list[Question]:
    """What is asked for these means today. A question for one event counts for that event, and for no other."""
    asked = Question.objects.asked(today).filter(means__in=means)
    return [q for q in asked if q.event_id is None or (event is not None and q.event_id == event.pk)]


def fitting_questions(
    *, means: str, channel: str, channel_name: str = "", identifying: bool = True, today: date, event: Event | None
) -> list[Question]:
    """Those that ask for exactly this, one for each purpose, for the person to choose from."""
    asked = questions_of(means, today=today, event=event)
    return _fitting(asked, channel, channel_name, identifying=identifying)


def _fitting(
    asked: Sequence[Question], channel: str, channel_name: str, *, identifying: bool, what_for: str = ""
) -> list[Question]:
    """A yes to pictures in which nobody can be recognised is none to those in which somebody can."""
    here = [q for q in asked if q.is_about(channel, channel_name)]
    if what_for:
        here = [q for q in here if q.what_for == what_for]
    if identifying:
        return [q for q in here if q.identifying]
    return [q for q in here if not q.identifying] or here


def _counting(person: Person, questions: Sequence[Question], found: dict[Key, Effective]) -> Effective:
    return strictest_of(found[person.pk, question.pk] for question in questions)


def _is_yes_of_all(people: Sequence[Person], question: Question, found: dict[Key, Effective]) -> bool:
    return all(found[person.pk, question.pk].verdict == Verdict.YES for person in people)


@transaction.atomic
def decide(
    finding: Finding, *, choice: str, by: Person, event: Event | None = None, picture: Picture | None = None
) -> Check:
    """Keep the answer, and what `by` does about it: proof that is never changed (E-34).

    The same answer and the same choice of the same person on the same day are kept once, however often they come.
    Raises Refused for a choice to post without everybody's yes (WY-42).
    """
    if choice not in Choice.values:
        raise Refused(_("Choose what you will do."))
    if choice == Choice.POST and finding.verdict != Verdict.YES:
        raise Refused(_("There is not a yes for everybody in it. Choose something else."))
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks come one after the other
    content = {
        "means": finding.means,
        "channel": finding.channel,
        "channel_name": finding.channel_name,
        "what_for": ", ".join(dict.fromkeys(question.what_for for question in finding.questions))[:200],
        "identifying": finding.identifying,
        "unsure": finding.unsure,
        "event": event,
        "picture": picture,
        "verdict": finding.verdict,
        "needs_trustee": choice == Choice.POST and finding.needs_trustee,
        "choice": choice,
    }
    answers = {(one.person.pk, one.verdict.value, one.reason.value) for one in finding.people}
    for earlier in Check.objects.filter(asked_by=by, asked_at__gte=_midnight(), **content).prefetch_related("people"):
        if {(one.person_id, one.verdict, one.reason) for one in earlier.people.all()} == answers:
            return earlier
    made = Check.objects.create(asked_by=by, **content)
    CheckedPerson.objects.bulk_create(
        CheckedPerson(check_made=made, person=one.person, verdict=one.verdict, reason=one.reason)
        for one in finding.people
    )
    detail = {"people": len(finding.people), "verdict": finding.verdict.value, "choice": choice}
    record(Verb.CHECKED, made, by=by, detail=detail)
    return made


def _midnight() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))


def as_of_today(check: Check, people: Iterable[Person], today: date | None = None) -> Finding:
    """The same question, asked again: what was a yes then may be none today."""
    what_for = check.what_for if ", " not in check.what_for else ""
    return answer_for(
        people,
        means=check.means,
        channel=check.channel,
        channel_name=check.channel_name,
        today=today,
        identifying=check.identifying,
        what_for=what_for,
        event=check.event,
        unsure=check.unsure,
    )


@transaction.atomic
def approve(check: Check, *, approved: bool, note: str, by: Person) -> CheckApproval:
    """A trustee's word on a use in which people can be recognised (RW-34). The same word twice is one word.

    Raises Refused for one's own question, for one that waits for nobody, for a second word that differs, and for a yes
    where the answers have changed since.
    """
    if by.pk == check.asked_by_id:
        raise Refused(_("Nobody approves what they asked for themself. Another trustee does."))
    Check.objects.select_for_update(no_key=True).get(pk=check.pk)
    earlier = CheckApproval.objects.filter(check_made=check).select_related("by").first()
    if earlier is not None:
        if earlier.by_id == by.pk and earlier.approved == approved:
            return earlier
        raise Refused(_("%(trustee)s has answered this already.") % {"trustee": earlier.by})
    if not check.needs_trustee:
        raise Refused(_("This does not wait for a trustee."))
    people = Person.objects.filter(pk__in=check.people.values("person"))
    if approved and as_of_today(check, people).verdict != Verdict.YES:
        raise Refused(_("There is not a yes for everybody in it any more. It has to be asked again."))
    made = CheckApproval.objects.create(check_made=check, approved=approved, note=note, by=by)
    record(Verb.APPROVED if approved else Verb.REFUSED, check, by=by)
    return made
