"""Somebody withdraws one thing, several or everything, and it counts from that moment (E-33, fact 49)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from consent.models import Answer, Decision, Method, Question, UnplacedWithdrawal
from consent.models.questions import QuestionQuerySet
from consent.services import answers, confirming, takedowns
from consent.states import QuestionStatus
from consent.verbs import Verb
from consent.whom import ENGLISH, Words
from people.models import Person
from safeguard.refusals import Refused


def questions_of(subject: Person) -> QuestionQuerySet:
    """Everything that can be withdrawn: what was ever answered about the person, and what is asked now."""
    said = Answer.objects.filter(Q(subject=subject) | Q(subject__merged_into=subject), question=OuterRef("pk"))
    found: QuestionQuerySet = Question.objects.filter(Q(status=QuestionStatus.OPEN) | Exists(said))
    return found.exclude(status=QuestionStatus.DRAFT)


@transaction.atomic
def withdraw(
    subject: Person,
    questions: Collection[Question] | None = None,
    *,
    giver: Person | None,
    giver_name: str = "",
    method: str,
    by: Person,
    said_on: date | None = None,
    note: str = "",
) -> list[Answer]:
    """Record that somebody withdraws; `questions` None means everything. It counts at once.

    What is shown is put on the list to take down, whoever gave the word gets a confirmation, and where it was nobody on
    record, those who decide get it. Raises Refused when nobody is named who said so, or when there is nothing that
    could be withdrawn.
    """
    if giver is None and not giver_name.strip():
        raise Refused(_("Say who told you."))
    began, everything = timezone.now(), questions is None
    chosen = list(questions_of(subject) if questions is None else questions)
    words = Words(chosen)
    given = [
        answers.give(
            subject=subject,
            wording=wording,
            decision=Decision.WITHDRAWN,
            giver=giver,
            giver_name=giver_name,
            method=method,
            by=by,
            said_on=said_on,
            note=note,
        )
        for question in chosen
        if (wording := words.of(question, ENGLISH)) is not None
    ]
    if not given:
        raise Refused(_("There is nothing yet that could be withdrawn. Tell the coordinator what was said."))
    if everything:
        takedowns.of_everything(given[-1])
    if any(answer.recorded_at >= began for answer in given):  # a form sent twice is confirmed once
        confirming.withdrawn(subject, giver, chosen, by=by)
    return given


@transaction.atomic
def write_down(*, name: str, what: str, said_by: str, reach: str = "", by: Person) -> UnplacedWithdrawal:
    """A withdrawal for somebody who was not found: nothing is lost, and a keeper finds the person today (E-33)."""
    same = {"name": name, "what": what, "said_by": said_by, "recorded_by": by}
    now = timezone.now()
    just_now = UnplacedWithdrawal.objects.waiting().filter(recorded_at__gt=now - answers.TWICE, **same).first()
    if just_now:
        return just_now
    unplaced = UnplacedWithdrawal.objects.create(reach=reach, **same)
    record(Verb.WITHDREW, unplaced, by=by)
    return unplaced


@transaction.atomic
def settle(
    unplaced: UnplacedWithdrawal, *, by: Person, person: Person | None = None, outcome: str = ""
) -> UnplacedWithdrawal:
    """A keeper has found whom it is about, and everything is withdrawn for them; or says why there is nobody.

    Raises Refused when somebody else was faster, and without a person and a word.
    """
    unplaced = UnplacedWithdrawal.objects.select_for_update(no_key=True).get(pk=unplaced.pk)
    if unplaced.settled_at:
        raise Refused(_("Somebody else has dealt with this already."))
    if person is None and not outcome.strip():
        raise Refused(_("Choose the person, or say why there is nobody."))
    if person is not None:
        on = min(timezone.localdate(unplaced.recorded_at), timezone.localdate())
        withdraw(
            person,
            giver=None,
            giver_name=unplaced.said_by,
            method=Method.PHONE,
            by=by,
            said_on=on,
            note=unplaced.what[:500],
        )
    unplaced.person, unplaced.outcome = person, outcome
    unplaced.settled_by, unplaced.settled_at = by, timezone.now()
    unplaced.save(update_fields=["person", "outcome", "settled_by", "settled_at"])
    record(Verb.ENDED, unplaced, by=by, changed=["person", "settled_at"])
    return unplaced
