"""Who decides, where ages and answers do not say it: ability (E-38, BC-40), and how a disagreement ended (E-29)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from consent.effective import Effective, Reason
from consent.models import Ability, AbilityDecision, Answer, Decision, Question, Settlement
from consent.services import takedowns
from consent.standing import standing_of
from consent.verbs import Verb
from organisations.ages_of_law import decides_alone
from people.ages import age_of
from people.models import Person
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation

OF_CHILDREN = frozenset({Ability.NOT_YET})
OF_ADULTS = frozenset({Ability.LACKS_CAPACITY})


def is_adult(person: Person, today: date) -> bool | None:
    """Whether somebody decides without parents on that day; None where nobody knows the age."""
    age = age_of(person, today)
    if age is None:
        return True if person.adult_at_risk else None
    return age >= decides_alone(active_organisation().nation).years


@transaction.atomic
def judge_ability(
    subject: Person,
    *,
    ability: str,
    reasons: str,
    by: Person,
    means: str = "",
    support: str = "",
    best_interests: str = "",
    decided_on: date | None = None,
    review_on: date | None = None,
) -> AbilityDecision:
    """Record that somebody can or cannot decide about something, on which day and why (facts 53 and 54).

    Raises Refused when the finding does not fit the age, when an adult who decides with support is recorded without
    the support that was given, and for days on the wrong side of today.
    """
    today = timezone.localdate()
    decided_on = decided_on or today
    adult = is_adult(subject, today)
    if by == subject:
        raise Refused(_("Somebody else has to write this down."))
    if decided_on > today:
        raise Refused(_("This day is still to come."))
    if review_on is not None and review_on <= today:
        raise Refused(_("Choose a day that is still to come to look at it again."))
    if adult and ability in OF_CHILDREN:
        raise Refused(_("This person is an adult. An adult decides, or cannot decide about this one thing."))
    if adult is False and ability in OF_ADULTS:
        raise Refused(_("This person is not an adult yet. For a child, choose what the child understands."))
    if ability == Ability.ABLE_WITH_SUPPORT and not support.strip():
        raise Refused(_("Write down which help was given to decide."))
    if ability == Ability.LACKS_CAPACITY and not support.strip():
        raise Refused(_("Write down which help to decide was tried first. Nobody lacks it before that was tried."))
    Person.objects.select_for_update(no_key=True).get(pk=subject.pk)
    values = {"means": means, "ability": ability, "reasons": reasons, "support": support, "decided_by": by}
    values |= {"best_interests": best_interests, "decided_on": decided_on, "review_on": review_on}
    newest = AbilityDecision.objects.filter(subject=subject).first()
    if newest and all(getattr(newest, name) == value for name, value in values.items()):
        return newest  # the same form sent twice
    decision = AbilityDecision.objects.create(subject=subject, **values)
    record(Verb.JUDGED, decision, by=by, detail={"means": means or "all"})
    return decision


@transaction.atomic
def settle(subject: Person, question: Question, *, decision: str, basis: str, reasons: str, by: Person) -> Settlement:
    """End a disagreement: what counts from now on, and what it rests on (E-29).

    Raises Refused when there is nothing to settle, and when `by` is one of those who answered.
    """
    subject = Person.objects.select_for_update(no_key=True).get(pk=subject.pk)
    if decision not in (Decision.YES, Decision.NO):
        raise Refused(_("Choose yes or no."))
    newest = Settlement.objects.filter(subject=subject, question=question).first()
    values = {"decision": decision, "basis": basis, "reasons": reasons, "decided_by": by}
    if newest and all(getattr(newest, name) == value for name, value in values.items()):
        return newest  # the same form sent twice
    if Answer.objects.filter(subject=subject, question=question, giver=by).exists():
        raise Refused(_("You have answered this question yourself. Somebody else settles it."))
    if not can_be_settled(standing_of(subject, question, timezone.localdate()), newest):
        raise Refused(_("Nobody disagrees about this at the moment."))
    made = Settlement.objects.create(subject=subject, question=question, **values)
    last = Answer.objects.filter(subject=subject, question=question).order_by("recorded_at", "pk").last()
    if decision == Decision.NO and last is not None:
        takedowns.because_of(last)
    record(Verb.SETTLED, made, by=by, detail={"question": question.pk})
    return made


def can_be_settled(found: Effective, newest: Settlement | None) -> bool:
    """A disagreement, a child who would rather not, or what was settled before and looks different now."""
    reasons = {found.reason, *found.notes}
    return newest is not None or not reasons.isdisjoint({Reason.DISAGREE, Reason.OWN_VIEW})
