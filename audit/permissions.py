"""Who may read the audit. Roles are named by their codes: this floor does not know people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from safeguard.rules import rule

READ_AUDIT = rule(
    _("See who did what, and who looked"),
    {"chair", "trustee", "safeguarding_trustee", "administrator"},
)

RULES = [READ_AUDIT]
