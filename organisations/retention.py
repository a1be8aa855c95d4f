"""How long the charity's own particulars are kept: they are about the charity, not about people."""

from django.utils.translation import gettext_lazy as _

from safeguard.retention import Rule

EXISTS = _("as long as the charity is kept here")
NO_PEOPLE = _("It is about the charity itself.")

RULES = [
    Rule("organisations.Organisation", _("The charity's name and address"), NO_PEOPLE, as_long_as=EXISTS),
    Rule("organisations.Settings", _("What the charity decided where policies differ"), NO_PEOPLE, as_long_as=EXISTS),
    Rule(
        "organisations.Project",
        _("Projects, with whom to ring while they run"),
        _("Old records name the project that they belong to."),
        as_long_as=_("as long as the charity is kept here; the name and number of the contact until they are changed"),
    ),
    Rule(
        "organisations.AgencyContact",
        _("Agencies to call"),
        _("They are numbers of offices."),
        as_long_as=_("until somebody removes them"),
    ),
    Rule(
        "organisations.LocalProtocol",
        _("Information-sharing protocols"),
        _("Disclosures name the protocol under which they were made."),
        as_long_as=_("until somebody removes them"),
    ),
]
