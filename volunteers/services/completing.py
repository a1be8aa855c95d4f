"""Completions: of one person, of many after a session, and taken back where one was a mistake."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from audit.services import record
from people.models import Person
from people.permissions import own_family
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from volunteers.models import Completion, Topic, TopicKind, TrainingOffer, TrainingSession
from volunteers.permissions import may_record_training
from volunteers.verbs import Verb

NAMED = 5  # people in a sentence that refuses


def complete(
    topic: Topic, person: Person, *, by: Person, done_on: date, today: date, evidence: str = ""
) -> Completion | None:
    """One person completed it. Noted twice for the same day it is one; None says that it stood there already."""
    with transaction.atomic():
        topic = _locked(topic)
        made = _complete(topic, [person], by=by, done_on=done_on, today=today, evidence=evidence)
        if not made:
            return None
        record(Verb.TRAINED, made[0], by=by, detail={"day": done_on})
        return made[0]


@transaction.atomic
def hold_session(
    topic: Topic,
    people: Collection[Person],
    *,
    by: Person,
    held_on: date,
    today: date,
    trainer: str = "",
    place: str = "",
    evidence: str = "",
) -> tuple[TrainingSession, int]:
    """Note a session and who was there. Returns it, and how many completions are new.

    The same session noted again takes in further people, so that two clicks make one.
    """
    topic = _locked(topic)
    same = {"topic": topic, "held_on": held_on, "trainer": trainer, "place": place}
    session = TrainingSession.objects.filter(**same).first() or TrainingSession(**same, recorded_by=by)
    _require_possible(topic, people, by=by, done_on=held_on, today=today)
    if session.pk is None:
        session.save()
    made = _complete(topic, people, by=by, done_on=held_on, today=today, evidence=evidence, session=session)
    if made:
        record(Verb.TRAINED, session, by=by, detail={"day": held_on, "people": len(made)})
    return session, len(made)


@transaction.atomic
def take_back(completion: Completion, *, by: Person, why: str) -> Completion:
    """It was a mistake. The row stays readable with the reason, and the person needs the topic again."""
    completion = Completion.objects.select_for_update(no_key=True).select_related("person").get(pk=completion.pk)
    if not may_record_training(by, completion.person):
        raise Refused(_own([completion.person]))
    if completion.taken_back_at is None:
        completion.taken_back_at, completion.taken_back_by, completion.why_taken_back = timezone.now(), by, why
        completion.save(update_fields=["taken_back_at", "taken_back_by", "why_taken_back"])
        record(Verb.TAKEN_BACK, completion, by=by)
    return completion


def _locked(topic: Topic) -> Topic:
    """Two who note the same session at once come one after the other."""
    found: Topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    return found


def _complete(
    topic: Topic,
    people: Collection[Person],
    *,
    by: Person,
    done_on: date,
    today: date,
    evidence: str,
    session: TrainingSession | None = None,
) -> list[Completion]:
    _require_possible(topic, people, by=by, done_on=done_on, today=today)
    known = set(topic.completions.standing().filter(done_on=done_on).values_list("person", flat=True))
    until = add_months(done_on, topic.every_months) if topic.every_months else None
    new = [person for person in dict.fromkeys(people) if person.pk not in known]
    made: list[Completion] = Completion.objects.bulk_create(
        Completion(
            topic=topic,
            person=person,
            session=session,
            done_on=done_on,
            expires_on=until,
            evidence=evidence,
            recorded_by=by,
        )
        for person in new
    )
    if until is None or until >= today:
        met = TrainingOffer.objects.filter(topic=topic, person__in=new, closed_on=None)
        met.update(closed_on=today)
    return made


def _require_possible(topic: Topic, people: Collection[Person], *, by: Person, done_on: date, today: date) -> None:
    """Raises Refused where it cannot have been completed on that day, or a colleague is to note it."""
    if topic.agreement_id:
        raise Refused(_("A signature completes this topic. It counts by itself once it stands under Agreements."))
    if done_on > today:
        raise Refused(_("This day is still to come. Enter the day on which it was done."))
    if topic.ended_on is not None and topic.ended_on < done_on:
        raise Refused(_("This topic ended on %(day)s.") % {"day": date_format(topic.ended_on)})
    if topic.kind == TopicKind.INDUCTION and (early := [one for one in people if done_on < one.joined_on]):
        words = {"people": _named(early), "day": date_format(done_on)}
        raise Refused(
            _(
                "An induction counts from the day on which somebody joined, or came back. On %(day)s these were not "
                "here yet: %(people)s."
            )
            % words
        )
    own = {by.pk, *own_family(by).values_list("pk", flat=True)}
    if (mine := [one for one in people if one.pk in own]) and not may_record_training(by, mine[0]):
        raise Refused(_own(mine))


def _own(people: Collection[Person]) -> str:
    words = {"people": _named(people)}
    return _("Nobody notes training for themself or their own family. A colleague does it for %(people)s.") % words


def _named(people: Collection[Person]) -> str:
    names = [str(person) for person in list(people)[:NAMED]]
    if len(people) > NAMED:
        names.append(_("%(n)s more") % {"n": len(people) - NAMED})
    return get_text_list(names, _("and"))
