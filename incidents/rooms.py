from django.utils.translation import gettext_lazy as _

from people.navigation import Room

ROOMS = [Room(_("Concerns"), "incidents:front", 15)]
