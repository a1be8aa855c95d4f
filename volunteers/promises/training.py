"""What policies promise about training and induction: everybody is trained, newcomers in time, and offers are met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person, RoleHolding
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from volunteers.models import Topic, TopicKind, TrainingOffer
from volunteers.services.training import has_it, in_need, running, stale_texts
from volunteers.topic_suggestions import ABUSE, PRESENCE

ANSWERED_BY = TRUSTEES | {Role.LEAD, Role.COORDINATOR}


def commitments(*, today: date) -> Iterator[Commitment]:
    topics = [topic for topic in running(today) if topic.is_required]
    about_policies = [topic for topic in topics if topic.policy_id]
    induction = [topic for topic in topics if topic.kind == TopicKind.INDUCTION]
    abuse = [topic for topic in topics if topic.suggestion == ABUSE]
    presence = [topic for topic in topics if topic.suggestion == PRESENCE]
    staff = Q(pk__in=Person.objects.counted_as_staff(today).values("pk"))
    tallies = _counted(
        {t.pk: in_need(t, today) | staff if t in about_policies else in_need(t, today) for t in topics}, topics, today
    )
    yield _light(
        "volunteers.policies",
        _("Everybody is trained on our policies"),
        "WR-11",
        _sum(about_policies, tallies),
        _("No topic of training is about a policy yet."),
    )
    yield _light(
        "volunteers.induction",
        _("Newcomers go through the induction in time"),
        "IL-14",
        _sum(induction, tallies),
        _("No induction is set up yet."),
    )
    yield _light(
        "volunteers.abuse",
        _("Our people know about online abuse and grooming"),
        "WY-113",
        _sum(abuse, tallies),
        _("The training about online abuse and grooming is not set up yet."),
    )
    yield _light(
        "volunteers.presence",
        _("Those who run our pages and accounts are trained"),
        "IL-20",
        _sum(presence, tallies),
        _("The training for those who run pages and accounts is not set up yet."),
    )
    yield offers(today)


@dataclass(frozen=True)
class Tally:
    """How many need something, how many of them lack it, and how many of those should have it by now."""

    of: int = 0
    lacking: int = 0
    late: int = 0


def _counted(asked: dict[int, Q], topics: list[Topic], today: date) -> dict[int, Tally]:
    """By topic: one query for all of them, one about what is late, and a few where a topic names an agreement."""
    if not topics:
        return {}
    stale, counts = stale_texts(topics), {}
    lacking = {topic.pk: asked[topic.pk] & ~has_it(topic, today, stale) for topic in topics}
    for topic in topics:
        counts[f"of_{topic.pk}"] = Count("pk", filter=asked[topic.pk])
        counts[f"lacking_{topic.pk}"] = Count("pk", filter=lacking[topic.pk])
    here = Person.objects.current(today).order_by()
    found = here.aggregate(**counts)
    late = {}
    for topic in topics:
        patience = today - timedelta(days=topic.within_days)
        if found[f"lacking_{topic.pk}"] and timezone.localdate(topic.created_at) < patience:
            in_time = Q(joined_on__gte=patience) | Q(pk__in=_new_to_it(topic, patience, today))
            late[f"late_{topic.pk}"] = Count("pk", filter=lacking[topic.pk] & ~in_time)
    found |= here.aggregate(**late) if late else {}
    return {
        pk: Tally(found[f"of_{pk}"], found[f"lacking_{pk}"], found.get(f"late_{pk}", 0))
        for pk in (topic.pk for topic in topics)
    }


def _new_to_it(topic: Topic, patience: date, today: date) -> Any:
    """Who came to a role that needs it only lately, and held none of them before."""
    held = RoleHolding.objects.on(today).filter(role__in=topic.roles)
    before = held.filter(starts_on__lt=patience).values("person")
    return held.exclude(person__in=before).values("person")


def _sum(topics: Iterable[Topic], tallies: dict[int, Tally]) -> Tally | None:
    found = [tallies[topic.pk] for topic in topics]
    if not found:
        return None
    return Tally(sum(t.of for t in found), sum(t.lacking for t in found), sum(t.late for t in found))


def _light(key: str, title: str, clause: str, tally: Tally | None, nothing: str) -> Commitment:
    if tally is None:
        state, reason = State.NEW, nothing
    elif not tally.of:
        state, reason = State.NEW, _("Nobody here needs it today.")
    elif tally.late:
        state = State.BROKEN
        words = ngettext("%(n)s completion is late.", "%(n)s completions are late.", tally.late)
        reason = words % {"n": tally.late}
    elif tally.lacking:
        state = State.AT_RISK
        words = ngettext("%(n)s completion is still to come.", "%(n)s completions are still to come.", tally.lacking)
        reason = words % {"n": tally.lacking}
    else:
        state, reason = State.KEPT, _("Everybody who needs it has completed it.")
    is_set_up = tally is not None
    return Commitment(
        key=key,
        title=title,
        state=state,
        reason=reason,
        url=address("volunteers:gaps") if is_set_up else address("volunteers:topics"),
        answered_by=ANSWERED_BY,
        action=_("See who has a gap") if is_set_up else _("Set it up"),
        clause=clause,
        number=tally.of - tally.lacking if tally else None,
        of=tally.of if tally else None,
    )


def offers(today: date) -> Commitment:
    """Whoever was offered a training completes it (IL-55)."""
    here = Q(person__in=Person.objects.current(today).values("pk"))
    found = TrainingOffer.objects.order_by().aggregate(
        of=Count("pk"),
        waiting=Count("pk", filter=Q(closed_on=None) & here),
        late=Count("pk", filter=Q(closed_on=None, due_on__lt=today) & here),
    )
    if not found["of"]:
        state, reason = State.NEW, _("No training has been offered yet.")
    elif found["late"]:
        words = ngettext("%(n)s offer is past its day.", "%(n)s offers are past their day.", found["late"])
        state, reason = State.BROKEN, words % {"n": found["late"]}
    elif found["waiting"]:
        words = ngettext("%(n)s offer is open.", "%(n)s offers are open.", found["waiting"])
        state, reason = State.KEPT, words % {"n": found["waiting"]}
    else:
        state, reason = State.KEPT, _("Whatever was offered has been completed.")
    return Commitment(
        key="volunteers.offers",
        title=_("Training that is offered is completed"),
        state=state,
        reason=reason,
        url=address("volunteers:topics"),
        answered_by=ANSWERED_BY,
        action=_("See the topics"),
        clause="IL-55",
        number=found["of"] - found["waiting"],
        of=found["of"],
    )
