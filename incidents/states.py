"""Where a case stands, and the steps between."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from safeguard.transitions import Table


class CaseStatus(TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Being handled")
    WATCHED = "watched", _("Being watched")
    CLOSED = "closed", _("Closed")
    JOINED = "joined", _("Joined to another case")


UNFINISHED = (CaseStatus.NEW, CaseStatus.OPEN, CaseStatus.WATCHED)

CASE_STEPS = Table(
    {
        CaseStatus.NEW: {CaseStatus.OPEN, CaseStatus.WATCHED, CaseStatus.CLOSED, CaseStatus.JOINED},
        CaseStatus.OPEN: {CaseStatus.WATCHED, CaseStatus.CLOSED, CaseStatus.JOINED},
        CaseStatus.WATCHED: {CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.JOINED},
        CaseStatus.CLOSED: {CaseStatus.OPEN},
        CaseStatus.JOINED: {CaseStatus.OPEN},
    }
)


class StepStatus(TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    NOT_NEEDED = "not_needed", _("Not needed")


STEP_STEPS = Table(
    {
        StepStatus.OPEN: {StepStatus.DONE, StepStatus.NOT_NEEDED},
        StepStatus.DONE: {StepStatus.OPEN},
        StepStatus.NOT_NEEDED: {StepStatus.OPEN},
    }
)


class PrintStatus(TextChoices):
    ASKED = "asked", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    REMOVED = "removed", _("Taken away")


PRINT_STEPS = Table(
    {
        PrintStatus.ASKED: {PrintStatus.READY, PrintStatus.FAILED},
        PrintStatus.READY: {PrintStatus.REMOVED},
        PrintStatus.FAILED: {PrintStatus.REMOVED},
        PrintStatus.REMOVED: set(),
    }
)
