"""Who needs which training, and how far they are: as a filter of people for lists, and in words for some of them.

Somebody needs a topic who is here and holds one of its roles, in its project where it names one. They have it with a
completion that counts, or with a signature where the topic names an agreement (RW-7), or while an exception runs. Who
comes back begins the induction anew (E-21). Entries that were joined count for the one that stayed (E-17).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.changes import Changes
from agreements.models import Agreement, AgreementRequest
from agreements.signatures import AT_ONCE
from people.models import Person, RoleHolding
from volunteers.models import Completion, Exemption, Topic, TopicKind, TrainingOffer

WHOSE = Coalesce(F("person__merged_into"), F("person"))
EXEMPT_FROM = "topic:"  # and the key of the topic: what an exception from it is about
PRESENT_PERIOD = Coalesce(F("person__merged_into__joined_on"), F("person__joined_on"))


class State(StrEnum):
    DONE = "done"
    EXEMPT = "exempt"
    EXPIRED = "expired"
    MISSING = "missing"

    @property
    def label(self) -> str:
        return str(LABELS[self])

    @property
    def kind(self) -> str:
        """Of the tag."""
        return {State.DONE: "good", State.EXEMPT: "quiet", State.EXPIRED: "bad", State.MISSING: "soon"}[self]


LABELS = {
    State.DONE: _("Completed"),
    State.EXEMPT: _("Not needed for a time"),
    State.EXPIRED: _("Ran out"),
    State.MISSING: _("To be done"),
}


@dataclass(frozen=True)
class Item:
    """One topic that somebody needs. `until` is the last day on which it counts, or counted.

    `expected_on` is the day by which it is to be done: that of an offer, or the topic's number of days after the person
    came, got the role, or the topic was set up.
    """

    topic: Topic
    state: State
    done_on: date | None = None
    until: date | None = None
    completion: Completion | None = None
    offer: TrainingOffer | None = None
    expected_on: date | None = None

    @property
    def is_gap(self) -> bool:
        return self.topic.is_required and self.state in (State.EXPIRED, State.MISSING)


@dataclass(frozen=True)
class TrainingSummary:
    """One person's training in a line: the induction, what is missing, and the next day on which something runs out."""

    induction_done: int = 0
    induction_total: int = 0
    gaps: tuple[str, ...] = ()
    next_expiry: date | None = None

    @property
    def is_inducted(self) -> bool:
        return self.induction_done == self.induction_total


def summary_of(people: Sequence[int], today: date) -> dict[int, TrainingSummary]:
    """Of each of these people (keys), in the same few queries for any number of them."""
    found = items_of(people, today)
    return {person: _summary(items) for person, items in found.items()}


def _summary(items: Iterable[Item]) -> TrainingSummary:
    required = [item for item in items if item.topic.is_required]
    induction = induction_in(required)
    return TrainingSummary(
        induction_done=sum(item.state == State.DONE for item in induction),
        induction_total=len(induction),
        gaps=tuple(str(item.topic) for item in required if item.is_gap),
        next_expiry=min((i.until for i in required if i.state == State.DONE and i.until), default=None),
    )


def induction_in(items: Iterable[Item]) -> list[Item]:
    """The parts of which somebody's induction consists; what they are let off is none of it."""
    required = (item for item in items if item.topic.kind == TopicKind.INDUCTION and item.topic.is_required)
    return [item for item in required if item.state != State.EXEMPT]


def is_inducted(items: Iterable[Item]) -> bool:
    """Whether every part is done, so that there is a certificate of it."""
    parts = induction_in(items)
    return bool(parts) and all(item.state == State.DONE for item in parts)


# As a filter of people -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How many need a topic, and how many of them have a gap; those who are exempt need nothing."""

    needed: int
    missing: int

    @property
    def done(self) -> int:
        return self.needed - self.missing


def running(today: date) -> list[Topic]:
    return list(Topic.objects.running(today).select_related("policy", "project"))


