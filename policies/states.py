"""Which step leads where, for a version of a policy, a review, an amendment and an import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from safeguard.transitions import Table


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def in_work(cls) -> list["Status"]:
        """Before it is in force; a policy has one such version at most."""
        return [cls.DRAFT, cls.IN_REVIEW, cls.APPROVED]


# A draft that was imported as history goes straight to where it stands: in force or superseded (domain 1.10). What the
# trustees approved is never opened again: a text that comes back from the chair is withdrawn and copied to a new draft.
VERSION_STEPS = Table(
    {
        Status.DRAFT: {Status.IN_REVIEW, Status.IN_FORCE, Status.SUPERSEDED, Status.WITHDRAWN},
        Status.IN_REVIEW: {Status.DRAFT, Status.APPROVED, Status.WITHDRAWN},
        Status.APPROVED: {Status.IN_FORCE, Status.WITHDRAWN},
        Status.IN_FORCE: {Status.SUPERSEDED, Status.WITHDRAWN},
        Status.SUPERSEDED: set(),
        Status.WITHDRAWN: set(),
    }
)


class ReviewStatus(TextChoices):
    OPEN = "open", _("Under review")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


REVIEW_STEPS = Table(
    {
        ReviewStatus.OPEN: {ReviewStatus.DONE, ReviewStatus.CANCELLED},
        ReviewStatus.DONE: set(),
        ReviewStatus.CANCELLED: set(),
    }
)


class AmendmentStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")


AMENDMENT_STEPS = Table(
    {
        AmendmentStatus.DRAFT: {AmendmentStatus.IN_FORCE},
        AmendmentStatus.IN_FORCE: {AmendmentStatus.ENDED},
        AmendmentStatus.ENDED: set(),
    }
)


class ImportStatus(TextChoices):
    WAITING = "waiting", _("Being read")
    READY = "ready", _("Ready to check")
    FAILED = "failed", _("Cannot be read")
    TAKEN_IN = "taken_in", _("Taken in")
    DISCARDED = "discarded", _("Thrown away")


IMPORT_STEPS = Table(
    {
        ImportStatus.WAITING: {ImportStatus.READY, ImportStatus.FAILED, ImportStatus.DISCARDED},
        ImportStatus.READY: {ImportStatus.TAKEN_IN, ImportStatus.DISCARDED},
        ImportStatus.FAILED: {ImportStatus.READY, ImportStatus.DISCARDED},
        ImportStatus.TAKEN_IN: set(),
        ImportStatus.DISCARDED: set(),
    }
)
