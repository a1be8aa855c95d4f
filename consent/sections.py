"""The pages of this room beside each other, as far as somebody may open them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.permissions import ASK, FIND, LOG, PASS_ON, SEE, TELL, USE, WISH, WITHDRAW
from safeguard.addresses import address
from safeguard.rules import Rule

PAGES: list[tuple[str | Promise, str, Rule]] = [
    (_("May I post this?"), "consent:front", FIND),
    (_("Events"), "consent:events", FIND),
    (_("Picture log"), "consent:pictures", LOG),
    (_("One person"), "consent:people", FIND),
    (_("Somebody withdraws"), "consent:withdraw", WITHDRAW),
    (_("Where it is shown"), "consent:uses", USE),
    (_("To be taken down"), "consent:takedowns", USE),
    (_("Questions"), "consent:questions", SEE),
    (_("Paper and telephone"), "consent:take_in", ASK),
    (_("Who was asked"), "consent:requests", SEE),
    (_("May I contact …?"), "consent:may_contact", WISH),
    (_("What families are told"), "consent:notices", TELL),
    (_("Passed to others"), "consent:disclosures", PASS_ON),
]


def sections(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is the current one), for components/section_nav.html."""
    entries = [(str(label), address(name)) for label, name, rule in PAGES if rule.allows(request.person)]
    fitting = [url for _label, url in entries if request.path.startswith(url)]
    current = max(fitting, key=len, default="")
    return [(label, url, url == current) for label, url in entries]
