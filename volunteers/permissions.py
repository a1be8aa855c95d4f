"""Who may do what with applicants and volunteers, as far as a role says it.

Who sees what a check online found is not a matter of roles: see `volunteers.access`. Nobody does any of this about
themself or their own family; `is_own` says so.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person, PersonQuerySet, RoleHolding
from people.permissions import OFFICES, own_family
from people.roles import INSIDERS, TRUSTEES, WORKERS, Role
from people.visibility import listed_to
from safeguard.rules import rule

RECRUIT = rule(
    _("See applicants, take them from stage to stage, and note references, identity and interviews"),
    {Role.CHAIR, Role.LEAD, Role.COORDINATOR},
)
INTERVIEW = rule(
    _("Interview applicants: see those at the stage of the interview or later"),
    {Role.CHAIR, Role.LEAD, Role.COORDINATOR, Role.ASSESSOR},
)
DECIDE = rule(
    _("Decide who is taken on"), {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD, Role.COORDINATOR, Role.ASSESSOR}
)
SET_UP = rule(
    _("Set up positions, what each stage needs, and the links for applying"),
    {Role.CHAIR, Role.LEAD, Role.COORDINATOR},
)
SWITCH_CHECKS = rule(
    _("Switch online checks of applicants on or off"), {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD}
)
ASSIGN_CHECKS = rule(
    _("Ask somebody to do an online check, and see that it was done"), {Role.CHAIR, Role.LEAD, Role.COORDINATOR}
)
DO_CHECKS = rule(_("Do an online check that was given to them"), TRUSTEES | {Role.COORDINATOR})
JUDGE_CHECKS = rule(
    _("Decide on what an online check found, when they did not do it themselves"),
    TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.ASSESSOR},
)
VET = rule(
    _("Log criminal-record checks, assess risks while one is awaited, and allow exceptions"),
    {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD, Role.COORDINATOR},
)
TRAIN = rule(
    _("Set up training and induction, offer it and record who completed it"),
    {Role.CHAIR, Role.LEAD, Role.COORDINATOR},
)
SEE_TRAINING = rule(
    _("See who has completed which training"), TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER}
)
SUSPEND = rule(
    _("Suspend somebody, reinstate them, or end their service"),
    {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD},
)
SEE_STANDING = rule(
    _("See who is active, suspended or has ended"), TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER}
)
SEE_EARLIER = rule(_("See concerns from an earlier time of somebody who comes back"), {Role.LEAD})
SEE_RECORD = rule(_("See and print the single central record"), TRUSTEES | {Role.LEAD, Role.COORDINATOR})
HAND_OUT = rule(
    _("Note what was handed out to somebody, and that it came back"),
    {Role.CHAIR, Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER},
)
TALK = rule(_("Record a talk with a family about screens at home"), INSIDERS)
OWN_PAGE = rule(
    _("See one's own page: what one signed, one's training, one's standing"),
    WORKERS | TRUSTEES | {Role.LEAD, Role.ASSESSOR},
)

RULES = [
    *(SET_UP, RECRUIT, INTERVIEW, DECIDE),
    *(SWITCH_CHECKS, ASSIGN_CHECKS, DO_CHECKS, JUDGE_CHECKS),
    *(VET, TRAIN, SEE_TRAINING, SUSPEND, SEE_STANDING, SEE_EARLIER),
    *(SEE_RECORD, HAND_OUT, TALK, OWN_PAGE),
]


def is_own(by: Person, person: Person | None) -> bool:
    """Whether it is about themself or their own family (E-20, E-75); a colleague does it then."""
    return person is not None and (by == person or own_family(by).filter(pk=person.pk).exists())


def may_record_training(by: Person, person: Person) -> bool:
    """Nobody notes training for themself or their own family, while a colleague can."""
    return TRAIN.allows(by) and (not is_own(by, person) or not a_colleague_trains(by))


def not_to_be_recorded(by: Person) -> frozenset[int]:
    """The keys of those whose training a colleague notes instead."""
    if not a_colleague_trains(by):
        return frozenset()
    return frozenset({by.pk, *own_family(by).values_list("pk", flat=True)})


def a_colleague_trains(by: Person) -> bool:
    return Person.objects.current().holding(*TRAIN.roles).exclude(pk=by.pk).exists()


def training_seen_by(by: Person, today: date) -> PersonQuerySet:
    """Those whose training somebody sees: everybody here, or for a line manager alone the people they lead."""
    here: PersonQuerySet = Person.objects.current(today)
    if not SEE_TRAINING.allows(by):
        return here.filter(pk=by.pk)
    if by.holds(*(SEE_TRAINING.roles - {Role.LINE_MANAGER})):
        return here
    return here.filter(Q(line_manager=by) | Q(pk=by.pk))


MAY_NOT_DECIDE = _("You cannot decide this about this person. “Who can do what” says who can.")


def may_suspend(by: Person, person: Person) -> bool:
    """Suspend somebody, decide on it, end their service, and decide on a barring referral.

    Not about themself or their own family. About somebody with an office the chair decides, about the chair the
    safeguarding trustee; the offices count as they are held, also while they are paused.
    """
    if not SUSPEND.allows(by) or is_own(by, person):
        return False
    held = RoleHolding.objects.ahead(timezone.localdate()).filter(person=person, role__in=OFFICES)
    offices = set(held.values_list("role", flat=True))
    if Role.CHAIR in offices:
        return by.holds(Role.SAFEGUARDING_TRUSTEE)
    return not offices or by.holds(Role.CHAIR)


def may_hand_out(by: Person, person: Person) -> bool:
    """A line manager alone hands out to those whom they lead; nobody to themself or their own family."""
    if not HAND_OUT.allows(by) or is_own(by, person):
        return False
    return by.holds(*(HAND_OUT.roles - {Role.LINE_MANAGER})) or person.line_manager_id == by.pk


def standings_seen_by(by: Person, today: date) -> PersonQuerySet:
    """Those of whom somebody sees where they stand: themself, a line manager their people, the others everybody."""
    known = listed_to(by, today)
    if SEE_STANDING.allows(by) and by.holds(*(SEE_STANDING.roles - {Role.LINE_MANAGER})):
        return known
    own = Q(pk=by.pk)
    return known.filter(own | Q(line_manager=by) if SEE_STANDING.allows(by) else own)


def may_see_standing(by: Person, person: Person) -> bool:
    """`standings_seen_by` for one person whose page the reader may open; it asks the database nothing."""
    if not SEE_STANDING.allows(by):
        return False
    return by.holds(*(SEE_STANDING.roles - {Role.LINE_MANAGER})) or person.line_manager_id == by.pk