def in_need(topic: Topic, today: date) -> Q:
    """Who holds one of the roles, in the project where the topic names one."""
    held = RoleHolding.objects.on(today).filter(role__in=topic.roles)
    if topic.project_id:
        held = held.filter(Q(project=topic.project_id) | Q(person__project=topic.project_id))
    return Q(pk__in=held.values("person"))


def has_it(topic: Topic, today: date, stale: Collection[int]) -> Q:
    """Who completed it, or signed, or is exempt. Each part is a set that the database reads once."""
    if topic.agreement_id:
        signed = AgreementRequest.objects.filter(agreement=topic.agreement_id).standing(today, stale=stale)
        done = signed.annotate(whose=WHOSE).values("whose")
    else:
        done = completions(today).filter(topic=topic).annotate(whose=WHOSE).values("whose")
    return Q(pk__in=done) | let_off(topic, today)


def let_off(topic: Topic, today: date) -> Q:
    """Whose exception from it runs."""
    exceptions = Exemption.objects.running(today).filter(what=exempt_from(topic), person__isnull=False)
    return Q(pk__in=exceptions.values("person"))


def gap(topic: Topic, today: date, stale: Collection[int]) -> Q:
    return in_need(topic, today) & ~has_it(topic, today, stale)


def with_gaps(topics: Iterable[Topic], today: date) -> QuerySet[Person]:
    """Who is here and lacks one of these topics that are required: one query, with one or two before it."""
    required = [topic for topic in topics if topic.is_required]
    stale, lacking = stale_texts(required), Q(pk__in=[])
    for topic in required:
        lacking |= gap(topic, today, stale)
    return Person.objects.current(today).filter(lacking)


def counts(topics: Sequence[Topic], today: date, people: QuerySet[Person] | None = None) -> dict[int, Progress]:
    """How far each topic is (by key), among everybody who is here or among `people`; one query for all of them."""
    if not topics:
        return {}
    stale, asked = stale_texts(topics), {}
    for topic in topics:
        asked[f"needed_{topic.pk}"] = Count("pk", filter=in_need(topic, today) & ~let_off(topic, today))
        asked[f"missing_{topic.pk}"] = Count("pk", filter=gap(topic, today, stale))
    everybody = Person.objects.current(today) if people is None else people
    found = everybody.order_by().aggregate(**asked)
    return {t.pk: Progress(found[f"needed_{t.pk}"], found[f"missing_{t.pk}"]) for t in topics}


def completions(today: date) -> Any:
    """Those that count today; an induction only from the present period of service."""
    present = ~Q(topic__kind=TopicKind.INDUCTION) | Q(done_on__gte=PRESENT_PERIOD)
    return Completion.objects.counting(today).filter(present)


def exempt_from(topic: Topic) -> str:
    """What an exception from this topic says that it is from."""
    return f"{EXEMPT_FROM}{topic.pk}"


def stale_texts(topics: Iterable[Topic]) -> set[int]:
    """Texts of agreements whose signatures no longer count; nothing is asked where no topic names an agreement."""
    named = {topic.agreement_id for topic in topics if topic.agreement_id}
    return Changes(Agreement.objects.filter(pk__in=named)).stale() if named else set()


# In words, for some people -------------------------------------------------------------------------------------------


def items_of(people: Sequence[int], today: date, topics: Sequence[Topic] | None = None) -> dict[int, list[Item]]:
    """What each of these people needs, and how far they are with it, in the order of the topics."""
    chosen = running(today) if topics is None else list(topics)
    books = _Books(people, chosen, today)
    return {person: list(books.items(person)) for person in people}


