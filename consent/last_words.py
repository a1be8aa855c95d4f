"""The last word of each person about each question, for counting: many at once, in the database."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, Subquery

from consent.models import Answer, Decision, RequestItem, Wording
from consent.models.answers import AnswerQuerySet
from consent.states import WAITING
from people.models import Person


def last_yeses() -> AnswerQuerySet:
    """Each yes after which the same person has said nothing else to the same question, about people who are here."""
    same = Answer.objects.filter(giver=OuterRef("giver"), subject=OuterRef("subject"), question=OuterRef("question"))
    later = Q(recorded_at__gt=OuterRef("recorded_at")) | Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
    said = Answer.objects.filter(decision=Decision.YES, giver__isnull=False)
    here = Person.objects.current().values("pk")
    found: AnswerQuerySet = said.filter(~Exists(same.filter(later)), subject__in=here)
    return found


def not_being_asked(answers: AnswerQuerySet) -> AnswerQuerySet:
    """Those whose giver is not asked the same anew at the moment."""
    items = RequestItem.objects.filter(subject=OuterRef("subject"), question=OuterRef("question"))
    waiting = items.filter(request__asked=OuterRef("giver"), request__status__in=WAITING)
    found: AnswerQuerySet = answers.filter(~Exists(waiting))
    return found


def to_narrower_words(answers: AnswerQuerySet) -> AnswerQuerySet:
    """Those to words to which more has been added since (E-35), with the number of the `widened` words."""
    wider = Wording.objects.filter(question=OuterRef("question"), widened=True).order_by("-number")
    found: AnswerQuerySet = answers.annotate(widened=Subquery(wider.values("number")[:1])).filter(
        wording__number__lt=F("widened")
    )
    return found
