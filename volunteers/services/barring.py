"""Whether the barring service must be told: asked, and decided with reasons (fact 30).

Safeguarding Vulnerable Groups Act 2006, section 35; in Scotland Protection of Vulnerable Groups (Scotland) Act 2007.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from incidents.access import visible_to
from incidents.models import Case
from incidents.regulators import Regulator, regulators
from people.models import Person
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation
from volunteers.models import BarringQuestion, StandingChange
from volunteers.permissions import MAY_NOT_DECIDE, may_suspend
from volunteers.verbs import Verb


def service_of(day: date) -> Regulator | None:
    """Whom a charity of this nation refers to: DBS, or Disclosure Scotland."""
    return next(iter(regulators(active_organisation().nation, day, groups=("barring",))), None)


@transaction.atomic
def ask(
    person: Person, *, by: Person, change: StandingChange | None = None, case: Case | None = None
) -> BarringQuestion:
    """Open the question; while one is open about this person, no second one is opened. Raises Refused."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not may_suspend(by, person):
        raise Refused(str(MAY_NOT_DECIDE))
    if case is not None and not visible_to(by).filter(pk=case.pk).exists() and change is None:
        raise Refused(_("Choose a concern that you see."))
    waiting = BarringQuestion.objects.filter(person=person, answer=BarringQuestion.Answer.OPEN).first()
    if waiting is not None:
        return waiting
    question: BarringQuestion = BarringQuestion.objects.create(person=person, change=change, case=case, words={})
    record(Verb.BARRING_ASKED, question, by=by)
    return question


@transaction.atomic
def decide(
    question: BarringQuestion, *, by: Person, answer: str, reasons: str, decided_on: date, reference: str = ""
) -> BarringQuestion:
    """Refer, or not now, with reasons. “Not now” can be decided anew; a referral stands. Raises Refused."""
    question = BarringQuestion.objects.select_for_update(no_key=True).select_related("person").get(pk=question.pk)
    if not may_suspend(by, question.person):
        raise Refused(str(MAY_NOT_DECIDE))
    if question.answer != BarringQuestion.Answer.OPEN:
        raise Refused(_("This is decided already. Ask the question again to decide anew."))
    if answer not in (BarringQuestion.Answer.REFER, BarringQuestion.Answer.NOT_NOW) or not reasons.strip():
        raise Refused(_("Say what is decided, and why."))
    if decided_on < question.asked_on:
        raise Refused(_("The question was asked later than that. Check the day."))
    question.answer, question.decided_on, question.decided_by = answer, decided_on, by
    question.reword(reasons=reasons, reference=reference)
    question.save(update_fields=["answer", "decided_on", "decided_by", "sealed"])
    record(Verb.BARRING, question, by=by)
    return question
