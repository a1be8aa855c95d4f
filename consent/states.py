"""Which step leads where, for a question, for a request to answer, and for a takedown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from safeguard.transitions import Table


class QuestionStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Asked")
    CLOSED = "closed", _("No longer asked")


QUESTION_STEPS = Table(
    {
        QuestionStatus.DRAFT: {QuestionStatus.OPEN},
        QuestionStatus.OPEN: {QuestionStatus.CLOSED},
        QuestionStatus.CLOSED: {QuestionStatus.OPEN},
    }
)


class RequestStatus(TextChoices):
    ASKED = "asked", _("Asked")
    OPENED = "opened", _("Opened")
    PARTLY = "partly", _("Partly answered")
    ANSWERED = "answered", _("Answered")
    CANCELLED = "cancelled", _("Taken back")


REQUEST_STEPS = Table(
    {
        RequestStatus.ASKED: {
            RequestStatus.OPENED,
            RequestStatus.PARTLY,
            RequestStatus.ANSWERED,
            RequestStatus.CANCELLED,
        },
        RequestStatus.OPENED: {RequestStatus.PARTLY, RequestStatus.ANSWERED, RequestStatus.CANCELLED},
        RequestStatus.PARTLY: {RequestStatus.ANSWERED, RequestStatus.CANCELLED},
        RequestStatus.ANSWERED: set(),
        RequestStatus.CANCELLED: set(),
    }
)

WAITING = (RequestStatus.ASKED, RequestStatus.OPENED, RequestStatus.PARTLY)
"""Something in the request has no answer yet."""


class TakedownStatus(TextChoices):
    OPEN = "open", _("To be taken down")
    DONE = "done", _("Taken down")
    STAYS = "stays", _("Could not be taken back")
    AGREED = "agreed", _("There is a yes again")


TAKEDOWN_STEPS = Table(
    {
        TakedownStatus.OPEN: {TakedownStatus.DONE, TakedownStatus.STAYS, TakedownStatus.AGREED},
        TakedownStatus.DONE: set(),
        TakedownStatus.STAYS: {TakedownStatus.DONE},
        TakedownStatus.AGREED: set(),
    }
)
