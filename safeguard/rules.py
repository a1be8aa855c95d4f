"""The shape of "who may do what". Apps fill it in their permissions.py; the page "who can do what" shows the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise


class HoldsRoles(Protocol):
    """A person, to this floor: somebody who holds roles."""

    def holds(self, *roles: str) -> bool: ...


@dataclass(frozen=True)
class Rule:
    """One thing that may be done, in words, and the roles that may do it."""

    sentence: str | Promise
    roles: frozenset[str]

    def allows(self, person: HoldsRoles | None) -> bool:
        return person is not None and person.holds(*self.roles)


def rule(sentence: str | Promise, roles: Iterable[str]) -> Rule:
    return Rule(sentence, frozenset(roles))
