"""The roles of a charity. What a role may do is code (each app's permissions.py); its label is the charity's own."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CHAIR = "chair", _("Chair of trustees")
    TRUSTEE = "trustee", _("Trustee")
    SAFEGUARDING_TRUSTEE = "safeguarding_trustee", _("Safeguarding trustee")
    LEAD = "lead", _("Designated safeguarding lead")
    COORDINATOR = "coordinator", _("Volunteer coordinator")
    ASSESSOR = "assessor", _("Assessor or interviewer")
    LINE_MANAGER = "line_manager", _("Line manager or team leader")
    WEB_MANAGER = "web_manager", _("Web manager")
    STAFF = "staff", _("Staff member")
    VOLUNTEER = "volunteer", _("Volunteer")
    ADMINISTRATOR = "administrator", _("Technical administrator")
    BENEFICIARY = "beneficiary", _("Beneficiary or member")
    CARER = "carer", _("Carer or parent")
    VISITOR = "visitor", _("Visitor or other provider")
    CONTRACTOR = "contractor", _("Contractor or advisor")
    DONOR = "donor", _("Donor")
    EXTERNAL = "external", _("External agency")


TRUSTEES = frozenset({Role.CHAIR, Role.TRUSTEE, Role.SAFEGUARDING_TRUSTEE})
"""The management committee, or board, as a group (BC-15)."""

WORKERS = frozenset(
    {Role.STAFF, Role.VOLUNTEER, Role.CONTRACTOR, Role.LINE_MANAGER, Role.WEB_MANAGER, Role.COORDINATOR}
)

INSIDERS = WORKERS | TRUSTEES | {Role.LEAD, Role.ASSESSOR}
"""Those who do the charity's work, as opposed to those whom it cares for, visitors and technical help."""

KEPT_WHILE_PAUSED = frozenset({Role.BENEFICIARY, Role.CARER, Role.DONOR, Role.VISITOR})
"""What somebody stays while their roles are paused (RW-46): what they are to the charity, not what they do for it."""
