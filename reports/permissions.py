"""Who may see how the charity stands, make packs of its documents and take lists of it away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.roles import TRUSTEES, Role
from policies.permissions import can_read
from reports.models import Kind, Pack
from safeguard.rules import rule

SEE_BOARD = rule(_("See the board page, and print it as an action plan"), TRUSTEES | {Role.LEAD})
MAKE_PACKS = rule(
    _("Make and fetch packs of the policies"), TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR}
)
SEE_SIGNATURES = rule(_("Put the names of those who have signed into a pack"), TRUSTEES | {Role.LEAD, Role.COORDINATOR})
EXPORT = rule(
    _("Take the registers away as spreadsheets"), {Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD, Role.COORDINATOR}
)

RULES = [SEE_BOARD, MAKE_PACKS, SEE_SIGNATURES, EXPORT]

BOARD_SENTENCE = _("The board page is for the trustees and the safeguarding lead. Ask one of them.")
PACKS_SENTENCE = _(
    "Trustees, the safeguarding lead, the coordinator and the administrator make packs. Ask one of them."
)
SIGNATURES_SENTENCE = _(
    "This pack names the people who have signed. Trustees, the safeguarding lead and the coordinator may open it."
)
EXPORT_SENTENCE = _(
    "The chair, the safeguarding trustee, the safeguarding lead and the coordinator take registers away. "
    "Ask one of them."
)
PRINT_SENTENCE = _("This text is not in force yet. Trustees and those who edit policies may print it.")


def sees_reports(person: Person) -> bool:
    """Whether there is anything for this person in the room."""
    return SEE_BOARD.allows(person) or MAKE_PACKS.allows(person) or EXPORT.allows(person)


def refusal(person: Person, pack: Pack) -> str:
    """Why this person may not open this print, or nothing."""
    if pack.kind == Kind.CARD:
        return ""
    if pack.kind == Kind.PLAN:
        return "" if SEE_BOARD.allows(person) else str(BOARD_SENTENCE)
    if pack.kind == Kind.POLICY:
        versions = [document.version for document in pack.documents.there().select_related("version__policy")]
        return "" if all(can_read(person, version) for version in versions) else str(PRINT_SENTENCE)
    if not MAKE_PACKS.allows(person):
        return str(PACKS_SENTENCE)
    return "" if sees_its_names(person, pack) else str(SIGNATURES_SENTENCE)


def sees_its_names(person: Person, pack: Pack) -> bool:
    """Whether the list of those who have signed, if it is in this pack, may be seen by this person."""
    return not pack.with_register or pack.hides_names or SEE_SIGNATURES.allows(person)
