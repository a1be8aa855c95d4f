from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.navigation import Room
from volunteers.permissions import INTERVIEW, OWN_PAGE, SEE_RECORD, SEE_TRAINING


def has_own_page(person: Person) -> bool:
    """Whoever is suspended finds there what that means; asks nothing of the database, as every page needs it."""
    return OWN_PAGE.allows(person) or person.is_paused(timezone.localdate())


ROOMS = [
    Room(_("My page"), "volunteers:mine", 12, has_own_page),
    Room(
        _("Volunteers"),
        "volunteers:front",
        45,
        lambda person: any(rule.allows(person) for rule in (INTERVIEW, SEE_RECORD, SEE_TRAINING)),
    ),
]
