"""What is to be taken down today, withdrawals without a name, disagreements, and who has to be asked or looked at anew.

The titles go into mails: they name nobody and nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.disagreements import disagreements, grown_up
from consent.models import AbilityDecision, Takedown, UnplacedWithdrawal
from consent.services.takedown_mails import TAKERS_DOWN
from consent.states import TakedownStatus
from people.models import CareLink, Person
from people.offices import first_holders, holders
from people.roles import Role
from people.visibility import cared_for
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

SAME_DAY = Schedule(days=(0,), repeat_every=1, escalate_after=1)  # a mail went out at once
SETTLE = Schedule(days=(0,), repeat_every=7, escalate_after=28)
LOOK_AGAIN = Schedule(days=(-30, 0), repeat_every=14, escalate_after=28)
ASK_AGAIN = Schedule(days=(0,), repeat_every=14, escalate_after=60)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    hands = first_holders(*TAKERS_DOWN, today=today)
    judges = holders(Role.LEAD, Role.COORDINATOR, today=today)
    leads, chairs = holders(Role.LEAD, today=today), holders(Role.CHAIR, today=today)
    if person is None or person in hands:
        yield from _to_take_down(hands, tuple(sorted({*leads, *judges})))
    if person is None or person in judges:
        yield from _to_place(judges, chairs)
        yield from _to_tell(judges, leads)
    told = Told(judges, leads, chairs)
    if person is None or person in told.anybody:
        about_people = (*_to_settle(today, told), *_to_look_at(today, told), *_to_ask(today, told))
        yield from (one for one in about_people if person is None or person in one.recipients)


class Told:
    """Who hears of something about one person's consent: those who decide who decides, and of restricted records those
    who may see them; never somebody's own family, who would read there what the other parent said (E-29, fact 57).
    """

    def __init__(self, judges: tuple[int, ...], leads: tuple[int, ...], chairs: tuple[int, ...]) -> None:
        self.judges, self.leads, self.chairs = judges, leads, chairs
        self.anybody = frozenset({*judges, *leads, *chairs})
        links = CareLink.objects.filter(carer__in=self.anybody).order_by().values_list("cared_for", "carer")
        self.family = frozenset(links)

    def of(self, person: Person) -> tuple[int, ...]:
        """The first of these groups in which there is somebody who may hear it."""
        groups = (self.leads, self.chairs) if person.restricted else (self.judges, self.leads, self.chairs)
        return next(filter(None, (self.outside(person, group) for group in groups)), ())

    def outside(self, person: Person, group: tuple[int, ...]) -> tuple[int, ...]:
        """Those of a group who are not of this person's family."""
        return tuple(key for key in group if key != person.pk and (person.pk, key) not in self.family)


def _to_take_down(hands: tuple[int, ...], escalate_to: tuple[int, ...]) -> Iterator[Obligation]:
    """The same day; from the next one the coordinator and the lead are told (E-32)."""
    for takedown in Takedown.objects.open().order_by("pk").iterator(chunk_size=500):
        yield Obligation(
            key=f"consent.takedown:{takedown.pk}",
            title=_("Take something down"),
            due_on=takedown.due_on,
            url=takedown.get_absolute_url(),
            recipients=hands,
            schedule=SAME_DAY,
            reason=_("It is shown, and there is no yes for it any more."),
            escalate_to=escalate_to,
            action=_("See where it is shown"),
            clause="RW-33",
        )


def _to_place(judges: tuple[int, ...], chairs: tuple[int, ...]) -> Iterator[Obligation]:
    for unplaced in UnplacedWithdrawal.objects.waiting().order_by("pk"):
        yield Obligation(
            key=f"consent.unplaced:{unplaced.pk}",
            title=_("Find whom a withdrawal is about"),
            due_on=timezone.localdate(unplaced.recorded_at),
            url=unplaced.get_absolute_url(),
            recipients=judges,
            schedule=SAME_DAY,
            reason=_("Consent was withdrawn for somebody who was not found in the list."),
            escalate_to=chairs,
            action=_("Find the person"),
            clause="RW-33",
        )


def _to_tell(judges: tuple[int, ...], leads: tuple[int, ...]) -> Iterator[Obligation]:
    """Where no mail went out, somebody tells the family what became of it (E-32)."""
    closed = Takedown.objects.filter(status__in=(TakedownStatus.DONE, TakedownStatus.STAYS), answer__isnull=False)
    for takedown in closed.filter(told_on=None).order_by("pk").iterator(chunk_size=500):
        yield Obligation(
            key=f"consent.tell:{takedown.pk}",
            title=_("Tell a family what became of it"),
            due_on=timezone.localdate(takedown.done_at),
            url=takedown.get_absolute_url(),
            recipients=judges,
            schedule=SETTLE,
            reason=_("Something that was not wanted any more is dealt with, and no mail has told them."),
            escalate_to=leads,
            action=_("See what to tell"),
            clause="RW-33",
        )


def _to_settle(today: date, told: Told) -> Iterator[Obligation]:
    """E-29: it counts as no meanwhile, so nobody is in a hurry, and nobody forgets it."""
    for waiting in disagreements(today):
        yield Obligation(
            key=f"consent.disagreement:{waiting.person.pk}:{waiting.newest}",
            title=_("Something about consent is to be settled"),
            due_on=waiting.since,
            url=address("consent:person", waiting.person.pk),
            recipients=told.of(waiting.person),
            schedule=SETTLE,
            reason=_("Answers do not fit together. They count as no until somebody settles it."),
            escalate_to=told.outside(waiting.person, told.chairs),
            action=_("See what it is about"),
            clause="BC-39",
        )


def _to_look_at(today: date, told: Told) -> Iterator[Obligation]:
    """The newest decision about somebody's ability is looked at again on its day (E-38, BC-40)."""
    later = AbilityDecision.objects.filter(subject=OuterRef("subject"), means=OuterRef("means"), pk__gt=OuterRef("pk"))
    soon = today + timedelta(days=30)
    due = AbilityDecision.objects.filter(~Exists(later), review_on__lte=soon, subject__in=cared_for(today))
    for decision in due.select_related("subject").order_by("pk"):
        yield Obligation(
            key=f"consent.ability:{decision.pk}",
            title=_("Look again at who decides"),
            due_on=decision.review_on,
            url=address("consent:person", decision.subject_id),
            recipients=told.of(decision.subject),
            schedule=LOOK_AGAIN,
            reason=_("On that day somebody wanted to look at a decision again."),
            escalate_to=told.outside(decision.subject, told.leads),
            action=_("Look at it"),
            clause="BC-40",
        )


def _to_ask(today: date, told: Told) -> Iterator[Obligation]:
    """Who has grown up is asked themself; what the carers said no longer counts (E-26)."""
    for waiting in grown_up(today):
        yield Obligation(
            key=f"consent.grown_up:{waiting.person.pk}",
            title=_("Ask an adult for their own answer"),
            due_on=waiting.since,
            url=address("consent:person", waiting.person.pk),
            recipients=told.of(waiting.person),
            schedule=ASK_AGAIN,
            reason=_("Others have answered for somebody who decides alone now. Their answers no longer count."),
            escalate_to=told.outside(waiting.person, told.leads),
            action=_("See what to ask"),
            clause="BC-39",
        )
