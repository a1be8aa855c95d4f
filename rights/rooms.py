from django.utils.translation import gettext_lazy as _

from people.navigation import Room
from rights.permissions import enters

ROOMS = [Room(_("Data rights"), "rights:requests", 87, enters)]
