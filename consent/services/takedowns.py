"""What is taken down when somebody withdraws, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import record, transition
from audit.verbs import Verb as CommonVerb
from consent import shown
from consent.models import PERSONAL, SHOWN, TAKING, Answer, Channel, Decision, Question, Stock, Takedown, Use, Verdict
from consent.models.kinds import NAMED
from consent.models.uses import UseQuerySet
from consent.services import confirming, takedown_mails
from consent.standing import standing
from consent.states import TakedownStatus
from consent.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused


@transaction.atomic
def because_of(answer: Answer) -> list[Takedown]:
    """A takedown, due today, for each use that is still to be seen and that this no or withdrawal is about (E-32).

    None where there is still a yes: the word of somebody who does not decide takes nothing down.
    """
    covered = of_question(shown_of(answer.subject), answer.question, withdrawn=answer.decision == Decision.WITHDRAWN)
    if not covered.exists() or _is_still_yes(answer):
        return []
    return _ask(covered, answer)


@transaction.atomic
def of_everything(answer: Answer) -> list[Takedown]:
    """Somebody withdrew everything: whatever is still shown of the person, asked for or not, comes down."""
    return _ask(shown_of(answer.subject), answer)


def shown_of(person: Person) -> UseQuerySet:
    """What is still to be seen of somebody, also under an entry that turned out to be the same person."""
    same = Q(subjects__person=person) | Q(subjects__person__merged_into=person)
    found: UseQuerySet = Use.objects.filter(pk__in=Use.objects.standing().filter(same).values("pk"))
    return found


def of_question(uses: UseQuerySet, question: Question, *, withdrawn: bool = True) -> UseQuerySet:
    """Those of the uses that an answer to this question is about.

    By what is shown and where, and by the question that the yes had answered. Who withdraws that pictures are taken at
    all withdraws what is shown of them as well: of the charity's own device, or of somebody's own.
    """
    if question.means not in SHOWN:
        return uses.none()
    by_answer = Q(subjects__answer__question=question)
    if question.channel in TAKING:
        own = Q(picture__device__in=PERSONAL)
        taken = own if question.channel == Channel.TAKEN_PHONE else ~own | Q(picture=None)
        about = Q(means=question.means) & taken if withdrawn else Q(pk__in=[])
    else:
        about = Q(means=question.means, channel=question.channel)
        if question.channel in NAMED and question.channel_name:
            about &= Q(channel_name__iexact=question.channel_name) | Q(channel_name="")
    return uses.filter(pk__in=uses.filter(by_answer | about).values("pk"))


def _is_still_yes(answer: Answer) -> bool:
    found = standing([answer.subject], [answer.question], timezone.localdate(), even_if_gone=True)
    return found[answer.subject_id, answer.question_id].verdict == Verdict.YES


def _ask(uses: Iterable[Use], answer: Answer) -> list[Takedown]:
    return _make([(use, answer.subject) for use in uses], by=answer.recorded_by or answer.giver, answer=answer)


@transaction.atomic
def of_use(use: Use, people: Iterable[Person], *, by: Person) -> list[Takedown]:
    """It was found to be shown, and there is no yes for these people: it comes down, whoever put it there (WY-42)."""
    return _make([(use, person) for person in people], by=by)


def _make(pairs: Iterable[tuple[Use, Person]], *, by: Person | None, answer: Answer | None = None) -> list[Takedown]:
    """One takedown for each of these, where none is waiting."""
    pairs = list(pairs)
    open_ones = Takedown.objects.open().filter(use__in={use.pk for use, _person in pairs})
    waiting = set(open_ones.values_list("use", "subject"))
    made = [
        Takedown.objects.create(use=use, subject=person, answer=answer, due_on=timezone.localdate())
        for use, person in pairs
        if (use.pk, person.pk) not in waiting
    ]
    for takedown in made:
        record(CommonVerb.CREATED, takedown, by=by)
    if made:
        takedown_mails.tell(made[0])
    return made


@transaction.atomic
def done(takedown: Takedown, *, by: Person, outcome: str, stock: str = "", on: date | None = None) -> Takedown:
    """It is not shown any more. Whoever else waits for the same use to come down has it down too.

    Raises Refused for a day to come or before the use, for print without a word on what is left of it, and when
    somebody else was faster.
    """
    today = timezone.localdate()
    on = on or today
    use = takedown.use
    if on > today:
        raise Refused(_("This day is still to come."))
    if on < use.used_on:
        raise Refused(_("It was not shown before %(day)s.") % {"day": date_format(use.used_on)})
    _needs_stock(use, stock)
    stamps = {"done_at": timezone.now(), "done_by": by, "outcome": outcome}
    transition(takedown, to=TakedownStatus.DONE, by=by, verb=Verb.TOOK_DOWN, stock=stock, **stamps)
    for other in Takedown.objects.filter(use=use).exclude(status=TakedownStatus.DONE):
        transition(other, to=TakedownStatus.DONE, by=by, verb=Verb.TOOK_DOWN, stock=other.stock or stock, **stamps)
    use.taken_down_on, use.taken_down_by = on, by
    use.save(update_fields=["taken_down_on", "taken_down_by"])
    for subject in {one.subject for one in Takedown.objects.filter(use=use).select_related("subject")}:
        _confirm(subject, by=by)
    record(Verb.TOOK_DOWN, use, by=by, changed=["taken_down_on"])
    takedown.refresh_from_db()
    return takedown


def _confirm(subject: Person, *, by: Person) -> None:
    """One mail when the last of it has come down. What could not be taken back is told by a person."""
    asked = Takedown.objects.filter(subject=subject, answer__isnull=False)
    if asked.filter(status__in=(TakedownStatus.OPEN, TakedownStatus.STAYS), told_on=None).exists():
        return
    untold = asked.filter(status=TakedownStatus.DONE, told_on=None)
    last = untold.select_related("answer__giver", "answer__question").order_by("answer__recorded_at", "pk").last()
    if last is not None and last.answer is not None and confirming.taken_down(subject, last.answer, by=by):
        untold.update(told_on=timezone.localdate(), told_how=_("By e-mail"))


@transaction.atomic
def stays(takedown: Takedown, *, by: Person, outcome: str, stock: str = "") -> Takedown:
    """It cannot be taken back, such as what was printed and given out, or a page of somebody else; and why."""
    _needs_stock(takedown.use, stock)
    if not outcome.strip():
        raise Refused(_("Say why it cannot be taken back, and what you tried."))
    stamps = {"done_at": timezone.now(), "done_by": by, "outcome": outcome, "stock": stock}
    return transition(takedown, to=TakedownStatus.STAYS, by=by, verb=Verb.STAYS, **stamps)


@transaction.atomic
def agreed(takedown: Takedown, *, by: Person, outcome: str = "") -> Takedown:
    """There is a yes again, so it stays as it is. Raises Refused where there is none."""
    use = takedown.use
    found = shown.effective_of([use], timezone.localdate())
    if any(answer.verdict != Verdict.YES for (_use, who), answer in found.items() if who == takedown.subject_id):
        raise Refused(_("There is no yes for this. Take it down, or have the person asked first."))
    stamps = {"done_at": timezone.now(), "done_by": by, "outcome": outcome}
    return transition(takedown, to=TakedownStatus.AGREED, by=by, verb=Verb.ENDED, **stamps)


@transaction.atomic
def told(takedown: Takedown, *, by: Person, on: date, how: str) -> Takedown:
    """The person, or the family, was told what became of it. Raises Refused while there is nothing to tell."""
    if takedown.status == TakedownStatus.OPEN:
        raise Refused(_("First record whether it was taken down."))
    if on > timezone.localdate():
        raise Refused(_("This day is still to come."))
    takedown.told_on, takedown.told_how = on, how
    takedown.save(update_fields=["told_on", "told_how"])
    record(Verb.TOLD, takedown, by=by, changed=["told_on", "told_how"])
    return takedown


def _needs_stock(use: Use, stock: str) -> None:
    if use.channel == Channel.PRINT and stock not in Stock.values:
        raise Refused(_("Say what becomes of the copies that are left."))
