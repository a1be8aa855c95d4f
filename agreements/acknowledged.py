"""Document by document: whom it binds, and who of them has signed it, was told of it, or was given it (RW-3, RW-13)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from agreements.changes import Changes
from agreements.models import Agreement, AgreementRequest, Awareness, ExactDocument, Extent, IssueRecord
from people.models import RoleHolding
from policies.models import Policy, PolicyVersion


@dataclass(frozen=True)
class Standing:
    """The keys of people, for one document in force."""

    policy: Policy
    version: PolicyVersion
    bound: frozenset[int]
    signed: frozenset[int] = field(default=frozenset())
    told: frozenset[int] = field(default=frozenset())
    issued: frozenset[int] = field(default=frozenset())

    @property
    def signed_of_bound(self) -> int:
        return len(self.bound & self.signed)

    @property
    def not_signed(self) -> frozenset[int]:
        return self.bound - self.signed

    @property
    def not_told(self) -> frozenset[int]:
        """Whoever signed has read it, and so was told."""
        return self.bound - self.told - self.signed


def stale_texts() -> set[int]:
    """The keys of texts of open agreements whose signatures no longer count."""
    return Changes(Agreement.objects.open()).stale()


def standing(today: date, *, policy: Policy | None = None, stale: set[int] | None = None) -> list[Standing]:
    """Every document in force that binds somebody, or the one given, in a fixed number of queries.

    `stale` is what `stale_texts` answers, where the caller has asked already.
    """
    policies = Policy.objects.live().in_force().with_current()
    chosen = [
        p for p in (policies.filter(pk=policy.pk) if policy else policies) if p.current and (p.audience or policy)
    ]
    holders = _holders(today)
    signed = _signed(today, stale_texts() if stale is None else stale)
    versions = [p.current.pk for p in chosen]
    told = _by_version(Awareness.objects.filter(version__in=versions))
    issued = _by_version(IssueRecord.objects.filter(version__in=versions))
    return [
        Standing(
            policy=p,
            version=p.current,
            bound=frozenset().union(*(holders[role] for role in p.audience)),
            signed=frozenset(signed[p.pk]),
            told=frozenset(told[p.current.pk]),
            issued=frozenset(issued[p.current.pk]),
        )
        for p in chosen
    ]


def _holders(today: date) -> dict[str, set[int]]:
    """Who holds each role today."""
    held = RoleHolding.objects.counting(today)
    found: dict[str, set[int]] = defaultdict(set)
    for role, person in held.values_list("role", "person"):
        found[role].add(person)
    return found


def _signed(today: date, stale: set[int]) -> dict[int, set[int]]:
    """Whose signature counts today for the whole of each policy, under whatever agreement."""
    policies: dict[int, list[int]] = defaultdict(list)
    for text, policy in ExactDocument.objects.filter(extent=Extent.WHOLE).values_list("text", "policy"):
        policies[text].append(policy)
    found: dict[int, set[int]] = defaultdict(set)
    for text, person in AgreementRequest.objects.standing(today, stale=stale).values_list("text", "person"):
        for policy in policies[text]:
            found[policy].add(person)
    return found


def _by_version(rows: QuerySet[Awareness] | QuerySet[IssueRecord]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for version, person in rows.values_list("version", "person"):
        found[version].add(person)
    return found
