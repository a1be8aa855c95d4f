"""A check is done: how it was looked, and what came of it. Nothing found, and nobody found, speak for nobody (E-74)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import services as audit
from people.models import Person
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from volunteers import access
from volunteers.access import WORK
from volunteers.models import Finding, OnlineCheck, Result
from volunteers.services.checks import NEUTRAL_KEPT, held
from volunteers.states import CheckStatus
from volunteers.verbs import Verb


@transaction.atomic
def note_how(
    check: OnlineCheck,
    *,
    by: Person,
    engines: Iterable[str],
    terms: str,
    looked_at: str,
    signed_out: bool,
    result: str,
    own_account: str = "",
) -> OnlineCheck:
    """How it was looked, and what came of it (BC-16, BC-18). Nothing to talk about closes it at once.

    Something to talk about waits for what it is: `report`. Raises Refused for anybody but the checker, before they said
    that they do not know the person, and when the permission was taken back meanwhile.
    """
    check = _mine(check, by)
    if not signed_out and not own_account:
        raise Refused(_("Say which account was signed in, and why."))
    check.reword(terms=terms, looked_at=looked_at, own_account="" if signed_out else own_account)
    check.engines, check.signed_out, check.public_only, check.result = list(engines), signed_out, True, result
    check.save(update_fields=["sealed", "engines", "signed_out", "public_only", "result"])
    if result == Result.CONCERN:
        return check
    now = timezone.now()
    access.take_all(check)
    stamps = {"done_at": now, "closed_at": now, "purge_on": add_months(timezone.localdate(now), NEUTRAL_KEPT)}
    return audit.transition(check, to=CheckStatus.CLOSED, by=by, verb=Verb.CHECK_DONE, **stamps)


@transaction.atomic
def report(check: OnlineCheck, *, by: Person, findings: Iterable[Mapping[str, Any]]) -> OnlineCheck:
    """What there is to talk about. From now on somebody must put it to the person, at the first opportunity (BC-21).

    Whoever gave the check out comes to it too, where they may: the talk does not wait for one person's holiday.
    """
    check = _mine(check, by)
    rows = list(findings)
    if check.result != Result.CONCERN or not check.public_only:
        raise Refused(_("Say first how you looked."))
    if not rows:
        raise Refused(_("Write down what there is to talk about, or go back and say that there is nothing."))
    check = audit.transition(check, to=CheckStatus.CONCERN, by=by, verb=Verb.CHECK_DONE, done_at=timezone.now())
    for words in rows:
        Finding.objects.create(check_of=check, words=dict(words))
    giver = check.assigned_by
    if giver != by and giver.user is not None:
        access.give(check, giver, WORK)
    return check


def _mine(check: OnlineCheck, by: Person) -> OnlineCheck:
    check = held(check)
    if check.status != CheckStatus.ASSIGNED:
        raise Refused(_("This check was done or called off already. A check is done once."))
    if by != check.assigned_to or not access.can(by, check, WORK):
        raise Refused(_("This check was given to somebody else."))
    if not check.no_conflict:
        raise Refused(_("Say first whether you know the person."))
    if not check.permission_given.stands:
        raise Refused(_("The permission was taken back. Look at nothing more; ask whoever gave you this check."))
    return check
