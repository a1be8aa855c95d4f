"""The pages of the room, as far as a person may enter them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from audit.permissions import READ_AUDIT
from reports.permissions import EXPORT, MAKE_PACKS, SEE_BOARD
from safeguard.addresses import address


def sections(request: HttpRequest, current: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) for components/section_nav.html."""
    pages = [
        (_("Board page"), "reports:reports", SEE_BOARD),
        (_("Packs"), "reports:packs", MAKE_PACKS),
        (_("Out of date on paper"), "reports:out_of_date", MAKE_PACKS),
        (_("Spreadsheets"), "reports:export", EXPORT),
        (_("Who did what"), "audit:events", READ_AUDIT),
    ]
    return [(label, address(name), name == current) for label, name, rule in pages if rule.allows(request.person)]
