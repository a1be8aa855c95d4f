"""Topics of training and induction: set one up, change it, end it; offer it, and close the offers that are met."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb as CommonVerb
from organisations.models import Settings
from people.models import Person
from safeguard.refusals import Refused
from volunteers.models import Topic, TrainingOffer
from volunteers.services import training_letters
from volunteers.verbs import Verb


@transaction.atomic
def add(*, by: Person, **values: Any) -> Topic:
    """Set up a topic. Raises Refused when there is one of that name."""
    Settings.objects.select_for_update(no_key=True).get()  # two clicks come one after the other
    _require_new(values["title"])
    topic: Topic = Topic.objects.create(**values)
    record(CommonVerb.CREATED, topic, by=by)
    return topic


@transaction.atomic
def change(topic: Topic, *, by: Person, **values: Any) -> Topic:
    """Change who needs it, for how long it counts, or its words. Completions stay as they were written."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    _require_new(values.get("title", topic.title), except_for=topic)
    changed = [name for name, value in values.items() if getattr(topic, name) != value]
    if changed:
        for name in changed:
            setattr(topic, name, values[name])
        topic.save(update_fields=changed)
        record(CommonVerb.CHANGED, topic, by=by, changed=changed)
    return topic


@transaction.atomic
def end(topic: Topic, *, by: Person, on: date) -> Topic:
    """Nobody needs it any more, and open offers close; what was completed stays on record."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    if topic.ended_on is None:
        topic.ended_on = on
        topic.save(update_fields=["ended_on"])
        topic.offers.filter(closed_on=None).update(closed_on=on)
        record(CommonVerb.CHANGED, topic, by=by, changed=["ended_on"])
    return topic


@transaction.atomic
def offer(
    topic: Topic, people: Collection[Person], *, by: Person, due_on: date, on: date, happens: str = "", place: str = ""
) -> int:
    """Offer it to these people, to be completed by a day (IL-55). Returns how many had no open offer yet.

    Each of them is told by a mail what it is, when (`happens`) and where, unless they offered it to themself.

    Raises Refused for a topic that has ended, and for one that a signature completes: that is asked for in Agreements.
    """
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    if topic.ended_on is not None and topic.ended_on <= on:
        raise Refused(_("This topic has ended. Nobody needs it any more."))
    if topic.agreement_id:
        raise Refused(_("A signature completes this topic. Ask for it under Agreements."))
    if due_on < on:
        raise Refused(_("The day by which it is to be completed is past. Choose a later one."))
    has_one = set(topic.offers.filter(closed_on=None).values_list("person", flat=True))
    made = TrainingOffer.objects.bulk_create(
        TrainingOffer(
            topic=topic, person=person, offered_on=on, due_on=due_on, happens=happens, place=place, offered_by=by
        )
        for person in people
        if person.pk not in has_one
    )
    if made:
        record(Verb.OFFERED, topic, by=by, detail={"people": len(made), "due": due_on})
    for one in made:
        if one.person != by:
            training_letters.queue(topic, to=one.person, by=by)
    return len(made)


@transaction.atomic
def close(found: TrainingOffer, *, by: Person, on: date) -> TrainingOffer:
    """The person need not do it after all."""
    found = TrainingOffer.objects.select_for_update(no_key=True).get(pk=found.pk)
    if found.closed_on is None:
        found.closed_on = on
        found.save(update_fields=["closed_on"])
        record(CommonVerb.CHANGED, found, by=by, changed=["closed_on"])
    return found


def _require_new(title: str, *, except_for: Topic | None = None) -> None:
    same = Topic.objects.filter(title=title)
    if (same.exclude(pk=except_for.pk) if except_for else same).exists():
        raise Refused(_("There is a topic of this name already."))
