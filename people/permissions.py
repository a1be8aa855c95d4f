"""Who may do what. Each app's permissions.py lists its rules; the "who can do what" page shows the same objects."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import CareLink, Person, PersonQuerySet, RoleHolding, RoleLabel
from people.roles import INSIDERS, TRUSTEES, Role
from safeguard.rules import Rule, rule

MANAGE_PEOPLE = rule(
    _("Add, import and change people and their roles"),
    {Role.CHAIR, Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR},
)
SEE_PEOPLE = rule(_("See the list of people"), TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR})
SEE_RESTRICTED = rule(_("See contact details that are kept back"), {Role.CHAIR, Role.LEAD})
CONFIRM_AUTHORITY = rule(
    _("Confirm who may decide for somebody whom the charity cares for"), {Role.CHAIR, Role.LEAD, Role.COORDINATOR}
)
SEE_ORDERS = rule(
    _("See what a court has ordered about a family"),
    {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD, Role.COORDINATOR},
)
SEE_CARED_FOR = rule(_("See the people of their own work whom the charity cares for"), INSIDERS)
MERGE_PEOPLE = rule(_("Join two entries of the same person"), {Role.CHAIR, Role.LEAD, Role.COORDINATOR})
MANAGE_ORGANISATION = rule(_("Change the charity's settings"), {Role.CHAIR, Role.LEAD, Role.ADMINISTRATOR})
APPOINT_TRUSTEES = rule(_("Appoint the chair and trustees"), {Role.CHAIR})
APPOINT_LEAD = rule(_("Appoint the safeguarding lead and the technical administrator"), {Role.CHAIR})
RECORD_DEATH = rule(_("Record the death of somebody who held an office"), {Role.CHAIR, Role.LEAD})
MOVE_SIGN_IN = rule(_("Change the e-mail address of somebody with an office, or take their sign-in away"), {Role.CHAIR})

RULES = [
    *(MANAGE_ORGANISATION, MANAGE_PEOPLE, SEE_PEOPLE, SEE_RESTRICTED),
    *(SEE_CARED_FOR, CONFIRM_AUTHORITY, SEE_ORDERS, MERGE_PEOPLE),
    *(APPOINT_TRUSTEES, APPOINT_LEAD, MOVE_SIGN_IN, RECORD_DEATH),
]

OFFICES = TRUSTEES | {Role.LEAD, Role.ADMINISTRATOR}
"""What only the chair gives and takes."""

NOT_TO_ONESELF = frozenset({Role.COORDINATOR, Role.ASSESSOR})
"""Roles that see checks of others: whoever manages people gives them to somebody else, never to themself."""


def roles_to_give(by: Person, to: Person | None = None) -> frozenset[str]:
    """The roles that `by` may give to `to`, or to somebody new.

    Nobody but the chair gives themself more than an ordinary one.
    While nobody is chair, a trustee appoints one; while there is no trustee either, whoever manages people does.
    """
    if APPOINT_TRUSTEES.allows(by):
        return frozenset(Role.values)
    roles = frozenset(Role.values) - OFFICES if MANAGE_PEOPLE.allows(by) else frozenset()
    if by == to:
        roles -= NOT_TO_ONESELF
    return roles | ({Role.CHAIR} if may_fill_the_chair(by) else frozenset())


def may_fill_the_chair(by: Person) -> bool:
    """Whether there is no chair, and `by` is the one to say who is."""
    if not (by.is_trustee or MANAGE_PEOPLE.allows(by)):
        return False
    people = Person.objects.current()
    return not people.holding(Role.CHAIR).exists() and (by.is_trustee or not people.on_the_board().exists())


def may_name_deputy(by: Person, role: str) -> bool:
    """The safeguarding lead names a deputy for a time of absence without asking the chair (E-45)."""
    return role == Role.LEAD and by.holds(Role.LEAD)


def may_end(by: Person, holding: RoleHolding) -> bool:
    """Whoever may give a role may end it, and everybody may lay down their own."""
    own_deputy = holding.deputy_for_id == by.pk and may_name_deputy(by, holding.role)
    return holding.person == by or own_deputy or holding.role in roles_to_give(by, holding.person)


def may_end_service(by: Person, person: Person) -> bool:
    """Those who manage people record who leaves; where an office ends with it, the chair does, or nobody is chair."""
    if not MANAGE_PEOPLE.allows(by):
        return False
    if not person.holds(*OFFICES) or APPOINT_TRUSTEES.allows(by):
        return True
    return not Person.objects.current().holding(Role.CHAIR).exists()


def may_move_sign_in(by: Person, person: Person) -> bool:
    """Take somebody's sign-in away, or lead their mail elsewhere: whoever does both becomes them.

    For those who hold an office, or will, the chair does it; while no chair can sign in, whoever manages people does.
    For one's own family a colleague does it: links on which the other parent answers, or the child, go to that address.
    """
    if not MANAGE_PEOPLE.allows(by) or (is_own_family(by, person) and a_colleague_can(by)):
        return False
    return MOVE_SIGN_IN.allows(by) or not has_office(person) or not a_chair_can_sign_in()


def may_spare_second_step(by: Person, roles: Iterable[str]) -> bool:
    """No longer ask these roles for a second step when they sign in; for offices the chair decides it."""
    if not MANAGE_ORGANISATION.allows(by):
        return False
    return APPOINT_TRUSTEES.allows(by) or set(roles).isdisjoint(OFFICES) or not a_chair_can_sign_in()


def a_chair_can_sign_in() -> bool:
    return Person.objects.current().holding(Role.CHAIR).exclude(user=None).exists()


def may_record_death(by: Person, person: Person) -> bool:
    """Those who manage people; of somebody with an office the chair or the lead, where there is another one.

    A death ends the office at once, so nobody else empties the board by it.
    """
    if not MANAGE_PEOPLE.allows(by) or by == person:
        return False
    if RECORD_DEATH.allows(by) or not has_office(person):
        return True
    return not Person.objects.current().holding(*RECORD_DEATH.roles).exclude(pk=person.pk).exists()


def may_merge(by: Person, one: Person, other: Person) -> bool:
    """Join two entries: never one's own, and where one of them holds an office the chair does it.

    Otherwise somebody would get an office, or the sign-in of one, by being taken for another person. Nor those of one's
    own family: what the other parent said would become what somebody else said.
    """
    if not MERGE_PEOPLE.allows(by) or by in (one, other) or own_family(by).filter(pk__in=[one.pk, other.pk]).exists():
        return False
    return APPOINT_TRUSTEES.allows(by) or not (has_office(one) or has_office(other))


def has_office(person: Person) -> bool:
    """Today, or from a day on that is fixed."""
    ahead = RoleHolding.objects.ahead(timezone.localdate())
    return ahead.filter(person=person, role__in=OFFICES).exists()


def may_see(by: Person, person: Person) -> bool:
    return by == person or SEE_PEOPLE.allows(by)


def has_cared_for_page(person: Person) -> bool:
    """Those who work with families, and the families themselves: each sees only whom they may see there."""
    return SEE_CARED_FOR.allows(person) or person.holds(Role.CARER, Role.BENEFICIARY)


def may_see_contact(by: Person, person: Person) -> bool:
    """Contact details that are kept back are for the person, the chair and the lead."""
    return by == person or (SEE_PEOPLE.allows(by) and (not person.restricted or SEE_RESTRICTED.allows(by)))


def may_change(by: Person, person: Person) -> bool:
    return MANAGE_PEOPLE.allows(by) and may_see_contact(by, person)


def may_manage_care(by: Person, cared_for: Person) -> bool:
    """Write down who looks after somebody, and by what right: not about oneself, nor as one of the carers (E-20).

    While nobody else here manages people, whoever does it writes it down all the same.
    """
    if not MANAGE_PEOPLE.allows(by):
        return False
    return not (by == cared_for or looks_after(by, cared_for)) or not a_colleague_can(by)


def a_colleague_can(by: Person) -> bool:
    """Whether somebody else here manages people."""
    return Person.objects.current().holding(*MANAGE_PEOPLE.roles).exclude(pk=by.pk).exists()


def own_family(by: Person) -> PersonQuerySet:
    """Those whom somebody looks after, or once did, and whoever else looks after them."""
    children = CareLink.objects.filter(carer=by).order_by().values("cared_for")
    beside = CareLink.objects.filter(cared_for__in=children).order_by().values("carer")
    found: PersonQuerySet = Person.objects.filter(Q(pk__in=children) | Q(pk__in=beside)).exclude(pk=by.pk).order_by()
    return found


def is_own_family(by: Person, person: Person) -> bool:
    return own_family(by).filter(pk=person.pk).exists()


def looks_after(by: Person, who: Person) -> bool:
    """Today, or at any time before: a parent stays one when a tie here has ended."""
    return CareLink.objects.filter(carer=by, cared_for=who).exists()


def _whom_to_ask(asked: Rule) -> str:
    """Who may do it, and their names: asked of the database only when a page refuses."""
    labels = RoleLabel.objects.by_role()
    holders = Person.objects.current().holding(*asked.roles)[:4]
    roles = get_text_list([labels[role] for role in Role.values if role in asked.roles], _("or"))
    words = {"what": asked.sentence, "roles": roles}
    if not holders:
        return gettext("%(what)s: this is for the %(roles)s. Nobody holds such a role yet.") % words
    names = get_text_list([str(person) for person in holders], _("or"))
    return gettext("%(what)s: this is for the %(roles)s. Ask %(names)s.") % {**words, "names": names}


whom_to_ask = lazy(_whom_to_ask, str)
"""`require(MANAGE_PEOPLE.allows(person), whom_to_ask(MANAGE_PEOPLE))`: the sentence of a refusal, with names."""


def all_rules() -> list[tuple[str, list[Rule]]]:
    """The rules of every app that has a permissions.py, with the app's name, for the page."""
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.permissions"
        if config.name.partition(".")[0] not in {"django", "allauth", "guardian"} and find_spec(name):
            rules = getattr(import_module(name), "RULES", [])
            found.append((str(config.verbose_name), list(rules)))
    return found
