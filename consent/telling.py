"""Which families and young people were told of a notice: of what it says now, of an earlier version, or not yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from consent.models import Notice, NoticeGiven, NoticeText
from people.models import CareLink, Person, PersonQuerySet
from people.permissions import SEE_RESTRICTED
from people.visibility import cared_for_visible_to

NOW, BEFORE, NOT_YET = "now", "before", "not_yet"

LABELS = {
    NOW: _("Told"),
    BEFORE: _("Told of an earlier version"),
    NOT_YET: _("Not told yet"),
}
KINDS = {NOW: "good", BEFORE: "soon", NOT_YET: "quiet"}


@dataclass(frozen=True)
class Progress:
    """How many were told of what counts now, of an earlier version only, and not yet."""

    now: int
    before: int
    not_yet: int

    @property
    def everybody(self) -> int:
        return self.now + self.before + self.not_yet

    @property
    def told(self) -> int:
        return self.now + self.before


def needed(notices: Iterable[Notice]) -> dict[int, int]:
    """The number of the version of which one has to have been told: the newest that had something new in it."""
    rows = NoticeText.objects.filter(notice__in=list(notices), widened=True).order_by()
    widened = dict(rows.values_list("notice").annotate(newest=Max("number")))
    return {notice.pk: widened.get(notice.pk, 1) for notice in notices}


def is_told(notice: Notice, number: int, today: date) -> Q:
    """For people whom the charity cares for: they, or those who look after them, were told of `number` or later.

    Of what parents and carers are told, one carer is enough; who has nobody is told themself. Of what the people
    themselves are told, each is told.
    """
    given = NoticeGiven.objects.filter(text__notice=notice, text__number__gte=number).values("person")
    links = CareLink.objects.on(today)
    found = Q()
    if notice.to_carers:
        by_carers = Q(pk__in=links.filter(carer__in=given).values("cared_for"))
        found &= by_carers | (~Q(pk__in=links.values("cared_for")) & Q(pk__in=given))
    if notice.to_beneficiaries:
        found &= Q(pk__in=given)
    return found


def with_state(people: PersonQuerySet, notice: Notice, today: date) -> PersonQuerySet:
    """`told` says for each person whom the charity cares for which of the three it is."""
    number = needed([notice])[notice.pk]
    state = Case(
        When(is_told(notice, number, today), then=Value(NOW)),
        When(is_told(notice, 1, today), then=Value(BEFORE)),
        default=Value(NOT_YET),
        output_field=CharField(),
    )
    found: PersonQuerySet = people.annotate(told=state)
    return found


def progress(notices: Collection[Notice], people: PersonQuerySet, today: date) -> dict[int, Progress]:
    """For each notice how far it has come, in two queries for any number of notices and people."""
    if not notices:
        return {}
    numbers = needed(notices)
    counts = {"everybody": Count("pk", distinct=True)}
    for notice in notices:
        counts[f"now_{notice.pk}"] = Count("pk", distinct=True, filter=is_told(notice, numbers[notice.pk], today))
        counts[f"ever_{notice.pk}"] = Count("pk", distinct=True, filter=is_told(notice, 1, today))
    found = people.order_by().aggregate(**counts)
    return {
        notice.pk: Progress(
            now=found[f"now_{notice.pk}"],
            before=found[f"ever_{notice.pk}"] - found[f"now_{notice.pk}"],
            not_yet=found["everybody"] - found[f"ever_{notice.pk}"],
        )
        for notice in notices
    }


def states_of(subject: Person, today: date) -> list[tuple[Notice, str]]:
    """Each notice in use that concerns this person, with which of the three it is, in three queries."""
    notices = list(Notice.objects.filter(ended_on=None).order_by("title", "pk"))
    counted = progress(notices, Person.objects.filter(pk=subject.pk), today)
    return [(notice, _state(counted[notice.pk])) for notice in notices]


def _state(count: Progress) -> str:
    return NOW if count.now else BEFORE if count.before else NOT_YET


def to_tell(notice: Notice, by: Person, today: date) -> PersonQuerySet:
    """Those whom `by` may note as told: the people whose names they see, and their carers, as the notice is for them.

    `told_number` is the newest version of which they were told, 0 for none.
    """
    visible = cared_for_visible_to(by, today).order_by()
    links = CareLink.objects.on(today)
    meant = Q()
    if notice.to_carers:
        meant |= Q(pk__in=links.filter(cared_for__in=visible.values("pk")).values("carer"))
        meant |= Q(pk__in=visible.exclude(pk__in=links.values("cared_for")).values("pk"))
    if notice.to_beneficiaries:
        meant |= Q(pk__in=visible.values("pk"))
    found = Person.objects.current(today).filter(meant)
    if not SEE_RESTRICTED.allows(by):
        found = found.filter(restricted=False)
    given = NoticeGiven.objects.filter(text__notice=notice, person=OuterRef("pk")).order_by("-text__number")
    people: PersonQuerySet = found.annotate(told_number=Coalesce(Subquery(given.values("text__number")[:1]), Value(0)))
    return people
