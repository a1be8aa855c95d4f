"""How a print comes about: it is asked for, made by the worker, kept for a while, and then only its record is left."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from safeguard.transitions import Table


class Status(TextChoices):
    WAITING = "waiting", _("Waiting")
    BUILDING = "building", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    EXPIRED = "expired", _("File removed")


# Building goes back to waiting when the worker that had taken it is gone.
PACK_STEPS = Table(
    {
        Status.WAITING: {Status.BUILDING, Status.FAILED},
        Status.BUILDING: {Status.WAITING, Status.READY, Status.FAILED},
        Status.READY: {Status.EXPIRED},
        Status.FAILED: {Status.WAITING},
        Status.EXPIRED: set(),
    }
)

UNFINISHED = (Status.WAITING, Status.BUILDING, Status.FAILED)
"""What is printed may still change; afterwards the record is closed."""

IN_WORK = (Status.WAITING, Status.BUILDING)
