"""The rooms of people and settings."""

from django.utils.translation import gettext_lazy as _

from people.navigation import Room
from people.permissions import MANAGE_ORGANISATION, SEE_PEOPLE

ROOMS = [
    Room(_("People"), "people:list", 40, SEE_PEOPLE.allows),
    Room(_("Who to call"), "people:who_to_call", 80),
    Room(_("Settings"), "settings:overview", 90, MANAGE_ORGANISATION.allows),
]
