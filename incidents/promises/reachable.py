"""Somebody can handle a concern at any time, and somebody else one that is about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from incidents.permissions import HANDLE, HANDLE_RESTRICTED
from people.models import Person
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State

ANSWERED_BY = TRUSTEES | {Role.LEAD}


def commitments(*, today: date) -> Iterator[Commitment]:
    leads = _holding(HANDLE.roles, today)
    above = [person for person in _holding(HANDLE_RESTRICTED.roles, today) if person not in leads]
    safe = _with_second_step([*leads, *above])
    state, reason = _leads(leads, safe)
    yield Commitment(
        "incidents.handled",
        _("Somebody can handle concerns"),
        state,
        reason,
        address("people:list", role=Role.LEAD.value),
        ANSWERED_BY,
    )
    state, reason = _above(above, safe)
    title = _("A concern about the lead reaches somebody else")
    yield Commitment(
        "incidents.handled_above", title, state, reason, address("people:list", role=Role.CHAIR.value), ANSWERED_BY
    )


def _leads(leads: list[Person], safe: set[int]) -> tuple[State, str]:
    able = [person for person in leads if _signs_in(person)]
    if not leads:
        return State.NEW, _("Nobody is safeguarding lead yet. Until then concerns go to the chair.")
    if not able:
        return State.BROKEN, _("Neither the lead nor a deputy has a sign-in: nobody of them can read a concern.")
    if len(able) == 1:
        return State.AT_RISK, _("Only one person can read a concern. Appoint a deputy with a sign-in.")
    return _second_step(able, safe, _("The lead and a deputy have a sign-in with a second step."))


def _above(above: list[Person], safe: set[int]) -> tuple[State, str]:
    able = [person for person in above if _signs_in(person)]
    if not above:
        return State.NEW, _("There is neither a chair nor a safeguarding trustee who is not also lead.")
    if not able:
        return State.BROKEN, _("Neither the chair nor the safeguarding trustee has a sign-in.")
    return _second_step(able, safe, _("The chair or the safeguarding trustee has a sign-in with a second step."))


def _second_step(able: list[Person], safe: set[int], kept: str) -> tuple[State, str]:
    without = [str(person) for person in able if person.user_id not in safe]
    if without:
        return State.AT_RISK, _("Without a second step when signing in: %(names)s.") % {"names": ", ".join(without)}
    return State.KEPT, kept


def _holding(roles: frozenset[str], today: date) -> list[Person]:
    found = Person.objects.current(today).holding(*roles, on=today)
    return list(found.select_related("user").order_by("search_text", "pk"))


def _signs_in(person: Person) -> bool:
    return person.user is not None and person.user.is_active


def _with_second_step(people: list[Person]) -> set[int]:
    users = [person.user_id for person in people if person.user_id]
    return set(Authenticator.objects.filter(user__in=users).values_list("user_id", flat=True))
