"""Who sets regular tasks up, and who does them."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from duties.models import Duty
from people.models import Person
from people.roles import TRUSTEES, Role
from safeguard.rules import rule

MANAGE = rule(_("Set up regular tasks and record who was told"), {Role.CHAIR, Role.LEAD, Role.COORDINATOR})
READ = rule(_("Read what regular checks found"), TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER})

RULES = [MANAGE, READ]


def can_do(person: Person, duty: Duty, today: date) -> bool:
    """Those whose task it is; a check may also be done by whoever manages them, when its role is not filled."""
    if duty.ended_on and duty.ended_on <= today:
        return False
    return person.holds(*duty.roles) or (not duty.by_everybody and MANAGE.allows(person))


def can_read(person: Person, duty: Duty) -> bool:
    return READ.allows(person) or person.holds(*duty.roles)
