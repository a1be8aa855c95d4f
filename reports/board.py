"""How the charity stands, for the board: promises kept and broken, policies in date, agreements signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from agreements.audience import with_progress
from agreements.changes import Changes
from agreements.models import Agreement
from organisations.models import Organisation
from policies import due
from policies.models import Policy
from reports.promises import KINDS, ORDER, promises
from reports.remembering import remembered
from safeguard import charts
from safeguard.charts import Chart
from safeguard.commitments import Commitment, State


@dataclass(frozen=True)
class Group:
    """The promises in one state."""

    state: State
    title: str
    kind: str
    promises: Sequence[Commitment]


@dataclass(frozen=True)
class Numbers:
    """How the policies in use stand with their reviews."""

    in_use: int
    overdue: int
    soon: int
    undated: int

    @property
    def in_date(self) -> int:
        return self.in_use - self.overdue - self.undated


def groups(promises: Iterable[Commitment]) -> list[Group]:
    """Broken, at risk, new and kept, as far as there are any."""
    by_state: dict[State, list[Commitment]] = {state: [] for state in ORDER}
    for promise in promises:
        by_state[promise.state].append(promise)
    return [Group(state, state.label, KINDS[state], found) for state, found in by_state.items() if found]


def numbers(today: date) -> Numbers:
    """One query, however many policies there are."""
    soon = today + timedelta(days=due.SOON)
    counted = (
        Policy.objects.live()
        .in_force()
        .aggregate(
            in_use=Count("pk"),
            overdue=Count("pk", filter=Q(next_review_on__lt=today)),
            soon=Count("pk", filter=Q(next_review_on__gte=today, next_review_on__lte=soon)),
            undated=Count("pk", filter=Q(next_review_on=None)),
        )
    )
    return Numbers(**counted)


def policies_chart(counted: Numbers) -> Chart:
    rows = [
        (_("Up to date"), counted.in_date - counted.soon, "good"),
        (_("Due within 60 days"), counted.soon, "soon"),
        (_("Overdue"), counted.overdue, "bad"),
        (_("No review date"), counted.undated, "quiet"),
    ]
    words = {"in_date": counted.in_date, "in_use": counted.in_use, "overdue": counted.overdue}
    return charts.bars(
        _("Policies and their reviews"),
        _("Of %(in_use)d policies in use, %(in_date)d are in date and %(overdue)d are overdue.") % words,
        rows,
        label_heading=_("Review"),
        value_heading=_("Policies"),
    )


@dataclass(frozen=True)
class Signing:
    """How far one agreement has come: of those who must sign, how many have."""

    title: str
    url: str
    signed: int
    bound: int

    @property
    def kind(self) -> str:
        if self.signed == self.bound:
            return "good"
        return "soon" if self.signed * 2 >= self.bound else "bad"


def signings(today: date) -> list[Signing]:
    """The open agreements that bind somebody, in a fixed number of queries."""
    found = list(with_progress(Agreement.objects.open(), today, Changes(Agreement.objects.open()).stale()))
    return [Signing(a.title, a.get_absolute_url(), a.signed, a.bound) for a in found if a.bound]


@dataclass(frozen=True)
class Board:
    """What the board page and the action plan show."""

    groups: Sequence[Group]
    numbers: Numbers
    signings: Sequence[Signing]

    @property
    def urgent(self) -> list[Group]:
        """What is broken or at risk."""
        return [group for group in self.groups if group.state in (State.BROKEN, State.AT_RISK)]

    @property
    def quiet(self) -> list[Group]:
        """What is new or kept."""
        return [group for group in self.groups if group not in self.urgent]

    @property
    def to_do(self) -> list[Commitment]:
        """What is not in order, the worst first."""
        return [p for group in self.groups if group.state != State.KEPT for p in group.promises]

    @property
    def kept(self) -> list[Commitment]:
        return [p for group in self.groups if group.state == State.KEPT for p in group.promises]

    @property
    def signed(self) -> int:
        return sum(signing.signed for signing in self.signings)

    @property
    def bound(self) -> int:
        return sum(signing.bound for signing in self.signings)


def board(organisation: Organisation, *, today: date) -> Board:
    counted, signing = remembered("numbers", organisation, today=today, ask=lambda: (numbers(today), signings(today)))
    return Board(groups(promises(organisation, today=today)), counted, signing)
