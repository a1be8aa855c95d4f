"""Every answer is written here, whoever gives it and however it comes in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import record
from consent.models import Answer, Decision, Method, Question, Wording
from consent.services import takedowns
from consent.verbs import Verb
from people.models import CareLink, Person
from safeguard.recurrence import add_months
from safeguard.refusals import Refused

NO_YES = (Decision.NO, Decision.WITHDRAWN)
TWICE = timedelta(minutes=2)  # the same word again within this time is the same click again
SAME = ("wording", "decision", "giver", "giver_name", "method", "said_on", "recorded_by", "witness", "support", "note")


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
    witness, support, interpreter, note, sent_to, request, code. The same word once more within two minutes is a form
    sent twice, and the answer that is there is given back. Raises Refused when the giver has nothing to do with the
    subject, when nobody is named who says yes or no, when the day is still to come or before anybody was asked, and for
    a yes that is older than a withdrawal, or than a no of the same person: a late form brings nothing back (E-33).
    """
    today = timezone.localdate()
    said_on = said_on or today
    if said_on > today:
        raise Refused(_("This day is still to come."))
    subject, giver = _kept(subject), giver and _kept(giver)
    # Answers about one person come one after the other, so that one takedown is made for a use and not two.
    Person.objects.select_for_update(no_key=True).get(pk=subject.pk)
    link = _link(subject, giver, said_on)
    if giver is None and decision != Decision.WITHDRAWN:
        raise Refused(_("Say who answered."))
    if giver is not None and giver != subject and link is None:
        raise Refused(_("%(giver)s is not on record as a carer of this person.") % {"giver": giver})
    values = {
        "wording": wording,
        "decision": decision,
        "giver": giver,
        "giver_name": giver_name or (giver.name if giver else ""),
        "method": method,
        "said_on": said_on,
        "recorded_by": by,
        **evidence,
    }
    if there := _just_said(subject, wording.question, values):
        return there
    if decision == Decision.YES:
        _refuse_what_was_taken_back(subject, wording.question, giver, said_on, method)
    answer = Answer.objects.create(
        subject=subject,
        question=wording.question,
        care_link=link,
        authority=link.authority if link else "",
        expires_on=_expires_on(wording.question, said_on) if decision == Decision.YES else None,
        **values,
    )
    if decision in NO_YES:
        takedowns.because_of(answer)
    verb = Verb.WITHDREW if decision == Decision.WITHDRAWN else Verb.RECORDED if by else Verb.ANSWERED
    record(verb, answer, by=by or giver or giver_name, detail={"question": wording.question_id, "method": method})
    return answer


def may_speak(giver: Person, subject: Person) -> bool:
    """Whether somebody's word about a person is written down as their own today: for themself, or as a carer."""
    return giver == subject or _link(subject, giver, timezone.localdate()) is not None


def _kept(person: Person) -> Person:
    """The entry that stands for somebody who was entered twice (E-17)."""
    return person.merged_into or person


def _just_said(subject: Person, question: Question, values: dict[str, Any]) -> Answer | None:
    """The last word of all, if it is the same and only a moment old. After somebody else's word it is a new one."""
    words = Answer.objects.filter(subject=subject, question=question, recorded_at__gt=timezone.now() - TWICE)
    last = words.select_related("wording", "giver", "recorded_by").order_by("-recorded_at", "-pk").first()
    same = last and all(getattr(last, name) == values.get(name, "") for name in SAME)
    return last if same else None


def _refuse_what_was_taken_back(
    subject: Person, question: Question, giver: Person | None, said_on: date, method: str
) -> None:
    """A form that was signed before somebody withdrew, and comes in after it. Of one day, nobody knows which was first.

    Raises Refused; the person is asked again.
    """
    no = Q(decision=Decision.NO, giver=giver, said_on__gt=said_on)
    withdrawn = Q(decision=Decision.WITHDRAWN, said_on__gt=said_on)
    if method == Method.PAPER:
        withdrawn |= Q(decision=Decision.WITHDRAWN, said_on=said_on)
    words = Answer.objects.filter(Q(subject=subject) | Q(subject__merged_into=subject), question=question)
    newest = words.filter(no | withdrawn).order_by("said_on", "pk").last()
    if newest is not None:
        sentence = _(
            "“%(question)s”: on %(day)s the answer was no, or was taken back. This yes is not newer than that, so it "
            "does not count. Leave this question as not answered, and ask again."
        )
        raise Refused(sentence % {"question": question, "day": date_format(newest.said_on)})


def _link(subject: Person, giver: Person | None, day: date) -> CareLink | None:
    """The right of the carer on that day, or today; also where one of the two was entered twice."""
    if giver is None or giver == subject:
        return None
    links = CareLink.objects.filter(
        Q(cared_for=subject) | Q(cared_for__merged_into=subject), Q(carer=giver) | Q(carer__merged_into=giver)
    )
    return links.on(day).first() or links.on(timezone.localdate()).first()


def _expires_on(question: Question, said_on: date) -> date:
    """The day from which a yes no longer counts: after the months of the question, or after its last day."""
    again = add_months(said_on, question.refresh_months)
    return min(again, question.ends_on + timedelta(days=1)) if question.ends_on else again
