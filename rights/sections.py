"""The pages of this room beside each other, as far as somebody may open them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rights.permissions import HOLD, KEEP, SEE_SCHEDULE, enters
from safeguard.addresses import address

PAGES: list[tuple[str | Promise, str, object]] = [
    (_("Requests"), "rights:requests", KEEP.allows),
    (_("How long we keep what"), "rights:schedule", SEE_SCHEDULE.allows),
    (_("Disposals"), "rights:disposals", enters),
    (_("Legal holds"), "rights:holds", HOLD.allows),
]


def sections(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is the current one), for components/section_nav.html."""
    entries = [(str(label), address(name)) for label, name, may in PAGES if may(request.person)]  # type: ignore[operator]
    fitting = [url for _label, url in entries if request.path.startswith(url)]
    current = max(fitting, key=len, default="")
    return [(label, url, url == current) for label, url in entries]
