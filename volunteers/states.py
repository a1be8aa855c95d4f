"""Where an application, a check online and a volunteer stand, and the steps between."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from safeguard.transitions import Table


class Stage(TextChoices):
    ENQUIRY = "enquiry", _("Enquiry")
    APPLIED = "applied", _("Applied")
    STAGE_ONE = "stage_one", _("Stage 1")
    INTERVIEW = "interview", _("Interview")
    CHECKS = "checks", _("Checks")
    DECISION = "decision", _("Decision")
    ACTIVE = "active", _("Taken on")
    UNSUCCESSFUL = "unsuccessful", _("Not taken on")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")


OPEN_STAGES = (Stage.ENQUIRY, Stage.APPLIED, Stage.STAGE_ONE, Stage.INTERVIEW, Stage.CHECKS, Stage.DECISION)
CLOSED_STAGES = (Stage.UNSUCCESSFUL, Stage.WITHDRAWN)

STAGE_STEPS = Table(
    {
        Stage.ENQUIRY: {Stage.APPLIED, *CLOSED_STAGES},
        Stage.APPLIED: {Stage.STAGE_ONE, *CLOSED_STAGES},
        Stage.STAGE_ONE: {Stage.APPLIED, Stage.INTERVIEW, *CLOSED_STAGES},
        Stage.INTERVIEW: {Stage.STAGE_ONE, Stage.CHECKS, *CLOSED_STAGES},
        Stage.CHECKS: {Stage.INTERVIEW, Stage.DECISION, *CLOSED_STAGES},
        Stage.DECISION: {Stage.CHECKS, Stage.ACTIVE, *CLOSED_STAGES},
        Stage.ACTIVE: set(),
        Stage.UNSUCCESSFUL: {Stage.APPLIED},
        Stage.WITHDRAWN: {Stage.APPLIED},
    },
    first=(Stage.ENQUIRY, Stage.APPLIED),
)


class CheckStatus(TextChoices):
    ASSIGNED = "assigned", _("To be done")
    CONCERN = "concern", _("To be talked about")
    DISCUSSED = "discussed", _("To be decided")
    DECIDED = "decided", _("To be shared with the committee")
    SHARED = "shared", _("To be closed")
    CLOSED = "closed", _("Closed")
    CALLED_OFF = "called_off", _("Called off")


FINISHED_CHECKS = (CheckStatus.CLOSED, CheckStatus.CALLED_OFF)

CHECK_STEPS = Table(
    {
        CheckStatus.ASSIGNED: {CheckStatus.CONCERN, CheckStatus.CLOSED, CheckStatus.CALLED_OFF},
        CheckStatus.CONCERN: {CheckStatus.DISCUSSED, CheckStatus.CLOSED},
        CheckStatus.DISCUSSED: {CheckStatus.DECIDED, CheckStatus.CLOSED},
        CheckStatus.DECIDED: {CheckStatus.SHARED},
        CheckStatus.SHARED: {CheckStatus.CLOSED},
        CheckStatus.CLOSED: set(),
        CheckStatus.CALLED_OFF: set(),
    }
)


class Standing(TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


STANDING_STEPS = Table(
    {
        Standing.ACTIVE: {Standing.SUSPENDED, Standing.ENDED},
        Standing.SUSPENDED: {Standing.ACTIVE, Standing.ENDED},
        Standing.ENDED: {Standing.ACTIVE},
    },
    first=(Standing.ACTIVE, Standing.SUSPENDED),
)
