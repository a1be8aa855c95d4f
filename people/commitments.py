"""Offices are filled, workers are led, and those who see the most have a second step when they sign in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Settings
from people import checking_out
from people.models import Person, RoleHolding, RoleLabel
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State

FILLED = {
    Role.CHAIR: ("RW-69", frozenset({Role.TRUSTEE, Role.LEAD, Role.ADMINISTRATOR})),
    Role.LEAD: ("IL-30", frozenset({Role.CHAIR, Role.ADMINISTRATOR})),
    Role.SAFEGUARDING_TRUSTEE: ("WR-49", frozenset({Role.CHAIR, Role.LEAD, Role.ADMINISTRATOR})),
    Role.COORDINATOR: ("BC-14", frozenset({Role.CHAIR, Role.LEAD, Role.ADMINISTRATOR})),
}
KEEPERS = frozenset({Role.CHAIR, Role.LEAD, Role.COORDINATOR})
ENDS_SOON = 30  # days


def commitments(*, today: date) -> Iterator[Commitment]:
    labels, settings = RoleLabel.objects.by_role(), Settings.current()
    held = list(RoleHolding.objects.counting(today).select_related("person"))
    for role in FILLED:
        yield _filled(role, labels, [holding for holding in held if holding.role == role], today)
    yield _board([holding for holding in held if holding.role in TRUSTEES], settings)
    yield _led(today)
    yield _second_step(held, settings)
    yield checking_out.nothing_lingers(today)


def _filled(role: Role, labels: dict[str, str], holdings: list[RoleHolding], today: date) -> Commitment:
    clause, answered_by = FILLED[role]
    lasting = [h for h in holdings if h.ends_on is None or (h.ends_on - today).days > ENDS_SOON]
    if lasting:
        names = ", ".join(str(holding.person) for holding in lasting)
        state, reason = State.KEPT, _("Held by %(names)s.") % {"names": names}
    elif holdings:
        state, reason = State.AT_RISK, _("The role ends within 30 days, and nobody follows yet.")
    else:
        state, reason = State.BROKEN, _("Nobody holds this role today.")
        if not RoleHolding.objects.filter(role=role).exists():
            state, reason = State.NEW, _("Nobody has been named yet.")
    return Commitment(
        key=f"people.filled.{role.value}",
        title=_("%(role)s: the role is filled") % {"role": labels[role]},
        state=state,
        reason=reason,
        url=address("people:list"),
        answered_by=answered_by | {role},
        action=_("Give somebody the role"),
        clause=clause,
    )


def _board(holdings: list[RoleHolding], settings: Settings) -> Commitment:
    """As many trustees as must approve a policy."""
    number = len({holding.person_id for holding in holdings})
    enough = number >= settings.approval_quorum
    words = {"number": number, "needed": settings.approval_quorum}
    reason = ngettext(
        "There is %(number)s trustee; %(needed)s must approve a policy.",
        "There are %(number)s trustees; %(needed)s must approve a policy.",
        number,
    )
    return Commitment(
        key="people.board",
        title=_("There are trustees enough to approve policies"),
        state=State.KEPT if enough else State.AT_RISK if number else State.NEW,
        reason=reason % words,
        url=address("people:list"),
        answered_by=frozenset({Role.CHAIR, Role.ADMINISTRATOR}),
        action=_("Add trustees"),
        clause="BC-15",
        number=number,
        of=settings.approval_quorum,
    )


def _led(today: date) -> Commitment:
    """Each worker has a line manager or team leader (WR-20)."""
    workers = Person.objects.current(today).holding(Role.STAFF, Role.VOLUNTEER, on=today)
    number, alone = workers.count(), workers.filter(line_manager=None).count()
    if not number:
        state, reason = State.NEW, _("There are no workers in the list yet.")
    elif alone:
        reason = ngettext("One worker has no line manager.", "%(n)s workers have no line manager.", alone) % {
            "n": alone
        }
        state = State.AT_RISK if alone < number else State.NEW
    else:
        state, reason = State.KEPT, _("Everybody has somebody to turn to.")
    return Commitment(
        key="people.line_managers",
        title=_("Each worker has a line manager or team leader"),
        state=state,
        reason=reason,
        url=address("people:list", role=Role.VOLUNTEER.value),
        answered_by=KEEPERS,
        action=_("See the volunteers"),
        clause="WR-20",
        number=number - alone,
        of=number,
    )


def _second_step(held: list[RoleHolding], settings: Settings) -> Commitment:
    marked = {holding.person for holding in held if holding.role in settings.second_factor_roles}
    users = {person.user_id for person in marked if person.user_id}
    safe = set(Authenticator.objects.filter(user__in=users).values_list("user_id", flat=True)) & users
    if not settings.second_factor_roles:
        state, reason = State.AT_RISK, _("You have not asked any role for a second step.")
    elif not users:
        state, reason = State.NEW, _("Nobody with such a role can sign in yet.")
    elif safe == users:
        state, reason = State.KEPT, _("Everybody with such a role has set it up.")
    else:
        words = {"done": len(safe), "of": len(users)}
        state, reason = (
            State.AT_RISK,
            _("%(done)s of %(of)s have set it up; the others are asked when they sign in.") % words,
        )
    return Commitment(
        key="people.second_step",
        title=_("Those who see the most have a second step when signing in"),
        state=state,
        reason=reason,
        url=address("settings:second_step"),
        answered_by=frozenset({Role.CHAIR, Role.LEAD, Role.ADMINISTRATOR}),
        action=_("See which roles"),
        number=len(safe),
        of=len(users),
    )
