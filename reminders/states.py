"""How far a reminder and a digest have come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from safeguard.transitions import Table


class ReminderStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Sent")
    SHOWN = "shown", _("Shown in the list only")
    CANCELLED = "cancelled", _("No longer needed")


REMINDER_STEPS = Table(
    {
        ReminderStatus.PLANNED: {ReminderStatus.SENT, ReminderStatus.SHOWN, ReminderStatus.CANCELLED},
        ReminderStatus.SENT: set(),
        ReminderStatus.SHOWN: set(),
        ReminderStatus.CANCELLED: {ReminderStatus.PLANNED, ReminderStatus.SENT},  # its mail was on its way
    }
)


class DigestStatus(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    RETRY = "retry", _("Trying again")
    FAILED = "failed", _("Could not be delivered")
    DROPPED = "dropped", _("Not needed any more")


DIGEST_STEPS = Table(
    {
        DigestStatus.WAITING: {DigestStatus.SENDING},
        DigestStatus.SENDING: {DigestStatus.SENT, DigestStatus.RETRY, DigestStatus.FAILED, DigestStatus.DROPPED},
        DigestStatus.RETRY: {DigestStatus.SENDING},
        DigestStatus.SENT: set(),
        DigestStatus.FAILED: set(),
        DigestStatus.DROPPED: set(),
    }
)
