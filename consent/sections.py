"""The pages of this room beside each other, as far as somebody may open them: four subjects, and the pages of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.permissions import ASK, FIND, LOG, PASS_ON, SEE, TELL, USE, WISH, WITHDRAW
from safeguard.addresses import address
from safeguard.rules import Rule

Page = tuple[str | Promise, str, Rule]
Entry = tuple[str, str, bool]
"""(label, address, whether it is the current one), for components/section_nav.html."""

SUBJECTS: list[tuple[str | Promise, list[Page]]] = [
    (
        _("May I post this?"),
        [
            (_("Ask"), "consent:front", FIND),
            (_("Events"), "consent:events", FIND),
        ],
    ),
    (
        _("Answers"),
        [
            (_("One person"), "consent:people", FIND),
            (_("Somebody withdraws"), "consent:withdraw", WITHDRAW),
            (_("Who was asked"), "consent:requests", SEE),
            (_("Paper and telephone"), "consent:take_in", ASK),
            (_("Questions"), "consent:questions", SEE),
        ],
    ),
    (
        _("Pictures"),
        [
            (_("Picture log"), "consent:pictures", LOG),
            (_("Where it is shown"), "consent:uses", USE),
            (_("To be taken down"), "consent:takedowns", USE),
        ],
    ),
    (
        _("Contact"),
        [
            (_("May I contact …?"), "consent:may_contact", WISH),
            (_("What families are told"), "consent:notices", TELL),
            (_("Passed to others"), "consent:disclosures", PASS_ON),
        ],
    ),
]


@dataclass(frozen=True)
class Sections:
    subjects: list[Entry]
    pages: list[Entry]  # of the current subject


def _led_from(path: str) -> str:
    """The address of the page that leads to this one, where the addresses themselves do not show it."""
    return address("consent:take_in") if path.startswith(address("consent:talk")) else path


def sections(request: HttpRequest) -> Sections:
    """The subjects that somebody may open, and beneath them the pages of the one in which they are."""
    open_to = {
        str(subject): [(str(label), address(name)) for label, name, rule in pages if rule.allows(request.person)]
        for subject, pages in SUBJECTS
    }
    addresses = [url for pages in open_to.values() for _label, url in pages]
    path = _led_from(request.path)
    here = max((url for url in addresses if path.startswith(url)), key=len, default="")
    found = [(subject, pages, here in dict(pages).values()) for subject, pages in open_to.items() if pages]
    return Sections(
        subjects=[(subject, pages[0][1], is_here) for subject, pages, is_here in found],
        pages=[(label, url, url == here) for _subject, pages, is_here in found if is_here for label, url in pages],
    )
