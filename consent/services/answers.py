"""Every answer is written here, whoever gives it and however it comes in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from consent.models import Answer, Decision, Question, Wording
from consent.services import takedowns
from consent.verbs import Verb
from people.models import CareLink, Person
from safeguard.recurrence import add_months
from safeguard.refusals import Refused

NO_YES = (Decision.NO, Decision.WITHDRAWN)


@transaction.atomic
def give(
    *,
    subject: Person,
    wording: Wording,
    decision: str,
    giver: Person | None,
    method: str,
    by: Person | None = None,
    said_on: date | None = None,
    giver_name: str = "",
    **evidence: Any,
) -> Answer:
    """Write one word of one person on one question. What follows from a no or a withdrawal follows at once.

    `by` is who writes it down, None where the giver does so by their own link. `evidence` are other fields of Answer:
    witness, support, interpreter, note, sent_to, request, code. Raises Refused when the giver has nothing to do with
    the subject, and when nobody is named who says yes or no.
    """
    today = timezone.localdate()
    said_on = said_on or today
    if said_on > today:
        raise Refused(_("This day is still to come."))
    link = _link(subject, giver, said_on)
    if giver is None and decision != Decision.WITHDRAWN:
        raise Refused(_("Say who answered."))
    if giver is not None and giver != subject and link is None:
        raise Refused(_("%(giver)s is not on record as a carer of this person.") % {"giver": giver})
    answer = Answer.objects.create(
        subject=subject,
        question=wording.question,
        wording=wording,
        decision=decision,
        giver=giver,
        giver_name=giver_name or (giver.name if giver else ""),
        care_link=link,
        authority=link.authority if link else "",
        method=method,
        said_on=said_on,
        recorded_by=by,
        expires_on=_expires_on(wording.question, said_on) if decision == Decision.YES else None,
        **evidence,
    )
    verb = Verb.WITHDREW if decision == Decision.WITHDRAWN else Verb.RECORDED if by else Verb.ANSWERED
    record(verb, answer, by=by or giver or giver_name, detail={"question": wording.question_id, "method": method})
    if decision in NO_YES:
        takedowns.because_of(answer)
    return answer


def _link(subject: Person, giver: Person | None, day: date) -> CareLink | None:
    if giver is None or giver == subject:
        return None
    links = CareLink.objects.filter(cared_for=subject, carer=giver)
    return links.on(day).first() or links.on(timezone.localdate()).first()


def _expires_on(question: Question, said_on: date) -> date:
    """The day on which it is asked again: after the months of the question, or when its time is over."""
    again = add_months(said_on, question.refresh_months)
    return min(again, question.ends_on) if question.ends_on else again
