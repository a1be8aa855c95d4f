"""Who may do what with concerns, as far as a role says it. Who sees which case is in `incidents.access`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.roles import INSIDERS, TRUSTEES, Role
from safeguard.rules import rule

EVERYBODY = frozenset(Role.values)

RAISE = rule(_("Raise a concern, and follow what one has raised oneself"), EVERYBODY)
HANDLE = rule(_("Handle concerns, except those that are about themselves or people close to them"), {Role.LEAD})
HANDLE_RESTRICTED = rule(
    _("Handle a concern that is about the safeguarding lead or a deputy, or about somebody close to them"),
    {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE},
)
ASK_WAY_IN = rule(_("Ask for a way in for an emergency, or open one for somebody else"), TRUSTEES | {Role.LEAD})
SUMMARISE = rule(_("See concerns as numbers, without names"), TRUSTEES | {Role.LEAD})
KEEP_LINKS = rule(
    _("Make links and posters for raising concerns"),
    {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR},
)
OWN_STEPS = rule(_("Add the charity's own steps to a procedure"), {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD})
LOOK_UP = rule(_("Ask to look somebody up on social media, for a stated purpose"), INSIDERS)

RULES = [RAISE, HANDLE, HANDLE_RESTRICTED, ASK_WAY_IN, SUMMARISE, KEEP_LINKS, OWN_STEPS, LOOK_UP]
