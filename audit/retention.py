"""The audit stays for ever: it is a chain, and it holds who did what, never the content."""

from django.utils.translation import gettext_lazy as _

from safeguard.retention import Rule

WHY = _(
    "Each entry is chained to the one before, so that nobody can change the past unseen. It holds who did what and "
    "when, and no content. The name of whoever acted stands in it as it was then."
)

RULES = [
    Rule("audit.AuditEvent", _("Who did what"), WHY, as_long_as=_("for ever: one missing entry breaks the chain")),
    Rule("audit.AuditHead", _("The end of the audit chain"), WHY, as_long_as=_("for ever: one row for each charity")),
]