class _Books:
    """All that says how far some people are, read in the same few queries for any number of them."""

    def __init__(self, people: Sequence[int], topics: list[Topic], today: date) -> None:
        self.topics, self.today = topics, today
        self.people: dict[int, Person] = {}
        self.held: dict[int, list[tuple[str, int | None, date]]] = defaultdict(list)
        self.last: dict[tuple[int, int], Completion] = {}
        self.signed: dict[tuple[int, int], tuple[date, date | None]] = {}
        self.offers: dict[tuple[int, int], TrainingOffer] = {}
        self.exempt: dict[tuple[int, str], date] = {}
        if topics and people:
            self._read(set(people))

    def _read(self, wanted: set[int]) -> None:
        topics, today = [topic.pk for topic in self.topics], self.today
        here = _of(Person.objects.current(today), "pk", wanted).only("pk", "joined_on", "project_id", "organisation_id")
        self.people = {person.pk: person for person in here.order_by() if person.pk in wanted}
        held = _of(RoleHolding.objects.on(today), "person", wanted).order_by()
        for person, role, project, since in held.values_list("person", "role", "project", "starts_on"):
            self.held[person].append((role, project, since))
        done = Completion.objects.standing().filter(topic__in=topics).annotate(whose=WHOSE, period=PRESENT_PERIOD)
        by_topic = {topic.pk: topic for topic in self.topics}
        for row in _of(done, "whose", wanted).order_by("done_on", "pk"):  # the last one stays
            if by_topic[row.topic_id].kind != TopicKind.INDUCTION or row.done_on >= row.period:
                self.last[row.whose, row.topic_id] = row
        for offer in _of(TrainingOffer.objects.filter(closed_on=None, topic__in=topics), "person", wanted):
            self.offers[offer.person_id, offer.topic_id] = offer
        exceptions = Exemption.objects.running(today).filter(what__startswith=EXEMPT_FROM)
        exempt = _of(exceptions, "person", wanted).order_by("ends_on")
        self.exempt = {(p, what): until for p, what, until in exempt.values_list("person", "what", "ends_on")}
        if stale_of := {topic.agreement_id for topic in self.topics if topic.agreement_id}:
            requests = AgreementRequest.objects.filter(agreement__in=stale_of)
            counting = requests.standing(today, stale=stale_texts(self.topics)).annotate(whose=WHOSE)
            fields = ("whose", "agreement", "signed_on", "expires_on")
            for person, agreement, on, until in _of(counting, "whose", wanted).order_by().values_list(*fields):
                self.signed[person, agreement] = (on, until)

    def items(self, key: int) -> Iterable[Item]:
        if person := self.people.get(key):
            yield from (item for topic in self.topics if (item := self._item(person, topic)))

    def _item(self, person: Person, topic: Topic) -> Item | None:
        since = self._in_need_since(person, topic)
        if since is None:
            return None
        offer = self.offers.get((person.pk, topic.pk))
        expected = offer.due_on if offer else since + timedelta(days=topic.within_days)
        more: dict[str, Any] = {"offer": offer, "expected_on": expected}
        if exempt_until := self.exempt.get((person.pk, exempt_from(topic))):
            return Item(topic, State.EXEMPT, until=exempt_until, **more)
        if topic.agreement_id:
            on, until = self.signed.get((person.pk, topic.agreement_id), (None, None))
            return Item(topic, State.DONE if on else State.MISSING, done_on=on, until=until, **more)
        last = self.last.get((person.pk, topic.pk))
        if last is None:
            return Item(topic, State.MISSING, **more)
        is_over = last.expires_on is not None and last.expires_on < self.today
        if is_over and not offer:
            more["expected_on"] = last.expires_on
        state = State.EXPIRED if is_over else State.DONE
        return Item(topic, state, done_on=last.done_on, until=last.expires_on, completion=last, **more)

    def _in_need_since(self, person: Person, topic: Topic) -> date | None:
        """From when the person needs it; None where no role of theirs asks for it."""
        roles = [
            since
            for role, project, since in self.held.get(person.pk, ())
            if role in topic.roles and topic.project_id in (None, project, person.project_id)
        ]
        return max(min(roles), person.joined_on, timezone.localdate(topic.created_at)) if roles else None


def _of(rows: Any, name: str, people: set[int]) -> Any:
    """The rows of these people; of everybody where there are too many to name, and who is not asked for is ignored."""
    return rows.filter(**{f"{name}__in": people}) if len(people) <= AT_ONCE else rows
