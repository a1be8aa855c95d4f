"""What belongs into a pack besides what was chosen: what must be read with it, and pages for what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from people.models import folded
from policies import flags
from policies.models import Companion, CompanionKind, Policy, PolicyVersion


@dataclass(frozen=True)
class Wanted:
    """One document of a print; without a version it is a page that says why there is none."""

    title: str
    policy: Policy | None = None
    version: PolicyVersion | None = None
    note: str = ""


@dataclass(frozen=True)
class Selection:
    """The documents of a pack in their order, and what somebody should know before it is made."""

    documents: Sequence[Wanted]
    came_along: Sequence[Wanted]
    missing: Sequence[Wanted]
    overdue: Sequence[str]
    unsigned: Sequence[str]


def select(chosen: Iterable[Policy], *, today: date) -> Selection:
    """The chosen policies; documents that must be read with them (WY-11); a page for each companion that is not there.

    A fixed number of queries, however many policies are chosen.
    """
    policies = list(Policy.objects.filter(pk__in=[policy.pk for policy in chosen]).with_current())
    wanted = [Wanted(p.title, p, p.current) for p in policies if p.current]
    there = {w.policy.pk for w in wanted if w.policy}
    came_along: dict[int, Wanted] = {}
    missing: dict[str, Wanted] = {}
    for companion in companions_of(policies):
        flag = flags.of_companion(companion, today)
        document = companion.document
        if flag is not None and flag.code in {"missing", "withdrawn", "not_in_force"}:
            missing.setdefault(folded(companion.title), not_available(companion, flag))
        elif companion.mandatory and document and document.current and document.pk not in there:
            note = _("It is here because “%(policy)s” must be read together with it.") % {"policy": companion.policy}
            came_along.setdefault(document.pk, Wanted(document.title, document, document.current, note))
    documents = [*wanted, *came_along.values(), *missing.values()]
    return Selection(
        documents=documents,
        came_along=list(came_along.values()),
        missing=list(missing.values()),
        overdue=[w.title for w in documents if w.policy and w.policy.is_overdue(today)],
        unsigned=[w.title for w in documents if w.version and not w.version.is_signed],
    )


def companions_of(policies: Sequence[Policy]) -> Iterable[Companion]:
    named = Companion.objects.exclude(kind=CompanionKind.EXTERNAL).filter(policy__in=[policy.pk for policy in policies])
    return named.select_related("policy").with_document()


def not_available(companion: Companion, flag: flags.Flag) -> Wanted:
    words = {"policy": companion.policy, "why": str(flag)}
    return Wanted(companion.title, note=_("“%(policy)s” names it. %(why)s.") % words)
