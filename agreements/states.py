"""Which step leads where, for an agreement and for what one person is asked to sign."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from safeguard.transitions import Table


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


AGREEMENT_STEPS = Table(
    {
        Status.DRAFT: {Status.OPEN},
        Status.OPEN: {Status.CLOSED},
        Status.CLOSED: {Status.OPEN},
    }
)


class RequestStatus(TextChoices):
    OFFERED = "offered", _("Asked")
    OPENED = "opened", _("Opened")
    PAPER_ASKED = "paper_asked", _("Wants paper")
    DECLINED = "declined", _("Declined")
    RESERVED = "reserved", _("Signed with a reservation")
    SIGNED = "signed", _("Signed")
    EXPIRED = "expired", _("Run out")
    REPLACED = "replaced", _("Replaced")
    ENDED = "ended", _("Ended")


# Expired, replaced and ended requests are history: whoever is asked again gets a new request.
REQUEST_STEPS = Table(
    {
        RequestStatus.OFFERED: {
            RequestStatus.OPENED,
            RequestStatus.PAPER_ASKED,
            RequestStatus.DECLINED,
            RequestStatus.SIGNED,
            RequestStatus.RESERVED,
            RequestStatus.ENDED,
        },
        RequestStatus.OPENED: {
            RequestStatus.PAPER_ASKED,
            RequestStatus.DECLINED,
            RequestStatus.SIGNED,
            RequestStatus.RESERVED,
            RequestStatus.ENDED,
        },
        RequestStatus.PAPER_ASKED: {
            RequestStatus.OPENED,
            RequestStatus.DECLINED,
            RequestStatus.SIGNED,
            RequestStatus.RESERVED,
            RequestStatus.ENDED,
        },
        RequestStatus.DECLINED: {
            RequestStatus.OFFERED,
            RequestStatus.OPENED,
            RequestStatus.SIGNED,
            RequestStatus.RESERVED,
            RequestStatus.ENDED,
        },
        RequestStatus.RESERVED: {RequestStatus.SIGNED, RequestStatus.REPLACED, RequestStatus.ENDED},
        RequestStatus.SIGNED: {RequestStatus.EXPIRED, RequestStatus.REPLACED, RequestStatus.ENDED},
        RequestStatus.EXPIRED: set(),
        RequestStatus.REPLACED: set(),
        RequestStatus.ENDED: set(),
    }
)

UNSIGNED = (RequestStatus.OFFERED, RequestStatus.OPENED, RequestStatus.PAPER_ASKED, RequestStatus.DECLINED)
"""Asked, and no answer that counts as a signature yet."""

LIVE = (*UNSIGNED, RequestStatus.RESERVED, RequestStatus.SIGNED)
"""The one request of a person that stands today; the others are history."""
