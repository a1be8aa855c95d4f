"""The pages of one case beside each other, as far as somebody may open them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.access import SHARE, VIEW, can
from incidents.models import Case
from safeguard.addresses import address

PAGES: list[tuple[str | Promise, str, str]] = [
    (_("At a glance"), "case", VIEW),
    (_("Reports and messages"), "messages", VIEW),
    (_("Chronology"), "chronology", VIEW),
    (_("People"), "parties", VIEW),
    (_("Other cases"), "together", VIEW),
    (_("Tasks"), "case_tasks", VIEW),
    (_("Steps"), "steps", VIEW),
    (_("Referrals"), "referrals", VIEW),
    (_("Sharing"), "sharing", VIEW),
    (_("Records"), "records", VIEW),
    (_("Evidence"), "evidence", VIEW),
    (_("Closing and learning"), "closing", VIEW),
    (_("Copies"), "prints", SHARE),
    (_("Who sees it"), "access", VIEW),
]
"""(label, name of the address, the right that it needs), in the order of the navigation."""


def sections(request: HttpRequest, case: Case) -> list[tuple[str, str, bool]]:
    """For components/section_nav.html."""
    held = {
        right
        for right in {right for _label, _name, right in PAGES}
        if right == VIEW or can(request.person, case, right)
    }
    found = []
    for label, name, right in PAGES:
        if right in held:
            url = address(f"incidents:{name}", case.code)
            found.append((str(label), url, request.path == url))
    return found
