"""A suspension is looked at again, and the question of a barring referral is decided. No title names anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.access import visible_to
from incidents.models import Answer, Part, Party
from people.models import Person
from people.retention import people_gone_by
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule
from volunteers.deciding import deciders
from volunteers.models import BarringQuestion, VolunteerStanding
from volunteers.states import Standing

REVIEW = Schedule(days=(-2, 0), repeat_every=3)
UNTIL_DECIDED = Schedule(days=(0,), repeat_every=7)
TO_DECIDE = timedelta(days=7)
LOOKED_BACK = timedelta(days=366)


@dataclass
class Leaver:
    """Somebody who left, when, and the concerns that are about them and their work."""

    left_on: date
    cases: set[int] = field(default_factory=set)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    suspended = list(VolunteerStanding.objects.filter(status=Standing.SUSPENDED).select_related("person"))
    asked = list(BarringQuestion.objects.filter(answer=BarringQuestion.Answer.OPEN, shredded_at=None))
    left = _left_with_a_case(today)
    told = deciders({one.person_id for one in (*suspended, *asked)} | set(left), today)
    if not told or (person is not None and not any(person in keys for keys in told.values())):
        return
    found = [
        *(_review(standing, told[standing.person_id], today) for standing in suspended),
        *(_barring(question, told[question.person_id]) for question in asked),
        *_of_leavers(left, told),
    ]
    for obligation in found:
        if obligation.recipients and (person is None or person in obligation.recipients):
            yield obligation


def _review(standing: VolunteerStanding, recipients: tuple[int, ...], today: date) -> Obligation:
    """Of somebody who went while suspended, the end is decided: the barring question comes with it (fact 30)."""
    is_here = standing.person.is_here(today)
    due_on = standing.review_on or standing.since
    if not is_here:
        due_on = standing.person.left_on or standing.person.deceased_on or due_on
    return Obligation(
        key=f"volunteers.suspension:{standing.pk}:{due_on}" if is_here else f"volunteers.left_suspended:{standing.pk}",
        title=_("A decision about a volunteer is to be looked at again")
        if is_here
        else _("A decision about a volunteer is still open"),
        due_on=due_on,
        url=address("volunteers:standing", standing.person_id),
        recipients=recipients,
        schedule=REVIEW,
        reason=_("Sign in and look.") if is_here else _("The volunteer has left meanwhile. Sign in and look."),
        action=_("Sign in and look"),
        clause="RW-46",
        is_closed=True,
    )


def _barring(question: BarringQuestion, recipients: tuple[int, ...]) -> Obligation:
    return Obligation(
        key=f"volunteers.barring:{question.uid}",
        title=_("A question waits for your decision"),
        due_on=question.asked_on + TO_DECIDE,
        url=address("volunteers:barring", question.uid),
        recipients=recipients,
        schedule=UNTIL_DECIDED,
        reason=_("The law sets a duty here. Sign in and look."),
        action=_("Sign in and look"),
        is_closed=True,
    )


def _left_with_a_case(today: date) -> dict[int, Leaver]:
    """Who left in the last year while a concern was about them and their work, and nobody has asked the question."""
    gone = people_gone_by(today).filter(Q(left_on__gte=today - LOOKED_BACK)).order_by().values("pk")
    asked = BarringQuestion.objects.order_by().values("person")
    parties = Party.objects.standing().filter(
        part=Part.CONCERN,
        person__in=gone,
        case__about_worker__in=[Answer.YES, Answer.UNSURE],
        case__is_low_level=False,
        case__shredded_at=None,
    )
    found: dict[int, Leaver] = {}
    rows = parties.exclude(person__in=asked).values_list("person", "case", "person__left_on").order_by("pk")
    for who, case, left_on in rows:
        found.setdefault(who, Leaver(left_on)).cases.add(case)
    return found


def _of_leavers(left: dict[int, Leaver], told: dict[int, tuple[int, ...]]) -> Iterator[Obligation]:
    """Only those who see the concern are asked. One query for each of the few who decide."""
    keys = {key for who in left for key in told[who]}
    people = Person.objects.filter(pk__in=keys).select_related("user") if keys else []
    cases = {case for entry in left.values() for case in entry.cases}
    sees = {one.pk: set(visible_to(one).filter(pk__in=cases).values_list("pk", flat=True)) for one in people}
    for who, entry in left.items():
        recipients = tuple(key for key in told[who] if sees[key] & entry.cases)
        yield Obligation(
            key=f"volunteers.barring_left:{who}",
            title=_("A question waits for your decision"),
            due_on=entry.left_on,
            url=address("volunteers:standing", who),
            recipients=recipients,
            schedule=UNTIL_DECIDED,
            reason=_("The law sets a duty here. Sign in and look."),
            action=_("Sign in and look"),
            is_closed=True,
        )
