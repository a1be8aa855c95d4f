"""The single central record: one row per person who volunteers or works here, read together from every part.

Nothing is kept here. What a check online found has no place in it, only that one was done and when; nor has the
content of a certificate. What was done before somebody left and came back does not count (E-21).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, TextChoices
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.signatures import AT_ONCE, Signatures, signatures_of
from people.models import Person, RoleHolding, RoleLabel
from people.roles import WORKERS, Role
from volunteers.models import (
    Application,
    ApplicationStep,
    AppliedReference,
    Exemption,
    OnlineCheck,
    Placement,
    ReferenceAnswer,
    Suitability,
    SuitabilityOutcome,
    VolunteerStanding,
)
from volunteers.services import settings, training, vetting
from volunteers.services.training import TrainingSummary
from volunteers.services.vetting import VettingSummary
from volunteers.states import CheckStatus, Standing

ANSWERED = (ReferenceAnswer.GOOD, ReferenceAnswer.RESERVED, ReferenceAnswer.BAD)


class Gap(TextChoices):
    """What may be missing of somebody who is here."""

    SUITABILITY = "suitability", _("Suitability not decided")
    IDENTITY = "identity", _("Identity not seen")
    REFERENCES = "references", _("References missing")
    POSITION = "position", _("No position, so nobody knows which check is needed")
    CRIMINAL = "criminal", _("Criminal-record check missing or to be renewed")
    INDUCTION = "induction", _("Induction not complete")
    TRAINING = "training", _("Training missing")
    AGREEMENTS = "agreements", _("Agreements not signed")


@dataclass(frozen=True)
class Decided:
    """The newest decision on suitability."""

    outcome: SuitabilityOutcome
    on: date
    by: str

    @property
    def is_in_favour(self) -> bool:
        return self.outcome != SuitabilityOutcome.NOT


@dataclass(frozen=True)
class Needed:
    """Something that is noted with a date, or that this person need not have."""

    on: date | None = None
    is_spared: bool = False  # an exception with an end, or left out with a note

    @property
    def is_missing(self) -> bool:
        return self.on is None and not self.is_spared


@dataclass(frozen=True)
class References:
    answered: int
    wanted: int
    is_spared: bool = False

    @property
    def is_missing(self) -> bool:
        return self.answered < self.wanted and not self.is_spared


@dataclass(frozen=True)
class Row:
    """One person in the record."""

    person: Person
    roles: tuple[str, ...]
    positions: tuple[str, ...]
    suitability: Decided | None
    identity: Needed
    references: References
    vetting: VettingSummary
    online_on: date | None
    training: TrainingSummary
    agreements: Signatures
    standing: Standing
    since: date | None  # of the standing, where it was written down
    gaps: tuple[Gap, ...] = ()


def rows(people: Collection[Person], today: date) -> list[Row]:
    """In the order of `people`, in the same number of queries for one person and for ten thousand."""
    return list(_Facts(people, today).rows())


class _Facts:
    """What is known of these people, read at once."""

    def __init__(self, people: Collection[Person], today: date) -> None:
        self.people, self.today = people, today
        self.keys = [person.pk for person in people]
        self.is_few = len(self.keys) <= AT_ONCE
        self.applications = dict(self._of(Application.objects.exclude(person=None)).values_list("pk", "person"))
        self.recruitment = settings.current()
        self.needs = {key for keys in self.recruitment.needs.values() for key in keys}
        self.came_back = vetting.came_back(self.keys)
        self.standings = self._standings()
        self.roles, self.positions = self._roles(), self._positions()
        self.decided, self.online = self._decided(), self._online()
        self.steps, self.answered, self.spared = self._steps(), self._answered(), self._spared()
        self.vetting = vetting.summary_of(self.keys, today)
        self.training = training.summary_of(self.keys, today)
        self.signatures = signatures_of(people, today)

    def rows(self) -> Iterator[Row]:
        for person in self.people:
            standing, since = self.standings.get(person.pk, (None, None))
            is_here = person.is_here(self.today)
            if standing == Standing.ACTIVE and not is_here:
                standing, since = None, None  # whoever left has ended, also before that was written down
            row = Row(
                person=person,
                roles=tuple(self.roles[person.pk]),
                positions=tuple(self.positions[person.pk]),
                suitability=self.decided.get(person.pk),
                identity=self._needed(person.pk, "identity"),
                references=self._references(person.pk),
                vetting=self.vetting[person.pk],
                online_on=self.online.get(person.pk),
                training=self.training[person.pk],
                agreements=self.signatures[person.pk],
                standing=standing or (Standing.ACTIVE if is_here else Standing.ENDED),
                since=since or (None if is_here else person.left_on or person.deceased_on),
            )
            is_served = is_here and row.standing != Standing.ENDED
            yield replace(row, gaps=tuple(self._gaps(row))) if is_served else row

    def _gaps(self, row: Row) -> Iterator[Gap]:
        if "decision" in self.needs and not (row.suitability and row.suitability.is_in_favour):
            yield Gap.SUITABILITY
        if row.identity.is_missing:
            yield Gap.IDENTITY
        if row.references.is_missing:
            yield Gap.REFERENCES
        if not row.positions:
            yield Gap.POSITION  # it is the position that asks for a criminal-record check
        if row.vetting.is_missing or (row.vetting.renew_on is not None and row.vetting.renew_on < self.today):
            yield Gap.CRIMINAL
        if not row.training.is_inducted:
            yield Gap.INDUCTION
        if len(row.training.gaps) > row.training.induction_total - row.training.induction_done:
            yield Gap.TRAINING  # beside what is missing of the induction
        if row.agreements.outstanding:
            yield Gap.AGREEMENTS

    def _needed(self, person: int, key: str) -> Needed:
        on, is_left_out = self.steps.get((person, key), (None, False))
        is_spared = is_left_out or (person, key) in self.spared or key not in self.needs
        return Needed(None if is_left_out else on, is_spared=is_spared)

    def _references(self, person: int) -> References:
        is_spared = self._needed(person, "references").is_spared
        return References(self.answered[person], self.recruitment.references_wanted, is_spared=is_spared)

    # --- One query each ----------------------------------------------------------------------------------------------

    def _of(self, found: Any, name: str = "person") -> Any:
        return found.filter(**{f"{name}__in": self.keys}) if self.is_few else found

    def _of_applications(self, found: Any) -> Any:
        return found.filter(application__in=list(self.applications)) if self.is_few else found

    def _of_either(self, found: Any) -> Any:
        """Rows about one of these people, or about an application of theirs."""
        theirs = Q(person__in=self.keys) | Q(application__in=list(self.applications))
        return found.filter(theirs) if self.is_few else found

    def _whose(self, person: int | None, application: int | None) -> int:
        """Nought for somebody who is no person of the list yet."""
        return person or self.applications.get(application or 0, 0)

    def _counts(self, person: int, on: date | None) -> bool:
        """Not from before the person left and came back."""
        since = self.came_back.get(person)
        return since is None or (on is not None and on > since)

    def _standings(self) -> dict[int, tuple[Standing, date]]:
        found = self._of(VolunteerStanding.objects.order_by()).values_list("person", "status", "since")
        return {person: (Standing(status), since) for person, status, since in found}

    def _roles(self) -> dict[int, list[str]]:
        labels, found = RoleLabel.objects.by_role(), defaultdict(list)
        order = {role: number for number, role in enumerate(Role.values)}
        held = self._of(RoleHolding.objects.on(self.today).filter(role__in=WORKERS).order_by())
        for person, role in sorted(set(held.values_list("person", "role")), key=lambda pair: order[pair[1]]):
            found[person].append(labels[role])
        return found

    def _positions(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        placed = Placement.objects.filter(vetting.in_force(self.today)).order_by("starts_on", "pk")
        for person, title in self._of(placed).values_list("person", "position__title"):
            found[person].append(title)
        return found

    def _decided(self) -> dict[int, Decided]:
        found: dict[int, Decided] = {}
        fields = ("person", "application", "outcome", "decided_on", "decided_by__known_as", "decided_by__name")
        decisions = self._of_either(Suitability.objects.order_by("-decided_on", "-pk")).values_list(*fields)
        for person, application, outcome, on, known_as, name in decisions:
            if self._counts(whose := self._whose(person, application), on):
                found.setdefault(whose, Decided(SuitabilityOutcome(outcome), on, known_as or name))
        return found

    def _steps(self) -> dict[tuple[int, str], tuple[date, bool]]:
        """By person and key: the day, and whether it was left out. The newest one counts."""
        found = {}
        steps = ApplicationStep.objects.filter(key__in=["identity", "references"]).order_by("on", "pk")
        fields = ("application", "key", "on", "is_needed")
        for application, key, on, is_needed in self._of_applications(steps).values_list(*fields):
            if self._counts(whose := self._whose(None, application), on):
                found[whose, key] = (on, not is_needed)
        return found

    def _answered(self) -> Counter[int]:
        """How many references were answered, whatever they said."""
        answers = self._of_applications(AppliedReference.objects.filter(answer__in=ANSWERED).order_by())
        return Counter(
            whose
            for application, on in answers.values_list("application", "answered_on")
            if self._counts(whose := self._whose(None, application), on)
        )

    def _spared(self) -> set[tuple[int, str]]:
        exceptions = Exemption.objects.running(self.today).filter(what__in=["identity", "references"]).order_by()
        fields = ("person", "application", "what")
        return {(self._whose(p, a), what) for p, a, what in self._of_either(exceptions).values_list(*fields)}

    def _online(self) -> dict[int, date]:
        """That somebody was looked up, and when; nothing of what was found is read, and nothing before it is closed:
        done and still open would tell that something was found."""
        closed = OnlineCheck.objects.filter(done_at__isnull=False, status=CheckStatus.CLOSED)
        done = closed.annotate(ended_at=Coalesce("closed_at", "done_at"))
        found: dict[int, date] = {}
        fields = ("person", "application", "ended_at")
        for person, application, at in self._of_either(done.order_by("ended_at")).values_list(*fields):
            whose, on = self._whose(person, application), timezone.localdate(at)
            if self._counts(whose, on):
                found[whose] = on
        return found
