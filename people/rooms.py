"""The rooms of people and settings."""

from django.utils.translation import gettext_lazy as _

from people.navigation import Room
from people.permissions import MANAGE_ORGANISATION, SEE_PEOPLE, has_cared_for_page

ROOMS = [
    Room(_("People"), "people:list", 40, SEE_PEOPLE.allows),
    Room(_("People we care for"), "people:cared_for", 45, has_cared_for_page),
    Room(_("Who to call"), "people:who_to_call", 80),
    Room(_("Settings"), "settings:overview", 90, MANAGE_ORGANISATION.allows),
]
