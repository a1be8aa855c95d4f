"""How requests about data, lists for disposal and copies move on."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from safeguard.transitions import Table


class RequestStatus(TextChoices):
    OPEN = "open", _("In work")
    PAUSED = "paused", _("Clock stopped")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")


REQUEST_STEPS = Table(
    {
        RequestStatus.OPEN: {
            RequestStatus.PAUSED,
            RequestStatus.ANSWERED,
            RequestStatus.REFUSED,
            RequestStatus.WITHDRAWN,
        },
        RequestStatus.PAUSED: {RequestStatus.OPEN, RequestStatus.REFUSED, RequestStatus.WITHDRAWN},
        RequestStatus.ANSWERED: set(),
        RequestStatus.REFUSED: set(),
        RequestStatus.WITHDRAWN: set(),
    }
)

UNFINISHED = (RequestStatus.OPEN, RequestStatus.PAUSED)


class DisposalStatus(TextChoices):
    PROPOSED = "proposed", _("To be decided")
    APPROVED = "approved", _("Approved by two people")
    REJECTED = "rejected", _("Not approved")
    DONE = "done", _("Disposed of")


DISPOSAL_STEPS = Table(
    {
        DisposalStatus.PROPOSED: {DisposalStatus.APPROVED, DisposalStatus.REJECTED},
        DisposalStatus.APPROVED: {DisposalStatus.DONE},
        DisposalStatus.REJECTED: set(),
        DisposalStatus.DONE: set(),
    }
)


class PaperStatus(TextChoices):
    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    EXPIRED = "expired", _("File removed")


PAPER_STEPS = Table(
    {
        PaperStatus.WAITING: {PaperStatus.READY, PaperStatus.FAILED},
        PaperStatus.READY: {PaperStatus.EXPIRED},
        PaperStatus.FAILED: {PaperStatus.WAITING},
        PaperStatus.EXPIRED: set(),
    }
)
