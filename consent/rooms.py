from django.utils.translation import gettext_lazy as _

from consent.permissions import FIND
from people.navigation import Room

ROOMS = [Room(_("Consent"), "consent:front", 35, FIND.allows)]
