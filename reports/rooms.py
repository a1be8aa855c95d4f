"""The rooms of reports."""

from django.utils.translation import gettext_lazy as _

from people.navigation import Room
from reports.permissions import sees_reports

ROOMS = [
    Room(_("Home"), "reports:home", 0),
    Room(_("Reports"), "reports:reports", 85, sees_reports),
]
