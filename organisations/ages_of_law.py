"""The ages that the law of each nation names, as dated reference data with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organisations.nations import Nation

AS_OF = date(2026, 8, 1)


@dataclass(frozen=True)
class LegalAge:
    """From `years` on, a person of this nation is taken to do something for themself."""

    years: int
    source: str


DECIDES_ALONE = {
    Nation.SCOTLAND: LegalAge(16, "Age of Legal Capacity (Scotland) Act 1991 s.1; Children (Scotland) Act 1995 s.2(7)"),
}
_DECIDES_ALONE_ELSEWHERE = LegalAge(
    18, "Family Law Reform Act 1969 s.1; Age of Majority Act (Northern Ireland) 1969 s.1"
)
"""Parental responsibility ends: nobody answers for the person by it any more (E-26)."""

PRESUMED_ABLE = {
    Nation.SCOTLAND: LegalAge(12, "Data Protection Act 2018 s.208"),
}
"""A child is presumed to understand and exercise data rights from this age; other nations name none (fact 53)."""


def decides_alone(nation: str) -> LegalAge:
    return DECIDES_ALONE.get(Nation(nation), _DECIDES_ALONE_ELSEWHERE)


def presumed_able(nation: str) -> LegalAge | None:
    return PRESUMED_ABLE.get(Nation(nation))
