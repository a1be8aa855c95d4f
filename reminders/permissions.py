"""Who may see what is due for others, and who may pause it."""

from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.roles import TRUSTEES, Role
from safeguard.obligations import Obligation
from safeguard.rules import rule

SEE_ALL = rule(
    _("See what is due for everybody, and which reminders were sent"), TRUSTEES | {Role.LEAD, Role.COORDINATOR}
)
PAUSE_ALL = rule(_("Pause reminders while something is in hand"), {Role.CHAIR, Role.LEAD, Role.COORDINATOR})

RULES = [SEE_ALL, PAUSE_ALL]


def can_see_all(person: Person) -> bool:
    return SEE_ALL.allows(person)


def may_know(person: Person, obligation: Obligation) -> bool:
    """What is closed is known to those who owe it, and to nobody who answers for them."""
    return not obligation.is_closed or obligation.is_for(person.pk)


def can_pause(person: Person, obligation: Obligation) -> bool:
    """Whoever owes it, and those who answer for the reminders as a whole. What is closed never rests: a pause tells."""
    if obligation.is_closed:
        return False
    return person.pk in obligation.recipients or PAUSE_ALL.allows(person)
